"""GIF: blocks, of which each picture in time begins with one."""

from __future__ import annotations

from ritocco.canvas.containers.carried import Carried, carried
from ritocco.canvas.picture import Metadata
from ritocco.canvas.tags import Buffer, Damaged
from ritocco.sentence import Sentence

FIRST_ONLY = Sentence("The file is an animation; this is its first picture.")
_PICTURE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_MOST_BLOCKS = 2**16


def read(data: Buffer) -> Carried:
    """Nothing, and whether it moves. Raises Damaged (or IndexError) where the file ends early."""
    if len(data) < 13 or not all(data[at] or data[at + 1] for at in (6, 8)):
        raise Damaged("no size")
    pictures, at = 0, 13 + _colours(data[10])
    for _ in range(_MOST_BLOCKS):
        kind = data[at]
        if kind == _END or pictures == 2:
            break
        if kind == _PICTURE:
            pictures += 1
            at += 11 + _colours(data[at + 9])
        elif kind == _EXTENSION:
            at += 2
        else:
            raise Damaged("no block")
        while data[at]:
            at += 1 + data[at]
        at += 1
    if not pictures:
        raise Damaged("no picture")
    return carried(None, Metadata(flaws=(FIRST_ONLY,) if pictures > 1 else ()))


def _colours(packed: int) -> int:
    """Bytes of the table of colours that follows."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0
