"""Asks pip-audit about an environment where its databases cannot be reached: `python -m tests.tools.advisories FOLDER PACKAGES`.

FOLDER is a checkout of the Python Packaging Advisory Database, or any other folder of OSV files; PACKAGES is the site-packages
folder that is looked at. The files are served on the loopback as OSV would. What pip-audit says then is as old as they are.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import TypedDict, cast

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

FIRST = "0"
"""How OSV says "from the beginning"."""


class Package(TypedDict):
    """What an advisory is about."""

    name: str
    ecosystem: str


class Range(TypedDict):
    """Versions by events, each of which begins or ends a stretch."""

    type: str
    events: list[dict[str, str]]


class Affected(TypedDict, total=False):
    """Which versions of a package are affected."""

    package: Package
    versions: list[str]
    ranges: list[Range]


class Advisory(TypedDict, total=False):
    """An OSV advisory, as far as it is looked at here."""

    id: str
    affected: list[Affected]


@dataclass(frozen=True)
class Shelf:
    """The advisories, by the name of the package that they are about."""

    by_name: dict[str, list[Advisory]]
    asked: list[str] = field(default_factory=list)

    def about(self, name: str, version: str) -> list[Advisory]:
        """The advisories that hold for a version of a package."""
        self.asked.append(name)
        name = canonicalize_name(name)
        return [each for each in self.by_name.get(name, ()) if any(holds(one, name, version) for one in each["affected"])]


def shelf(folder: Path) -> Shelf:
    """The advisories of a folder. Raises ValueError where there are none."""
    found: dict[str, list[Advisory]] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".yaml", ".json") or not path.is_file():
            continue
        # A day without quotes would come as an object that JSON has no word for.
        read = yaml.load(path.read_bytes(), yaml.BaseLoader)
        if isinstance(read, dict) and "id" in read:
            for name in {canonicalize_name(each["package"]["name"]) for each in read.get("affected", ())}:
                found.setdefault(name, []).append(cast(Advisory, read))
    if not found:
        raise ValueError(f"{folder} holds no advisories")
    return Shelf(found)


def holds(affected: Affected, name: str, version: str) -> bool:
    """Whether a version is one of those affected: by name, or between two events."""
    package = affected["package"]
    if package["ecosystem"] != "PyPI" or canonicalize_name(package["name"]) != name:
        return False
    return version in affected.get("versions", ()) or any(_within(each, version) for each in affected.get("ranges", ()))


def _within(range_: Range, version: str) -> bool:
    if range_["type"] != "ECOSYSTEM":
        return False
    events = [(kind, at) for each in range_["events"] for kind, at in each.items()]
    for (kind, start), (ends, end) in pairwise([*events, ("", "")]):
        if kind == "introduced" and _since(start, version) and not _over(ends, end, version):
            return True
    return False


def _since(start: str, version: str) -> bool:
    return start == FIRST or _version(start) <= _version(version)


def _over(kind: str, end: str, version: str) -> bool:
    if kind == "fixed":
        return _version(version) >= _version(end)
    return kind == "last_affected" and _version(version) > _version(end)


def _version(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion:
        return Version(FIRST)


@contextmanager
def serving(kept: Shelf) -> Iterator[str]:
    """The address of a server on the loopback that answers OSV's one question from these advisories."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found = kept.about(asked["package"]["name"], asked["version"])
            body = json.dumps({"vulns": found} if found else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Says nothing: pip-audit reports."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v1/query"
        finally:
            server.shutdown()
            thread.join()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs pip-audit; its exit status, or 2 where it asked nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--pip-audit", default="pip-audit", help="the command")
    given = parser.parse_args(arguments)
    kept = shelf(given.folder)
    with serving(kept) as url, tempfile.TemporaryDirectory() as cache:
        options = ["--strict", "--progress-spinner", "off", "--skip-editable", "--cache-dir", cache]
        where = ["--vulnerability-service", "osv", "--osv-url", url, "--path", str(given.packages)]
        done = subprocess.run([given.pip_audit, *options, *where], check=False)
    print(f"{len(kept.by_name)} packages have advisories; asked about {len(kept.asked)}: {', '.join(sorted(kept.asked))}")
    return done.returncode if kept.asked else 2


if __name__ == "__main__":
    sys.exit(main())
