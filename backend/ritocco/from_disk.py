"""What lies on a disk may hold anything: it is read, or it is one thing that is damaged.

Every reader goes through `told_of_damage` (or `reading`, where what cannot be read is as good as
not there), so that no content stops more than the item it is in. Files are opened by `opened`,
which waits for nobody: a pipe or a device that lies where a file should be is never read.
"""

from __future__ import annotations

import errno
import json
import os
import pickle
import stat
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from ritocco.errors import RitoccoError
from ritocco.sentence import Sentence

T = TypeVar("T")
DAMAGE: tuple[type[Exception], ...] = (
    OSError,
    ValueError,  # UnicodeError too, and what json and tomllib say
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,  # OverflowError: a year beyond the calendar, a number beyond a float
    AssertionError,
    RuntimeError,  # RecursionError, and what torch says
    EOFError,
    MemoryError,  # a length in a file that no memory holds
    struct.error,
    pickle.UnpicklingError,
)
"""All that content nobody expected leads to. What is in no row here is a bug of ours."""
MOST = 16 << 20
"""Bytes that are read of a file which is small by its nature."""
DEEPEST = 64
"""Levels of a JSON value. Real ones have below ten; what walks them later goes by recursion."""


def opened(path: Path) -> IO[bytes]:
    """A file opened to be read, without waiting. Raises OSError, also for what is no file."""
    check_is_file(path)
    waits_not = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    file = os.fdopen(os.open(path, os.O_RDONLY | waits_not), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # it was another a moment ago
        file.close()
        raise NotAFile(path)
    return file


class NotAFile(OSError):
    """A folder, a pipe, a device or a socket where a file should be."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} is no file")
        self.strerror = "it is no file"


def check_is_file(path: Path) -> None:
    """Raise OSError unless a file is there, or a link that leads to one."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise NotAFile(path)


def is_file(path: Path) -> bool:
    """Whether a file is there, or a link that leads to one; what cannot be seen is none."""
    return _is(stat.S_ISREG, path)


def is_folder(path: Path) -> bool:
    """Whether a folder is there, or a link that leads to one; what cannot be seen is none."""
    return _is(stat.S_ISDIR, path)


def _is(kind: Callable[[int], bool], path: Path) -> bool:
    try:
        return kind(path.stat().st_mode)
    except (OSError, ValueError):  # a NUL in a name that someone sent
        return False


def content(path: Path, most: int = MOST) -> bytes:
    """All bytes of a small file. Raises OSError, and ValueError above `most`."""
    with opened(path) as file:
        length = os.fstat(file.fileno()).st_size
        read = file.read(most + 1) if length <= most else b""
    if max(length, len(read)) > most:
        raise ValueError("it is larger than it can be")
    return read


def json_in(path: Path, most: int = MOST) -> Any:
    """The value in a JSON file, as `json_from`. Raises OSError, ValueError, RecursionError."""
    return json_from(content(path, most))


def json_from(text: str | bytes) -> Any:
    """A JSON value that can be walked, printed and written again: UTF-8, no half characters.

    Raises ValueError, RecursionError.
    """
    value = json.loads(text if isinstance(text, str) else text.decode("utf-8-sig"))
    for one in leaves(value):
        if isinstance(one, str):
            one.encode("utf-8")
    return value


def leaves(value: Any) -> Iterator[Any]:
    """Every key and every plain value in parsed JSON, the outer ones first.

    Raises ValueError where it lies deeper than `DEEPEST` levels.
    """
    level = [value]
    for _ in range(DEEPEST):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inner += one.keys()
                inner += one.values()
            elif isinstance(one, list):
                inner += one
            else:
                yield one
        if not inner:
            return
        level = inner
    raise ValueError("it is nested too deeply")


_SYSTEM = {
    errno.ENOENT: Sentence("no such file or directory"),
    errno.EACCES: Sentence("permission denied"),
    errno.EPERM: Sentence("operation not permitted"),
    errno.ENOSPC: Sentence("no space left on device"),
    errno.EROFS: Sentence("read-only file system"),
    errno.EIO: Sentence("input/output error"),
    errno.ENOTDIR: Sentence("not a directory"),
    errno.EISDIR: Sentence("is a directory"),
}
"""What systems say most often, in the words of Linux."""


def reason(error: Exception) -> Sentence:
    """Why something cannot be read, in a few words that tell no path."""
    if isinstance(error, OSError):
        said = _SYSTEM.get(error.errno or 0)
        return said or Sentence((error.strerror or "it cannot be read").lower())
    if isinstance(error, RecursionError):
        return Sentence("it is nested too deeply")
    if isinstance(error, MemoryError):
        return Sentence("it asks for more memory than there is")
    if isinstance(error, UnicodeError):
        return Sentence("it is no text")
    return Sentence("its content is not as it should be")


@contextmanager
def told_of_damage(make: Callable[[Sentence], RitoccoError]) -> Iterator[None]:
    """In here, whatever content leads to is one error: what `make` makes of a reason.

    Errors of ours that were raised where the cause is known stay as they are.
    """
    try:
        yield
    except DAMAGE as error:
        raise make(reason(error)) from error


def reading(read: Callable[[], T], otherwise: T) -> T:
    """What `read` reads, or `otherwise` where it cannot be read: for notes and memories."""
    try:
        return read()
    except DAMAGE:
        return otherwise


def files_below(folder: Path, deepest: int) -> Iterator[Path]:
    """The files in a folder, and in those below it down to some levels, each folder once.

    What is no file, vanishes meanwhile or is closed to us is passed over; links are followed.
    """
    seen: set[str] = set()

    def walk(inner: Path, levels: int) -> Iterator[Path]:
        real = os.path.realpath(inner)
        if real in seen:  # a link that leads back up
            return
        seen.add(real)
        try:
            inside = sorted(inner.iterdir())
        except OSError:
            return
        for path in inside:
            if is_file(path):
                yield path
            elif levels and is_folder(path):
                yield from walk(path, levels - 1)

    yield from walk(folder, deepest)


def bytes_at(path: Path) -> int:
    """Bytes of a file, or of all files in a folder, as far as the disk tells them.

    What vanishes meanwhile, or is closed to us, counts nothing.
    """
    return sum(map(_bytes_of, files_below(path, DEEPEST) if is_folder(path) else [path]))


def _bytes_of(path: Path) -> int:
    try:
        found = path.stat()
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def printable(name: str) -> str:
    """A file's name as text that can be shown and sent: bytes that are no UTF-8 as `\\xe9`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
