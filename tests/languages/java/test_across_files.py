"""Objects of classes that stand in other files: made there, handed over, or put into fields by a framework."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import Record, scan

IMPORTS = "import com.alibaba.dashscope.aigc.generation.*;\n"
CALL = 'new Generation().call(GenerationParam.builder().model({}).resultFormat("message").prompt(q).build())'
KEPT = (
    "public class Llm {\n    private final String model;\n    public Llm(String model) { this.model = model; }\n"
    f"    public Object ask(String q) {{ return {CALL.format('model')}; }}\n}}\n"
)
MADE = 'public class Main {{\n    Object f() {{ return new Llm("{}").ask("x"); }}\n}}\n'
PROPS = 'public class Props {{\n    private String model = "{}";\n{}}}\n'
GETTER = "    public String getModel() { return model; }\n"
USES = f"    public Object ask(String q) {{ return {CALL.format('props.getModel()')}; }}\n}}\n"
INJECTED = {
    "a constructor's parameter": "public class Svc {\n    Props props;\n    public Svc(Props props) { this.props = props; }\n",
    "a field": "public class Svc {\n    @Autowired private Props props;\n",
    "a constructor of Lombok's": "@RequiredArgsConstructor\npublic class Svc {\n    private final Props props;\n",
    "a field that is filled where it stands": "public class Svc {\n    private final Props props = new Props();\n",
}


def run(folder: Path, files: dict[str, str], *options: str) -> list[Record]:
    for name, text in {"pom.xml": "<project/>", **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [row for row in scan(".", "--isolated", *options, cwd=folder).findings if row["rule"] == "DSM101"]


@pytest.mark.parametrize("package, imports", [("a", ""), ("b", "import a.Llm;\n"), ("b", "import a.*;\n")])
def test_an_object_that_is_made_in_another_file(package: str, imports: str, tmp_path: Path) -> None:
    main = f"src/main/java/{package}/Main.java"
    files = {
        "src/main/java/a/Llm.java": f"package a;\n{IMPORTS}{KEPT}",
        main: f"package {package};\n{imports}{MADE.format('deepseek-r1')}",
    }
    (row,) = run(tmp_path, files, "--fix")
    assert (row["path"], row["certainty"]) == (main, "certain")
    assert (tmp_path / main).read_text(encoding="utf-8") == files[main].replace("deepseek-r1", "qwen3.7-max")
    assert (tmp_path / "src/main/java/a/Llm.java").read_text(encoding="utf-8") == files["src/main/java/a/Llm.java"]


@pytest.mark.parametrize("package", ["a", "com.acme.llm"])
def test_an_object_that_is_made_in_another_file_of_a_folder_elsewhere(package: str, tmp_path: Path) -> None:
    inside, elsewhere = f"src/main/java/{package.replace('.', '/')}", tmp_path / "elsewhere"
    elsewhere.mkdir()
    project = tmp_path / "project"
    uses = f"package {package};\n{IMPORTS}{INJECTED['a field']}{USES}"
    files = {f"{inside}/Props.java": f"package {package};\n{PROPS.format('deepseek-r1', GETTER)}", f"{inside}/Svc.java": uses}
    assert len(run(project, files)) == 1
    (row,) = scan(str(project), "--isolated", cwd=elsewhere).findings
    assert (row["rule"], row["path"]) == ("DSM101", f"{project.as_posix()}/{inside}/Props.java")


def test_objects_whose_models_need_different_things(tmp_path: Path) -> None:
    files = {
        "Llm.java": IMPORTS + KEPT,
        "Main.java": MADE.format("deepseek-r1"),
        "Other.java": MADE.format("deepseek-v3").replace("Main", "Other"),
    }
    refusals = [row["refusal"] for row in run(tmp_path, files)]
    assert [each["code"] if isinstance(each, dict) else None for each in refusals] == ["shared-value", "shared-value"]


@pytest.mark.parametrize("lombok", [False, True], ids=["a getter", "a getter of Lombok's"])
@pytest.mark.parametrize("how", INJECTED)
def test_an_object_of_settings(how: str, lombok: bool, tmp_path: Path) -> None:
    props = f"@Data\n{PROPS.format('deepseek-r1', '')}" if lombok else PROPS.format("deepseek-r1", GETTER)
    (row,) = run(tmp_path, {"Props.java": props, "Svc.java": IMPORTS + INJECTED[how] + USES})
    assert (row["path"], row["line"], row["certainty"]) == ("Props.java", 2 + lombok, "certain")


def test_a_field_that_nobody_fills(tmp_path: Path) -> None:
    svc = "public class Svc {\n    private Props props;\n"
    assert run(tmp_path, {"Props.java": PROPS.format("deepseek-r1", GETTER), "Svc.java": IMPORTS + svc + USES}) == []
