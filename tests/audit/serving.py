"""Serves git repositories over smart HTTP on loopback, as code hosts do, and badly, as they do as well."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar


class Handler(BaseHTTPRequestHandler):
    """`/git/…` by git's own `http-backend`; `/moved/…` leads there, `/locked/…` wants a password, `/silent/…` says nothing."""

    root: ClassVar[Path]
    seen: ClassVar[list[str]]
    over: ClassVar[threading.Event]

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        if self.headers.get("Transfer-Encoding") == "chunked":
            parts = []
            while size := int(self.rfile.readline().strip(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            self._answer(b"".join(parts))
        else:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _answer(self, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        self.seen.append(f"{self.command} {path}")
        kind, _, rest = path.lstrip("/").partition("/")
        if kind == "git":
            self._serve(f"/{rest}", query, body)
        elif kind == "moved":
            self._say(301, {"Location": f"/git/{rest}{'?' if query else ''}{query}"})
        elif kind == "away":
            self._say(302, {"Location": f"file:///{rest}"})
        elif kind == "locked":
            self._say(401, {"WWW-Authenticate": 'Basic realm="git"'})
        elif kind == "silent":
            self.over.wait(60)
        else:
            self._say(404, {})

    def _say(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _serve(self, path: str, query: str, body: bytes) -> None:
        environment = {
            **{name: text for name, text in os.environ.items() if not name.startswith("GIT_")},
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol") or "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type") or "",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding") or "",
            "REMOTE_ADDR": "127.0.0.1",
        }
        done = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True, check=False)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode("latin-1").splitlines())
        self._say(int(headers.pop("Status", "200").split()[0]), headers, content)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serving(root: Path) -> Iterator[tuple[str, list[str]]]:
    """The address of a server of the repositories below a folder, and what it is asked for."""
    seen: list[str] = []
    handler = type("Bound", (Handler,), {"root": root, "seen": seen, "over": threading.Event()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", seen
        finally:
            handler.over.set()
            server.shutdown()
            thread.join()
