"""Where a note about an id that reaches no call stands: at the id itself wherever the source spells it out. A literal a line."""

from __future__ import annotations

from pathlib import Path

from tests.tool import scan

V3, R1 = "deepseek-v3", "deepseek-r1"
DOCSTRING = '"""Use deepseek-v3, or deepseek-r1, not deepseek-v3-0324, and deepseek-v3 again."""'
LITERALS: list[tuple[str, list[tuple[str, str]]]] = [
    ('"deepseek-v3"', [(V3, '"deepseek-v3"')]),
    ('"use deepseek-v3 or deepseek-v3, é deepseek-r1\\ndeepseek-r1"', [(V3, V3), (V3, V3), (R1, R1), (R1, R1)]),
    ('"密 deepseek-v3, deepseek-r1"', [(V3, V3), (R1, R1)]),
    ('"caf\\u00e9 deepseek-v3, deepseek-v3"', [(V3, V3), (V3, V3)]),
    ('"my-deepseek-v3, deepseek-v3-0324, deepseek-v3"', [(V3, V3)]),
    ('"dashscope/deepseek-v3 deepseek-v3 x/deepseek-v3"', [(V3, V3), (V3, V3)]),
    ('"${MODEL:-deepseek-v3}, deepseek-v3"', [(V3, V3), (V3, V3)]),
    ('f"deepseek-v3 {A} deepseek-r1"', [(V3, V3), (R1, R1)]),
    # Spelled with escapes, the literal that holds it.
    ('"\\x64eepseek-v3"', [(V3, '"\\x64eepseek-v3"')]),
    ('"deepseek\\x2dv3 and deepseek-r1"', [(V3, '"deepseek\\x2dv3 and deepseek-r1"'), (R1, R1)]),
    # Which of them is spelled so is not told by counting what is part of a longer name.
    ('"my-deepseek-v3, \\x64eepseek-v3"', [(V3, '"my-deepseek-v3, \\x64eepseek-v3"')]),
    ('"my-deepseek-v3,\\ndeepseek-v3"', [(V3, V3)]),
    ('"models\\\\deepseek-v3 \\tdeepseek-r1"', [(V3, V3), (R1, R1)]),
    ('"deepseek-v3\\N{BULLET}deepseek-r1"', [(V3, V3), (R1, R1)]),
]


def test_each_stands_at_the_id(tmp_path: Path) -> None:
    lines = [DOCSTRING, *(f"{chr(ord('A') + number)} = {literal}" for number, (literal, _) in enumerate(LITERALS))]
    (tmp_path / "a.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    told: list[list[tuple[str, str]]] = [[] for _ in lines]
    for each in scan("--isolated", ".", cwd=tmp_path).findings:
        line, start, end = (int(str(each[name])) for name in ("line", "column", "end_column"))
        assert (each["rule"], each["certainty"], each["end_line"]) == ("DSM102", "possible", line)
        told[line - 1].append((str(each["model"]), lines[line - 1][start - 1 : end - 1]))
    assert told == [[(V3, V3), (R1, R1), (V3, V3)], *(wanted for _, wanted in LITERALS)]


def test_bytes_that_are_no_utf_8_are_passed_over(tmp_path: Path) -> None:
    # Both are read as Latin-1 by whoever reads them.
    for name in ("a.ini", "a.properties"):
        (tmp_path / name).write_bytes("a = café, deepseek-v3\n".encode("latin-1"))
    rows = scan("--isolated", ".", cwd=tmp_path).findings
    assert [(row["path"], row["column"], row["end_column"]) for row in rows] == [("a.ini", 11, 22), ("a.properties", 11, 22)]


COMPARES = "this decides by `deepseek-v3`, which is retired; the branch goes dead once the id is replaced"
LOOKS_UP = "this looks something up under `deepseek-v3`, which is retired; a replacement is not found here"
MATCHES = "this pattern matches `deepseek-v3`, which is retired; a replacement may not match"
ALLOWED = "`deepseek-v3` is one of the values allowed here; a replacement is not"
NAMED = "`deepseek-v3` is retired on Model Studio; nothing here shows a call to it"
WAYS = {
    "MODEL == 'deepseek-v3'": COMPARES,
    "MODEL in ('deepseek-v3', 'gpt-4o')": COMPARES,
    "match(MODEL, 'deepseek-v3')": MATCHES,
    "MODEL.startswith('deepseek-v3')": MATCHES,
    "re.match('^deepseek-v3$', MODEL)": MATCHES,
    "re.compile('deepseek-v3|gpt-4o')": MATCHES,
    "regex.sub('deepseek-v3', '', MODEL)": MATCHES,
    "fnmatch.fnmatch(MODEL, 'deepseek-v3*')": MATCHES,
    "PRICES['deepseek-v3']": LOOKS_UP,
    "PRICES.get('deepseek-v3', 0)": LOOKS_UP,
    "NAMES.get('some', 'deepseek-v3')": NAMED,
    "parser.add_argument('--model', choices=['deepseek-v3'])": ALLOWED,
    "Literal['deepseek-v3']": ALLOWED,
    "print('deepseek-v3')": NAMED,
    "compiler.compile('deepseek-v3')": NAMED,
}


def test_each_way_of_deciding_by_an_id_is_told_as_what_it_is(tmp_path: Path) -> None:
    source = "".join(f"{way}\n" for way in WAYS)
    (tmp_path / "a.py").write_text(source, encoding="utf-8")
    rows = scan("--isolated", ".", cwd=tmp_path).findings
    told = {source.splitlines()[int(str(row["line"])) - 1]: (row["rule"], row["message"]) for row in rows}
    assert told == {way: ("DSM102" if said == NAMED else "DSM103", said) for way, said in WAYS.items()}
    assert {row["certainty"] for row in rows} == {"possible"}


def test_what_a_call_takes_is_no_mention_and_what_follows_is_one(tmp_path: Path) -> None:
    client = 'OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")'
    source = f'from openai import OpenAI\n{client}.chat.completions.create(model="deepseek-v3", messages=[])\nA = "deepseek-r1"\n'
    (tmp_path / "a.py").write_text(source, encoding="utf-8")
    rows = scan("--isolated", ".", cwd=tmp_path).findings
    assert [(row["rule"], row["line"]) for row in rows] == [("DSM101", 2), ("DSM102", 3)]
