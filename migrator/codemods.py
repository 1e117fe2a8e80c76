"""This tool as an ordinary LibCST codemod, for people who run LibCST's own runner."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from migrator.scan import fix_source
from migrator.settings import load_settings
from migrator.settings_model import Settings

UNNAMED = "module.py"


class MigrateDeepSeek(CodemodCommand):
    """Rewrites calls of DeepSeek models that Model Studio has retired, as `deepseek-migrate scan --fix` does.

    One file at a time is in sight: values that come from other files are not known here.
    """

    DESCRIPTION: str = "Move calls off the DeepSeek models that Alibaba Cloud Model Studio has retired."

    fix: Callable[[str, bytes, Settings], bytes] = staticmethod(fix_source)

    def __init__(
        self,
        context: CodemodContext,
        to: str | None = None,
        assume_provider: str | None = None,
        unsafe_fixes: bool = False,
    ) -> None:
        super().__init__(context)
        self._typed: dict[str, object] = {
            "to": to,
            "assume_provider": assume_provider,
            "unsafe_fixes": unsafe_fixes or None,
        }

    @staticmethod
    def add_args(parser: argparse.ArgumentParser) -> None:
        """The options of `scan` that make sense for one file."""
        parser.add_argument("--to", metavar="MODEL", help="the replacement for every retired model")
        parser.add_argument("--assume-provider", metavar="NAME", help="whom to take an unknown endpoint for")
        parser.add_argument("--unsafe-fixes", action="store_true", help="apply the unsafe fixes too")

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """The module as it is to be; the same one where nothing is to be changed."""
        path = self.context.filename or UNNAMED
        settings = load_settings([path], os.getcwd(), self._typed)
        old = tree.bytes
        new = self.fix(path, old, settings)
        return tree if new == old else cst.parse_module(new)
