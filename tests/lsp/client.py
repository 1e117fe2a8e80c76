"""An editor without a window: starts the server as an editor does and speaks with it over its standard input and output."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
START = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
sys.argv = ["deepseek-migrate", "server"]
from migrator.cli import main
main()
"""
SECONDS = 60
RESOLVING = {
    "textDocument": {"codeAction": {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}
Message = dict[str, Any]


class Client:
    """One editor and its server; documents are kept as the editor sees them, so that edits can be applied."""

    def __init__(
        self, folder: Path | None, capabilities: Mapping[str, object] = RESOLVING, options: object = None, locale: str = "en"
    ) -> None:
        self.top = folder or ROOT
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795305600"}
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", START],
            cwd=folder or ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.heard: queue.Queue[Message | None] = queue.Queue()
        self.shown: list[Message] = []
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self._ids = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.capabilities = self.request(
            "initialize",
            {
                "processId": None,
                "locale": locale,
                "rootUri": folder.as_uri() if folder else None,
                "workspaceFolders": [{"uri": folder.as_uri(), "name": "w"}] if folder else None,
                "capabilities": capabilities,
                "initializationOptions": options,
            },
        )["capabilities"]
        self.notify("initialized", {})

    def _read(self) -> None:
        assert self.process.stdout is not None
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            if not length:
                self.heard.put(None)
                return
            self.heard.put(json.loads(self.process.stdout.read(length)))

    def _send(self, message: Message) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self.process.stdin.flush()

    def wait(self, wanted: Callable[[Message], bool]) -> Message:
        """The next message that is wanted; others are kept where they are for the user, and answered where they ask."""
        while True:
            message = self.heard.get(timeout=SECONDS)
            assert message is not None, "the server is gone"
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
            if message.get("method") == "window/showMessage":
                self.shown.append(message["params"])
            if wanted(message):
                return message

    def notify(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def request(self, method: str, params: object) -> Any:
        self._ids += 1
        number = self._ids
        self._send({"id": number, "method": method, "params": params})
        answer = self.wait(lambda message: message.get("id") == number and "method" not in message)
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, path: Path, text: str | None = None) -> list[Message]:
        uri = path.as_uri()
        self.texts[uri] = path.read_bytes().decode("utf-8") if text is None else text
        self.versions[uri] = 1
        document = {"uri": uri, "languageId": "any", "version": 1, "text": self.texts[uri]}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return self.diagnostics(path)

    def change(self, path: Path, text: str) -> list[Message]:
        uri = path.as_uri()
        self.texts[uri] = text
        self.versions[uri] += 1
        document = {"uri": uri, "version": self.versions[uri]}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        return self.diagnostics(path)

    def diagnostics(self, path: Path) -> list[Message]:
        """What is published next for the document as it is now."""
        uri = path.as_uri()

        def fits(message: Message) -> bool:
            told = message.get("params", {})
            return (
                message.get("method") == "textDocument/publishDiagnostics"
                and told["uri"] == uri
                and told.get("version") in (self.versions.get(uri), None)
            )

        found: list[Message] = self.wait(fits)["params"]["diagnostics"]
        return found

    def actions(self, path: Path, place: Message, only: list[str] | None = None) -> list[Message]:
        context: Message = {"diagnostics": []} if only is None else {"diagnostics": [], "only": only}
        given = {"textDocument": {"uri": path.as_uri()}, "range": place, "context": context}
        found: list[Message] = self.request("textDocument/codeAction", given)
        return found

    def resolved(self, action: Message) -> Message:
        found: Message = self.request("codeAction/resolve", action)
        return found

    def hover(self, path: Path, position: Message) -> str | None:
        found = self.request("textDocument/hover", {"textDocument": {"uri": path.as_uri()}, "position": position})
        return None if found is None else str(found["contents"]["value"])

    def applied(self, edit: Message) -> dict[str, str]:
        """The documents' texts after an edit, by URI; a version that is not the editor's own is refused."""
        after: dict[str, str] = {}
        for change in edit["documentChanges"]:
            document = change["textDocument"]
            uri = document["uri"]
            assert document["version"] == self.versions.get(uri)
            text = self.texts[uri] if uri in self.texts else Path(uri.removeprefix("file://")).read_text(encoding="utf-8")
            after[uri] = laid(text, change["edits"])
        return after

    def close(self) -> str:
        """Shut down as an editor does; what the server wrote to standard error."""
        self.request("shutdown", None)
        self.notify("exit", None)
        assert self.process.stdin is not None
        assert self.process.stderr is not None
        self.process.stdin.close()
        self.process.wait(SECONDS)
        self._reader.join(SECONDS)
        told = self.process.stderr.read().decode("utf-8", "replace")
        self.end()
        return told

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(SECONDS)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


def offset(text: str, position: Message) -> int:
    """Where in the text a position in UTF-16 units is, by the protocol's own rules: three kinds of line ends."""
    lines = text.replace("\r\n", "\n\n").replace("\r", "\n")
    start = 0
    for _ in range(position["line"]):
        end = lines.index("\n", start)
        start = end + (2 if text.startswith("\r\n", end) else 1)
    line = text[start:].encode("utf-16-le")
    return start + len(line[: 2 * position["character"]].decode("utf-16-le"))


def laid(text: str, edits: list[Message]) -> str:
    for edit in sorted(edits, key=lambda edit: offset(text, edit["range"]["start"]), reverse=True):
        start, end = (offset(text, edit["range"][name]) for name in ("start", "end"))
        text = text[:start] + str(edit["newText"]) + text[end:]
    return text


def taken(text: str, place: Message) -> str:
    """The text in a range."""
    return text[offset(text, place["start"]) : offset(text, place["end"])]
