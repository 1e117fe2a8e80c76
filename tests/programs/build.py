"""Hypothesis strategies that write whole programs, each with what its author had in mind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from hypothesis import strategies as st

from migrator.findings import Json
from tests.programs.around import around
from tests.programs.meaning import CHAT, CURRENT, FREE, MULTIMODAL, NATIVE, NOT_SAID, RESPONSES, RETIRED, Meaning, Program
from tests.programs.values import Draw, Page, brought, brought_text, mapping, pick, rarely, spelled

COMPATIBLE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
ELSEWHERE = "https://api.deepseek.com"
SWITCH = "enable_thinking"
SAID: Sequence[tuple[str, Json]] = (("True", True), ("False", False), ("None", None), ('"true"', "true"), ("1", 1))


@dataclass
class Call:
    """A call that is being written: `args` are keywords, `body` what goes into the mapping beside them."""

    callee: str
    args: list[tuple[str, str]]
    body: list[tuple[str, str]]
    container: str
    """The keyword that takes the mapping; nothing where there is none."""
    asynchronous: bool = False
    iterated: bool = False
    """Whether the request is only sent once somebody asks for the pieces."""
    method: str = ""


def written_switch(draw: Draw, page: Page) -> tuple[str, Json]:
    """The switch's value, as an expression and as what it is."""
    text, value = pick(draw, *SAID[:2], *SAID[:2], *SAID)
    return brought(draw, page, text, pick(draw, "True", "False", "None")), value


def place_switch(draw: Draw, page: Page, call: Call, right: str) -> Json:
    """Writes the switch into a call, or does not, or somewhere else; returns what is meant by it."""
    how = pick(draw, "absent", "absent", "right", "right", "keyword", "container", *NESTED, "both", "query", "foreign")
    if how == "absent":
        return NOT_SAID
    value, said = written_switch(draw, page)
    inner = f'{{"{SWITCH}": {value}}}'
    into_body = (SWITCH, value)
    if how == "right":
        how = right
    if how == "container" and not call.container:
        how = "keyword"
    match how:
        case "keyword":
            call.args.append(into_body)
        case "container":
            call.body.append(into_body)
        case "both":
            other, also = written_switch(draw, page)
            call.args.append(into_body)
            call.body.append((SWITCH, other))
            return said if type(said) is type(also) and said == also else FREE
        case "query":
            call.args.append(("extra_query", inner))
        case "foreign":
            if not isinstance(said, bool):
                return NOT_SAID
            call.body.append(("thinking", '{"type": "enabled"}' if said else '{"type": "disabled"}'))
        case _:
            call.body.append((how, inner))
    return said


NESTED = ("extra_body", "chat_template_kwargs", "parameters")


def place_rest(draw: Draw, call: Call, right: str, rest: dict[str, Json], known: Sequence[str]) -> None:
    """Writes a few other parameters; Model Studio's own ones also where they do not belong."""
    plain: list[tuple[str, str, Json]] = [
        ("temperature", "0.5", 0.5),
        ("max_tokens", "100", 100),
        ("top_p", "0.8", 0.8),
        ("seed", "7", 7),
    ]
    chosen = draw(st.lists(st.sampled_from(plain), max_size=2, unique=True))
    for name, text, value in [row for row in chosen if row[0] in known]:
        call.args.append((name, text))
        rest[name] = value
    own: list[tuple[str, str, Json]] = [("top_k", "3", 3), ("enable_search", "True", True)]
    for name, text, value in draw(st.lists(st.sampled_from(own), max_size=1)) if rarely(draw) or rarely(draw) else []:
        where = pick(draw, right, right, "keyword", "container")
        target = call.body if where == "container" and call.container else call.args
        target.append((name, text))
        rest[name] = value


def a_model(draw: Draw) -> str:
    return pick(draw, *RETIRED[:1], *RETIRED, *RETIRED[:4], *CURRENT[:1], *CURRENT)


def openai_client(draw: Draw, page: Page, asynchronous: bool, base: str) -> str:
    """An expression for a client whose base URL is this."""
    kind = "AsyncOpenAI" if asynchronous else "OpenAI"
    how = pick(draw, "from", "from", "module", "renamed", "module renamed")
    made = {"from": kind, "module": f"openai.{kind}", "renamed": "Client", "module renamed": f"ai.{kind}"}[how]
    imports = {
        "from": f"from openai import {kind}",
        "module": "import openai",
        "renamed": f"from openai import {kind} as Client",
        "module renamed": "import openai as ai",
    }
    page.need(imports[how])
    url = brought_text(draw, page, spelled(draw, base), '"http://localhost:8000/v1"') if rarely(draw) else spelled(draw, base)
    page.need("import os")
    given = pick(
        draw, 'api_key=os.environ["DASHSCOPE_API_KEY"], ', "", 'api_key=os.getenv("DASHSCOPE_API_KEY"), ', "timeout=30, "
    )
    new = f"{made}({given}base_url={url})"
    name = page.name("client")
    match pick(draw, "name", "name", "inline", "function", "attribute", "table", "options"):
        case "name":
            page.setup.append(f"{name} = {new}")
            return name
        case "inline":
            return new
        case "function":
            page.setup.append(f"def {name}():\n    return {new}")
            return f"{name}()"
        case "attribute":
            page.setup.append(f"class {name.title()}Box:\n    client = {new}")
            return f"{name.title()}Box.client"
        case "table":
            page.setup.append(f'{name} = {{"chat": {new}}}')
            return f'{name}["chat"]'
        case _:
            page.setup.append(f"{name} = {new}")
            return f"{name}.with_options(timeout=5)"


def method_of(draw: Draw, page: Page, client: str, path: str) -> str:
    """A client's method, called by way of other names or not."""
    match pick(draw, "direct", "direct", "direct", "bound", "middle", "raw"):
        case "direct":
            return f"{client}.{path}"
        case "bound":
            name = page.name("create")
            page.setup.append(f"{name} = {client}.{path}")
            return name
        case "middle":
            name = page.name("chat")
            head, _, tail = path.rpartition(".")
            page.setup.append(f"{name} = {client}.{head}")
            return f"{name}.{tail}"
        case _:
            head, _, tail = path.rpartition(".")
            return f"{client}.{head}.with_raw_response.{tail}"


def chat_call(draw: Draw, page: Page, marker: str) -> tuple[Call, Meaning]:
    """OpenAI's SDK, chat or responses."""
    asynchronous, responses = rarely(draw), rarely(draw)
    ours = not rarely(draw)
    client = openai_client(draw, page, asynchronous, COMPATIBLE if ours else ELSEWHERE)
    asked = f'"{marker}"' if responses else f'[{{"role": "user", "content": "{marker}"}}]'
    callee = method_of(draw, page, client, "responses.create" if responses else "chat.completions.create")
    call = Call(callee, [("input" if responses else "messages", asked)], [], "extra_body", asynchronous)
    rest: dict[str, Json] = {"input": marker} if responses else {"messages": [{"role": "user", "content": marker}]}
    known = ("temperature", "top_p") if responses else ("temperature", "max_tokens", "top_p", "seed")
    place_rest(draw, call, "container", rest, known)
    said = place_switch(draw, page, call, "container")
    path = (RESPONSES if responses else CHAT) if ours else "/responses" if responses else "/chat/completions"
    return call, Meaning(marker, "", said, path, rest, ours)


def generation_call(draw: Draw, page: Page, marker: str) -> tuple[Call, Meaning]:
    """DashScope's native classes."""
    multimodal, asynchronous = rarely(draw), rarely(draw)
    kind = ("Aio" if asynchronous else "") + ("MultiModalConversation" if multimodal else "Generation")
    how = pick(draw, "from", "module", "renamed", "instance")
    page.need(
        {
            "from": f"from dashscope import {kind}",
            "module": "import dashscope",
            "renamed": f"from dashscope import {kind} as G{multimodal:d}",
            "instance": f"from dashscope import {kind}",
        }[how]
    )
    if kind == "AioGeneration":
        page.imports.pop(f"from dashscope import {kind}", None)
        page.need(f"from dashscope.aigc.generation import {kind}")
        how = "from" if how != "instance" else how
    callee = {"from": kind, "module": f"dashscope.{kind}", "renamed": f"G{multimodal:d}", "instance": f"{kind}()"}[how] + ".call"
    content: Json = [{"text": marker}] if multimodal else marker
    asked = f'[{{"text": "{marker}"}}]' if multimodal else f'"{marker}"'
    call = Call(callee, [("messages", f'[{{"role": "user", "content": {asked}}}]')], [], "extra_body", asynchronous)
    rest: dict[str, Json] = {"messages": [{"role": "user", "content": content}]}
    if not multimodal and pick(draw, True, True, False):
        call.args.append(("result_format", '"message"'))
        rest["result_format"] = "message"
    place_rest(draw, call, "keyword", rest, ("temperature", "max_tokens", "top_p", "seed"))
    said = place_switch(draw, page, call, "keyword")
    if not asynchronous and rarely(draw):
        call.args += [("stream", "True"), ("incremental_output", "True")]
        rest["incremental_output"] = True
        call.iterated = True
    return call, Meaning(marker, "", said, MULTIMODAL if multimodal else NATIVE, rest)


def requests_call(draw: Draw, page: Page, marker: str) -> tuple[Call, Meaning]:
    """A raw request by one library."""
    return posted_call(draw, page, marker, "requests")


def httpx_call(draw: Draw, page: Page, marker: str) -> tuple[Call, Meaning]:
    """A raw request by another library."""
    return posted_call(draw, page, marker, "httpx")


def posted_call(draw: Draw, page: Page, marker: str, library: str) -> tuple[Call, Meaning]:
    """A raw request: the body is written by hand."""
    native = rarely(draw) or rarely(draw)
    page.need(f"import {library}")
    call = Call(
        library,
        [("messages", f'[{{"role": "user", "content": "{marker}"}}]')],
        [],
        "parameters" if native else "extra_body",
        method="post",
    )
    rest: dict[str, Json] = {"messages": [{"role": "user", "content": marker}]}
    if native:
        call.args = [("input", f"{{{call.args[0][0]!r}: {call.args[0][1]}}}")]
        call.body.append(("result_format", '"message"'))
        rest["result_format"] = "message"
    right = "container" if native else "keyword"
    place_rest(draw, call, right, rest, () if native else ("temperature", "max_tokens", "top_p"))
    said = place_switch(draw, page, call, right)
    return call, Meaning(marker, "", said, NATIVE if native else CHAT, rest)


def langchain_call(draw: Draw, page: Page, marker: str) -> tuple[Call, Meaning]:
    """LangChain's class, which is told everything when it is made."""
    page.need("from langchain_openai import ChatOpenAI")
    call = Call(
        "ChatOpenAI", [("base_url", spelled(draw, COMPATIBLE))], [], pick(draw, "extra_body", "extra_body", "model_kwargs")
    )
    rest: dict[str, Json] = {"messages": [{"role": "user", "content": marker}]}
    place_rest(draw, call, "container", rest, ("temperature",))
    said = place_switch(draw, page, call, "container")
    call.method = f'.invoke("{marker}")'
    return call, Meaning(marker, "", said, CHAT, rest)


def tongyi_call(draw: Draw, page: Page, marker: str) -> tuple[Call, Meaning]:
    """LangChain's native class."""
    page.need("from langchain_community.chat_models import ChatTongyi")
    call = Call("ChatTongyi", [], [], pick(draw, "model_kwargs", "model_kwargs", "extra_body"))
    rest: dict[str, Json] = {"messages": [{"role": "user", "content": marker}]}
    place_rest(draw, call, "container", rest, ("top_p",))
    said = place_switch(draw, page, call, "container")
    call.method = f'.invoke("{marker}")'
    return call, Meaning(marker, "", said, NATIVE, rest)


def agno_call(draw: Draw, page: Page, marker: str) -> tuple[Call, Meaning]:
    """agno's class, which says off by itself."""
    page.need("from agno.agent import Agent")
    page.need("from agno.models.dashscope import DashScope")
    call = Call("DashScope", [], [], pick(draw, "extra_body", "request_params"))
    rest: dict[str, Json] = {"messages": [{"role": "user", "content": marker}]}
    place_rest(draw, call, "container", rest, ("temperature",))
    said = place_switch(draw, page, call, "keyword")
    call.method = "agent"
    return call, Meaning(marker, "", said, CHAT, rest)


Kind: TypeAlias = Callable[[Draw, Page, str], tuple[Call, Meaning]]
ENVIRONMENTS: Sequence[tuple[str, Sequence[Kind]]] = (
    ("openai-2.54.0", (chat_call, chat_call, chat_call, httpx_call)),
    ("dashscope-1.25.24", (generation_call, generation_call, requests_call)),
    ("openai-3.54.0", (chat_call,)),
    ("dashscope-2.0.2", (generation_call,)),
    ("openai-2.54.0", (chat_call, chat_call, chat_call, httpx_call)),
    ("langchain-1", (langchain_call, langchain_call, tongyi_call)),
    ("agno-3", (agno_call,)),
)
"""What a program can be about, by the environment that it runs in: the commonest first."""


def posted(call: Call, page: Page, body: str, native: bool) -> str:
    url = "https://dashscope.aliyuncs.com" + (NATIVE if native else CHAT)
    return f'{call.callee}.post("{url}", headers={{"Authorization": "Bearer x"}}, json={body})'


def spoken(draw: Draw, page: Page, call: Call, model: str) -> str:
    """The call's text, in one of the ways to give arguments."""
    args = [("model", model), *call.args]
    if call.body:
        if not call.container or (call.method == "post" and call.container == "extra_body"):
            args.append((call.container, mapping(draw, page, call.body, "body")))
        else:
            args.append((call.container, mapping(draw, page, call.body, "body")))
    unique = dict(args)
    args = list(unique.items())
    args = draw(st.permutations(args)) if rarely(draw) else args
    if call.method == "post":
        return posted(call, page, mapping(draw, page, args, "payload"), "input" in unique)
    keywords = [f"{name}={value}" for name, value in args]
    suffix = call.method if call.method.startswith(".") else ""
    if call.callee == "DashScope":
        made = f"{call.callee}(id={unique.pop('model')}, " + ", ".join(f"{name}={value}" for name, value in unique.items()) + ")"
        return f'Agent(model={made}).run("{{marker}}")'
    named = page.name("options")
    how = pick(draw, "keywords", "keywords", "keywords", "lines", "splat", "named", "some", "partial", "positional", "forwarded")
    positional = "Generation" in call.callee or "Conversation" in call.callee or call.callee in ("G0.call", "G1.call")
    if how == "positional" and not positional:
        how = "keywords"
    given = ", ".join(keywords)
    match how:
        case "lines":
            inside = "".join(f"    {each},{pick(draw, '', '  # note', '  # deepseek-v3 中文', ' ')}\n" for each in keywords)
            given = f"\n{inside}"
        case "splat":
            given = "**" + mapping(draw, page, args, "splat")
        case "named":
            page.setup.append(f"{named} = dict({given})")
            given = f"**{named}"
        case "some":
            half = len(args) // 2
            given = ", ".join([*keywords[:half], "**" + mapping(draw, page, args[half:], "more")])
        case "partial":
            page.need("import functools")
            page.setup.append(f"{named} = functools.partial({call.callee}, {keywords[0]})")
            return f"{named}({', '.join(keywords[1:])}){suffix}"
        case "forwarded":
            word = "async def" if call.asynchronous else "def"
            returned = "return await" if call.asynchronous else "return"
            page.setup.append(f"{word} {named}(**kwargs):\n    {returned} {call.callee}(**kwargs)")
            return f"{named}({given}){suffix}"
        case "positional":
            model = unique.pop("model")
            given = ", ".join([model, *(f"{name}={value}" for name, value in unique.items())])
    return f"{call.callee}({given}){suffix}"


@st.composite
def programs(draw: Draw, most: int = 3) -> Program:
    """A program of one to three calls, all of one environment."""
    page = Page()
    parts: list[str] = []
    meanings: list[Meaning] = []
    environment, kinds = draw(st.sampled_from(ENVIRONMENTS))
    shared: tuple[str, str] | None = None
    for number in range(draw(st.integers(1, most))):
        marker = f"Hi {number}"
        call, meaning = pick(draw, *kinds)(draw, page, marker)
        model = a_model(draw)
        if shared is not None and rarely(draw):
            model, expression = shared
        else:
            expression = brought_text(draw, page, spelled(draw, model), pick(draw, '"qwen-plus"', f'"{a_model(draw)}"'))
        shared = (model, expression) if expression.isidentifier() else shared
        text = spoken(draw, page, call, "@model@").replace("{marker}", marker)
        page.setup = [each.replace("@model@", expression) for each in page.setup]
        block, models = around(draw, page, text, expression, model, call.asynchronous, call.iterated, f'"{a_model(draw)}"')
        meanings += [replace(meaning, model=each) for each in models]
        # What a call needs stands right before it.
        parts += [*page.setup, block]
        page.setup = []
    source = "\n".join([*comments(draw, list(page.imports)), *comments(draw, parts)]) + "\n"
    return Program(finished(draw, source), environment, tuple(meanings))


def comments(draw: Draw, lines: list[str]) -> list[str]:
    """Comments and empty lines between statements."""
    remarks = (
        "",
        "# deepseek-v3 thinks",
        "# 中文 model='deepseek-r1'",
        "#",
        '"""deepseek-v3.2 in prose"""',
        "x = 1; y = 2",
        "\f",
    )
    return [part for line in lines for part in ([pick(draw, *remarks), line] if rarely(draw) else [line])]


def finished(draw: Draw, source: str) -> bytes:
    """The bytes: line ends, indentation, byte-order mark, last line."""
    if rarely(draw):
        source = source.replace("    ", "\t")
    if rarely(draw):
        source = source.rstrip("\n")
    if rarely(draw):
        source = source.replace("\n", "\r\n")
    return (("\ufeff" if rarely(draw) else "") + source).encode()
