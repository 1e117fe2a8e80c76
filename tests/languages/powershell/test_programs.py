"""PowerShell scripts as people write them: what is found in each, and what the fixes make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.findings import Edit
from migrator.languages.powershell.language import POWERSHELL
from tests.contract.table import Case, check
from tests.languages.fixing import fixed, found, skipped

HOST = "https://dashscope.aliyuncs.com"
BASE = f"{HOST}/compatible-mode/v1"
SEND = f"irm {BASE}/chat/completions -Method Post -Body "
ASK = f"{SEND}($b | ConvertTo-Json)\n"
ASK_M = f"{SEND}(@{{ model = $m }} | ConvertTo-Json)\n"
OFF = "model = $m; enable_thinking = $false }"
NATIVE = f"{HOST}/api/v1/services/aigc/text-generation/generation"
V3, NEW = "'deepseek-v3'", "'qwen3.7-plus'"
SWITCHED = f"{NEW}; enable_thinking = $false"


def program(name: str, source: str, *found: str, after: dict[str, str] | None = None) -> Case:
    """A script of one file; findings are "RULE LINE CERTAINTY HOW"."""
    told = tuple(f"{rule} a.ps1:{rest}" for rule, _, rest in (each.partition(" ") for each in found))
    return Case(name, "", told, after or {}, files={"a.ps1": source}, head="")


def refused(name: str, source: str, code: str, *others: str, line: int = 1) -> Case:
    """A script whose call is refused for this reason."""
    return program(name, source, f"DSM101 {line} certain {code}", *others)


CONDITIONS = (
    program(
        "a value that the environment may give",
        f"$m = if ($env:LLM_MODEL) {{ $env:LLM_MODEL }} else {{ {V3} }}\n{ASK_M}",
        "DSM101 1 certain unsafe",
        after={V3: NEW, "model = $m }": OFF},
    ),
    program(
        "one of several blocks, on several lines",
        "$m = if ($x -eq 1) {\n  'deepseek-r1'\n} elseif ($y) {\n  $z = 1; 'deepseek-r1-0528'\n}\nelse { 'qwen-plus' }\n" + ASK_M,
        "DSM101 2 certain safe",
        "DSM101 4 certain safe",
        after={"'deepseek-r1'": NEW, "'deepseek-r1-0528'": NEW},
    ),
    program(
        "one that may give nothing",
        f"$m = if ($x) {{ 'deepseek-r1' }}\n{ASK_M}$n = if\n",
        "DSM101 1 certain safe",
        after={"'deepseek-r1'": NEW},
    ),
    program(
        "a condition that names it",
        f"$m = 'deepseek-r1'\n$n = if ($m -eq 'deepseek-r1') {{ 1 }} else {{ 2 }}\n{ASK_M}",
        "DSM101 1 certain branch-on-model",
        "DSM103 2 possible branch-on-model",
    ),
)
SETS = (
    program(
        "a key that is set turns on what v3 did not have",
        f"$b = @{{ model = {V3} }}\n$b.enable_thinking = $true\n{ASK}",
        "DSM101 1 certain unsafe",
        after={V3: NEW},
    ),
    program(
        "a key that is set by another name",
        f"$b = @{{ model = 'deepseek-v3.2' }}\n$b.'enable_thinking' = $true\n{ASK}",
        "DSM101 1 certain safe",
        after={"'deepseek-v3.2'": NEW},
    ),
    program(
        "a model that is set, in brackets",
        f'$b = @{{ n = 1 }}\n$b["model"] = {V3}\n{ASK}',
        "DSM101 2 certain safe",
        after={V3: NEW, "n = 1": "n = 1; enable_thinking = $false"},
    ),
    program(
        "a model that is set in an empty hashtable",
        f"$b = @{{}}\n$b.model = {V3}\n{ASK}",
        "DSM101 2 certain safe",
        after={V3: NEW, "@{}": "@{ enable_thinking = $false }"},
    ),
    program(
        "a model that is set in an empty hashtable of two lines",
        f"$b = @{{\r\n}}\r\n$b.model = {V3}\r\n{ASK}",
        "DSM101 3 certain safe",
        after={V3: NEW, "@{": "@{ enable_thinking = $false"},
    ),
    program(
        "a hashtable in which nothing stands but a switch that moves",
        f"$b = @{{ model = 'qwen-plus'; extra_body = @{{ enable_thinking = $true }}; n = 1 }}\n{ASK}",
        "DSM201 1 certain safe",
        after={"extra_body = @{ enable_thinking = $true }": "enable_thinking = $true"},
    ),
    refused(
        "a switch that is set in the wrong place",
        f"$b = @{{ model = {V3}; extra_body = @{{}} }}\n$b.extra_body.enable_thinking = $true\n{ASK}",
        "body-not-literal",
        "DSM201 2 certain body-not-literal",
    ),
    program(
        "a switch that is added by a method",
        f"$b = @{{ model = {V3} }}\n$b.Add('enable_thinking', $true)\n{ASK}",
        "DSM101 1 certain unsafe",
        after={V3: NEW},
    ),
    program(
        "a switch that is added by a method to what a hashtable holds",
        f"$p = @{{ b = @{{ model = {V3} }} }}\n$p.b.Add('enable_thinking', $true)\n{SEND}($p.b | ConvertTo-Json)\n",
        "DSM101 1 certain unsafe",
        after={V3: NEW},
    ),
    refused(
        "a switch that is taken out again",
        f"$b = @{{ model = {V3}; enable_thinking = $true }}\n$b.Remove('enable_thinking')\n{ASK}",
        "key-conflict",
    ),
    refused("a switch in capitals", f"$b = @{{ model = {V3}; Enable_Thinking = $true }}\n{ASK}", "key-conflict"),
    program(
        "a hashtable that is added to",
        f"$b = @{{ model = {V3} }}\n$b += @{{ enable_thinking = $true }}\n{ASK}",
        "DSM101 1 certain unsafe",
        after={V3: NEW},
    ),
    program(
        "a sum of hashtables",
        f"$b = @{{ model = {V3} }} +\n  @{{ enable_thinking = $true }}\n{ASK}",
        "DSM101 1 certain unsafe",
        after={V3: NEW},
    ),
    program(
        "a count that is added to",
        f"$n = 1\n$n += 2\n$b = @{{ model = {V3}; n = $n }}\n$b.n += 1\n{ASK}",
        "DSM101 3 certain safe",
        after={f"{V3}; n = $n": f"{NEW}; n = $n; enable_thinking = $false"},
    ),
    program(
        "a key that only run time knows",
        f"$b = @{{ model = {V3} }}\n$b.$key = 1\n{ASK}",
        "DSM101 1 certain safe",
        after={V3: SWITCHED},
    ),
    program(
        "messages that are added, and an entry that nobody can read",
        f"$b = @{{ model = {V3}; messages = @(); (Get-Key) = 1; stop = 'a', 'b' }}\n$b.messages.Add(@{{ role = 'user' }})\n{ASK}",
        "DSM101 1 certain unsafe",
        after={f"{V3}": NEW, "'a', 'b'": "'a', 'b'; enable_thinking = $false"},
    ),
)

VALUES = (
    program("a type", f"[string] $m = {V3}\n{ASK_M}", "DSM101 1 certain safe", after={V3: NEW, "model = $m }": OFF}),
    program("a value over two lines", f"$m =\n  {V3}\n{ASK_M}", "DSM101 2 certain safe", after={V3: NEW, "model = $m }": OFF}),
    program(
        "a default",
        f"$m = $env:MODEL ??\n  {V3}\n{ASK_M}",
        "DSM101 2 certain unsafe",
        after={V3: NEW, "model = $m }": OFF},
    ),
    program(
        "a variable of the environment that the script sets",
        f"$env:MODEL = {V3}\n$model = 'qwen-plus'\n{SEND}(@{{ model = $env:MODEL }} | ConvertTo-Json)\n",
        "DSM101 1 certain safe",
        after={V3: NEW, "model = $env:MODEL }": "model = $env:MODEL; enable_thinking = $false }"},
    ),
    program(
        "another variable of the same name",
        f"$env:MODEL = {V3}\n$model = 'qwen-plus'\n{SEND}(@{{ model = $model }} | ConvertTo-Json)\n",
        "DSM102 1 possible unknown-endpoint",
    ),
    program(
        "settings in a hashtable",
        f"$c = @{{ Model = {V3}; Url = '{BASE}' }}\n"
        'irm "$($c.Url)/chat/completions" -Body (@{ model = $c.Model } | ConvertTo-Json)\n',
        "DSM101 1 certain safe",
        after={V3: NEW, "model = $c.Model }": "model = $c.Model; enable_thinking = $false }"},
    ),
    program(
        "quotes in a string's quotes",
        f"$c = @{{ Model = {V3}; Url = '{BASE}' }}\n"
        'irm "$($c["Url"])/chat/completions" -Body "{`"model`": `"$($c.Model)`", `"n`": $(1; 2)}"\n',
        "DSM101 1 certain safe",
        after={V3: NEW, "$(1; 2)": '$(1; 2), `"enable_thinking`": false'},
    ),
    program(
        "a loop over one",
        f"foreach ($m in @({V3}))\n{{\n{ASK_M}}}\n",
        "DSM101 1 certain safe",
        after={V3: NEW, "model = $m }": OFF},
    ),
    program(
        "a loop over two that would become one",
        f"foreach ($m in {V3},\n  'deepseek-v3.1') {{ {ASK_M} }}\n",
        "DSM101 1 certain choice-needed",
        "DSM101 2 certain choice-needed",
    ),
    program(
        "a loop over two that need different things",
        f"$ms = @(\n  {V3}\n  'deepseek-r1'\n)\nforeach ($m in $ms) {{ {ASK_M} }}\n",
        "DSM101 2 certain shared-value",
        "DSM101 3 certain shared-value",
    ),
    program(
        "one of two",
        f"$ms = 'deepseek-v3', 'deepseek-r1'\n{SEND}(@{{ model = $ms[1] }} | ConvertTo-Json)\n",
        "DSM102 1 possible unknown-endpoint",
        "DSM101 1 certain safe",
        after={"'deepseek-r1'": NEW},
    ),
    program(
        "one that chance takes",
        f"$m = 'deepseek-v3', 'deepseek-r1' |\n  Get-Random\n{ASK_M}",
        "DSM102 1 possible unknown-endpoint",
    ),
    program(
        "a function with its parameters in brackets",
        f"function Ask([string]$m = {V3}, $n) {{\n{ASK_M}}}\n",
        "DSM101 1 certain unsafe",
        after={V3: NEW, "model = $m }": OFF},
    ),
    program(
        "a function with parameters of every kind",
        "function Ask {\n  [CmdletBinding()]\n  param(\n    [Parameter(Mandatory = $true)] [string[]] $Prompt,\n"
        f"    [string] $m = {V3}\n  )\n{ASK_M}}}\n",
        "DSM101 5 certain unsafe",
        after={V3: NEW, "model = $m }": OFF},
    ),
    program(
        "what nothing depends on",
        f'$m = {V3}\nWrite-Host "asks $m"\n"asks $m"\n[Console]::WriteLine($m)\n'
        f"if ([string]::IsNullOrEmpty($m)) {{ throw $m }}\n{ASK_M}",
        "DSM101 1 certain safe",
        after={V3: NEW, "model = $m }": OFF},
    ),
    program(
        "one that the input object is",
        f"$b = @{{ model = {V3} }}\n{SEND}(ConvertTo-Json -InputObject $b -Depth 9)\n",
        "DSM101 1 certain safe",
        after={V3: SWITCHED},
    ),
)

USES = (
    refused("a beginning", f"$m = {V3}\nif ($m.StartsWith('deepseek')) {{ }}\n{ASK_M}", "branch-on-model"),
    refused("a pattern", f"$m = {V3}\n$f = $m -replace 'deepseek-', ''\n{ASK_M}", "branch-on-model"),
    refused("a pattern of a type", f"$m = {V3}\n$f = [regex]::IsMatch($m, 'deepseek')\n{ASK_M}", "branch-on-model"),
    refused("what it is not like", f"$m = {V3}\nif ($m -notlike 'deepseek*') {{ }}\n{ASK_M}", "branch-on-model"),
    refused(
        "a comparison",
        f"$m = {V3}\nif ({V3} -eq $m) {{ }}\n{ASK_M}",
        "branch-on-model",
        "DSM103 2 possible branch-on-model",
    ),
    refused(
        "a switch",
        f"$m = {V3}\nswitch ($m) {{ {V3} {{ $n = 1 }} default {{ $n = 2 }} }}\n{ASK_M}",
        "branch-on-model",
        "DSM103 2 possible branch-on-model",
    ),
    refused(
        "a look-up",
        f"$m = {V3}\n$prices = @{{ {V3} = 2 }}\n$p = $prices[$m]\n{ASK_M}",
        "branch-on-model",
        "DSM102 2 possible unknown-endpoint",
    ),
    refused("a look-up inside a text", f"$m = {V3}\n\"$($prices[$m]) and $(Get-It ')')\"\n{ASK_M}", "branch-on-model"),
    refused("a key that is asked for", f"$m = {V3}\nif ($prices.ContainsKey($m)) {{ }}\n{ASK_M}", "branch-on-model"),
    refused("a file's name", f"$m = {V3}\n[IO.File]::WriteAllText(\"$m.txt\", 'x')\n{ASK_M}", "branch-on-model"),
    refused("a file that takes the reply", f'$m = {V3}\n{ASK_M.rstrip()} -OutF "$m.json"\n', "branch-on-model"),
    refused("a key that is set", f"$m = {V3}\n$seen[$m] = 1\n{ASK_M}", "branch-on-model"),
    program(
        "a choice",
        f"param([ValidateSet({V3}, 'qwen-plus')][string]$m = {V3})\n{ASK_M}",
        "DSM103 1 possible branch-on-model",
        "DSM101 1 certain branch-on-model",
    ),
)

PLACES = (
    program(
        "the Responses API",
        f"irm {BASE}/responses -Body (@{{ model = 'deepseek-v3.2'; input = 'x' }} | ConvertTo-Json)\n",
        "DSM101 1 certain safe",
        after={"'deepseek-v3.2'; input = 'x'": f"{NEW}; input = 'x'; reasoning = @{{ effort = 'none' }}"},
    ),
    program(
        "two keys that move",
        f"$b = @{{\n  extra_body = @{{ enable_thinking = $false; top_k = 5 }}\n  model = 'qwen-plus'\n}}\n{ASK}",
        "DSM201 2 certain safe",
        "DSM201 2 certain safe",
        after={"extra_body = @{ enable_thinking = $false; top_k = 5 }": "enable_thinking = $false\n  top_k = 5"},
    ),
    program(
        "a switch that is given twice, the last one right",
        f"$b = @{{ extra_body = @{{ enable_thinking = $false }}; model = 'qwen-plus'; enable_thinking = $false }}\n{ASK}",
        "DSM201 1 possible safe",
        after={"extra_body = @{ enable_thinking = $false }; ": ""},
    ),
    program(
        "a switch that is given twice, the first one right",
        f"$b = @{{ model = 'qwen-plus'; enable_thinking = $false; extra_body = @{{ enable_thinking = $false }} }}\n{ASK}",
        "DSM201 1 possible safe",
        after={"; extra_body = @{ enable_thinking = $false }": ""},
    ),
    program(
        "a text in place of a switch, elsewhere",
        f"$t = 'false'\n$b = @{{ model = 'qwen-plus'; enable_thinking = $t }}\n{ASK}",
        "DSM203 2 certain safe",
        after={"enable_thinking = $t": "enable_thinking = $false"},
    ),
    program(
        "a text in place of a switch that is set",
        f"$b = @{{ model = 'qwen-plus' }}\n$b.enable_thinking = 'false'\n{ASK}",
        "DSM203 2 certain safe",
        after={"'false'": "$false"},
    ),
    program(
        "a switch that nobody needs, the only entry",
        f"$b = @{{ extra_body = @{{ enable_thinking = $false }} }}\n$b.model = 'qwen-plus'\n$b.enable_thinking = $false\n{ASK}",
        "DSM201 1 possible safe",
        after={"extra_body = @{ enable_thinking = $false }": ""},
    ),
    program(
        "an object that is set in the wrong place",
        f"$b = @{{ model = 'qwen-plus' }}\n$b.extra_body = @{{ enable_thinking = $true }}\n{ASK}",
        "DSM201 2 certain body-not-literal",
    ),
    program(
        "a switch that may be nothing",
        f"param($t = $null)\n$b = @{{ model = 'deepseek-v3.2'; enable_thinking = $t }}\n{ASK}",
        "DSM101 2 certain body-not-literal",
    ),
    program(
        "a switch that is nothing",
        f"$b = @{{ model = 'deepseek-v3.2'; enable_thinking = $null }}\n{ASK}",
        "DSM101 1 certain safe",
        after={"'deepseek-v3.2'; enable_thinking = $null": f"{NEW}; enable_thinking = $false"},
    ),
    program(
        "the native interface, its parameters empty",
        f"$b = @{{ model = 'deepseek-v3.2'; parameters = @{{}}; enable_thinking = $false }}\n"
        f"irm {NATIVE} -Body (ConvertTo-Json $b)\n",
        "DSM101 1 certain safe",
        "DSM201 1 certain safe",
        after={
            "'deepseek-v3.2'; parameters = @{}; enable_thinking = $false": (
                "'qwen3.7-max'; parameters = @{ enable_thinking = $false }"
            )
        },
    ),
    program(
        "the native interface, its parameters elsewhere",
        f"$p = @{{ result_format = 'message' }}\n$b = @{{ model = 'deepseek-v3.2'; enable_thinking = $false; parameters = $p }}\n"
        f"irm {NATIVE} -Body (ConvertTo-Json $b)\n",
        "DSM101 2 certain safe",
        "DSM201 2 certain safe",
        after={
            "'message'": "'message'; enable_thinking = $false",
            "'deepseek-v3.2'; enable_thinking = $false": "'qwen3.7-max'",
        },
    ),
    program(
        "the native interface, its parameters not there yet",
        "$b = @{ model = 'deepseek-v3.2'; top_k = 4; input = @{}; repetition_penalty = 1 }\n"
        f"irm {NATIVE} -Body (ConvertTo-Json $b)\n",
        "DSM101 1 certain safe",
        "DSM201 1 certain safe",
        after={
            "'deepseek-v3.2'; top_k = 4; input = @{}; repetition_penalty = 1 }": (
                "'qwen3.7-max'; parameters = @{ enable_thinking = $false; top_k = 4; repetition_penalty = 1 }; input = @{} }"
            )
        },
    ),
    program(
        "the native interface, its parameters in a text",
        '$p = \'{"result_format": "message"}\' | ConvertFrom-Json\n'
        "$b = @{ model = 'deepseek-v3.2'; enable_thinking = $false; parameters = $p }\n"
        f"irm {NATIVE} -Body (ConvertTo-Json $b)\n",
        "DSM101 2 certain body-not-literal",
        "DSM201 2 certain body-not-literal",
    ),
    program(
        "a text with doubled quotes",
        f'{SEND}"{{""model"": ""deepseek-v3"", ""user"": ""it\'\'s""}}"\n',
        "DSM101 1 certain safe",
        after={'deepseek-v3"", ""user"": ""it\'\'s""': 'qwen3.7-plus"", ""user"": ""it\'\'s"", `"enable_thinking`": false'},
    ),
    program(
        "an empty here-string",
        f'$x = @"\n"@\n{SEND}(@{{ model = {V3}; user = $x }} | ConvertTo-Json)\n',
        "DSM101 3 certain safe",
        after={f"{V3}; user = $x": f"{NEW}; user = $x; enable_thinking = $false"},
    ),
    program(
        "a splat that grows",
        f"$h = @{{}}\n$h.Accept = 'x'\n$p = @{{ Uri = '{BASE}/chat/completions' }}\n$p.Body = "
        f"@{{ model = {V3} }} | ConvertTo-Json\nirm @p\n",
        "DSM101 4 certain safe",
        after={V3: SWITCHED},
    ),
    program(
        "an address of two parts",
        f"$u = '{BASE}'\nirm $u/chat/completions -Body (@{{ model = {V3} }} | ConvertTo-Json)\n",
        "DSM101 2 certain safe",
        after={V3: SWITCHED},
    ),
)

BODY = {"body.json": '{"model": "deepseek-v3"}\n'}
SENT = {'"deepseek-v3"': '"qwen3.7-plus", "enable_thinking": false'}
IN_FILE = ("DSM101 body.json:1 certain safe",)
FILES = (
    Case(
        "a file that is sent",
        "",
        IN_FILE,
        SENT,
        files={"a.ps1": f"irm {BASE}/chat/completions -Method Post -InFile .\\body.json\n", **BODY},
        head="",
    ),
    Case(
        "a file that curl sends",
        "",
        IN_FILE,
        SENT,
        files={"a.ps1": f"curl.exe -s {BASE}/chat/completions -d '@body.json'\n", **BODY},
        head="",
    ),
    Case(
        "a file that only run time knows",
        "",
        ("DSM102 a.ps1:1 possible unknown-endpoint", "DSM102 body.json:1 possible unknown-endpoint"),
        files={"a.ps1": f"$x = {V3}\nirm {BASE}/chat/completions -InFile $f\ncurl.exe {BASE}/chat/completions -d '@'\n", **BODY},
        head="",
    ),
)

CURLS = (
    program(
        "parts of a text for curl",
        f"$u = '{BASE}'\n$m = {V3}\n"
        'curl.exe "$u/chat/completions" -H "Authorization: Bearer $env:KEY" -d "{\\`"model\\`": \\`"$m\\`"}" | Out-Null\n',
        "DSM101 2 certain safe",
        after={V3: NEW, '$m\\`"': '$m\\`", \\`"enable_thinking\\`": false'},
    ),
    program(
        "words of curl that are joined",
        f"$u = '{BASE}'\ncurl.exe -s $u/chat/completions -d '{{\"model\": \"deepseek-v3\"}}'\n",
        "DSM101 2 certain safe",
        after={'"deepseek-v3"': '"qwen3.7-plus", "enable_thinking": false'},
    ),
    program(
        "a text that curl gets by name",
        f"$u = '{BASE}/chat/completions'\n$b = '{{\"model\": \"deepseek-v3\"}}'\ncurl.exe $u -d $b\n",
        "DSM101 2 certain safe",
        after={'"deepseek-v3"': '"qwen3.7-plus", "enable_thinking": false'},
    ),
    program(
        "an address of curl that a hashtable holds",
        f"$c = @{{ Url = '{BASE}/chat/completions' }}\ncurl.exe $c.Url -d '{{\"model\": \"deepseek-v3\"}}'\n",
        "DSM101 2 certain safe",
        after={'"deepseek-v3"': '"qwen3.7-plus", "enable_thinking": false'},
    ),
    program(
        "curl with two bodies",
        f'curl.exe {BASE}/chat/completions -d \'{{"model": "deepseek-v3"}}\' -d (Get-It)\n',
        "DSM102 1 possible unknown-endpoint",
    ),
)

CASES = (*CONDITIONS, *SETS, *VALUES, *USES, *PLACES, *FILES, *CURLS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_script(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


BROKEN = (
    "irm x -Body (@{ model = 'deepseek-v3'",
    "param([string]$Model = 'deepseek-v3'",
    "param([ValidateSet('deepseek-v3'",
    "param",
    "foreach ($m in 'deepseek-v3'",
    "foreach (",
    "foreach ($m) { }\nforeach (1 + 1) 'deepseek-v3'",
    "$a |\n",
    "'deepseek-v3' | 5",
    "function",
    "filter 'deepseek-v3'",
    "$x[",
    "[int]::",
    "[int]::5 + [string]::Empty + [int",
    "$x::",
    "$x::Parse('deepseek-v3').y(1)",
    "$b.",
    "$b..x = 'deepseek-v3'",
    "@{ 'deepseek-v3'; model }",
    "@{ = }",
    ", 'deepseek-v3'",
    "@($x)::Foo 1..5 -5 -4.5 ٣",
    "'deepseek-v3' -eq",
    "'deepseek-v3' +",
    "'a' ??",
    "$x =",
    "$x += ",
    "] ) } | = + += :: ,",
    '"$(" deepseek-v3',
    '"$(\'" deepseek-v3',
    '"$("deepseek-v3" # )"\n)"',
    "irm @p @q -Uri",
    "irm x,\nirm x\nirm -Body 1",
    "$x::(5) [int]::",
    "irm x -InFile $y",
    "irm -InFile",
    "curl.exe $u -d",
    "ConvertTo-Json",
    "& $cmd 'deepseek-v3'; . ./lib.ps1; { 'deepseek-v3' ",
)


@pytest.mark.parametrize("source", BROKEN)
def test_what_is_no_program_is_left_alone(source: str, tmp_path: Path) -> None:
    data = f"'deepseek-v3'\n{source}\n".encode()
    assert fixed(tmp_path, "a.ps1", data, unsafe=True) == data
    assert fixed(tmp_path, "a.ps1", data.rstrip(b"\n"), unsafe=True) == data.rstrip(b"\n")
    told = [(each.rule, each.certainty.name) for each in found(tmp_path, "a.ps1", data)]
    assert set(told) <= {("DSM102", "POSSIBLE"), ("DSM103", "POSSIBLE")}
    assert len(told) == data.count(b"deepseek-v3")


def test_brackets_that_nest_too_deeply_cost_one_file(tmp_path: Path) -> None:
    data = f"$x = {'(' * 3000}'deepseek-v3'{')' * 3000}\n".encode()
    assert skipped(tmp_path, "a.ps1", data) == ["too-deep"]


SOUND = f'irm {BASE}/chat/completions -Body \'{{"model": "deepseek-v3"}}\'\n'.encode()


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (SOUND.replace(b"deepseek-v3", b"qwen3.7-plus"), None),
        (SOUND.replace(b"deepseek-v3", b"qwen'"), "a string does not end any more"),
        (SOUND.replace(b"deepseek-v3", b"\xff\xfe\xfd"), "the file is no text"),
        (SOUND.replace(b"\"}'", b"'"), "a request's body can no longer be read"),
        (b"$x = 1; " + SOUND, "other variables are set"),
    ],
)
def test_a_wrong_rewrite_is_seen(new: bytes, why: str | None) -> None:
    edit = Edit("a.ps1", 0, len(SOUND), new.decode("utf-8", "replace"))
    assert POWERSHELL.compare("a.ps1", SOUND, new, (edit,)) == why
