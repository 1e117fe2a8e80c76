"""What an object's fields hold that a constructor sets, or another one to which it leaves the work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check
from tests.link.programs import probed

CLASS = """class Settings {
    final String model;
%s
    String getModel() { return this.model; }
}
class Main {
    void run() {
        %s
    }
}
"""
TWO = """    Settings() { this("deepseek-v3.2", "x"); }
    Settings(String model, String url) { this.model = model; }
"""
THREE = """    Settings(String model) { this(model, "x", 1); }
    Settings(String model, String url, int most) { this.model = model; }
    Settings(String model, int most) { this(model, "y", most); }
"""
APART = """    Settings() { this.model = "deepseek-v3.2"; }
    Settings(String model) { this.model = model; }
"""


@pytest.mark.parametrize(
    "constructors, probe, expected",
    [
        (TWO, "probe(new Settings().model);", {"deepseek-v3.2"}),
        (TWO, "probe(new Settings().getModel());", {"deepseek-v3.2"}),
        (TWO, 'probe(new Settings("a", "b").model);', {"a"}),
        (THREE, 'Settings s = new Settings("a"); probe(s.model);', {"a"}),
        (THREE, 'probe(new Settings("b", 2).getModel());', {"b"}),
        (THREE, 'probe(new Settings("c", "z", 3).model);', {"c"}),
        # Which constructor runs is not asked where they set the field themselves: more than it can be, never less.
        (APART, 'probe(new Settings("a").model);', {"deepseek-v3.2", "a"}),
        (APART, 'probe(new Settings("a", 2).model);', {"deepseek-v3.2", "?caller"}),
    ],
)
def test_what_a_field_holds(constructors: str, probe: str, expected: set[str], tmp_path: Path) -> None:
    assert probed(tmp_path, {"Main.java": CLASS % (constructors, probe)}) == expected


ASKING = """import com.openai.client.OpenAIClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.client.okhttp.OpenAIOkHttpClient;
class Ask {
    void run(String who) {
        OpenAIClient client = OpenAIOkHttpClient.builder().baseUrl("https://dashscope.aliyuncs.com/compatible-mode/v1").build();
        var asked = client.chat().completions();
        asked.create(ChatCompletionCreateParams.builder().model(new Settings().getModel()).build());
        asked.create(ChatCompletionCreateParams.builder().model(new Settings("deepseek-r1", who).model).build());
    }
}
"""
SWITCH = '.putAdditionalBodyProperty("enable_thinking", com.openai.core.JsonValue.from(false))'
CASE = Case(
    "each call is written for the constructor that it uses",
    "",
    ("DSM101 Ask.java:9 certain safe", "DSM101 Settings.java:3 certain safe"),
    {"deepseek-r1": "qwen3.7-plus", "deepseek-v3.2": "qwen3.7-plus", ".getModel()).": f".getModel()){SWITCH}."},
    files={"Ask.java": ASKING, "Settings.java": (CLASS % (TWO, "")).replace("class Main", "class Other")},
)


def test_each_call_is_written_for_the_constructor_that_it_uses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(CASE, tmp_path, monkeypatch)
