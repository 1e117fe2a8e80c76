"""Components: what their templates do with a script's variables, and what they keep while they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import refused, scanned

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
SEND = (
    f'const ask = (q) => fetch("{URL}/chat/completions", '
    '{ method: "POST", body: JSON.stringify({ model: %s, messages: [q] }) });'
)
PLAIN = f"<script setup>\nconst model = 'deepseek-r1';\n{SEND % 'model'}\n</script>\n"
REF = f"<script setup>\nimport {{ ref }} from 'vue';\nconst model = ref('deepseek-r1');\n{SEND % 'model.value'}\n</script>\n"
SVELTE = f"<script>\nlet model = 'deepseek-r1';\n{SEND % 'model'}\n</script>\n"
STATE = (
    "import {{ useState }} from 'react';\nexport default function A() {{\n  const [model, setModel] = useState('deepseek-r1');\n"
    + SEND.replace("{", "{{").replace("}", "}}") % "model"
    + "\n  return {0};\n}}\n"
)
SAFE = {
    "shown.vue": PLAIN + "<template><p :class=\"{ on: ready === true }\">{{ model }}</p><img src='/model.svg' /></template>\n",
    "kept.vue": REF + "<template><p>{{ model }}</p></template>\n",
    "shown.svelte": SVELTE + '<h1>{model}</h1><img src="/model.svg">\n',
    "shown.jsx": STATE.format("<C.Provider value={model}><p>{model}</p></C.Provider>"),
    "commented.jsx": STATE.format("<input value={/* nothing */ ''} disabled value='x' />"),
}
DECIDED = {
    "compared.vue": PLAIN + "<template><p v-if=\"model === 'deepseek-r1'\">thinks</p></template>\n",
    "compared_the_other_way.vue": PLAIN + "<template><p v-if=\"'deepseek-r1' === model\">thinks</p></template>\n",
    "looked_up.vue": PLAIN + "<template><p>{{ prices[model] }}</p></template>\n",
    "tested.vue": PLAIN + "<template><p v-if=\"model.startsWith('deepseek')\">thinks</p></template>\n",
    "file.vue": PLAIN + '<template><img :src="`/icons/${model}.svg`" /></template>\n',
    "chosen.vue": REF + '<template><select v-model="model"><option value="deepseek-r1">R1</option></select></template>\n',
    "ref_compared.vue": REF + "<template><p v-if=\"model === 'deepseek-r1'\">thinks</p></template>\n",
    "file.svelte": SVELTE + '<img src="/icons/{model}.svg">\n',
    "chosen.svelte": SVELTE + "<select bind:value={model}><option>deepseek-r1</option></select>\n",
    "chosen.jsx": STATE.format("<select value={model}><option>deepseek-r1</option></select>"),
    "looked_up.jsx": STATE.format("<p>{prices[model]}</p>"),
}


@pytest.mark.parametrize("path", [*SAFE, *DECIDED])
def test_a_component(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = refused(tmp_path, path, SAFE.get(path) or DECIDED[path], monkeypatch)
    assert codes == ["" if path in SAFE else "branch-on-model"]


@pytest.mark.parametrize("begun", ["ref(() => 'deepseek-r1')", "ref()", "other('deepseek-r1')"])
def test_what_begins_otherwise_is_not_known(begun: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = REF.replace("ref('deepseek-r1')", begun) + "<p>deepseek-r1</p>\n"
    (tmp_path / "a.vue").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert {each["rule"] for each in scanned(".")[1]} == {"DSM102"}


def test_a_switch_beside_what_people_choose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.vue").write_text(REF.replace("deepseek-r1", "deepseek-v3"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (finding,) = scanned(".")[1]
    assert isinstance(finding["fix"], dict)
    assert (finding["certainty"], finding["fix"]["applicability"]) == ("certain", "unsafe")
