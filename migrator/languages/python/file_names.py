"""What Python code takes for names of files: texts that are put together, what functions look for, what arguments are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from migrator.facts import Argument, Use
from migrator.values import Join, Literal, Site, Value

# fmt: off
TAKING = frozenset({
    "open", "Path", "PurePath", "join", "joinpath", "makedirs", "mkdir", "exists", "isdir", "isfile", "listdir", "scandir",
    "glob", "iglob", "rglob", "rmtree", "with_name", "with_stem", "save_to_disk", "load_from_disk", "savefig",
})
"""Functions whose arguments are parts of a path."""
FETCHING = frozenset({
    "from_pretrained", "snapshot_download", "hf_hub_download", "load_dataset", "SentenceTransformer", "import_module",
    "get_max_tokens", "get_model_info", "cost_per_token", "completion_cost", "get_template", "get_prompt", "set_experiment",
    "get_collection", "get_or_create_collection", "create_collection", "delete_collection",
    "get_object", "put_object", "head_object", "upload_file", "upload_fileobj", "download_file", "download_fileobj",
})
# fmt: on
"""Functions that look for something of that name, and fail or say something else where there is none."""
_ARGUMENT = re.compile(r"(?:\w+_)?(?:dir|directory|folder|file|filename|filepath)|(?!model)\w+_path")
_ENDING = re.compile(r"(?<!\.)\.[A-Za-z][A-Za-z0-9]{1,7}$")


def named_file(text: Join) -> Iterator[Use]:
    """The use of a text that ends as the name of a file does and holds more than constants."""
    last = text.parts[-1] if text.parts else None
    literals = [each.value for each in text.parts if isinstance(each, Literal) and isinstance(each.value, str)]
    if isinstance(last, Literal) and len(literals) < len(text.parts) and _is_file("".join(literals)):
        yield Use("path", text, text.site)


def filled(text: Value, values: Sequence[Value], site: Site) -> Iterator[Use]:
    """The same of `"{}.json".format(x)`."""
    if isinstance(text, Literal) and isinstance(text.value, str) and _is_file(text.value):
        yield from (Use("path", each, site) for each in values)


def said(arguments: Sequence[Argument]) -> Iterator[Use]:
    """Arguments that are a path by their name."""
    for each in arguments:
        if each.name is not None and _ARGUMENT.fullmatch(each.name):
            yield Use("path", each.value, each.value.site)


def _is_file(text: str) -> bool:
    return _ENDING.search(text) is not None and not any(map(str.isspace, text))
