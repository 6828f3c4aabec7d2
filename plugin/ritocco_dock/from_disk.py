"""Files of ours on the disk may hold anything by now: read without waiting, or not at all."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, TypeVar

T = TypeVar("T")
DAMAGE: tuple[type[Exception], ...] = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)
"""All that content nobody expected leads to. What is in no row here is a bug of ours."""
MOST = 16 << 20
"""Bytes that are read of a file which is small by its nature."""


def opened(path: Path) -> IO[bytes]:
    """A file opened to be read. Raises OSError, also for a pipe or a device, and waits for none."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(f"{path.name} is no file")
    waits_not = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, os.O_RDONLY | waits_not), "rb")


def content(path: Path, most: int = MOST) -> bytes:
    """All bytes of a small file. Raises OSError, and ValueError above `most`."""
    with opened(path) as file:
        length = os.fstat(file.fileno()).st_size
        read = file.read(most + 1) if length <= most else b""
    if max(length, len(read)) > most:
        raise ValueError("it is larger than it can be")
    return read


def json_in(path: Path) -> Any:
    """The value in a small JSON file. Raises OSError, ValueError, RecursionError."""
    return json.loads(content(path).decode("utf-8"))


def reading(read: Callable[[], T], otherwise: T) -> T:
    """What `read` reads, or `otherwise` where it cannot be read."""
    try:
        return read()
    except DAMAGE:
        return otherwise
