"""Fix 6: names of files, of what is fetched, and defaults of columns and of checked fields depend on a model's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

SAFE = ("DSM101 1 certain safe",)
BRANCH = ("DSM101 1 certain branch-on-model",)
PATH = "it becomes part of a path"
FETCHED = "something is looked up by it"
ASKED = "create(model=N, messages=M)\n"


def used(line: str, hint: str = "") -> Case:
    """A name that a call and one more line use; with a hint the line decides."""
    after = {} if hint else {'"deepseek-r1"': '"qwen3.7-plus"'}
    return Case(line, f'N = "deepseek-r1"\n{line}\n{ASKED}', BRANCH if hint else SAFE, after, hint=hint)


def column(name: str, imported: str, line: str, hint: str = "it is the default of a database column") -> Case:
    """A class with a default that a call of one of its objects sends."""
    source = f"{imported}\nclass Chat(Base):\n    {line}\n    def ask(self):\n        create(model=self.model, messages=M)\n"
    return Case(name, source, ("DSM101 3 certain branch-on-model",), hint=hint)


CASES = [
    used('read_csv(f"data/{N}.csv")', PATH),
    used('read_csv("data/" + N + ".csv")', PATH),
    used('read_csv("%s.csv" % N)', PATH),
    used('read_csv("{}.csv".format(N))', PATH),
    used('name = f"{N}.jsonl"', PATH),
    used("train(output_dir=N)", PATH),
    used('basicConfig(filename="log_" + N)', PATH),
    used("train(log_path=N)", PATH),
    used("os.path.exists(N)", PATH),
    used("Tokenizer.from_pretrained(N)", FETCHED),
    used('Tokenizer.from_pretrained(f"deepseek-ai/{N}")', FETCHED),
    used("import_module(N)", FETCHED),
    used('chroma.get_or_create_collection(f"notes-{N}")', FETCHED),
    used('bucket.put_object(Key=f"runs/{N}/a", Body=b"x")', FETCHED),
    used("writer.writerows([{'model': N}])", "it is written to a record"),
    used("litellm.get_max_tokens(N)", FETCHED),
    # What only reads like that.
    used('print(f"Using {N}.")'),
    used('print(f"{N}...done")'),
    used('print(f"{N} wrote a.txt")'),
    used('print("{} wrote a.txt".format(N))'),
    used('print(f"{N}", "a.txt")'),
    used('print(f"a.txt{N}")'),
    used("train(model_path=N)"),
    used('print(text.format(N), "a.csv".format())'),
    column("Django", "from django.db import models", 'model = models.CharField("name", max_length=40, default="deepseek-v3")'),
    column("SQLAlchemy", "from sqlalchemy.orm import mapped_column", 'model: str = mapped_column(default="deepseek-v3")'),
    column("a column", "from sqlalchemy import Column, String", 'model = Column(String(40), default="deepseek-v3")'),
    column("a pattern", "from pydantic import Field", 'model: str = Field("deepseek-v3", pattern="^deep")', "it is validated"),
    column("attrs", "import attr", 'model = attr.ib(default="deepseek-v3", validator=check)', "it is validated"),
    Case(
        "a field that is not checked",
        "from pydantic import BaseModel, Field\nclass C(BaseModel):\n"
        '    model: str = Field("deepseek-r1", description="a")\ncreate(model=C().model, messages=M)\n',
        ("DSM101 3 certain safe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_depends_on_a_name(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
