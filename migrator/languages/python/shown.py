"""Functions that Gradio calls with what people choose: `gr.ChatInterface(f, additional_inputs=[…])`, `b.click(f, inputs=[…])`."""

from __future__ import annotations

from collections.abc import Callable as Function
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrator.facts import Argument, Call
from migrator.languages.python.handing import Handed
from migrator.values import Choice, Literal, Member, Opaque, Reference, Result, Value
from migrator.values import Sequence as Listed

CHAT = "ChatInterface"
BEFORE = 2
"""What a chat gives its function before all else: the message and what was said before."""
INTERFACES = frozenset({"Interface", CHAT})
EVENTS = frozenset({"click", "submit", "change", "select", "input", "release", "then", "success", "load"})
SHOWN = frozenset({"Dropdown", "Radio"})
"""Parts of a window that offer something to choose from."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is known where a function is handed to a window."""

    said_by: Function[[Value], Value]
    calls: Sequence[Call | None]

    def handed(self, callee: Value, arguments: Sequence[Argument]) -> Handed | None:
        """What is called with what people choose from; None where nobody chooses from anything."""
        name = callee.name if isinstance(callee, (Reference, Member)) else ""
        if name not in INTERFACES and not (name in EVENTS and isinstance(callee, Member)):
            return None
        named = {each.name: each for each in arguments if each.name is not None}
        given = [each for each in arguments if each.kind == "positional"]
        function = named.get("fn") or next(iter(given), None)
        inputs = named.get("additional_inputs" if name == CHAT else "inputs") or (given[1] if len(given) > 1 else None)
        if function is None or inputs is None or not isinstance(function.value, (Reference, Member)):
            return None
        listed = self.said_by(inputs.value)
        shown = listed.items if isinstance(listed, Listed) else (listed,)
        values = [self.chosen(each) for each in shown]
        if not any(isinstance(each, Choice) for each in values):
            return None
        unseen = [Opaque("", function.value_site)] * (BEFORE if name == CHAT else 0)
        filled = (Argument("positional", None, each, each.site, None, each.site) for each in (*unseen, *values))
        return Handed(function.value, tuple(filled))

    def chosen(self, shown: Value) -> Value:
        """What a part of the window gives: one of what it offers."""
        made = self.said_by(shown)
        call = self.calls[made.call] if isinstance(made, Result) else None
        name = call.callee.name if call is not None and isinstance(call.callee, (Reference, Member)) else ""
        if call is None or name not in SHOWN:
            return Opaque("", shown.site)
        named = {each.name: each.value for each in call.arguments if each.name is not None}
        first = next((each.value for each in call.arguments if each.kind == "positional"), None)
        options = list(self._options(named.get("choices", first)))
        if "value" in named:
            options.append(named["value"])
        custom = named.get("allow_custom_value")
        if custom is not None and not (isinstance(custom, Literal) and custom.value is False):
            options.append(Opaque("", shown.site))
        return Choice("conditional", tuple(options), shown.site) if options else Opaque("", shown.site)

    def _options(self, offered: Value | None) -> Iterator[Value]:
        listed = self.said_by(offered) if offered is not None else None
        for each in listed.items if isinstance(listed, Listed) else ():
            # Some have a label before what they stand for.
            yield each.items[1] if isinstance(each, Listed) and len(each.items) == 2 else each
