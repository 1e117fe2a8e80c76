"""The language server itself: hears of documents, publishes what is found, and answers what an editor asks."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from enum import Enum
from typing import TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from migrator import __version__
from migrator.scan import TOOL
from migrator.server import actions, desk
from migrator.server.desk import CannotLook, Group, Look, Wishes
from migrator.server.diagnostics import diagnostics_of
from migrator.server.hover import hover_at
from migrator.server.opened import Opened, path_of

Result = TypeVar("Result")

PAUSE = 0.2
"""Seconds without a further keystroke before a document is looked at."""
SETTINGS = ("**/deepseek-migrate.toml", "**/pyproject.toml", "**/.env*")
"""Files whose change may change what is found in every other one."""


class Server(LanguageServer):
    """What one editor has open, and what was found in it."""

    def __init__(self) -> None:
        # Whole texts: what counts as a line end differs, and an edit that is laid at the wrong line is found by nobody.
        super().__init__(TOOL, __version__, types.TextDocumentSyncKind.Full)
        self.wishes = Wishes({})
        self.opened: dict[str, Opened] = {}
        self.looks: dict[Group, Look] = {}
        self._waiting: dict[Group, asyncio.Task[None]] = {}
        self._complaints: dict[Group, str] = {}
        # One after the other: a scan keeps the processor busy, and the collector is off meanwhile.
        self._pool = ThreadPoolExecutor(1, "scan")

    def group(self, path: str) -> Group:
        """What is scanned for a document."""
        folders = (path_of(folder.uri) for folder in self.workspace.folders.values())
        return desk.group_of(path, [folder for folder in folders if folder is not None])

    def put(self, uri: str, text: str, version: int | None) -> str | None:
        """Remember a document as the editor has it now; its path, if it is a file."""
        path = path_of(uri)
        if path is not None:
            self.opened[path] = Opened(uri, path, text, version)
        return path

    def later(self, path: str | None, pause: float = PAUSE) -> None:
        """Look at a document's group once nothing more has come for a moment."""
        if path is None:
            return
        group = self.group(path)
        waiting = self._waiting.get(group)
        if waiting is not None:
            waiting.cancel()
        self._waiting[group] = asyncio.get_running_loop().create_task(self._publish(group, pause))

    def all_later(self) -> None:
        """Look at everything again."""
        for path in {self.group(path): path for path in self.opened}.values():
            self.later(path)

    async def _publish(self, group: Group, pause: float) -> None:
        await asyncio.sleep(pause)
        look = await self._look(group)
        # Of what was typed on meanwhile the next look is under way.
        seen = (
            self.opened if look is None else {path: held for path, held in look.opened.items() if self.opened.get(path) == held}
        )
        for path, held in self._within(group, seen).items():
            found = diagnostics_of(look, path) if look is not None else []
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(held.uri, found, held.version))

    async def _look(self, group: Group) -> Look | None:
        """A new look at a group; None when its settings cannot be used, which the user is told once."""
        try:
            look = await self.aside(desk.look, group, dict(self.opened), self.wishes)
        except CannotLook as problem:
            self.looks.pop(group, None)
            self._complain(group, str(problem))
            return None
        except Exception as error:
            # Whatever a document does to a scan, the others and the editor go on.
            self.looks.pop(group, None)
            self._complain(group, f"this is a bug, please report it: {type(error).__name__}: {error}")
            return None
        self._complaints.pop(group, None)
        self.looks[group] = look
        return look

    def _complain(self, group: Group, text: str) -> None:
        if self._complaints.get(group) != text:
            self._complaints[group] = text
            told = f"{TOOL}: {self.wishes.words().labelled(text)}"
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, told))

    async def current(self, uri: str) -> tuple[Look, str] | None:
        """What is found in a document as it is now, and its path."""
        path = path_of(uri)
        if path is None or path not in self.opened:
            return None
        group = self.group(path)
        look = self.looks.get(group)
        if look is None or self._within(group, look.opened) != self._within(group, self.opened):
            look = await self._look(group)
        return (look, path) if look is not None else None

    def _within(self, group: Group, opened: Mapping[str, Opened]) -> dict[str, Opened]:
        return {path: held for path, held in opened.items() if self.group(path) == group}

    async def aside(self, work: Callable[..., Result], *given: object) -> Result:
        """The result of work that would keep the editor waiting."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: work(*given))

    async def edit(self, look: Look, wanted: frozenset[str], unsafe: bool) -> types.WorkspaceEdit | None:
        """The edits of these fixes, proven on the documents of that look."""
        try:
            after = await self.aside(desk.proven, look, wanted, unsafe, self.wishes)
        except CannotLook as problem:
            self._complain(look.group, str(problem))
            return None
        edit = actions.workspace_edit(after, wanted, self._versioned())
        if edit is None:
            reason = next((each.message for each in after.report.skipped if each.fatal), "")
            text = after.words("the fix is no longer what it was, or could not be proven") + (f" ({reason})" if reason else "")
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"{TOOL}: {text}"))
        return edit

    def _versioned(self) -> bool:
        workspace = self.client_capabilities.workspace
        edits = workspace.workspace_edit if workspace is not None else None
        return bool(edits is not None and edits.document_changes)

    def resolves(self) -> bool:
        """Whether the editor asks for an action's edit when it is chosen, and not before."""
        document = self.client_capabilities.text_document
        action = document.code_action if document is not None else None
        support = action.resolve_support if action is not None else None
        return bool(support is not None and "edit" in support.properties and action is not None and action.data_support)

    def heard(self, settings: object) -> None:
        """Take the settings that the editor gives; they are checked where they are used."""
        mine = settings.get(TOOL, settings) if isinstance(settings, Mapping) else {}
        if isinstance(mine, Mapping):
            self.wishes = replace(self.wishes, settings={str(name): value for name, value in mine.items()})


def server() -> Server:
    """A server with everything that it answers."""
    made = Server()

    def hears(name: str, options: object = None) -> Callable[[Callable[..., object]], None]:
        def register(handler: Callable[..., object]) -> None:
            made.feature(name, options)(handler)

        return register

    @hears(types.INITIALIZED)
    def initialized(given: types.InitializedParams) -> None:
        workspace = made.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace is not None else None
        if watched is not None and watched.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in SETTINGS]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            name = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            made.client_register_capability(types.RegistrationParams([types.Registration(name, name, options)]))

    @hears(types.INITIALIZE)
    def initialize(given: types.InitializeParams) -> None:
        made.wishes = Wishes({}, given.locale or "", _plain(made.workspace.position_encoding or "utf-16"))
        made.heard(given.initialization_options)

    @hears(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(given: types.DidOpenTextDocumentParams) -> None:
        document = given.text_document
        made.later(made.put(document.uri, document.text, document.version), 0)

    @hears(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(given: types.DidChangeTextDocumentParams) -> None:
        document = made.workspace.get_text_document(given.text_document.uri)
        made.later(made.put(given.text_document.uri, document.source, given.text_document.version))

    @hears(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=False))
    async def did_save(given: types.DidSaveTextDocumentParams) -> None:
        made.later(path_of(given.text_document.uri), 0)

    @hears(types.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(given: types.DidCloseTextDocumentParams) -> None:
        uri = given.text_document.uri
        path = path_of(uri)
        if path is None or made.opened.pop(path, None) is None:
            return
        made.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        # What it held is no evidence for others any more.
        group = made.group(path)
        made.later(next((other for other in made.opened if made.group(other) == group), None))

    @hears(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def did_change_files(given: types.DidChangeWatchedFilesParams) -> None:
        made.all_later()

    @hears(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def did_change_folders(given: types.DidChangeWorkspaceFoldersParams) -> None:
        made.looks.clear()
        made.all_later()

    @hears(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_settings(given: types.DidChangeConfigurationParams) -> None:
        made.heard(given.settings)
        made.looks.clear()
        made.all_later()

    @hears(types.TEXT_DOCUMENT_HOVER)
    async def hover(given: types.HoverParams) -> types.Hover | None:
        found = await made.current(given.text_document.uri)
        return hover_at(*found, given.position) if found is not None else None

    @hears(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(actions.KINDS, resolve_provider=True))
    async def code_action(given: types.CodeActionParams) -> list[types.CodeAction]:
        found = await made.current(given.text_document.uri)
        if found is None:
            return []
        look, path = found
        only = [_plain(kind) for kind in given.context.only] if given.context.only is not None else None
        listed: list[types.CodeAction] = []
        for offer in actions.offers(look, path, given.range, only):
            offer.action.data = {"uri": given.text_document.uri, "fixes": sorted(offer.wanted), "unsafe": offer.unsafe}
            if not made.resolves():
                offer.action.edit = await made.edit(look, offer.wanted, offer.unsafe)
            if made.resolves() or offer.action.edit is not None:
                listed.append(offer.action)
        return listed

    @hears(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        data = action.data if isinstance(action.data, Mapping) else {}
        found = await made.current(str(data.get("uri", "")))
        fixes = data.get("fixes")
        if found is not None and isinstance(fixes, (list, tuple)):
            action.edit = await made.edit(found[0], frozenset(map(str, fixes)), bool(data.get("unsafe")))
        return action

    return made


def _plain(word: str) -> str:
    """A word of the protocol, be it one of those that have a name or not."""
    return str(word.value) if isinstance(word, Enum) else word


def run() -> None:
    """Serve one editor over standard input and output."""
    # What is printed by accident must not stand between two messages.
    out = sys.stdout
    sys.stdout = sys.stderr
    server().start_io(sys.stdin.buffer, out.buffer)
