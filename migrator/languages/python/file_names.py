"""What Python code takes for names of files: texts that are put together, what functions look for, what arguments are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from migrator.facts import Argument, Use
from migrator.languages.joined import is_file
from migrator.values import Literal, Site, Value

# fmt: off
TAKING = frozenset({
    "open", "Path", "PurePath", "join", "joinpath", "makedirs", "mkdir", "exists", "isdir", "isfile", "listdir", "scandir",
    "glob", "iglob", "rglob", "rmtree", "with_name", "with_stem", "save_to_disk", "load_from_disk", "savefig",
})
"""Functions whose arguments are parts of a path."""
FETCHING = frozenset({
    "from_pretrained", "snapshot_download", "hf_hub_download", "load_dataset", "SentenceTransformer", "import_module",
    "encoding_for_model", "get_max_tokens", "get_model_info", "cost_per_token", "completion_cost", "get_template", "get_prompt",
    "set_experiment",
    "get_collection", "get_or_create_collection", "create_collection", "delete_collection",
    "get_object", "put_object", "head_object", "upload_file", "upload_fileobj", "download_file", "download_fileobj",
})
# fmt: on
"""Functions that look for something of that name, and fail or say something else where there is none."""
_ARGUMENT = re.compile(r"(?:\w+_)?(?:dir|directory|folder|file|filename|filepath)|(?!model)\w+_path")


def filled(text: Value, values: Sequence[Value], site: Site) -> Iterator[Use]:
    """The same of `"{}.json".format(x)`."""
    if isinstance(text, Literal) and isinstance(text.value, str) and is_file(text.value):
        yield from (Use("path", each, site) for each in values)


def said(arguments: Sequence[Argument]) -> Iterator[Use]:
    """Arguments that are a path by their name."""
    for each in arguments:
        if each.name is not None and _ARGUMENT.fullmatch(each.name):
            yield Use("path", each.value, each.value.site)
