"""The real rulebook: what it holds, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from migrator.hosts import HOLE
from migrator.rulebook import BY_URL, Operation, Protocol, Rulebook, load

RULES = load()

ANNOUNCED_AS_RETIRED = [
    "deepseek-v3",
    "deepseek-v3.1",
    "deepseek-v3.2",
    "deepseek-v3.2-exp",
    "deepseek-r1",
    "deepseek-r1-0528",
    "deepseek-r1-distill-qwen-7b",
    "deepseek-r1-distill-qwen-14b",
    "deepseek-r1-distill-qwen-32b",
]


@pytest.fixture
def rules() -> Rulebook:
    return RULES


def test_the_retired_models_are_those_of_the_announcement(rules: Rulebook) -> None:
    assert rules.retired_ids() == set(ANNOUNCED_AS_RETIRED)


@pytest.mark.parametrize("identifier", ANNOUNCED_AS_RETIRED)
def test_a_retired_model_keeps_both_dates(rules: Rulebook, identifier: str) -> None:
    model = rules.models[identifier]
    assert (model.retires, model.switched_off) == ("2026-07-09", "2026-10-10")
    assert model.native == "text"
    assert "compatible-chat" in model.protocols


@pytest.mark.parametrize(
    "identifier, status",
    [
        ("qwen3.7-plus", "current"),
        ("qwen3.7-plus-2026-05-26", "current"),
        ("qwen3.7-max-us", "current"),
        ("qwen3.6-flash-2026-04-16", "current"),
        ("deepseek-v4-pro", "current"),
        ("deepseek-v4-flash-0731-us", "current"),
        ("deepseek-v4.1-flash", "current"),
        ("deepseek-r1-distill-qwen-1.5b", "not-covered"),
        ("deepseek-r1-distill-llama-8b", "not-covered"),
        ("deepseek-r1-distill-llama-70b", "not-covered"),
        ("siliconflow/deepseek-v3.2", "not-covered"),
        ("vanchin/deepseek-r1", "not-covered"),
    ],
)
def test_what_is_not_retired(rules: Rulebook, identifier: str, status: str) -> None:
    model = rules.model(identifier)
    assert model is not None
    assert model.status == status
    assert model.retires is None


@pytest.mark.parametrize(
    "identifier, thinking, default",
    [
        ("deepseek-v3", "never", None),
        ("deepseek-v3.1", "hybrid", False),
        ("deepseek-v3.2", "hybrid", False),
        ("deepseek-v3.2-exp", "hybrid", False),
        ("deepseek-r1", "always", None),
        ("deepseek-r1-0528", "always", None),
        ("deepseek-r1-distill-qwen-32b", "always", None),
        ("qwen3.7-plus", "hybrid", True),
        ("qwen3.7-max", "hybrid", True),
        ("qwen3.6-flash", "hybrid", True),
        ("qwen3.7-max-preview", "always", None),
        ("deepseek-v4-pro", "hybrid", True),
        ("vanchin/deepseek-v3", "never", None),
        ("siliconflow/deepseek-r1-0528", "always", None),
    ],
)
def test_how_a_model_thinks(rules: Rulebook, identifier: str, thinking: str, default: bool | None) -> None:
    model = rules.models[identifier]
    assert (model.thinking, model.thinking_default) == (thinking, default)


def test_only_the_default_of_v4_is_disputed(rules: Rulebook) -> None:
    disputed = {model.id for model in rules.models.values() if model.thinking_disputed}
    assert disputed == {identifier for identifier in rules.models if identifier.startswith("deepseek-v4")}


@pytest.mark.parametrize(
    "identifier, native, max_output, in_hong_kong",
    [
        ("qwen3.7-plus", "multimodal", 65_536, False),
        ("qwen3.7-max", "text", 65_536, True),
        ("qwen3.7-max-2026-06-08", "multimodal", 65_536, True),
        ("qwen3.6-flash", "multimodal", 65_536, False),
        ("deepseek-v4-flash", "text", 393_216, False),
    ],
)
def test_what_a_target_offers(rules: Rulebook, identifier: str, native: str, max_output: int, in_hong_kong: bool) -> None:
    model = rules.models[identifier]
    assert model.native == native
    assert f"native-{native}" in model.protocols
    assert model.limits.max_output == max_output
    assert ("cn-hongkong" in model.regions) is in_hong_kong


@pytest.mark.parametrize(
    "identifier, parameter, effect, values, thinking",
    [
        ("qwen3.7-plus", "tool_choice", "refused", ("required",), None),
        ("qwen3.7-max", "tool_choice", "refused", ("*object",), True),
        ("qwen3.6-flash", "n", "refused", (), True),
        ("qwen3.7-plus", "logprobs", "undocumented", ("*any",), None),
        ("qwen3.7-plus", "temperature", "refused", (), None),
        ("qwen3.7-plus", "reasoning_effort", "undocumented", ("*any",), None),
        ("qwen3.7-max-preview", "enable_thinking", "refused", (False,), None),
        ("deepseek-v4-pro", "reasoning_effort", "mapped", ("low", "medium"), None),
        ("deepseek-v4-pro", "reasoning_effort", "mapped", ("xhigh",), None),
        ("deepseek-v4-flash", "top_k", "ignored", ("*any",), None),
        ("deepseek-r1", "enable_thinking", "refused", (False,), None),
        ("deepseek-v3", "enable_thinking", "ignored", ("*any",), None),
    ],
)
def test_what_a_model_does_not_simply_take(
    rules: Rulebook, identifier: str, parameter: str, effect: str, values: tuple[str, ...], thinking: bool | None
) -> None:
    found = {(each.parameter, each.effect, each.values, each.thinking) for each in rules.models[identifier].constraints}
    assert (parameter, effect, values, thinking) in found


def test_low_efforts_are_mapped_up_on_v4(rules: Rulebook) -> None:
    mapped = {value: each.mapped_to for each in rules.models["deepseek-v4-pro"].constraints for value in each.values}
    assert (mapped["low"], mapped["medium"], mapped["xhigh"]) == ("high", "high", "max")


def test_r1_takes_sampling_parameters_without_effect(rules: Rulebook) -> None:
    assert {"temperature", "top_p", "presence_penalty"} <= set(rules.models["deepseek-r1"].fixed_parameters)


@pytest.mark.parametrize(
    "identifier, region, currency, tiers",
    [
        ("deepseek-r1", "cn-beijing", "CNY", [(4, 16, None)]),
        ("qwen3.7-plus", "cn-beijing", "CNY", [(2, 8, 256_000), (6, 24, None)]),
        ("qwen3.7-max", "ap-southeast-1", "USD", [(2.5, 7.5, None)]),
        ("deepseek-v4-flash", "cn-beijing", "CNY", [(1, 2, None)]),
    ],
)
def test_list_prices(
    rules: Rulebook, identifier: str, region: str, currency: str, tiers: list[tuple[float, float, int | None]]
) -> None:
    prices = [each for each in rules.models[identifier].prices if (each.region, each.currency) == (region, currency)]
    assert [(each.input, each.output, each.up_to) for each in prices] == tiers


@pytest.mark.parametrize(
    "protocol, replacement",
    [
        ("compatible-chat", "qwen3.7-plus"),
        ("compatible-completions", "qwen3.7-plus"),
        ("responses", "qwen3.7-plus"),
        ("anthropic", "qwen3.7-plus"),
        ("native-text", "qwen3.7-max"),
        ("native-multimodal", "qwen3.7-plus"),
    ],
)
def test_the_default_replacement_is_served_on_its_protocol(rules: Rulebook, protocol: str, replacement: str) -> None:
    assert rules.default_replacement(protocol) == replacement
    assert protocol in rules.models[replacement].protocols


@pytest.mark.parametrize(
    "host, provider, region",
    [
        ("dashscope.aliyuncs.com", "model-studio", "cn-beijing"),
        ("dashscope-intl.aliyuncs.com", "model-studio", "ap-southeast-1"),
        ("dashscope-us.aliyuncs.com", "model-studio", "us-east-1"),
        ("cn-hongkong.dashscope.aliyuncs.com", "model-studio", "cn-hongkong"),
        ("dashscope-finance.aliyuncs.com", "model-studio", None),
        (f"dashscope{HOLE}.aliyuncs.com", "model-studio", None),
        ("vpc-cn-beijing.dashscope.aliyuncs.com", "model-studio", None),
        ("llm-abc.cn-beijing.maas.aliyuncs.com", "model-studio", "cn-beijing"),
        (f"{HOLE}.cn-beijing.maas.aliyuncs.com", "model-studio", "cn-beijing"),
        ("*.eu-central-1.maas.aliyuncs.com", "model-studio", "eu-central-1"),
        (f"ws-1.{HOLE}.maas.aliyuncs.com", "model-studio", None),
        ("coding.dashscope.aliyuncs.com", "coding-plan", "cn-beijing"),
        ("coding-intl.dashscope.aliyuncs.com", "coding-plan", "ap-southeast-1"),
        (f"coding{HOLE}.dashscope.aliyuncs.com", "coding-plan", None),
        ("token-plan.cn-beijing.maas.aliyuncs.com", "token-plan", "cn-beijing"),
        (f"token-plan.{HOLE}.maas.aliyuncs.com", "token-plan", None),
        ("trial.us-east-1.maas.aliyuncs.com", "trial", "us-east-1"),
        ("api.deepseek.com", "deepseek", None),
        ("api.lkeap.cloud.tencent.com", "tencent-lkeap", None),
        ("tokenhub.tencentmaas.com", "tencent-lkeap", None),
        ("qianfan.baidubce.com", "qianfan", None),
        ("api.modelarts-maas.com", "huawei", None),
        ("my-name.openai.azure.com", "azure", None),
        ("ark.cn-beijing.volces.com", "volcengine", None),
        ("api.siliconflow.cn", "siliconflow", None),
        ("openrouter.ai", "openrouter", None),
        ("localhost:11434", "ollama", None),
        ("ollama.com", "ollama-cloud", None),
        ("api.openai.com", "openai", None),
    ],
)
def test_who_answers_at_a_host(rules: Rulebook, host: str, provider: str, region: str | None) -> None:
    found = rules.provider_of_host(host)
    assert found is not None
    assert (found[0].id, found[1].region) == (provider, region)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "127.0.0.1:8080",
        "10.0.0.5",
        "gateway.example.com",
        HOLE,
        f"{HOLE}.aliyuncs.com",
        "bailian.console.aliyun.com",
        "dashscope.aliyuncs.com.example.org",
        "",
    ],
)
def test_nobody_is_known_at_a_host(rules: Rulebook, host: str) -> None:
    assert rules.provider_of_host(host) is None


def test_a_url_shows_its_provider(rules: Rulebook) -> None:
    found = rules.provider_of_url(f"https://{HOLE}.cn-hongkong.maas.aliyuncs.com:443/compatible-mode/v1?x=1")
    assert found is not None
    assert (found[0].id, found[1].region) == ("model-studio", "cn-hongkong")


@pytest.mark.parametrize(
    "url, protocol",
    [
        ("https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions", "compatible-chat"),
        (f"{HOLE}/chat/completions", "compatible-chat"),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1/completions/", "compatible-completions"),
        ("https://dashscope.aliyuncs.com/api/v2/apps/protocols/compatible-mode/v1/responses", "responses"),
        ("https://dashscope.aliyuncs.com/apps/anthropic/v1/messages", "anthropic"),
        ("https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation?x=1", "native-text"),
        (f"{HOLE}/services/aigc/multimodal-generation/generation", "native-multimodal"),
    ],
)
def test_the_path_of_a_url_shows_its_protocol(rules: Rulebook, url: str, protocol: str) -> None:
    found = rules.protocol_of_url(url)
    assert found is not None
    assert found.id == protocol


@pytest.mark.parametrize("url", ["https://dashscope.aliyuncs.com/compatible-mode/v1", "https://dashscope.aliyuncs.com", ""])
def test_a_base_url_shows_no_protocol(rules: Rulebook, url: str) -> None:
    assert rules.protocol_of_url(url) is None


@pytest.mark.parametrize(
    "text, provider, prefix, bare",
    [
        ("dashscope/deepseek-v3.2", "model-studio", "dashscope/", "deepseek-v3.2"),
        ("dashscope/siliconflow/deepseek-v3.2", "model-studio", "dashscope/", "siliconflow/deepseek-v3.2"),
        ("alibaba:deepseek-r1", "model-studio", "alibaba:", "deepseek-r1"),
        ("openrouter/deepseek/deepseek-r1", "openrouter", "openrouter/", "deepseek/deepseek-r1"),
        ("deepseek/deepseek-v3.2", "deepseek", "deepseek/", "deepseek-v3.2"),
        ("azure/deepseek-r1", "azure", "azure/", "deepseek-r1"),
        ("ollama_chat/deepseek-r1", "ollama", "ollama_chat/", "deepseek-r1"),
    ],
)
def test_a_prefix_shows_its_provider(rules: Rulebook, text: str, provider: str, prefix: str, bare: str) -> None:
    found = rules.provider_of_prefix(text)
    assert found is not None
    assert (found[0].id, found[1], found[2]) == (provider, prefix, bare)


@pytest.mark.parametrize(
    "text", ["deepseek-v3.2", "siliconflow/deepseek-v3.2", "vanchin/deepseek-r1", "openai/deepseek-v3", "dashscope/", ""]
)
def test_a_name_shows_no_provider(rules: Rulebook, text: str) -> None:
    assert rules.provider_of_prefix(text) is None


def test_near_names_are_offered(rules: Rulebook) -> None:
    assert rules.nearest_models("qwen3.7plus")[0] == "qwen3.7-plus"
    assert rules.nearest_models("DeepSeek-V3.3")[0].startswith("deepseek-v3")
    assert rules.nearest_models("something else entirely") == []


def test_no_retired_model_is_offered_as_a_replacement(rules: Rulebook) -> None:
    offered = rules.nearest_models("deepseek-v3.3", usable_only=True)
    assert offered
    assert not rules.retired_ids() & set(offered)


def test_only_model_studio_is_hinted_at_by_dashscope_variables(rules: Rulebook) -> None:
    hinting = {provider.id for provider in rules.providers if "DASHSCOPE_*" in provider.environment}
    assert hinting == {"model-studio"}


def test_the_words_for_evidence_are_few(rules: Rulebook) -> None:
    assert {"dashscope", "maas.aliyuncs.com"} <= set(rules.evidence_words)
    assert len(rules.evidence_words) < 10


# -- Surfaces ----------------------------------------------------------------------------------------------------------


def operations() -> Iterator[tuple[Operation, Protocol]]:
    for surface in RULES.surfaces:
        for operation in surface.operations:
            if operation.protocol != BY_URL and not operation.takes_whole_body:
                yield operation, RULES.protocols[operation.protocol]


def operation(identifier: str) -> Operation:
    return next(each for each, _ in operations() if each.id == identifier)


def lands(row: Operation, written: str) -> str:
    """Where "keyword:a/b" ends up by the row's own places."""
    parts = written.removeprefix("keyword:").split("/")
    for end in range(len(parts) - 1, 0, -1):
        around = row.places.get(f"keyword:{'/'.join(parts[:end])}/*")
        if around is not None:
            landing = row.places.get(f"keyword:{'/'.join(parts[: end + 1])}", around)
            return "/".join([landing.replace("*", parts[end]), *parts[end + 1 :]])
    landing = row.places.get(f"keyword:{parts[0]}", row.places["keyword:?"])
    return "/".join([landing.replace("*", parts[0]), *parts[1:]])


WRITES = [
    pytest.param(
        row,
        row.write.get(parameter, row.write.get("?", "")).replace("?", parameter),
        f"body:{pointer}",
        id=f"{row.id}-{parameter}",
    )
    for row, protocol in operations()
    for parameter, pointer in protocol.own.items()
    if parameter in row.write or "?" in row.write
]
SETTINGS = [
    pytest.param(row, row.write["thinking"], f"body:{protocol.settings['thinking'].at}", id=f"{row.id}-thinking")
    for row, protocol in operations()
    if row.write
]


OLDER = [
    pytest.param(row, written, row.write[name], id=f"{row.id}-{name}")
    for row, _ in operations()
    for name, written in row.older.items()
]


@pytest.mark.parametrize("row, older, newer", OLDER)
def test_the_older_spelling_lands_where_the_newer_one_does(row: Operation, older: str, newer: str) -> None:
    assert lands(row, older) == lands(row, newer)


@pytest.mark.parametrize("row, written, landing", WRITES + SETTINGS)
def test_what_is_written_lands_where_the_protocol_reads_it(row: Operation, written: str, landing: str) -> None:
    assert lands(row, written) == landing


@pytest.mark.parametrize(
    "identifier, written, landing",
    [
        ("chat.create", "keyword:enable_thinking", "raises:TypeError"),
        ("chat.create", "keyword:extra_body/model", "body:/model"),
        ("chat.create", "keyword:extra_body/parameters/enable_thinking", "body:/parameters/enable_thinking"),
        ("chat.create", "keyword:reasoning_effort", "body:/reasoning_effort"),
        ("chat.create", "keyword:extra_query", "query"),
        ("chat.create", "keyword:extra_headers", "header"),
        ("chat.create", "keyword:timeout", "client"),
        ("chat.parse", "keyword:stream", "raises:TypeError"),
        ("completions.create", "keyword:prompt", "body:/prompt"),
        ("responses.create", "keyword:enable_thinking", "raises:TypeError"),
        ("responses.create", "keyword:reasoning_effort", "raises:TypeError"),
        ("ChatCompletion.create", "keyword:enable_thinking", "body:/enable_thinking"),
        ("ChatCompletion.create", "keyword:extra_body/enable_thinking", "body:/extra_body/enable_thinking"),
        ("ChatCompletion.create", "keyword:engine", "url"),
        ("Generation.call", "keyword:messages", "body:/input/messages"),
        ("Generation.call", "keyword:extra_body/enable_thinking", "body:/parameters/extra_body/enable_thinking"),
        ("Generation.call", "keyword:input", "raises:TypeError"),
        ("Generation.call", "keyword:base_address", "endpoint"),
        ("MultiModalConversation.call", "keyword:prompt", "body:/parameters/prompt"),
        ("Conversation.call", "keyword:auto_history", "client"),
        ("Completions.create", "keyword:enable_thinking", "dropped"),
        ("Completions.create", "keyword:extra_body/enable_thinking", "body:/enable_thinking"),
        ("Client.chat.create", "keyword:enable_thinking", "body:/parameters/enable_thinking"),
        ("Client.chat.create", "keyword:extra_body", "raises:TypeError"),
        ("Client.chat.create openai", "keyword:enable_thinking", "body:/enable_thinking"),
        ("Client.chat.create openai", "keyword:parameters/reasoning_effort", "body:/reasoning_effort"),
        ("Client.chat.create anthropic", "keyword:enable_thinking", "raises:BadRequestError"),
    ],
)
def test_where_an_argument_lands(identifier: str, written: str, landing: str) -> None:
    assert lands(operation(identifier), written) == landing


@pytest.mark.parametrize(
    "identifier, path",
    [
        ("chat.create", "chat.completions.create"),
        ("chat.create", "chat.completions.with_raw_response.create"),
        ("chat.create", "chat.with_raw_response.completions.create"),
        ("chat.create", "with_streaming_response.chat.completions.create"),
        ("chat.create", "beta.chat.completions.with_raw_response.create"),
        ("beta.chat.parse", "beta.chat.completions.parse"),
        ("responses.parse", "responses.with_streaming_response.parse"),
        ("Client.multimodal.chat.create", "multimodal.chat.create"),
    ],
)
def test_a_client_takes_a_call_by_its_path(identifier: str, path: str) -> None:
    assert path in operation(identifier).paths


@pytest.mark.parametrize(
    "identifier, symbol",
    [
        ("module chat.create", "openai.chat.completions.create"),
        ("module responses.create", "openai.responses.create"),
        ("ChatCompletion.create", "openai.ChatCompletion.acreate"),
        ("Generation.call", "dashscope.aigc.generation.Generation.call"),
        ("AioMultiModalConversation.call", "dashscope.AioMultiModalConversation.call"),
        ("Completions.create", "dashscope.aigc.chat_completion.Completions.create"),
        ("chat", "dashscope.chat"),
    ],
)
def test_a_function_is_known_by_its_name(identifier: str, symbol: str) -> None:
    assert symbol in operation(identifier).symbols


def test_a_path_belongs_to_one_row_for_each_kind_of_client() -> None:
    claims = [
        (surface.id, path, tuple(row.when.items()))
        for surface in RULES.surfaces
        for row in surface.operations
        for path in row.paths
    ]
    assert len(claims) == len(set(claims))


def test_a_symbol_belongs_to_one_row() -> None:
    symbols = [
        (symbol, row.given, tuple(row.when.items()), row.versions, row.each) for row, _ in operations() for symbol in row.symbols
    ]
    assert len(symbols) == len(set(symbols))


def test_the_client_of_dashscope_2_speaks_the_protocol_that_it_was_made_with() -> None:
    when = {row.protocol: row.when for row, _ in operations() if row.paths == ("chat.completions.create",) and row.when}
    assert when == {
        "native-text": {"keyword:protocol": "native"},
        "compatible-chat": {"keyword:protocol": "openai"},
        "anthropic": {"keyword:protocol": "anthropic"},
    }
    assert operation("Client.chat.create").when == {"keyword:protocol": None}


def test_what_an_sdk_adds_by_itself() -> None:
    assert operation("beta.chat.parse").adds == {"/stream": False}
    assert operation("responses.stream").adds == {"/stream": True}
    assert operation("Client.chat.create").adds_when_streaming == {"/parameters/incremental_output": True}


def test_sdk_versions_gate_rows_and_places() -> None:
    assert operation("chat.create").gates["keyword:reasoning_effort"] == ">=1.58"
    assert (operation("chat.parse").versions, operation("beta.chat.parse").versions) == (">=1.92", ">=1.40")
    assert (operation("responses.create").versions, operation("ChatCompletion.create").versions) == (">=1.66", "<1")
    assert operation("AioGeneration.call").versions == ">=1.20"


def test_every_row_says_where_it_comes_from() -> None:
    origins = [
        *(model.origin for model in RULES.models.values()),
        *(price.origin for model in RULES.models.values() for price in model.prices),
        *(provider.origin for provider in RULES.providers),
        *(host.origin for provider in RULES.providers for host in provider.hosts),
        *(protocol.origin for protocol in RULES.protocols.values()),
        *(client.origin for surface in RULES.surfaces for client in surface.clients),
        *(row.origin for row, _ in operations()),
    ]
    assert all(origin.source and origin.date and origin.status for origin in origins)


def test_a_rulebook_is_read_once_and_again_when_a_file_of_it_changed(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[models."corp-a"]\nlike = "qwen3.7-plus"\n', encoding="utf-8")
    first = load(extra=[str(own)])
    assert load(extra=[str(own)]) is first
    own.write_text('[models."corp-bb"]\nlike = "qwen3.7-plus"\n', encoding="utf-8")
    assert "corp-bb" in load(extra=[str(own)]).models
