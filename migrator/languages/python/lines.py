"""Questions about lines of a text."""

from __future__ import annotations

BLANK = " \t\f"


def line_start(text: str, at: int) -> int:
    """Where the line begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where the line ends, before its line break."""
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if end > at and text[end - 1] == "\r" else end


def after_line(text: str, at: int) -> int:
    """Where the next line begins."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def indent_of(text: str, at: int) -> str:
    """The white space at the beginning of the line."""
    start = line_start(text, at)
    line = text[start : line_end(text, start)]
    return line[: len(line) - len(line.lstrip(BLANK))]


def begins_line(text: str, at: int) -> bool:
    """Whether nothing but white space stands before this on its line."""
    return not text[line_start(text, at) : at].strip(BLANK)


def newline_of(text: str, at: int) -> str:
    """The line break that this line ends with, or else the file's first."""
    end = text.find("\n", at)
    end = text.find("\n") if end < 0 else end
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
