"""An HTTP server on loopback that keeps every request it gets and answers so that an SDK goes on."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from migrator.findings import Json
from tests.wire.replies import reply

TLS_HANDSHAKE = b"\x16"


@dataclass(frozen=True)
class Recorded:
    """A request as it arrived; `headers` have lower-case names, `body` keeps the order of its keys."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Json


@dataclass
class Recorder:
    """What a running recorder has heard, and where it listens."""

    port: int
    requests: list[Recorded] = field(default_factory=list)


def anonymous_tls() -> ssl.SSLContext:
    """TLS without a certificate, so that none has to be made or kept; `loopback/sitecustomize.py` speaks the same."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AECDH-AES256-SHA:@SECLEVEL=0")
    return context


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    recorder: Recorder
    tls: ssl.SSLContext

    def setup(self) -> None:
        if self.request.recv(1, socket.MSG_PEEK) == TLS_HANDSHAKE:
            self.request = self.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def do_POST(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        parts = urlsplit(self.path)
        text = self.rfile.read(int(self.headers.get("content-length") or 0)).decode("utf-8")
        body: Json = json.loads(text) if text else None
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = headers.get("host", "").rsplit(":", 1)[0]
        self.recorder.requests.append(Recorded(self.command, host, parts.path, dict(parse_qsl(parts.query)), headers, body))
        answer = reply(parts.path, headers, body)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.content)))
        self.send_header("x-request-id", "recorded")
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *_: object) -> None:
        """Keep quiet: what was asked is in the recorder."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A client that hangs up in the middle is its own business."""


@contextmanager
def recording() -> Iterator[Recorder]:
    """A recorder that listens on a free port of 127.0.0.1 until the block ends."""

    class Bound(Handler):
        tls = anonymous_tls()

    with Server(("127.0.0.1", 0), Bound) as server:
        recorder = Recorder(server.server_address[1])
        Bound.recorder = recorder
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield recorder
        finally:
            server.shutdown()
            thread.join()
