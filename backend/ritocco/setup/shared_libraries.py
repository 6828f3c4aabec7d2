"""Which shared libraries a program's file needs, and which of them this system cannot load.

Read from the file itself, since the loader names only the first that it misses, and an artist
should install all of them at once.
"""

from __future__ import annotations

import ctypes
import re
import struct
from collections.abc import Iterable
from pathlib import Path

_LOAD, _DYNAMIC = 1, 2
"""Kinds of segment."""
_END, _NEEDED, _NAMES = 0, 1, 5
"""Tags in the dynamic segment."""


def needed(file: Path) -> tuple[str, ...]:
    """Names of the libraries a 64 bit ELF file asks for, in its order; none for other files.

    Layout after the ELF-64 object file format, version 1.5.
    """
    content = file.read_bytes()
    if len(content) < 64 or content[:5] != b"\x7fELF\x02":
        return ()
    order = "<" if content[5] == 1 else ">"
    (table,) = struct.unpack_from(f"{order}Q", content, 32)
    size, count = struct.unpack_from(f"{order}HH", content, 54)
    # of each segment: kind, flags, place in the file, address in memory, physical, bytes
    segments = [
        struct.unpack_from(f"{order}IIQQQQ", content, table + number * size)
        for number in range(count)
    ]
    wanted, names = [], 0
    for kind, _, place, _, _, length in segments:
        if kind == _DYNAMIC:
            pairs = struct.iter_unpack(f"{order}QQ", content[place : place + length // 16 * 16])
            for tag, value in pairs:
                if tag == _END:
                    break
                if tag == _NEEDED:
                    wanted.append(value)
                elif tag == _NAMES:
                    names = value
    for kind, _, place, address, _, length in segments:
        if kind == _LOAD and address <= names < address + length:
            start = place + names - address
            return tuple(_text(content, start + offset) for offset in wanted)
    return ()


def missing(files: Iterable[Path], beside: Path) -> tuple[str, ...]:
    """What these files, and what they bring along, need of the system and do not get.

    beside  folder of libraries that come along with them
    """
    waiting, seen, gone = list(files), set[str](), set[str]()
    while waiting:
        for name in needed(waiting.pop()):
            if name in seen:
                continue
            seen.add(name)
            own = beside / name
            if own.is_file():
                waiting.append(own)
            else:
                gone |= _not_loaded(name)
    return tuple(sorted(gone))


def _not_loaded(name: str) -> set[str]:
    """The library, or what it lacks itself; nothing where it can be loaded."""
    try:
        ctypes.CDLL(name)
    except OSError as error:
        told = re.match(r"(?:.*/)?(lib[^/:]+\.so[.\d]*):", str(error))
        return {told[1] if told else name}
    return set()


def _text(content: bytes, start: int) -> str:
    return content[start : content.index(b"\0", start)].decode("ascii", "replace")
