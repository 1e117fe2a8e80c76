"""What in a project's code and settings points to Model Studio."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from migrator.evidence import Pointer
from migrator.facts import FileFacts
from migrator.project import Project
from migrator.rulebook import COVERED, Rulebook
from migrator.values import Imported, Site

HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}")
SILENT = frozenset({"docstring", "comment"})


class Pointers:
    """A project's pointers, looked for when the first call asks, and no longer than until one is found."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._found: tuple[Pointer, ...] | None = None

    def __call__(self, path: str) -> tuple[Pointer, ...]:
        """What points to Model Studio, seen from a document."""
        outer = self._project.outer.get(path)
        if outer is not None and outer.quoted:
            near = self._beside(outer.path)
            if near:
                return near
        if self._found is None:
            self._found = self._look()
        return self._found

    def _beside(self, document: str) -> tuple[Pointer, ...]:
        """The other examples in the same text, which point for each other and for nothing else."""
        project = self._project
        for path in sorted(each for each, outer in project.outer.items() if outer.path == document):
            facts = project.program.facts.get(path)
            found = _in_facts(facts, project.rulebook) if facts is not None else ()
            if found:
                return found
        return ()

    def _places(self, known: list[str]) -> Iterator[str]:
        """The files that may tell: those that were read, and only then those that have to be looked for."""
        yield from known
        yield from (each for each in self._project.look_for_evidence() if each not in known)

    def _look(self) -> tuple[Pointer, ...]:
        project = self._project
        quoted = {path for path, outer in project.outer.items() if outer.quoted}
        known = sorted(set(project.program.facts) - quoted)
        for path in self._places(known):
            facts = project.program.of(path)
            found = _in_facts(facts, project.rulebook) if facts is not None else ()
            if found:
                return found
        return _in_variables(project)


def _in_facts(facts: FileFacts, rulebook: Rulebook) -> tuple[Pointer, ...]:
    found: dict[Site, Pointer] = {}
    sdks = own_sdks(rulebook)
    for mention in facts.mentions:
        if mention.kind not in SILENT:
            for pointer in _in_text(mention.text, mention.site, rulebook):
                found.setdefault(pointer.site, pointer)
    for bindings in facts.bindings.values():
        for binding in bindings:
            value = binding.value
            if isinstance(value, Imported) and not value.level:
                provider = next((each for name, each in sdks.items() if f"{value.module}.".startswith(f"{name}.")), None)
                if provider is not None:
                    found.setdefault(value.site, Pointer(provider, value.site, f"the project imports {value.module}"))
    return tuple(found.values())


def _in_variables(project: Project) -> tuple[Pointer, ...]:
    found: dict[Site, Pointer] = {}
    for name in sorted(project.program.variables):
        for setting in project.program.variables[name]:
            texts = (setting.value, name)
            for pointer in (each for text in texts for each in _in_text(text, setting.site, project.rulebook)):
                found.setdefault(pointer.site, pointer)
    return tuple(found.values())


def own_sdks(rulebook: Rulebook) -> dict[str, str]:
    """SDK packages that go to one provider by themselves."""
    result: dict[str, str] = {}
    for surface in rulebook.surfaces:
        hosts = [operation.default_host for operation in surface.operations if operation.default_host]
        hosts.extend(client.default_host for client in surface.clients if client.default_host)
        for host in hosts[:1]:
            found = rulebook.provider_of_host(host)
            if found is not None and found[0].kind == COVERED:
                result[surface.sdk] = found[0].id
    return result


def _in_text(text: str, site: Site, rulebook: Rulebook) -> Iterator[Pointer]:
    for host in HOST.findall(text):
        found = rulebook.provider_of_host(host)
        if found is not None and found[0].kind == COVERED:
            yield Pointer(found[0].id, site, f"the project names {host}")
    for provider in rulebook.providers:
        if any(fnmatchcase(text, pattern) for pattern in provider.environment) and provider.kind == COVERED:
            yield Pointer(provider.id, site, f"the project reads {text}")
