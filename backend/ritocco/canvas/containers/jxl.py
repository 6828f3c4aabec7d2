"""JPEG XL: a codestream, bare or in boxes (ISO/IEC 18181-2) with EXIF and XMP beside it.

Of the codestream only the beginning is read (ISO/IEC 18181-1, annex D): how large the picture is,
how it is turned, how deep it is and whether it moves. Who decodes it turns it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ritocco.canvas.containers.boxes import boxes
from ritocco.canvas.containers.carried import Carried, carried, exif_block
from ritocco.canvas.containers.gif import FIRST_ONLY
from ritocco.canvas.picture import Metadata
from ritocco.canvas.tags import Buffer, Damaged
from ritocco.geometry import Size

_BARE = b"\xff\x0a"
_LONGEST_HEAD = 256
_STREAMS = {b"jxlc": 0, b"jxlp": 4}
"""Boxes that hold a codestream or a part of it, and what comes first in them."""
_BYTE_ORDERS = (b"II*\0", b"MM\0*")
_RATIOS = (None, (1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
_LENGTHS = ((9, 1), (13, 1), (18, 1), (30, 1))
_Choices = tuple[tuple[int, int], ...]
_PREVIEWS: tuple[_Choices, _Choices] = (
    ((6, 1), (8, 65), (10, 321), (12, 1345)),
    ((0, 16), (0, 32), (5, 1), (9, 33)),
)
_BITS: tuple[_Choices, _Choices] = (
    ((0, 8), (0, 10), (0, 12), (6, 1)),
    ((0, 32), (0, 16), (0, 24), (6, 1)),
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a codestream says first: its size when upright, bits of a channel, whether it moves."""

    size: Size
    bits: int
    animated: bool


def head(data: Buffer) -> Head:
    """The head. Raises Damaged where the file ends early."""
    bits = _Bits(_codestream(data))
    bits.take(16)
    size, turned, animated, depth = _size(bits), 1, False, 8
    if not bits.take(1):  # not all as usual
        if bits.take(1):
            turned = bits.take(3) + 1
            if bits.take(1):
                _size(bits)
            if bits.take(1):
                _preview(bits)
            animated = bool(bits.take(1))
            if animated:
                _timing(bits)
        depth = bits.choice(_BITS[bits.take(1)])
    return Head(Size(size.height, size.width) if turned > 4 else size, depth, animated)


def read(data: Buffer) -> Carried:
    """EXIF and XMP. Raises Damaged where the file ends early."""
    exif = xmp = None
    for kind, start, end in _boxes(data):
        if kind == b"Exif" and end - start > 4:
            if bytes(data[start : start + 4]) not in _BYTE_ORDERS:  # some write no length before it
                start += 4 + int.from_bytes(data[start : start + 4], "big")
            exif = exif_block(data[start:end])
        elif kind == b"xml ":
            xmp = bytes(data[start:end])
    flaws = (FIRST_ONLY,) if head(data).animated else ()
    return carried(None, Metadata(exif=exif or None, xmp=xmp, flaws=flaws), orientation=1)


def holds_jpeg(data: Buffer) -> bool:
    """Whether it is a JPEG that was packed anew, and can be had back as it was."""
    return any(kind == b"jbrd" for kind, _, _ in _boxes(data))


def _boxes(data: Buffer) -> list[tuple[bytes, int, int]]:
    bare = bytes(data[:2]) == _BARE
    return [] if bare else list(boxes(data, 0, len(data)))


def _codestream(data: Buffer) -> bytes:
    """The beginning of it."""
    if bytes(data[:2]) == _BARE:
        return bytes(data[:_LONGEST_HEAD])
    found = b""
    for kind, start, end in _boxes(data):
        if kind in _STREAMS and len(found) < _LONGEST_HEAD:
            found += bytes(data[start + _STREAMS[kind] : min(end, start + _LONGEST_HEAD)])
    if not found.startswith(_BARE):
        raise Damaged("no codestream")
    return found


class _Bits:
    """Bits from the lowest up."""

    def __init__(self, data: bytes) -> None:
        self._left, self._count = int.from_bytes(data, "little"), 8 * len(data)

    def take(self, count: int) -> int:
        """The next `count` bits as a number. Raises Damaged where there are not so many."""
        self._count -= count
        if self._count < 0:
            raise Damaged("the head ends early")
        value = self._left & (1 << count) - 1
        self._left >>= count
        return value

    def choice(self, choices: _Choices) -> int:
        """One of four ways to write a number: so many bits, and what is added."""
        count, added = choices[self.take(2)]
        return self.take(count) + added


def _size(bits: _Bits) -> Size:
    small = bits.take(1)

    def length() -> int:
        return (bits.take(5) + 1) * 8 if small else bits.choice(_LENGTHS)

    height = length()
    ratio = _RATIOS[bits.take(3)]
    return Size(int(height * Fraction(*ratio)) if ratio else length(), height)


def _preview(bits: _Bits) -> None:
    choices = _PREVIEWS[bits.take(1)]
    bits.choice(choices)
    if not bits.take(3):
        bits.choice(choices)


def _timing(bits: _Bits) -> None:
    bits.choice(((0, 100), (0, 1000), (10, 1), (30, 1)))
    bits.choice(((0, 1), (0, 1001), (8, 1), (10, 1)))
    bits.choice(((0, 0), (3, 0), (16, 0), (32, 0)))
    bits.take(1)
