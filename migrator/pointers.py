"""What in a project's code and settings points to Model Studio."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from migrator.evidence import Pointer
from migrator.project import Project
from migrator.rulebook import Rulebook
from migrator.values import Imported, Site

HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}")
SILENT = frozenset({"docstring", "comment"})


def pointers_of(project: Project) -> tuple[Pointer, ...]:
    """Hosts, imports and variables that show a provider, in the order of the files."""
    found: dict[Site, Pointer] = {}
    sdks = own_sdks(project.rulebook)
    for path in sorted(project.program.facts):
        facts = project.program.facts[path]
        for mention in facts.mentions:
            if mention.kind not in SILENT:
                for pointer in _in_text(mention.text, mention.site, project.rulebook):
                    found.setdefault(pointer.site, pointer)
        for bindings in facts.bindings.values():
            for binding in bindings:
                value = binding.value
                if isinstance(value, Imported) and not value.level:
                    provider = sdks.get(value.module.split(".")[0])
                    if provider is not None:
                        found.setdefault(value.site, Pointer(provider, value.site, f"the project imports {value.module}"))
    for name in sorted(project.program.variables):
        for setting in project.program.variables[name]:
            for pointer in (*_in_text(setting.value, setting.site, project.rulebook), *_in_text(name, setting.site, project.rulebook)):
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
            if found is not None and found[0].kind == "model-studio":
                result[surface.sdk] = found[0].id
    return result


def _in_text(text: str, site: Site, rulebook: Rulebook) -> Iterator[Pointer]:
    for host in HOST.findall(text):
        found = rulebook.provider_of_host(host)
        if found is not None and found[0].kind == "model-studio":
            yield Pointer(found[0].id, site, f"the project names {host}")
    for provider in rulebook.providers:
        if any(fnmatchcase(text, pattern) for pattern in provider.environment) and provider.kind == "model-studio":
            yield Pointer(provider.id, site, f"the project reads {text}")
