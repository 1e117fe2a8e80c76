"""Scripts as people write them, in the less common spellings: what a body is made of, and what nobody can tell."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.languages.tables import Outcome, Row, check, outcomes

NAME = "ask.sh"
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
NATIVE = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"
OLD = '{"model": "deepseek-v3"}'
NEW = '{"model": "qwen3.7-plus", "enable_thinking": false}'
FIXED = ("DSM101 1 certain safe",)


def _swapped(text: str, line: int = 1, *found: str) -> Row:
    """OLD stands where NEW will."""
    return Row(text, text.replace(OLD, NEW), (f"DSM101 {line} certain safe", *found))


UNKNOWN = ("DSM102 1 possible unknown-endpoint",)
"""What a script names where nobody can tell what is sent."""

ROWS: dict[str, Row] = {
    # What else a name does: a file that is called after the model would be another one.
    **{
        f"a file that is named for the model: {command.partition(' ')[0]}{ending}": Row(
            f"M=deepseek-v3\n{command}\n", None, ("DSM101 1 certain branch-on-model",)
        )
        for ending, command in {
            ", answered into": f'curl {URL} -d "{{\\"model\\": \\"$M\\"}}" -o "$M.json"',
            ", put together": f'curl -so"out/${{M}}.json" {URL} -d "{{\\"model\\": \\"$M\\"}}"',
            ", headers": f'curl --dump-header "$M.txt" {URL} -d "{{\\"model\\": \\"$M\\"}}"',
            ", answered into a file": f'wget -qO "$M.json" --post-data "{{\\"model\\": \\"$M\\"}}" {URL}',
            ", stuck to its option": f'wget -qO"$M.json" --post-data "{{\\"model\\": \\"$M\\"}}" {URL}',
            ", in a folder": f'wget --directory-prefix="$M" --post-data "{{\\"model\\": \\"$M\\"}}" {URL}',
            ", after the equals sign": f'http --output="$M.json" {URL} model=$M',
            ", after a blank": f'http -o "$M.json" {URL} model=$M',
        }.items()
    },
    # `:=` gives a variable its value where it has none.
    "a default that is kept": Row(
        f': "${{M:=deepseek-r1}}" ${{N:=x}}\ncurl {URL} -d "{{\\"model\\": \\"$M\\"}}"\n',
        f': "${{M:=qwen3.7-plus}}" ${{N:=x}}\ncurl {URL} -d "{{\\"model\\": \\"$M\\"}}"\n',
        FIXED,
    ),
    "a default for what has a value": Row(
        f'M=qwen-plus\n: "${{M:=deepseek-v3}}"\ncurl {URL} -d "{{\\"model\\": \\"$M\\"}}"\n',
        None,
        ("DSM102 2 possible unknown-endpoint",),
    ),
    "a default that is asked for": Row('[ -n "${M?deepseek-v3}" ] || exit\n', None, ()),
    "defaults that reach no request": Row(
        'M=${M:-deepseek-v3}\n: "${N:=deepseek-r1}"\npython ask.py "$M" "$N" --fast "${O-deepseek-v3}"\n',
        None,
        tuple(f"DSM102 {line} possible unknown-endpoint" for line in (1, 2, 3)),
    ),
    "a file of another name": Row(
        f'M=deepseek-v3\nN=out\ncurl -so "$N.json" {URL} -d "{{\\"model\\": \\"$M\\"}}"\n',
        f'M=qwen3.7-plus\nN=out\ncurl -so "$N.json" {URL} -d "{{\\"model\\": \\"$M\\", \\"enable_thinking\\": false}}"\n',
        FIXED,
    ),
    # What commands print.
    "a file in place of a substitution": Row(
        OLD, NEW, FIXED, "body.json", {"ask.sh": f'BODY=$(< body.json)\ncurl {URL} -d "$BODY"\n'}
    ),
    "a file that is printed": Row(OLD, NEW, FIXED, "body.json", {"ask.sh": f"cat ./body.json | curl {URL} -d @-\n"}),
    "a file that cat is fed": Row(OLD, NEW, FIXED, "body.json", {"ask.sh": f'BODY=$(cat < body.json)\ncurl {URL} -d "$BODY"\n'}),
    "a here-string to cat": _swapped(f"cat <<< '{OLD}' | curl {URL} -d @-\n"),
    "a here-string before the words": _swapped(f"cat <<< '{OLD}' - | curl {URL} -d @-\n"),
    "errors thrown away": _swapped(f"BODY=$(echo '{OLD}' 2>/dev/null)\ncurl {URL} -d \"$BODY\"\n"),
    "output that goes elsewhere": Row(f"BODY=$(echo '{OLD}' > log)\ncurl {URL} -d \"$BODY\"\n", None, UNKNOWN),
    "a here-document that is filtered": Row(
        f'BODY=$(cat <<EOF | sed s/a/b/\n{OLD}\nEOF\n)\ncurl {URL} -d "$BODY"\n', None, ("DSM102 2 possible unknown-endpoint",)
    ),
    "a here-document in a substitution that ends with the file": Row(
        f'BODY=$(cat <<EOF)\ncurl {URL} -d "$BODY" # deepseek-v3', None, ()
    ),
    # Bash warns, and takes the rest of the file.
    "a here-document without an end": _swapped(f"curl {URL} -d @- <<EOF\n{OLD}\n", 2),
    "echo with options": _swapped(f"echo -n -E '{OLD}' | curl {URL} -d @-\n"),
    "echo with escapes": Row(
        f'echo -e \'{{"model": "deepseek-v3",\\n"n": 1}}\\n\' | curl {URL} -d @-\n',
        f'echo -e \'{{"model": "qwen3.7-plus",\\n"n": 1,\\n"enable_thinking": false}}\\n\' | curl {URL} -d @-\n',
        FIXED,
    ),
    "echo with other escapes": Row(f'echo -e \'{{"model": "deepseek-v3", "n": \\x31}}\' | curl {URL} -d @-\n', None, UNKNOWN),
    "echo that could have escapes": _swapped(f"echo -e '{OLD}' | curl {URL} -d @-\n"),
    "echo that could have escapes, ending in a variable": Row(
        f'echo -e "{{\\"model\\": \\"deepseek-v3\\", \\"n\\": $N}}" | curl {URL} -d @-\n',
        f'echo -e "{{\\"model\\": \\"qwen3.7-plus\\", \\"n\\": $N, \\"enable_thinking\\": false}}" | curl {URL} -d @-\n',
        FIXED,
    ),
    "echo of two words": Row(
        f'echo \'{{"model": "deepseek-v3",\' \'"n": 1}}\' | curl {URL} -d @-\n',
        f'echo \'{{"model": "qwen3.7-plus",\' \'"n": 1, "enable_thinking": false}}\' | curl {URL} -d @-\n',
        FIXED,
    ),
    "echo of nothing": Row(f"echo '' | curl {URL} -d @- # deepseek-v3\n", None, ()),
    "a pipe in a substitution": _swapped(f"BODY=$(echo '{OLD}' | jq -c .)\ncurl {URL} -d \"$BODY\"\n"),
    "printf after its options": _swapped(f"printf -- '{OLD}' | curl {URL} -d @-\n"),
    "printf into a variable": Row(f"printf -v BODY '{OLD}' | curl {URL} -d @-\n", None, UNKNOWN),
    "printf of nothing": Row(f"printf | curl {URL} -d @- # deepseek-v3\n", None, ()),
    "printf that says per cent": Row(
        f'printf \'{{"model": "%s", "text": "5%%"}}\' deepseek-v3 | curl {URL} -d @-\n',
        f'printf \'{{"model": "%s", "text": "5%%", "enable_thinking": false}}\' qwen3.7-plus | curl {URL} -d @-\n',
        FIXED,
    ),
    "printf that is given too little": Row(
        f'printf \'{{"model": "%s", "n": "%s"}}\' deepseek-v3 | curl {URL} -d @-\n', None, UNKNOWN
    ),
    "printf with other directives": Row(f'printf \'{{"model": "deepseek-v3", "n": %f}}\' 1 | curl {URL} -d @-\n', None, UNKNOWN),
    "printf with an octal escape": Row(f'printf \'{{"model": "deepseek-v3", "n": \\061}}\' | curl {URL} -d @-\n', None, UNKNOWN),
    "printf with line ends": Row(
        f'printf \'{{\\n  "model": "deepseek-v3",\\n  "n": 1\\n}}\\n\' | curl {URL} -d @-\n',
        f'printf \'{{\\n  "model": "qwen3.7-plus",\\n  "n": 1,\\n  "enable_thinking": false\\n}}\\n\' | curl {URL} -d @-\n',
        FIXED,
    ),
    "printf over lines": Row(
        f'printf \'{{\n  "model": "deepseek-v3",\n  "n": 1\n}}\\n\' | curl {URL} -d @-\n',
        f'printf \'{{\n  "model": "qwen3.7-plus",\n  "n": 1,\n  "enable_thinking": false\n}}\\n\' | curl {URL} -d @-\n',
        ("DSM101 2 certain safe",),
    ),
    "printf with a variable in its format": Row(
        f'M=deepseek-v3\nprintf "{{\\"model\\": \\"$M\\", \\"n\\": %d}}" 1 | curl {URL} -d @-\n',
        f'M=qwen3.7-plus\nprintf "{{\\"model\\": \\"$M\\", \\"n\\": %d, \\"enable_thinking\\": false}}" 1 | curl {URL} -d @-\n',
        FIXED,
    ),
    "printf after a here-string": Row(
        f'printf <<< x \'{{"model": "%s"}}\' deepseek-v3 | curl {URL} -d @-\n',
        f'printf <<< x \'{{"model": "%s", "enable_thinking": false}}\' qwen3.7-plus | curl {URL} -d @-\n',
        FIXED,
    ),
    "echo of what needs a per cent": Row(f'printf \'{{"model": "deepseek-v3", "%s": 1}}\' n | curl {URL} -d @-\n', None, UNKNOWN),
    # jq.
    "jq that lacks a value": Row(f"jq -n '{{model: \"deepseek-v3\"}}' --arg m | curl {URL} -d @-\n", None, UNKNOWN),
    "jq with long options": Row(
        f"jq --null-input --compact-output '{{model: \"deepseek-v3\"}}' | curl {URL} -d @-\n",
        f'jq --null-input --compact-output \'{{model: "qwen3.7-plus", "enable_thinking": false}}\' | curl {URL} -d @-\n',
        FIXED,
    ),
    "jq with short options of its own": Row(f"jq -nf prog.jq '{{model: \"deepseek-v3\"}}' | curl {URL} -d @-\n", None, UNKNOWN),
    "jq with long options of its own": Row(f"jq -n --tab '{{model: \"deepseek-v3\"}}' | curl {URL} -d @-\n", None, UNKNOWN),
    "jq with a switch in JSON": Row(
        f"jq -n --arg m deepseek-v3.1 --argjson t true '{{model: $m, enable_thinking: $t}}' | curl {URL} -d @-\n",
        f"jq -n --arg m qwen3.7-plus --argjson t true '{{model: $m, enable_thinking: $t}}' | curl {URL} -d @-\n",
        FIXED,
    ),
    "jq with a switch in JSON by a variable": Row(
        f"jq -n --arg m deepseek-v3.1 --argjson t \"$T\" '{{model: $m, enable_thinking: $t}}' | curl {URL} -d @-\n",
        f"jq -n --arg m qwen3.7-plus --argjson t \"$T\" '{{model: $m, enable_thinking: $t}}' | curl {URL} -d @-\n",
        FIXED,
    ),
    "jq after a here-string": Row(
        f"jq -n <<< x --arg m deepseek-v3 '{{model: $m}}' | curl {URL} -d @-\n",
        f"jq -n <<< x --arg m qwen3.7-plus '{{model: $m, \"enable_thinking\": false}}' | curl {URL} -d @-\n",
        FIXED,
    ),
    "jq that says a key twice": Row(
        f'jq -n \'{{model: "deepseek-v3", model: "qwen-plus"}}\' | curl {URL} -d @-\n', None, UNKNOWN
    ),
    "jq that nests": Row(f"jq -n '{{model: \"deepseek-v3\", x: {'[' * 70}{']' * 70}}}' | curl {URL} -d @-\n", None, UNKNOWN),
    "jq that is wrong": Row(f"jq -n '{{model: \"deepseek-v3\", n: ,}}' | curl {URL} -d @-\n", None, UNKNOWN),
    "jq without a colon": Row(f"jq -n '{{model \"deepseek-v3\"}}' | curl {URL} -d @-\n", None, UNKNOWN),
    "jq with crossed brackets": Row(f"jq -n '{{model: \"deepseek-v3\", n: (1 + [2)]}}' | curl {URL} -d @-\n", None, UNKNOWN),
    "jq that ends too soon": Row(f"jq -n '{{model: \"deepseek-v3\", n: 1' | curl {URL} -d @-\n", None, UNKNOWN),
    "jq that computes and ends too soon": Row(f"jq -n '{{model: \"deepseek-v3\", n: 1 + 1' | curl {URL} -d @-\n", None, UNKNOWN),
    "jq with all kinds of values": Row(
        (
            f'jq -n --arg user me "{{model: \\"deepseek-v3\\", n: $N, user, temperature: 0.5, stop: [\\"a\\", \\"b\\"],'
            f' q: (\\"a, b\\" + \\"}}\\"), s: \\"\\\\(1 + 1)\\"}}" | curl {URL} -d @-\n'
        ),
        (
            f'jq -n --arg user me "{{model: \\"qwen3.7-plus\\", n: $N, user, temperature: 0.5, stop: [\\"a\\", \\"b\\"],'
            f' q: (\\"a, b\\" + \\"}}\\"), s: \\"\\\\(1 + 1)\\", \\"enable_thinking\\": false}}" | curl {URL} -d @-\n'
        ),
        FIXED,
    ),
    # Files and variables.
    "a file that is sent twice": _swapped(f"echo '{OLD}' > b.json\ncurl {URL} -d @b.json\ncurl {URL} -d @b.json\n"),
    "a file that says nothing": Row(f"echo deepseek-v3 > b\ncurl {URL} -d @b\n", None, UNKNOWN),
    "a file that holds a file": Row(f"cat deepseek-v3.json > b\ncurl {URL} -d @b\n", None, ()),
    "a file of the system": Row(f"curl {URL} -d @/etc/deepseek-v3.json\n", None, ()),
    "a file by a variable": Row(f'curl {URL} -d "@$1" # deepseek-v3\n', None, ()),
    # No file of settings holds a switch.
    "exported later": Row(
        "OPENAI_BASE_URL=https://dashscope.aliyuncs.com/compatible-mode/v1\nOPENAI_MODEL=deepseek-v3\n"
        "export OPENAI_BASE_URL OPENAI_MODEL\nserve\n",
        None,
        ("DSM101 2 certain choice-needed",),
    ),
    "read from a file": Row(f'read -r MODEL < deepseek-v3.txt\ncurl {URL} -d "{{\\"model\\": \\"$MODEL\\"}}"\n', None, ()),
    "read from a word": _swapped(f"read -r BODY <<< '{OLD}'\ncurl {URL} -d \"$BODY\"\n"),
    "read from a file's name": Row(f'read -r BODY <<< $(cat deepseek-v3)\ncurl {URL} -d "$BODY"\n', None, UNKNOWN),
    "read in parts": Row(f"read -r A BODY <<< 'x {OLD}'\ncurl {URL} -d \"$BODY\"\n", None, UNKNOWN),
    "read into a list": Row(
        f'read -ra M <<< \'deepseek-v3 deepseek-r1\'\ncurl {URL} -d "{{\\"model\\": \\"$M\\"}}"\n', None, UNKNOWN
    ),
    "models of a list that is not known": Row(
        f"""ALL="deepseek-v3 $1"\nfor m in $ALL; do curl {URL} -d '{{"model": "'$m'"}}'; done\n""", None, UNKNOWN
    ),
    "models of a list that is written with escapes": Row(
        f"""ALL="deepseek-v3 \\"x\\""\nfor m in $ALL; do curl {URL} -d '{{"model": "'$m'"}}'; done\n""", None, UNKNOWN
    ),
    "models that a loop is fed": Row(
        f"""while read -r M; do curl {URL} -d '{{"model": "'$M'"}}'; done <<< deepseek-v3\n""", None, UNKNOWN
    ),
    "one model or the other": Row(
        f"""if [ -n "$1" ]; then M=deepseek-v3; else M=deepseek-v3.2; fi\ncurl {URL} -d "{{\\"model\\": \\"$M\\"}}"\n""",
        (
            """if [ -n "$1" ]; then M=qwen3.7-plus; else M=qwen3.7-plus; fi\n"""
            f"""curl {URL} -d "{{\\"model\\": \\"$M\\", \\"enable_thinking\\": false}}"\n"""
        ),
        FIXED,
    ),
    "a function that is called with a command's output": Row(
        f"""ask() {{ curl {URL} -d "{{\\"model\\": \\"deepseek-v3\\", \\"n\\": $1}}"; }}\nask $(date) <(ls) <<< x\n""",
        (
            f"""ask() {{ curl {URL} -d "{{\\"model\\": \\"qwen3.7-plus\\", \\"n\\": $1, \\"enable_thinking\\": false}}"; }}\n"""
            "ask $(date) <(ls) <<< x\n"
        ),
        FIXED,
    ),
    "an escape that is not known": Row(
        f"""curl {URL} -d $'{{"model": "deepseek-v3", "x": "\\x41"}}'\n""",
        f"""curl {URL} -d $'{{"model": "qwen3.7-plus", "x": "\\x41", "enable_thinking": false}}'\n""",
        FIXED,
    ),
    "an empty default": Row(
        f"""curl {URL} -d "{{\\"model\\": \\"deepseek-v3\\", \\"user\\": \\"${{U:-}}\\"}}"\n""",
        f"""curl {URL} -d "{{\\"model\\": \\"qwen3.7-plus\\", \\"user\\": \\"${{U:-}}\\", \\"enable_thinking\\": false}}"\n""",
        FIXED,
    ),
    # The environment may name another model, which may not need the switch.
    "a default that is the model": Row(
        f"""curl {URL} -d "{{\\"model\\": \\"${{M:-deepseek-v3}}\\"}}"\n""",
        f"""curl {URL} -d "{{\\"model\\": \\"${{M:-qwen3.7-plus}}\\", \\"enable_thinking\\": false}}"\n""",
        ("DSM101 1 certain unsafe",),
    ),
    # Clients.
    "wget with a file": Row(OLD, NEW, FIXED, "body.json", {"ask.sh": f"wget {URL} --post-file=body.json\n"}),
    "wget with what it is fed": _swapped(f"echo '{OLD}' | wget {URL} --post-file=-\n"),
    "wget that lacks a value": Row(f"wget {URL} --post-data='{OLD}' --header\n", None, UNKNOWN),
    "curl that lacks a value": Row(f"curl {URL} -d '{OLD}' --header\n", None, UNKNOWN),
    "a URL that is run": Row(f"env http://localhost:1/deepseek-v3 curl {URL} -d '{OLD}'\n", None, UNKNOWN),
    "words that are no client's": Row(f"timeout 5 serve '{OLD}'\n", None, UNKNOWN),
    "a script in a word that nobody can read": Row(
        f"""bash -c '{"( " * 400}curl {URL} -d deepseek-v3 {") " * 400}'\n""", None, UNKNOWN
    ),
    "an image with its setting in the old form": Row(
        f'ENV MODEL deepseek-v3\nENV OTHER\nRUN curl {URL} -d "{{\\"model\\": \\"$MODEL\\"}}"\n',
        f'ENV MODEL qwen3.7-plus\nENV OTHER\nRUN curl {URL} -d "{{\\"model\\": \\"$MODEL\\", \\"enable_thinking\\": false}}"\n',
        FIXED,
        "Dockerfile",
    ),
    "a script in a word that nobody can read and that names nothing": Row(
        f"""bash -c '{"( " * 400}echo {") " * 400}' # deepseek-v3\n""", None, ()
    ),
    "an object in a variable takes the switch": Row(
        f"""P='{{"top_p": 1}}'\ncurl {NATIVE} -d "{{\\"model\\": \\"deepseek-v3\\", \\"parameters\\": $P}}"\n""",
        (
            f"""P='{{"top_p": 1, "enable_thinking": false}}'\n"""
            f"""curl {NATIVE} -d "{{\\"model\\": \\"qwen3.7-max\\", \\"parameters\\": $P}}"\n"""
        ),
        ("DSM101 2 certain safe",),
    ),
    "a switch beside an object in a variable": Row(
        f"""P='{{}}'\ncurl {NATIVE} -d "{{\\"model\\": \\"qwen-plus\\", \\"enable_thinking\\": true, \\"parameters\\": $P}}"\n""",
        None,
        ("DSM201 2 certain body-not-literal",),
    ),
    # HTTPie, whose words are fields.
    "a word that is no field": Row(f"http {URL} model=deepseek-v3 foo\n", None, UNKNOWN),
    "a field with an escape": Row(f"http {URL} 'a\\=b=c' model=deepseek-v3\n", None, UNKNOWN),
    "a field in two ways": Row(f"http {URL} model=deepseek-v3 a=1 a[b]=2\n", None, UNKNOWN),
    "a field inside in two ways": Row(f"http {URL} model=deepseek-v3 a[b]=1 a[b][c]=2 a[d]=3\n", None, UNKNOWN),
    "a field from a file": Row(
        f"http {URL} model=deepseek-v3 messages:=@messages.json user=@name.txt\n",
        f"http {URL} model=qwen3.7-plus messages:=@messages.json user=@name.txt enable_thinking:=false\n",
        FIXED,
    ),
    "a field that is no JSON": Row(
        f"http {URL} model=deepseek-v3 n:=one\n",
        f"http {URL} model=qwen3.7-plus n:=one enable_thinking:=false\n",
        FIXED,
    ),
    "the switch in a variable": Row(
        f"T=false\nhttp {URL} model=deepseek-v3.1 enable_thinking:=$T\n",
        f"T=false\nhttp {URL} model=qwen3.7-plus enable_thinking:=$T\n",
        ("DSM101 2 certain safe",),
    ),
    "the switch as text in two commands": Row(
        f"http {URL} model=qwen-plus enable_thinking=true\nhttp {URL} model=qwen-plus enable_thinking=false\n",
        f"http {URL} model=qwen-plus enable_thinking:=true\nhttp {URL} model=qwen-plus enable_thinking:=false\n",
        ("DSM203 1 certain safe", "DSM203 2 certain safe"),
    ),
    "the switch twice, alike": Row(
        f"http {URL} model=qwen-plus enable_thinking:=true extra_body[enable_thinking]:=true\n",
        f"http {URL} model=qwen-plus enable_thinking:=true\n",
        ("DSM201 1 possible safe",),
    ),
    "the switch twice, alike, between others": Row(
        f"http {URL} model=qwen-plus  'extra_body[enable_thinking]:=true'  enable_thinking:=true n:=1\n",
        f"http {URL} model=qwen-plus  enable_thinking:=true n:=1\n",
        ("DSM201 1 possible safe",),
    ),
    "the switch twice, not alike": Row(
        f"http {URL} model=qwen-plus enable_thinking:=true extra_body[enable_thinking]:=false\n",
        None,
        ("DSM201 1 certain choice-needed", "DSM202 1 certain choice-needed"),
    ),
    "the switch as text in extra_body": Row(
        f"http {URL} model=qwen-plus extra_body[enable_thinking]=true\n",
        f"http {URL} model=qwen-plus enable_thinking:=true\n",
        ("DSM201 1 certain safe",),
    ),
    "two fields of extra_body": Row(
        f"http {URL} model=qwen-plus extra_body[enable_thinking]:=true extra_body[thinking_budget]:=100\n",
        None,
        ("DSM201 1 certain body-not-literal",),
    ),
    "the switch in parts": Row(
        f"http {URL} model=qwen-plus extra_body'[enable_thinking]':=true\n", None, ("DSM201 1 certain body-not-literal",)
    ),
    "the switch in JSON by a variable": Row(
        f'http {URL} model=qwen-plus extra_body:="{{\\"enable_thinking\\": $T}}"\n',
        None,
        ("DSM201 1 certain body-not-literal",),
    ),
    "the switch beside native parameters": Row(
        f"http {NATIVE} model=deepseek-v3 input[prompt]= parameters[result_format]=message\n",
        (
            f"http {NATIVE} model=qwen3.7-max input[prompt]= parameters[result_format]=message "
            "'parameters[enable_thinking]:=false'\n"
        ),
        FIXED,
    ),
    "the switch before native parameters": Row(
        f"http {NATIVE} model=qwen-plus input[prompt]= enable_thinking:=true parameters[result_format]=message\n",
        (f"http {NATIVE} model=qwen-plus input[prompt]= 'parameters[enable_thinking]':=true parameters[result_format]=message\n"),
        ("DSM201 1 certain safe",),
    ),
    "the switch before native parameters in JSON": Row(
        f"""http {NATIVE} model=qwen-plus input[prompt]= enable_thinking:=true parameters:='{{"result_format": "message"}}'\n""",
        None,
        ("DSM201 1 certain body-not-literal",),
    ),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outcome]:
    """What comes of all rows, in one run."""
    return outcomes(tmp_path_factory.mktemp("rows"), ROWS, NAME)


@pytest.mark.parametrize("title", ROWS)
def test_a_script(title: str, results: Mapping[str, Outcome]) -> None:
    check(ROWS[title], results[title], NAME)
