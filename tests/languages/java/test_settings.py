"""Spring's settings reach the fields and parameters that they are injected into."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import Record, scan

CALL = "new Generation().call(GenerationParam.builder().model(%s).prompt(q).build())"
CALL_OF_M, CALL_OF_GETTER, CALL_OF_RECORD = (CALL % each for each in ("m", "p.getChatModel()", "p.chatModel()"))
IMPORTS = "package a;\n\nimport com.alibaba.dashscope.aigc.generation.*;\n"
PROGRAMS = {
    "a field": (
        'class A {\n    @Value("${ai.chat-model}")\n    private String m;\n'
        f"    Object f(String q) {{ return {CALL_OF_M}; }}\n}}\n"
    ),
    "a constructor's parameter": (
        'class A {\n    private final String m;\n    A(@Value("${ai.chat-model}") String m) { this.m = m; }\n'
        f"    Object f(String q) {{ return {CALL_OF_M}; }}\n}}\n"
    ),
    "a class of settings": (
        "class A {\n    private final P p;\n    A(P p) { this.p = p; }\n"
        f"    Object f(String q) {{ return {CALL_OF_GETTER}; }}\n}}\n"
        '@Data\n@ConfigurationProperties(prefix = "ai")\nclass P {\n    private String chatModel;\n}\n'
    ),
    "a record of settings": (
        "class A {\n    private final P p;\n    A(P p) { this.p = p; }\n"
        f"    Object f(String q) {{ return {CALL_OF_RECORD}; }}\n}}\n"
        '@ConfigurationProperties(prefix = "ai")\nrecord P(String chatModel, int n) {}\n'
    ),
}
SETTINGS = {
    "application.yml": "ai:\n  chat-model: deepseek-v3\n  n: 3\n",
    "application-dev.yaml": "ai.chatModel: deepseek-v3\n",
    "application.properties": "ai.chat-model=deepseek-v3\n",
}


def found(folder: Path, program: str, name: str, text: str, *options: str) -> list[Record]:
    (folder / "pom.xml").write_text("<project/>", encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    (folder / "A.java").write_text(IMPORTS + program, encoding="utf-8")
    return [row for row in scan(".", "--isolated", *options, cwd=folder).findings if row["rule"] == "DSM101"]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_value_that_only_the_settings_give_is_likely(program: str, tmp_path: Path) -> None:
    (row,) = found(tmp_path, PROGRAMS[program], "application.yml", SETTINGS["application.yml"])
    assert (row["path"], row["line"], row["certainty"]) == ("application.yml", 2, "likely")


@pytest.mark.parametrize("name", SETTINGS)
def test_the_settings_and_the_call_change_together_and_only_when_asked(name: str, tmp_path: Path) -> None:
    found(tmp_path, PROGRAMS["a field"], name, SETTINGS[name], "--fix")
    assert (tmp_path / name).read_text(encoding="utf-8") == SETTINGS[name]
    found(tmp_path, PROGRAMS["a field"], name, SETTINGS[name], "--fix", "--unsafe-fixes")
    assert (tmp_path / name).read_text(encoding="utf-8") == SETTINGS[name].replace("deepseek-v3", "qwen3.7-max")
    assert '.parameter("enable_thinking", false).build()' in (tmp_path / "A.java").read_text(encoding="utf-8")


def test_settings_of_another_name_are_not_springs(tmp_path: Path) -> None:
    assert found(tmp_path, PROGRAMS["a field"], "models.yml", SETTINGS["application.yml"]) == []


ANY_MODEL = (
    "import dev.langchain4j.model.chat.request.*;\nimport org.springframework.ai.chat.prompt.*;\n"
    "class A {{\n    static final Object OPTIONS = {}.build();\n}}\n"
)
OPTIONS = {
    "ChatOptions": 'ChatOptions.builder().model("deepseek-r1").temperature(0.2)',
    "ChatOptionsBuilder": 'ChatOptionsBuilder.builder().withModel("deepseek-r1")',
    "ChatRequest": 'ChatRequest.builder().modelName("deepseek-v3").messages(asked)',
    "ChatRequestParameters": 'ChatRequestParameters.builder().modelName("deepseek-v3")',
}
BASE = "spring.ai.openai.base-url=https://dashscope.aliyuncs.com/compatible-mode\n"


@pytest.mark.parametrize("options", OPTIONS)
def test_options_for_whichever_model_the_settings_make_are_left_to_a_person(options: str, tmp_path: Path) -> None:
    (row,) = found(tmp_path, ANY_MODEL.format(OPTIONS[options]), "application.properties", BASE, "--fix", "--unsafe-fixes")
    refusal = row["refusal"]
    assert isinstance(refusal, dict)
    assert (row["certainty"], row["fix"], refusal["code"]) == ("likely", None, "unknown-endpoint")


@pytest.mark.parametrize(
    "settings", ["", "spring.ai.ollama.chat.options.model=deepseek-r1:7b\n", BASE.replace("dashscope.aliyuncs", "llm.acme")]
)
def test_options_of_a_project_that_does_not_point_to_model_studio(settings: str, tmp_path: Path) -> None:
    assert found(tmp_path, ANY_MODEL.format(OPTIONS["ChatOptions"]), "application.properties", settings) == []
