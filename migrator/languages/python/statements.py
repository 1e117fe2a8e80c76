"""Walks Python statements: scopes, bindings and branches around the expressions."""

from __future__ import annotations

from collections.abc import Callable as Function_
from collections.abc import Sequence as Sequence_
from sys import intern

import libcst as cst

from migrator.facts import ANY_NAME, Argument, AttributeBinding, Call, Class, Mutation, Use
from migrator.languages.python import attributes
from migrator.languages.python.builder import Handlers, OpenFunction
from migrator.languages.python.endings import falls_through
from migrator.languages.python.expressions import RAISING_GUARDS, Expressions, text_of
from migrator.values import (
    Callable,
    Element,
    Entry,
    Imported,
    Item,
    Join,
    Member,
    Opaque,
    Record,
    Reference,
    Result,
    Sequence,
    Site,
    Value,
)

ENTERED = "entered"
"""Marks what `with` binds: what entering the value gives."""
KEYWORD_BASES = frozenset({"BaseModel", "BaseSettings", "SQLModel", "TypedDict"})
"""Classes whose heirs take their fields by name only."""


class Statements(Expressions):
    """The statement half of the walk."""

    def body(self, statements: Sequence_[cst.CSTNode]) -> None:
        """Read statements in order."""
        for statement in statements:
            if isinstance(statement, cst.SimpleStatementLine):
                for small in statement.body:
                    self.statement(small)
            else:
                self.statement(statement)

    def statement(self, node: cst.CSTNode) -> None:
        handler = _HANDLERS[type(node)]
        if handler is not None:
            handler(self, node)

    def suite(self, suite: cst.BaseSuite) -> None:
        if self.block and suite.body:
            start, end = self.site(suite.body[0]).start, self.site(suite.body[-1]).end
            known = self.arm_sites.get(self.block[-1])
            if known is not None:
                start, end = min(start, known.start), max(end, known.end)
            self.arm_sites[self.block[-1]] = Site(self.path, start, end)
        self.body(suite.body)

    def expression(self, node: cst.Expr) -> None:
        if isinstance(node.value, (cst.SimpleString, cst.ConcatenatedString)):
            text = text_of(node.value)
            if isinstance(text, str):
                self.mention("docstring", text, self.site(node.value))
            return
        self.lower(node.value)

    def assign(self, node: cst.Assign) -> None:
        value = self.lower(node.value)
        taken_apart = all(isinstance(each.target, (cst.Tuple, cst.List)) for each in node.targets)
        if taken_apart and self.uses and self.uses[-1].value is value:
            # `a, b = x, y` makes no collection.
            self.uses.pop()
        for target in node.targets:
            self.bind_target(target.target, value)

    def annotated(self, node: cst.AnnAssign) -> None:
        self.lower(node.annotation.annotation)
        if self.scopes[self.scope].kind == "class" and isinstance(node.target, cst.Name):
            self.fields.setdefault(self.scope, []).append(node.target.value)
        if node.value is not None:
            self.bind_target(node.target, self.lower(node.value))

    def augmented(self, node: cst.AugAssign) -> None:
        value = self.lower(node.value)
        site = self.site(node)
        if isinstance(node.operator, cst.BitOrAssign):
            target = self.lower(node.target)
            record = Record((Entry(None, value, value.site),), value.site)
            order = self.next_order()
            self.mutations.append(Mutation("update", target, (), record, self.scope, order, self.block, site))
            thing = attributes.owner(target, self.calls)
            if thing is not None:
                self.attributes.append(AttributeBinding(thing, ANY_NAME, value, self.scope, order, self.block, site))
            return
        before = self.lower(node.target)
        if isinstance(node.operator, cst.AddAssign):
            self.bind_target(node.target, Join((before, value), site))
        else:
            self.bind_target(node.target, Opaque("operation", site, (before, value)))

    def delete(self, node: cst.Del) -> None:
        targets = [element.value for element in node.target.elements] if isinstance(node.target, cst.Tuple) else [node.target]
        for target in targets:
            if isinstance(target, cst.Subscript) and len(target.slice) == 1 and isinstance(target.slice[0].slice, cst.Index):
                key = self.lower(target.slice[0].slice.value)
                self.mutations.append(
                    Mutation(
                        "delete",
                        self.lower(target.value),
                        (key,),
                        None,
                        self.scope,
                        self.next_order(),
                        self.block,
                        self.site(node),
                        key.site,
                    )
                )

    def returned(self, node: cst.Return) -> None:
        value = self.lower(node.value) if node.value is not None else None
        if self.function is not None and value is not None:
            self.function.returns.append(value)
        elif self.function is not None:
            self.function.may_give_nothing = True

    def raised(self, node: cst.Raise) -> None:
        if node.exc is not None:
            self.lower(node.exc)

    def asserted(self, node: cst.Assert) -> None:
        self.asserts = True
        self.lower(node.test)
        self.asserts = False
        if node.msg is not None:
            self.lower(node.msg)

    def imported(self, node: cst.Import) -> None:
        for alias in node.names:
            dotted = _dotted(alias.name)
            site = self.site(alias.name)
            if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
                self.bind(alias.asname.name.value, Imported(dotted, None, 0, site), site)
            else:
                top = dotted.split(".")[0]
                self.bind(top, Imported(top, None, 0, site), site)

    def imported_from(self, node: cst.ImportFrom) -> None:
        module = _dotted(node.module) if node.module is not None else ""
        level = len(node.relative)
        if isinstance(node.names, cst.ImportStar):
            self.star_imports.append(Imported(module, None, level, self.site(node)))
            return
        for alias in node.names:
            name = _dotted(alias.name)
            site = self.site(alias.name)
            local = alias.asname.name if alias.asname is not None else alias.name
            self.bind(cst.ensure_type(local, cst.Name).value, Imported(module, name, level, site), site)

    def global_names(self, node: cst.Global) -> None:
        for item in node.names:
            self.declared[(self.scope, item.name.value)] = 0

    def nonlocal_names(self, node: cst.Nonlocal) -> None:
        for item in node.names:
            parent = self.scopes[self.scope].parent
            while parent is not None and (parent, item.name.value) not in self.bindings:
                parent = self.scopes[parent].parent
            if parent is not None:
                self.declared[(self.scope, item.name.value)] = parent

    def branch(self, node: cst.If) -> None:
        statement = self.next_statement()
        self.exclusive.add(statement)
        arm = 0
        current: cst.If | cst.Else | None = node
        while isinstance(current, cst.If):
            self.lower(current.test)
            asked = self.presence(current.test)
            if asked is not None:
                self.tests[statement, arm] = asked
            with self.in_arm(statement, arm):
                self.suite(current.body)
            arm += 1
            current = current.orelse
        if isinstance(current, cst.Else):
            with self.in_arm(statement, arm):
                self.suite(current.body)
            self.arms[statement] = arm + 1

    def loop(self, node: cst.For) -> None:
        source = self.lower(node.iter)
        statement = self.next_statement()
        self.loops.add(statement)
        with self.in_arm(statement, 0):
            self.bind_target(node.target, Element(source, None, source.site))
            self.suite(node.body)
        self.after_loop(node)

    def while_loop(self, node: cst.While) -> None:
        self.lower(node.test)
        statement = self.next_statement()
        self.loops.add(statement)
        with self.in_arm(statement, 0):
            self.suite(node.body)
        self.after_loop(node)

    def after_loop(self, node: cst.For | cst.While) -> None:
        if node.orelse is not None:
            # A `break` passes it over.
            with self.in_arm(self.next_statement(), 0):
                self.suite(node.orelse.body)

    def attempt(self, node: cst.Try | cst.TryStar) -> None:
        statement = self.next_statement()
        saved = self.expects_failure
        handlers: list[cst.ExceptHandler | cst.ExceptStarHandler] = list(node.handlers)
        if any(_catches_type_error(handler.type) for handler in handlers):
            self.expects_failure = saved or "wrong-argument"
        with self.in_arm(statement, 0):
            self.suite(node.body)
        self.expects_failure = saved
        for number, handler in enumerate(handlers, 1):
            if handler.type is not None:
                self.lower(handler.type)
            with self.in_arm(statement, number):
                if handler.name is not None and isinstance(handler.name.name, cst.Name):
                    site = self.site(handler.name.name)
                    self.bind(handler.name.name.value, Opaque("exception", site), site)
                self.suite(handler.body)
        if node.orelse is not None:
            with self.in_arm(statement, 0):
                self.suite(node.orelse.body)
        if node.finalbody is not None:
            self.suite(node.finalbody.body)

    def context(self, node: cst.With) -> None:
        saved = self.expects_failure
        for item in node.items:
            value = self.lower(item.item)
            if _is_raising_guard(item.item):
                self.expects_failure = "any"
            if item.asname is not None:
                self.bind_target(item.asname.name, Opaque(ENTERED, value.site, (value,)))
        self.suite(node.body)
        self.expects_failure = saved

    def match(self, node: cst.Match) -> None:
        subject = self.lower(node.subject)
        self.uses.append(Use("match", subject, subject.site))
        statement = self.next_statement()
        self.exclusive.add(statement)
        for number, case in enumerate(node.cases):
            with self.in_arm(statement, number):
                self.pattern(case.pattern, subject)
                if case.guard is not None:
                    self.lower(case.guard)
                self.suite(case.body)

    def pattern(self, pattern: cst.MatchPattern, subject: Value) -> None:
        if isinstance(pattern, cst.MatchValue):
            self.compared(pattern.value, subject.site, "match")
        elif isinstance(pattern, cst.MatchOr):
            for element in pattern.patterns:
                self.pattern(element.pattern, subject)
        elif isinstance(pattern, cst.MatchAs):
            if pattern.pattern is not None:
                self.pattern(pattern.pattern, subject)
            if pattern.name is not None:
                self.bind(pattern.name.value, subject, self.site(pattern.name))
        elif isinstance(pattern, (cst.MatchList, cst.MatchTuple)):
            for item in pattern.patterns:
                if isinstance(item, cst.MatchSequenceElement):
                    self.pattern(item.value, Opaque("", subject.site))
        elif isinstance(pattern, cst.MatchMapping):
            for entry in pattern.elements:
                self.pattern(entry.pattern, Opaque("", subject.site))
        elif isinstance(pattern, cst.MatchClass):
            for positional in pattern.patterns:
                self.pattern(positional.value, Opaque("", subject.site))
            for keyword in pattern.kwds:
                self.pattern(keyword.pattern, Opaque("", subject.site))

    def function_definition(self, node: cst.FunctionDef) -> None:
        decorators = tuple(self.lower(decorator.decorator) for decorator in node.decorators)
        parameters = self.function_parameters(node.params)
        if node.returns is not None:
            self.lower(node.returns.annotation)
        number = len(self.functions)
        self.functions.append(None)
        site = self.site(node)
        owner = self.owner if self.scopes[self.scope].kind == "class" else None
        self.bind(node.name.value, Callable("function", number, site), self.site(node.name))
        scope = self.new_scope("function", number, node.name.value)
        opened = OpenFunction(number, node.name.value, scope, self.scope, owner, parameters, decorators, site)
        saved = self.function, self.owner
        self.function, self.owner = opened, None
        with self.inside(scope):
            self.bind_parameters(number, parameters)
            self.suite(node.body)
        self.function, self.owner = saved
        opened.may_give_nothing = opened.may_give_nothing or (bool(opened.returns) and falls_through(node.body))
        self.functions[number] = opened.close()
        if opened.yields and not decorators:
            self.note_collection(Sequence("list", tuple(opened.yields), site))

    def class_definition(self, node: cst.ClassDef) -> None:
        decorators = tuple(self.lower(decorator.decorator) for decorator in node.decorators)
        bases = tuple(_unparametrised(self.lower(base.value)) for base in node.bases)
        for keyword in node.keywords:
            self.lower(keyword.value)
        number = len(self.classes)
        self.classes.append(None)
        site = self.site(node)
        self.bind(node.name.value, Callable("class", number, site), self.site(node.name))
        scope = self.new_scope("class", number, node.name.value)
        first_function = len(self.functions)
        defined_in = self.scope
        saved = self.owner, self.function
        self.owner = number
        is_enum = any(isinstance(base, (Reference, Member)) and base.name.endswith("Enum") for base in bases)
        before = len(self.mentions)
        with self.inside(scope):
            self.suite(node.body)
        self.owner, self.function = saved
        if is_enum:
            self.relabel(before, "enum")
            for (where, _), found in self.bindings.items():
                if where == scope:
                    self.uses.extend(Use("enum", each.value, each.site) for each in found if not isinstance(each.value, Callable))
        methods = tuple(
            function.number for function in self.functions[first_function:] if function is not None and function.owner == number
        )
        fields = tuple(self.fields.get(scope, ()))
        by_name = any(isinstance(base, (Reference, Member)) and base.name in KEYWORD_BASES for base in bases)
        self.classes[number] = Class(
            number, node.name.value, scope, defined_in, bases, decorators, methods, site, fields, by_name
        )
        behind = Site(site.path, site.end, site.end)
        for decorator in reversed(decorators):
            if self.is_defined_here(decorator):
                self.decorate(decorator, Reference(intern(node.name.value), self.scope, behind))

    def is_defined_here(self, decorator: Value) -> bool:
        """Whether a decorator, or what makes it, is a function of this file, which may change the class."""
        call = self.calls[decorator.call] if isinstance(decorator, Result) else None
        callee = call.callee if call is not None else decorator
        found = self.bindings.get((0, callee.name), ()) if isinstance(callee, Reference) else ()
        return any(isinstance(each.value, Callable) for each in found)

    def decorate(self, decorator: Value, decorated: Value) -> None:
        """A decorator is called with what it stands above, once that is made."""
        site = decorator.site
        given = Argument("positional", None, decorated, site, None, decorated.site)
        self.calls.append(Call(len(self.calls), decorator, (given,), self.scope, self.next_order(), self.block, site))


def _unparametrised(base: Value) -> Value:
    """A base class without its type parameters: `Base` of `Base[str]`."""
    if isinstance(base, Opaque) and not base.text and base.operands:
        return base.operands[0]
    return base.base if isinstance(base, Item) else base


def _dotted(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


def _catches_type_error(node: cst.BaseExpression | None) -> bool:
    if isinstance(node, cst.Tuple):
        return any(_catches_type_error(element.value) for element in node.elements)
    return isinstance(node, cst.Name) and node.value == "TypeError"


def _is_raising_guard(node: cst.BaseExpression) -> bool:
    if not isinstance(node, cst.Call):
        return False
    function = node.func
    name = function.attr.value if isinstance(function, cst.Attribute) else getattr(function, "value", "")
    return name in RAISING_GUARDS


_HANDLERS: Handlers[Function_[..., None]] = Handlers(
    {
        cst.Expr: Statements.expression,
        cst.Assign: Statements.assign,
        cst.AnnAssign: Statements.annotated,
        cst.AugAssign: Statements.augmented,
        cst.Del: Statements.delete,
        cst.Return: Statements.returned,
        cst.Raise: Statements.raised,
        cst.Assert: Statements.asserted,
        cst.Import: Statements.imported,
        cst.ImportFrom: Statements.imported_from,
        cst.Global: Statements.global_names,
        cst.Nonlocal: Statements.nonlocal_names,
        cst.If: Statements.branch,
        cst.For: Statements.loop,
        cst.While: Statements.while_loop,
        cst.Try: Statements.attempt,
        cst.TryStar: Statements.attempt,
        cst.With: Statements.context,
        cst.Match: Statements.match,
        cst.FunctionDef: Statements.function_definition,
        cst.ClassDef: Statements.class_definition,
    }
)
