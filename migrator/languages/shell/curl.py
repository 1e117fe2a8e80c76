"""What a curl command line asks for: its URL, its headers and its body."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.languages.http_body.quoted import Quoted
from migrator.languages.shell.request import Request

SHORT_WITH_VALUE = frozenset("AbcCdDeEFHKmoPQrtTuUwxXyYz")
# fmt: off
LONG_WITH_VALUE = frozenset({
    "abstract-unix-socket", "alt-svc", "aws-sigv4", "cacert", "capath", "cert", "cert-type", "ciphers", "config",
    "connect-timeout", "connect-to", "continue-at", "cookie", "cookie-jar", "create-file-mode", "crlfile", "curves",
    "delegation", "dns-interface", "dns-servers", "doh-url", "dump-header", "engine", "etag-compare", "etag-save",
    "expect100-timeout", "ftp-port", "happy-eyeballs-timeout-ms", "header", "hostpubmd5", "hsts", "interface",
    "ipfs-gateway", "keepalive-time", "key", "key-type", "krb", "limit-rate", "local-port", "login-options",
    "max-filesize", "max-redirs", "max-time", "netrc-file", "noproxy", "oauth2-bearer", "output", "output-dir",
    "parallel-max", "pass", "path-as", "pinnedpubkey", "preproxy", "proto", "proto-default", "proto-redir", "proxy",
    "proxy-cacert", "proxy-cert", "proxy-header", "proxy-key", "proxy-pass", "proxy-user", "proxy1.0", "pubkey", "quote",
    "random-file", "range", "rate", "referer", "request", "request-target", "resolve", "retry", "retry-delay",
    "retry-max-time", "sasl-authzid", "service-name", "socks4", "socks4a", "socks5", "socks5-hostname", "speed-limit",
    "speed-time", "stderr", "telnet-option", "tftp-blksize", "time-cond", "tls-max", "tls13-ciphers", "trace",
    "trace-ascii", "unix-socket", "upload-file", "user", "user-agent", "write-out",
})
# fmt: on
BODIES = frozenset({"d", "data", "data-raw", "data-binary", "data-ascii", "json"})
OTHER_BODIES = frozenset(
    {"F", "form", "form-string", "T", "upload-file", "data-urlencode", "url-query", "G", "get", "K", "config"}
)
NEXT = frozenset({":", "next"})
FILES = frozenset({
    "c", "cookie-jar", "D", "dump-header", "etag-compare", "etag-save", "hsts", "o", "output", "output-dir", "stderr", "trace",
    "trace-ascii",
})  # fmt: skip
"""Options that name a file or a folder which is written, or is there from an earlier run."""


def read_command(words: Sequence[Quoted]) -> Request:
    """The request of a command's words, its name left out."""
    request = Request()
    rest = list(words)
    only_words = False
    while rest:
        word = rest.pop(0)
        text = word.text
        if only_words or not text.startswith("-") or text == "-":
            request.urls.append(word)
        elif text == "--":
            only_words = True
        elif text.startswith("--"):
            _long(request, text[2:], rest)
        else:
            _short(request, word, rest)
    return request


def _long(request: Request, name: str, rest: list[Quoted]) -> None:
    takes = name in LONG_WITH_VALUE or name in BODIES or name in ("form", "form-string", "data-urlencode", "url-query", "url")
    value = rest.pop(0) if takes and rest else None
    if takes and value is None:
        request.odd = True
    _option(request, name, value)


def _short(request: Request, word: Quoted, rest: list[Quoted]) -> None:
    """Short options may stand together, the last one with its value."""
    at = 1
    while at < len(word.text):
        letter = word.text[at]
        at += 1
        if letter not in SHORT_WITH_VALUE:
            _option(request, letter, None)
            continue
        value = word.cut(at) if at < len(word.text) else rest.pop(0) if rest else None
        if value is None:
            request.odd = True
        _option(request, letter, value)
        return


def _option(request: Request, name: str, value: Quoted | None) -> None:
    if name in OTHER_BODIES or name in NEXT:
        request.odd = True
    elif value is None:
        return
    elif name == "url":
        request.urls.append(value)
    elif name in ("H", "header"):
        request.headers.append(value)
    elif name in FILES:
        request.files.append(value)
    elif name in BODIES:
        request.bodies.append(("text" if name == "data-raw" else "data", value))
