"""Puts one file in another's place in one step, and where the system can, keeps hold of what stood there."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

_HERE = {"linux": -100, "darwin": -2}
"""AT_FDCWD: names are taken as they are."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS."""
_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})
PATIENCE = 2.0
"""Seconds that we wait for another run of ours, or on Windows for whoever holds the file open."""
PAUSE = 0.02
_BEHIND = 1 << 30


def exchange(one: str, other: str) -> bool:
    """Let two files of one file system change names, in one step; False where that cannot be done."""
    call = _exchanging()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    import ctypes

    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), other)


@cache
def _exchanging() -> Callable[[bytes, bytes], int] | None:
    here = _HERE.get(sys.platform)
    if here is None:
        return None
    import ctypes

    try:
        library = ctypes.CDLL(None, use_errno=True)
        function: ctypes._NamedFuncPointer = library.renameat2 if sys.platform == "linux" else library.renameatx_np
    except (OSError, AttributeError):
        return None
    function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    function.restype = ctypes.c_int
    return lambda one, other: int(function(here, one, here, other, _EXCHANGE))


def replace(source: str, target: str) -> None:
    """`os.replace`, again and again for a while where another process holds the file, as on Windows it may."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            os.replace(source, target)
        except PermissionError as error:
            # Elsewhere that is for good.
            if getattr(error, "winerror", None) is None or time.monotonic() >= until:
                raise
            time.sleep(PAUSE)
        else:
            return


@contextlib.contextmanager
def alone(folder: str) -> Iterator[None]:
    """Keep other runs of ours from replacing files of this folder meanwhile, where the system knows such locks."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError, ImportError):
            import fcntl

            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)
            _locked(lambda: fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB))
        yield


def _locked(lock: Callable[[], None]) -> None:
    """Whoever does not let go of it must not stop us: what is replaced is looked at all the same."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            lock()
        except BlockingIOError:
            time.sleep(PAUSE)
        else:
            return


def claim(handle: int) -> bool | None:
    """Mark an open file as in use until it is closed, or until this process is gone; False where another one has it.

    None where nobody can tell: the system or the disk has no such marks.
    """
    if sys.platform == "win32":
        import msvcrt

        # What is marked cannot be read by others: behind the end there is nothing to read.
        os.lseek(handle, _BEHIND, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
