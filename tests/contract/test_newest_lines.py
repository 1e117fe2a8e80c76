"""Programs that come to lines which the last measurements found in no test: code that is newer than those."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

OFF = {'"deepseek-v3"': '"qwen3.7-plus"', "messages=M)": 'messages=M, extra_body={"enable_thinking": False})'}
FILLS = """import names
def fill(conf):
    conf["model"] = names.OLD
    conf.model = names.OLD
    conf.append(names.OLD)
class Filler:
    def fill(self, conf):
        conf["other"] = names.OLD
"""

CASES = [
    Case(
        "what another file's functions put into what they are given",
        'from fill import Filler, fill\nconf = {}\nfill(conf)\nFiller().fill(conf)\ncreate(model=conf["other"], messages=M)\n'
        'create(model=conf["model"], messages=M)\n',
        ("DSM101 names.py:1 certain safe",),
        OFF,
        files={"names.py": 'OLD = "deepseek-v3"\n', "fill.py": FILLS},
    ),
    *(
        Case(
            f"options of which nothing is in sight: {made}",
            f"import tyro, pyrallis\nfrom elsewhere import Options\noptions = {made}\n"
            'create(model=options.model or "deepseek-v3", messages=M)\n',
            ("DSM101 4 certain unsafe",),
            OFF,
        )
        for made in ("tyro.cli()", "pyrallis.parse(Options)", "pyrallis.parse(config_class=Options)")
    ),
    Case(
        "arguments by place that are not in sight",
        'create(*M, model="deepseek-v3", messages=M)\n',
        ("DSM101 1 certain unpacked-arguments",),
    ),
    Case(
        "flags without a name, and without a default",
        'from absl import flags\nMODEL = flags.DEFINE_string()\nOTHER = flags.DEFINE_string("other", None, "which")\n'
        'create(model=MODEL.value or flags.FLAGS.other or "deepseek-v3", messages=M)\n',
        ("DSM101 4 certain unsafe",),
        OFF,
    ),
    *(
        Case(
            f"settings that Hydra does not hand to what asks: {how}",
            f"import hydra\n@hydra.main({how})\ndef main({takes}):\n    create(model={asks}, messages=M)\nmain()\n",
            ("DSM102 conf.yaml:1 possible unknown-endpoint",),
            files={"conf.yaml": "model: deepseek-v3\n"},
        )
        for how, takes, asks in (
            ("", "cfg", "cfg.model"),
            ('config_name="conf"', "*given", "given[0].model"),
            ('config_name="conf"', "cfg, model='qwen-plus'", "model"),
        )
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_found_and_written(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
