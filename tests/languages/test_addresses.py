"""Addresses that programs put together from a base with or without a slash at its end: where a request goes is read through."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
JAVA_OFF = {
    '"deepseek-v3");': '"qwen3.7-plus");',
    "new HashMap<>();": 'new HashMap<>();\n        body.put("enable_thinking", false);',
}
SAFE, UNKNOWN, NOWHERE = "certain safe", "certain unknown-endpoint", "possible unknown-endpoint"


def script(name: str, url: str, how: str = SAFE, base: str = f"'{BASE}'") -> Case:
    """A request of a script, sent to `url`, which is made of BASE."""
    text = (
        f"const BASE = {base};\nexport async function ask(messages) {{\n  const url = {url};\n"
        "  return fetch(url, { method: 'POST', body: JSON.stringify({ model: 'deepseek-v3', messages }) });\n}\n"
    )
    after = {"'deepseek-v3', messages": "'qwen3.7-plus', messages, enable_thinking: false"}
    return Case(name, "", (f"DSM101 app.mjs:4 {how}",), after if how.endswith("safe") else {}, files={"app.mjs": text}, head="")


def java(name: str, url: str, how: str = SAFE, base: str = BASE) -> Case:
    """A request of Spring's RestTemplate."""
    text = (
        "import java.util.*;\nimport org.springframework.http.*;\nimport org.springframework.web.client.RestTemplate;\n"
        f'class A {{\n    static final String BASE = "{base}";\n    RestTemplate rest = new RestTemplate();\n'
        "    String ask(Object messages, Object x) {\n        Map<String, Object> body = new HashMap<>();\n"
        '        body.put("model", "deepseek-v3");\n        body.put("messages", messages);\n'
        f"        return rest.postForObject({url}, new HttpEntity<>(body), String.class);\n    }}\n}}\n"
    )
    rule = "DSM102" if how == NOWHERE else "DSM101"
    after = JAVA_OFF if how.endswith("safe") else {}
    return Case(name, "", (f"{rule} A.java:9 {how}",) if how else (), after, files={"A.java": text}, head="")


def below(name: str, fields: str = "", call: str = "client", how: str = SAFE) -> Case:
    """A request of Spring's WebClient, to a path below its client's address."""
    text = (
        "import java.util.*;\nimport org.springframework.web.reactive.function.client.WebClient;\n"
        f'class A {{\n    static final String BASE = "{BASE}";\n    {fields}\n'
        f"    Object ask(Object q) {{\n        {call if ';' in call else ''}\n"
        f'        return {call.rpartition("; ")[2]}.post().uri("/chat/completions")'
        '.bodyValue(Map.of("model", "deepseek-v3", "messages", q)).retrieve();\n    }\n}\n'
    ).replace("; c\n", ";\n")
    after = {'"deepseek-v3", "messages", q': '"qwen3.7-plus", "messages", q, "enable_thinking", false'} if how else {}
    return Case(name, "", (f"DSM101 A.java:8 {how}",) if how else (), after, files={"A.java": text}, head="")


def kotlin(name: str, url: str, field: str = "", sent: str = "") -> Case:
    """A request in Kotlin, of RestTemplate or of a client that a field holds."""
    text = (
        f'const val BASE = "{BASE}/"\n{field}\nfun ask({"" if field else "rest: RestTemplate, "}q: List<Any>): Any {{\n'
        '    val body = mapOf("model" to "deepseek-v3", "messages" to q)\n'
        f"    return rest{sent or f'.postForObject({url}, HttpEntity(body), String::class.java)'}\n}}\n"
    )
    after = {'"deepseek-v3", "messages" to q': '"qwen3.7-plus", "messages" to q, "enable_thinking" to false'}
    return Case(name, "", (f"DSM101 A.kt:4 {SAFE}",), after, files={"A.kt": text}, head="")


def python(name: str, url: str, base: str = f'"{BASE}"') -> Case:
    """A request with requests."""
    text = f"import os\nimport requests\nBASE = {base}\nrequests.post({url}, json={{'model': 'deepseek-v3', 'messages': M}})\n"
    after = {"'deepseek-v3', 'messages': M": "'qwen3.7-plus', 'messages': M, 'enable_thinking': False"}
    return Case(name, text, (f"DSM101 4 {SAFE}",), after, head="")


NATIVE = ("dashscope.aliyuncs.com", "/api/v1/services/aigc/text-generation/generation")
SENT = "request.write(data);\nrequest.end();\n"


def node(
    name: str,
    host: str,
    path: str,
    found: tuple[str, ...],
    new: str = "",
    module: str = "https",
    key: str = "hostname",
    send: str = SENT,
) -> Case:
    """A request of Node's own, written line by line."""
    native = path.startswith("/api")
    body = "{ model: 'deepseek-v3', input: {}, parameters: {} }" if native else "{ model: 'deepseek-v3', messages: [] }"
    text = (
        f"const https = require('{module}');\nconst data = JSON.stringify({body});\n"
        f"const options = {{ {key}: {host}, port: 443, path: '{path}', method: 'POST' }};\n"
        f"const request = https.request(options, (reply) => reply.resume());\n{send}"
    )
    switch = "parameters: { enable_thinking: false }" if native else "messages: [], enable_thinking: false"
    after = {"'deepseek-v3'": f"'{new}'", "parameters: {}" if native else "messages: []": switch} if new else {}
    return Case(name, "", found, after, files={"app.js": text}, head="")


CHAT = f"{BASE}/chat/completions"
ASKED = "{ model: 'deepseek-v3', messages: [] }"
UNKNOWN_JS = "DSM101 app.js:{} likely unknown-endpoint"
SAFE_JS = "DSM101 app.js:{} certain safe"


def node_url(name: str, url: str, options: str = "", send: str = "https.request", found: str = SAFE_JS, before: str = "") -> Case:
    """A request that is given its address as one, and options behind it."""
    body = "JSON.stringify({ model: 'deepseek-v3', messages: [] })"
    text = before + f"{send}({url}, {{ method: 'POST'{options}, body: {body} }});\n"
    if send == "https.request":
        text = f"const https = require('https');\nconst r = {send}({url}, {{ method: 'POST'{options} }}, done);\nr.end({body});\n"
    line = text[: text.index("deepseek-v3'")].count("\n") + 1
    after = {"'deepseek-v3'": "'qwen3.7-plus'", "messages: []": "messages: [], enable_thinking: false"}
    told = (found.format(line),) if found else ()
    return Case(name, "", told, after if found == SAFE_JS else {}, files={"app.js": text}, head="")


TERNARY = "BASE.endsWith('/') ? BASE + 'chat/completions' : BASE + '/chat/completions'"
CASES = [
    script("slashes taken off", r"BASE.replace(/\/+$/, '') + '/chat/completions'", base=f"'{BASE}//'"),
    script("one slash taken off", r"`${BASE.replace(/\/$/, '')}/chat/completions`"),
    script("a class of slashes taken off", "BASE.replace(/[/]*$/g, '') + '/chat/completions'", base=f"'{BASE}/'"),
    script("a slash where there is none", TERNARY),
    script("a slash where there is one", TERNARY, base=f"'{BASE}/'"),
    script("a slash that the environment's base may have", TERNARY, base=f"process.env.BASE || '{BASE}'"),
    # Whatever else is replaced may be the host itself.
    script("something else taken off", r"BASE.replace(/v1$/, '') + 'v1/chat/completions'", "likely unsafe"),
    script("something else put there", r"BASE.replace(/\/?$/, '/x') + '/chat/completions'", "likely unsafe"),
    java("a format", 'String.format("%s/chat/completions", BASE)'),
    java("a format of its own text", '"%s/%s".formatted(BASE, "chat/completions")'),
    script("a base with a slash at its end", "process.env.BASE + 'v1/chat/completions'", "likely unsafe"),
    java("a format with numbers", 'String.format("%s/%d/chat", BASE, 3)', UNKNOWN),
    java("a format that lacks something", 'String.format("%s/%s", BASE)', NOWHERE),
    java("a pattern taken off", 'BASE.replaceAll("/+$", "") + "/chat/completions"', base=f"{BASE}/"),
    java("all slashes taken off", 'BASE.replace("/", "") + "/chat/completions"', "likely unsafe"),
    java("a slash where there is none", 'BASE.endsWith("/") ? BASE + "chat/completions" : BASE + "/chat/completions"'),
    java("a choice by something else", 'x.equals("/") ? BASE + "chat/completions" : BASE + "/chat/completions"', UNKNOWN),
    java("Spring's builder", 'UriComponentsBuilder.fromHttpUrl(BASE).path("/chat").pathSegment("completions").build().toUri()'),
    java(
        "Spring's builder, with a query",
        'UriComponentsBuilder.fromUriString(BASE + "/").queryParam("a", x).path("/chat/completions").toUriString()',
    ),
    java("OkHttp's builder", 'HttpUrl.parse(BASE).newBuilder().addPathSegments("chat/completions").build()', base=BASE + "/"),
    java(
        "a builder that is given another host",
        'UriComponentsBuilder.fromHttpUrl(BASE).host(x).path("/chat/completions").toUriString()',
        NOWHERE,
    ),
    java("a builder that is not at its end", 'UriComponentsBuilder.fromHttpUrl(BASE).path("/chat/completions")', NOWHERE),
    java("another class of the name", 'Own.fromHttpUrl(BASE).path("/chat/completions").toUriString()', NOWHERE),
    java(
        "a builder below another provider",
        'UriComponentsBuilder.fromHttpUrl(BASE).path("/chat/completions").toUri()',
        "",
        "https://api.deepseek.com",
    ),
    below("a client's field", "WebClient client = WebClient.create(BASE);"),
    below("a client that a builder makes", "WebClient client; A(WebClient.Builder b) { this.client = b.baseUrl(BASE).build(); }"),
    below("a client of the method", call='WebClient c = WebClient.builder().baseUrl(BASE + "/").build(); c'),
    below("a client that is made on the way", call='WebClient.builder().baseUrl(BASE).defaultHeader("a", "b").build()'),
    below("a client that is given", "WebClient client; A(WebClient given) { client = given; }", how="likely unsafe"),
    below(
        "two clients of one name",
        "WebClient client = WebClient.create(BASE); void set(WebClient w) { client = w; }",
        how="likely unsafe",
    ),
    below("a client out of sight", "", "Clients.client", how="likely unsafe"),
    below("another provider's client", 'WebClient client = WebClient.create("https://api.deepseek.com");', how=""),
    below("what is no client", "WebClient client = make(BASE);", how="likely unsafe"),
    node("Node's own request", f"'{NATIVE[0]}'", NATIVE[1], ("DSM101 app.js:2 certain safe",), "qwen3.7-max"),
    node(
        "another name of Node's module, and one line",
        f"process.env.HOST || '{NATIVE[0]}'",
        "/compatible-mode/v1/chat/completions",
        ("DSM101 app.js:2 certain safe",),
        "qwen3.7-plus",
        "node:https",
        "host",
        "request.end(data);\n",
    ),
    node("Node's own request to another provider", "'api.lkeap.cloud.tencent.com'", "/v1/chat/completions", ()),
    node(
        "a request of something else", f"'{NATIVE[0]}'", NATIVE[1], ("DSM102 app.js:2 possible unknown-endpoint",), module="./own"
    ),
    *(
        node_url(name, made, options)
        for name, (made, options) in {
            "an address and options": (f"'{CHAT}'", ""),
            "an object for the address": (f"new URL('{CHAT}')", ""),
            "an address below another one": (f"new URL('chat/completions', '{BASE}/')", ""),
            "a path of the options": (
                f"'{CHAT[:30]}'",
                f", hostname: new URL('{CHAT}').hostname, path: new URL('{CHAT}').pathname",
            ),
        }.items()
    ),
    node_url("an object for the address that is told as text", f"new URL('{CHAT}').toString()", "", "fetch"),
    node_url(
        "a part of an object for an address", f"new URL('{BASE}').origin + '/compatible-mode/v1/chat/completions'", "", "fetch"
    ),
    node_url(
        "an object for the address whose host is changed",
        "u",
        "",
        "fetch",
        UNKNOWN_JS,
        f"const u = new URL('{CHAT}');\nu.host = process.env.PROXY;\n",
    ),
    node_url("another host in the options", f"'{CHAT}'", ", host: process.env.PROXY", found=UNKNOWN_JS),
    node_url("another path in the options", f"'{CHAT}'", ", path: process.env.WHERE", found=UNKNOWN_JS),
    node_url("an address of another provider", "'https://api.deepseek.com/chat/completions'", "", found=""),
    node_url(
        "an address below one that nobody knows",
        "new URL('v1/chat/completions', process.env.BASE)",
        "",
        "fetch",
        found="DSM102 app.js:1 possible unknown-endpoint",
    ),
    node_url("a part of an address that has none of the name", f"new URL('{CHAT}').search", "", "fetch", UNKNOWN_JS),
    kotlin(
        "a client's field",
        "",
        "private val rest = WebClient.builder().baseUrl(BASE.trimEnd('/')).build()",
        '.post().uri("/chat/completions").bodyValue(body)',
    ),
    kotlin(
        "a client that is given an address",
        "",
        'private val rest = RestClient.create("https://dashscope.aliyuncs.com/compatible-mode/v1")',
        '.post().uri("/chat/completions").body(body)',
    ),
    kotlin("a character taken off", "BASE.trimEnd('/') + \"/chat/completions\""),
    kotlin("an ending taken off", 'BASE.removeSuffix("/") + "/chat/completions"'),
    python("a path below an address", 'os.path.join(BASE, "chat", "completions")'),
    python("one of two endings", '(BASE if BASE.endswith(("/", "/v1")) else BASE + "/v1") + "/chat/completions"'),
    python("a path below an address with a slash", 'os.path.join(BASE, "chat/completions")', f'"{BASE}/"'),
    python("a path below the environment's address", 'os.path.join(BASE, "chat/completions")', f'os.getenv("BASE", "{BASE}")'),
    python("a slash where there is none", '(BASE + "chat" if BASE.endswith("/") else BASE + "/chat") + "/completions"'),
    python(
        "a slash that the environment's base may have",
        '(BASE + "chat" if BASE.endswith("/") else BASE + "/chat") + "/completions"',
        f'os.getenv("BASE", "{BASE}")',
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_where_a_request_goes(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
