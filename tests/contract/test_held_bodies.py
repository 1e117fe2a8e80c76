"""Bodies that Java and Kotlin keep in a field or a constant, as text, and that a method fills and sends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

OURS = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
V3, NEW = r"\"deepseek-v3\"", r"\"qwen3.7-plus\""
END, AFTER = r'\"}]}"', r'\"}], \"enable_thinking\": false}"'
JAVA = r"""import java.net.URI;
import java.net.http.*;
class A {
    static final String BODY = "{\"model\": \"deepseek-v3\", \"messages\": [{\"role\": \"user\", \"content\": \"HOLE\"}]}";
    String ask(String q) throws Exception {
        String key = System.getenv("DASHSCOPE_API_KEY");
        HttpRequest request = HttpRequest.newBuilder(URI.create("URL"))
            .header("Authorization", "Bearer " + key)
            .POST(HttpRequest.BodyPublishers.ofString(FILLED)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
"""
KOTLIN = r"""import java.net.URI
import java.net.http.*
const val BODY = "{\"model\": \"deepseek-v3\", \"messages\": [{\"role\": \"user\", \"content\": \"HOLE\"}]}"
fun ask(q: String): String {
    val request = HttpRequest.newBuilder(URI.create("URL"))
        .POST(HttpRequest.BodyPublishers.ofString(FILLED)).build()
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body()
}
"""
MEMBER = KOTLIN.replace("const val BODY", "class A {\n    private val BODY").replace("\nfun", "\n    fun") + "}\n"
PROGRAMS = {"A.java": JAVA, "A.kt": KOTLIN, "B.kt": MEMBER}
LINES = {"A.java": 4, "A.kt": 3, "B.kt": 4}


def program(path: str, filled: str, hole: str = "__Q__", url: str = OURS) -> str:
    """One of the programs, with what it sends and where."""
    return PROGRAMS[path].replace("HOLE", hole).replace("FILLED", filled).replace("URL", url)


@pytest.mark.parametrize("path", PROGRAMS)
@pytest.mark.parametrize(
    ("filled", "hole"),
    [
        ("BODY", "hello"),
        ('BODY.replace("__Q__", q)', "__Q__"),
        ('BODY.replace("__Q__", q.replace("\\n", " "))', "__Q__"),
        ("fill(BODY, q.replace(old, young))", "__Q__"),
        ('BODY.replaceAll("__Q__", q)', "__Q__"),
    ],
)
def test_a_body_in_a_field_is_sent(path: str, filled: str, hole: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {path: program(path, filled, hole)}
    case = Case("", "", (f"DSM101 {path}:{LINES[path]} certain safe",), {V3: NEW, END: AFTER}, files=files, head="")
    check(case, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("path", "filled"), [("A.java", "String.format(BODY, q)"), ("A.java", "BODY.formatted(q)"), ("A.kt", "BODY.format(q)")]
)
def test_a_body_in_a_field_is_a_format(path: str, filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {path: program(path, filled, "%s")}
    case = Case("", "", (f"DSM101 {path}:{LINES[path]} certain safe",), {V3: NEW, END: AFTER}, files=files, head="")
    check(case, tmp_path, monkeypatch)


@pytest.mark.parametrize("path", PROGRAMS)
@pytest.mark.parametrize(
    ("filled", "more"),
    [
        ('BODY.replace("deepseek-v3", q)', True),
        ('BODY.replace("v3", "r1")', False),
        ("BODY.replace(q, q)", False),
        ('BODY.trim().replaceAll(q, "x")', False),
        ('BODY.replace("model", "engine")', False),
        ('BODY.replace("role", "who")', False),
        ('BODY.replace("", "x")', False),
    ],
)
def test_what_may_take_the_place_of_the_model(
    path: str, filled: str, more: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [f"DSM102 {path}:{LINES[path]} possible unknown-endpoint"]
    files = {path: program(path, filled)}
    if more:
        line = files[path][: files[path].index(filled)].count("\n") + 1
        told.append(f"DSM103 {path}:{line} possible branch-on-model")
    check(Case("", "", tuple(told), files=files, head=""), tmp_path, monkeypatch)


@pytest.mark.parametrize("replaced", ['"deepseek-v3"', "q", '""'])
def test_a_local_body_whose_model_is_replaced(replaced: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = JAVA.splitlines()[3].partition("= ")[2]
    source = JAVA.replace(JAVA.splitlines()[3] + "\n", "")
    source = source.replace("HttpRequest request", f"String body = {body}\n        HttpRequest request")
    source = source.replace("FILLED", f'body.replace({replaced}, "qwen-max")').replace("URL", OURS)
    told = ["DSM102 A.java:6 possible unknown-endpoint"]
    told += ["DSM103 A.java:9 possible branch-on-model"] if "deep" in replaced else []
    check(Case("", "", tuple(told), files={"A.java": source}, head=""), tmp_path, monkeypatch)


@pytest.mark.parametrize("path", PROGRAMS)
def test_a_body_for_somebody_else(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {path: program(path, "BODY", url="https://api.deepseek.com/chat/completions")}
    check(Case("", "", (), files=files, head=""), tmp_path, monkeypatch)


def test_one_body_for_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = program("A.java", "BODY")
    method = source[source.index("    String ask") : source.rindex("}")]
    other = method.replace("ask", "other").replace(OURS, "https://api.deepseek.com/chat/completions")
    files = {"A.java": source[: source.rindex("}")] + other + "}\n"}
    check(Case("", "", ("DSM101 A.java:4 certain shared-value",), files=files, head=""), tmp_path, monkeypatch)


def test_one_body_in_two_methods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = program("A.java", "BODY")
    method = source[source.index("    String ask") : source.rindex("}")]
    files = {"A.java": source[: source.rindex("}")] + method.replace("ask", "again") + "}\n"}
    case = Case("", "", ("DSM101 A.java:4 certain safe",), {V3: NEW, END: AFTER}, files=files, head="")
    check(case, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "line",
    ["    @Example(BODY)\n", "    static final String SHOWN = BODY;\n", "    void show() { System.out.println(BODY); }\n"],
)
def test_a_body_that_nobody_sends(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = program("A.java", '"{}"').replace("    String ask", f"{line}    String ask")
    check(Case("", "", ("DSM102 A.java:4 possible unknown-endpoint",), files={"A.java": source}, head=""), tmp_path, monkeypatch)


def test_a_reply_that_a_test_waits_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"A.java": program("A.java", "BODY").replace("messages", "choices")}
    check(Case("", "", ("DSM102 A.java:4 possible unknown-endpoint",), files=files, head=""), tmp_path, monkeypatch)
