"""What must hold of every program once it runs: what it sends before and after is what was predicted, and what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.findings import Finding, Json
from tests.programs.meaning import FREE, RETIRED, Meaning, Program
from tests.programs.promise import Treated, treat
from tests.programs.sdk import Bench, Ran
from tests.wire.matching import differences
from tests.wire.model_studio import body_of, objections, parameters_of, switch_of, thinks
from tests.wire.recorder import Recorded

REFUSED = ("TypeError", "ValidationError", "ValueError")
"""How an SDK says that it does not take an argument."""
FORM = frozenset({"result_format", "incremental_output", "stream"})
"""What a fix may set as well, to have the same reply."""
SWITCHES = frozenset({"enable_thinking", "reasoning", "model"})


def wrong(program: Program, bench: Bench) -> Iterator[str]:
    """What does not hold, in words."""
    assert program.environment is not None
    before = bench.run(program.environment, program.data)
    if before.error and not before.error.startswith(REFUSED):
        yield f"the generator: {before.error}"
        return
    # Some frameworks only log what the SDK under them raised.
    refused = len(program.meanings) - len(before.requests) if program.environment == "agno-3" else 0
    if refused > 0:
        before = Ran("TypeError: logged", ())
    if not before.error:
        yield from _meant(program.meanings, before)
        yield from _predicted_before(treat(program.data).report.findings, before)
    for unsafe in (False, True):
        done = treat(program.data, fix=True, unsafe=unsafe)
        if done.new != program.data:
            way = "--fix --unsafe-fixes" if unsafe else "--fix"
            for problem in _after(program.meanings, before, bench.run(program.environment, done.new), done):
                yield f"{way}: {problem}\n{done.new.decode()}"


def _meant(meanings: Sequence[Meaning], before: Ran) -> Iterator[str]:
    """Whether the generator knows what it writes."""
    told = [(each.marker, each.model) for each in meanings]
    sent = [(marker_of(each.body), body_of(each).get("model")) for each in before.requests]
    if told != sent:
        yield f"the generator: meant {told}, sent {sent}"


def _predicted_before(findings: Sequence[Finding], before: Ran) -> Iterator[str]:
    predicted = [(each, each.request.before) for each in findings if each.request is not None]
    for finding, request in predicted:
        where = f"{finding.rule} at line {finding.place.line}"
        if request is None:
            yield f"{where}: predicted to raise, and did not"
        elif _missing(request.path, request.body, before.requests):
            yield f"{where}: predicted before {request.body}, sent {[each.body for each in before.requests]}"
    if any(each.rule.startswith("DSM10") and each.request is None for each in findings):
        return
    for each in before.requests:
        retired = body_of(each).get("model") in RETIRED and each.host.endswith("aliyuncs.com")
        if retired and not any(request is not None and _same(request.path, request.body, each) for _, request in predicted):
            yield f"a request to a retired model that nothing tells of: {each.body}"


def _after(meanings: Sequence[Meaning], before: Ran, after: Ran, done: Treated) -> Iterator[str]:
    applied = [each for each in done.report.findings if each.fix is not None and each.fix.applied]
    left = [each for each in done.report.findings if each not in applied]
    if not after.error and len(after.requests) < len(meanings) and before.error.endswith("logged"):
        after = Ran(before.error, ())
    if after.error and not before.error:
        yield f"it fails afterwards: {after.error}"
    if after.error and not any(each.effect == "raises" or each.rule in ("DSM202", "DSM203") for each in left):
        yield f"it still fails, and nothing says so: {after.error}"
    if after.error:
        return
    for finding in applied:
        promised = finding.request.after if finding.request is not None else None
        if promised is not None and _missing(promised.path, promised.body, after.requests):
            sent = [each.body for each in after.requests]
            yield f"{finding.rule} at line {finding.place.line}: promised {promised.body}, sent {sent}"
    if len(after.requests) != len(meanings):
        yield f"{len(after.requests)} requests in place of {len(meanings)}"
        return
    old = before.requests if not before.error else (None,) * len(meanings)
    for meaning, then, now in zip(meanings, old, after.requests, strict=True):
        for problem in _kept(meaning, then, now):
            yield f"{meaning.marker} ({meaning.model}, {meaning.said!r}): {problem}; sent {now.path} {now.body}"


def _kept(meaning: Meaning, then: Recorded | None, now: Recorded) -> Iterator[str]:
    """What one request may differ in: the model and the switch, where the model was retired."""
    model = body_of(now).get("model")
    renamed = model != meaning.model
    if renamed and not (meaning.ours and meaning.model in RETIRED):
        yield f"renamed to {model}"
    if renamed:
        yield from _objections(meaning, now)
        if meaning.thinks != FREE and thinks(now) != meaning.thinks:
            yield f"was meant {'' if meaning.thinks else 'not '}to think"
    elif meaning.model in RETIRED and meaning.ours and then is not None and switch_of(now) != switch_of(then):
        if meaning.said != switch_of(now):
            yield f"the switch was {switch_of(then)} and is {switch_of(now)}"
    elif then is not None and switch_of(now) != switch_of(then) and switch_of(now) not in (meaning.said, meaning.said == "true"):
        yield f"the switch was {switch_of(then)} and is {switch_of(now)}"
    rest = _rest(now)
    for name, value in meaning.rest.items():
        plain = _plain(value)
        if name in rest and rest[name] != plain:
            yield f"{name} is {rest[name]!r}"
        if name not in rest and (renamed or (then is not None and name in _rest(then))):
            yield f"{name} is not sent"
    if then is not None and renamed:
        known = _rest(then)
        for name in rest.keys() - known.keys() - meaning.rest.keys() - FORM:
            yield f"{name} is sent as well"
        for name in known.keys() & rest.keys() - meaning.rest.keys() - FORM:
            if known[name] != rest[name] and rest[name] != {}:
                yield f"{name} was {known[name]!r} and is {rest[name]!r}"


def _objections(meaning: Meaning, now: Recorded) -> Iterator[str]:
    """What Model Studio would say, but of what is left of a mapping whose keys have moved, and of a switch kept as it was."""
    for each in objections(now):
        name = each.rpartition("/")[2]
        left = body_of(now).get(name, parameters_of(now).get(name))
        kept = switch_of(now) == meaning.said and not isinstance(meaning.said, bool)
        if left != {} and not kept and meaning.thinks != FREE:
            yield each


def _rest(request: Recorded) -> dict[str, Json]:
    """What a request says beside the model and the switch, each where it is read."""
    given = body_of(request).get("input")
    messages: dict[str, Json] = dict(given) if isinstance(given, dict) else {}
    said = {**body_of(request), **messages} if not messages else {**messages, **parameters_of(request)}
    return {name: _plain(value) for name, value in said.items() if name not in SWITCHES}


def _plain(value: Json) -> Json:
    """Messages in one form, whatever the interface."""
    match value:
        case [{"text": str(text)}]:
            return text
        case list():
            return [_plain(each) for each in value]
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case _:
            return value


def marker_of(body: Json) -> str:
    """The prompt in a body; nothing where it is not known."""
    found: list[str] = []

    def look(value: Json) -> None:
        match value:
            case str() if value.startswith("Hi "):
                found.append(value)
            case list():
                for each in value:
                    look(each)
            case dict():
                for each in value.values():
                    look(each)

    look(body)
    return found[-1] if found else ""


def _missing(path: str, body: Json, requests: Sequence[Recorded]) -> bool:
    """Whether the call of a prediction asks its model, and never in the predicted way: one call may stand for several."""
    marker, model = marker_of(body), body.get("model") if isinstance(body, dict) else None
    asking = [
        each
        for each in requests
        if each.path.endswith(path) and body_of(each).get("model") == model and marker in ("", marker_of(each.body))
    ]
    return bool(asking) and not any(_same(path, body, each) for each in asking)


def _same(path: str, body: Json, request: Recorded) -> bool:
    # Of other hosts nobody knows what their paths begin with.
    ours = request.host.endswith("aliyuncs.com")
    there = request.path == path if ours else path.endswith(request.path)
    # What is left of a mapping whose keys have all moved may be told or not: nothing reads it.
    return there and not [each for each in differences(body, request.body) if not each.endswith("sent {}, not predicted")]
