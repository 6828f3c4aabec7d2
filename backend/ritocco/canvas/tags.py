"""Tagged directories: the structure that TIFF files and EXIF blocks are both made of.

A directory maps a tag to an `Tag` (values kept as bytes) or, for the tags in `NESTED`, to
another directory. Values are little-endian once read, whatever the file's byte order was, so
that the same tags always give the same bytes.

A block may point at itself, or hold the same bytes many times over: each directory is entered
once, and entries, depth and bytes have their bounds, whatever a file says.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

Buffer: TypeAlias = "bytes | bytearray | memoryview"

ORIENTATION, X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT = 274, 282, 283, 296
EXIF, GPS, INTEROPERABILITY = 34665, 34853, 40965
XMP, IPTC, ICC = 700, 33723, 34675
NESTED = frozenset({EXIF, GPS, INTEROPERABILITY})
OPAQUE = frozenset({XMP, IPTC, ICC})  # never swapped, whatever type a writer has given them

BYTE, SHORT, LONG, RATIONAL, UNDEFINED, LONG8 = 1, 3, 4, 5, 7, 16
_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_BYTES |= {16: 8, 17: 8, 18: 8}
_WORD = {**_BYTES, 5: 4, 10: 4}
_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}
_MILLIMETRES = {2: Fraction("25.4"), 3: Fraction(10)}
_DEEPEST = 4
_MOST_ENTRIES = 2**16
"""Of all directories together; cameras write some hundred."""
_MOST_NESTED = 4096
"""Of one directory in another: with more it is none."""
_MOST_BYTES = 16 * 2**20
"""Of one value; what is longer (layers of another program's) is passed over."""
_SPARE = 2**16


class Damaged(ValueError):
    """Bytes that end early or contradict themselves. Never shown to the artist as it is."""


UNREADABLE = (Damaged, struct.error, IndexError, OverflowError)
"""What reading damaged bytes raises; the last where 64 bits say a place that no memory has."""


@dataclass(frozen=True, slots=True)
class Tag:
    """The value of one tag: its TIFF type, and its bytes, little-endian."""

    kind: int
    value: bytes

    @property
    def count(self) -> int:
        """Number of values."""
        return len(self.value) // _BYTES[self.kind]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The values of an integer type; empty for any other."""
        code = _CODES.get(self.kind)
        return struct.unpack(f"<{self.count}{code}", self.value) if code else ()

    @property
    def fraction(self) -> Fraction | None:
        """The first value of a rational; None where it is none, or divides by zero."""
        if self.kind != RATIONAL or self.count < 1:
            return None
        above, below = struct.unpack_from("<II", self.value)
        return Fraction(above, below) if below else None


Directory: TypeAlias = "dict[int, Tag | Directory]"


@dataclass(frozen=True, slots=True)
class TiffForm:
    """How a structure writes its numbers: byte order, and 64-bit offsets (BigTIFF) or 32."""

    order: str
    big: bool

    @property
    def header(self) -> int:
        """Bytes before anything else; the last 4 or 8 of them point to the first directory."""
        return 16 if self.big else 8

    @property
    def offset(self) -> str:
        """struct format of an offset."""
        return f"{self.order}Q" if self.big else f"{self.order}I"


def form_of(data: Buffer) -> TiffForm:
    """The form of a TIFF file or an EXIF block. Raises Damaged for anything else."""
    order = {b"II": "<", b"MM": ">"}.get(bytes(data[:2]))
    if order is None or len(data) < 8:
        raise Damaged("neither TIFF nor EXIF")
    (magic,) = struct.unpack_from(f"{order}H", data, 2)
    if magic not in (42, 43) or (magic == 43 and len(data) < 16):
        raise Damaged("neither TIFF nor EXIF")
    return TiffForm(order, magic == 43)


def read(data: Buffer) -> Directory:
    """The first directory of a TIFF file or an EXIF block, nested ones included.

    A tag that reaches beyond the data is not there, nor is a directory that was entered before.
    Raises Damaged where the directory itself reaches beyond, or has its values many times over.
    """
    return parsed(data).directory


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read.

    lost    tags of the first directory that reach beyond the data
    broken  whether a directory in it makes no sense, and is left away
    """

    directory: Directory
    lost: frozenset[int]
    broken: bool


def parsed(data: Buffer) -> Parsed:
    """As `read`, and what could not be read."""
    try:
        form = form_of(data)
        (start,) = struct.unpack_from(form.offset, data, form.header - (8 if form.big else 4))
        walk = _Walk(data, form)
        items = list(walk.entries(start, 0))
    except (struct.error, OverflowError) as error:
        raise Damaged(str(error)) from error
    lost = frozenset(tag for tag, item in items if item is None)
    return Parsed({tag: item for tag, item in items if item is not None}, lost, walk.broken)


class _Walk:
    """The way through one structure: where it has been, and how much it may still take up."""

    def __init__(self, data: Buffer, form: TiffForm) -> None:
        self._data, self._form, self.broken = data, form, False
        self._entered: set[int] = set()
        self._entries_left = _MOST_ENTRIES
        self._room_left = 2 * len(data) + _SPARE  # values that overlap make more of it

    def entries(self, start: int, depth: int) -> Iterator[tuple[int, Tag | Directory | None]]:
        """Tags with what they hold; None where that reaches beyond the data."""
        data, form = self._data, self._form
        counting, entry, room = ("Q", "HHQ8s", 8) if form.big else ("H", "HHI4s", 4)
        self._entered.add(start)
        (count,) = struct.unpack_from(form.order + counting, data, start)
        start += struct.calcsize(form.order + counting)
        size = struct.calcsize(form.order + entry)
        if start + count * size > len(data):
            raise Damaged("a directory reaches beyond the end")
        self._entries_left -= count
        if self._entries_left < 0:
            raise Damaged("more entries than any picture has")
        for index in range(count):
            tag, kind, items, inline = struct.unpack_from(
                form.order + entry, data, start + index * size
            )
            if kind not in _BYTES:
                continue
            length = items * _BYTES[kind]
            if tag in OPAQUE:
                kind = UNDEFINED
            (offset,) = struct.unpack(form.offset, inline)
            if tag in NESTED:
                if depth == _DEEPEST or offset in self._entered or self._is_senseless(offset):
                    self.broken = True
                else:
                    yield tag, self._nested(offset, depth + 1)
            elif length <= room:
                yield tag, Tag(kind, _swapped(inline[:length], kind, form))
            elif offset + length > len(data):
                yield tag, None
            else:
                self._take(length)
                if length <= _MOST_BYTES:
                    value = bytes(data[offset : offset + length])
                    yield tag, Tag(kind, _swapped(value, kind, form))

    def _take(self, length: int) -> None:
        """Use so many bytes of the room. Raises Damaged where they are not left."""
        self._room_left -= length
        if self._room_left < 0:
            raise Damaged("values that overlap")

    def _is_senseless(self, start: int) -> bool:
        """Whether what stands there is no directory, rather than the beginning of one."""
        head = self._form.order + ("QHH" if self._form.big else "HHH")
        if start + struct.calcsize(head) > len(self._data):
            return False
        count, _, kind = struct.unpack_from(head, self._data, start)
        return count > _MOST_NESTED or (count > 0 and kind not in _BYTES)

    def _nested(self, start: int, depth: int) -> Directory | None:
        try:
            items = list(self.entries(start, depth))
        except (Damaged, struct.error, OverflowError):
            return None
        return {tag: item for tag, item in items if item is not None}


def _swapped(value: bytes, kind: int, form: TiffForm) -> bytes:
    word = _WORD[kind]
    if form.order == "<" or word == 1:
        return value
    return np.frombuffer(value, f">u{word}").astype(f"<u{word}").tobytes()


def pack(directory: Mapping[int, Tag | Directory], at: int, big: bool = False) -> bytes:
    """The bytes of a directory, its values and its nested directories, to stand at offset `at`.

    `at` is even. Little-endian; `big` writes the 64-bit form.
    """
    counting, entry, offset, room = ("<Q", "<HHQ", "<Q", 8) if big else ("<H", "<HHI", "<I", 4)
    head = struct.calcsize(counting) + len(directory) * (struct.calcsize(entry) + room) + room
    table, tail = bytearray(struct.pack(counting, len(directory))), bytearray()
    for tag, item in sorted(directory.items()):
        here = at + head + len(tail)
        if isinstance(item, Tag):
            kind, count, value = item.kind, item.count, item.value
            inline = len(value) <= room
        else:
            kind, count, value, inline = (LONG8 if big else LONG), 1, pack(item, here, big), False
        table += struct.pack(entry, tag, kind, count)
        table += value.ljust(room, b"\0") if inline else struct.pack(offset, here)
        if not inline:
            tail += value + b"\0" * (len(value) % 2)
    return bytes(table + b"\0" * room + tail)


def block(directory: Directory) -> bytes:
    """A whole EXIF block with this directory first."""
    return b"II*\0\x08\0\0\0" + pack(directory, 8)


def with_short(data: Buffer, tag: int, number: int) -> bytes:
    """A copy of a TIFF file or an EXIF block with one SHORT of its first directory set.

    Every other byte stays. Where the tag is missing, an equal copy. Raises Damaged where the
    directory reaches beyond the data.
    """
    changed = bytearray(data)
    put_short(changed, tag, number)
    return bytes(changed)


def put_short(data: bytearray | memoryview, tag: int, number: int) -> None:
    """As `with_short`, in place."""
    try:
        form = form_of(data)
        start, count, size = _first(data, form)
        for position in range(start, start + count * size, size):
            if struct.unpack_from(form.order + "HH", data, position) == (tag, SHORT):
                struct.pack_into(form.order + "H", data, position + (12 if form.big else 8), number)
                break
    except (struct.error, OverflowError) as error:
        raise Damaged(str(error)) from error


def end_after_first(data: bytearray | memoryview) -> None:
    """Unlink, in place, all directories that follow the first. Raises Damaged."""
    try:
        form = form_of(data)
        start, count, size = _first(data, form)
        if start + count * size + struct.calcsize(form.offset) <= len(data):
            struct.pack_into(form.offset, data, start + count * size, 0)
    except (struct.error, OverflowError) as error:
        raise Damaged(str(error)) from error


def _first(data: Buffer, form: TiffForm) -> tuple[int, int, int]:
    """Where the entries of the first directory begin, how many they are, and how long each."""
    counting, size = ("Q", 20) if form.big else ("H", 12)
    (start,) = struct.unpack_from(form.offset, data, form.header - (8 if form.big else 4))
    (count,) = struct.unpack_from(form.order + counting, data, start)
    if count > _MOST_ENTRIES:
        raise Damaged("more entries than any picture has")
    return start + struct.calcsize(form.order + counting), count, size


def orientation(directory: Directory) -> int:
    """How the picture is turned: 1 (upright) to 8; 1 where the tag is missing or senseless."""
    match directory.get(ORIENTATION):
        case Tag(numbers=(turned, *_)) if 1 <= turned <= 8:
            return turned
        case _:
            return 1


def resolution(directory: Directory) -> tuple[float, float] | None:
    """Pixels per millimetre (x, y); None where it is not stated."""
    match [directory.get(tag) for tag in (X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT)]:
        case [Tag(fraction=Fraction() as x), Tag(fraction=Fraction() as y), unit]:
            number = unit.numbers[0] if isinstance(unit, Tag) and unit.numbers else 2
            millimetres = _MILLIMETRES.get(number)
            if millimetres and x > 0 and y > 0:
                return float(x / millimetres), float(y / millimetres)
    return None


def resolution_entries(pixels_per_mm: tuple[float, float] | None) -> dict[int, Tag]:
    """The three tags that state a resolution; unit "none" for None."""
    per_unit, unit = (1.0, 1.0), 1
    if pixels_per_mm:
        x, y = pixels_per_mm
        inch = all(abs(v * 25.4 - round(v * 25.4)) < 1e-6 for v in pixels_per_mm)
        unit, length = (2, 25.4) if inch else (3, 10.0)
        per_unit = (x * length, y * length)
    across, down = (Tag(RATIONAL, _rational(value)) for value in per_unit)
    return {
        X_RESOLUTION: across,
        Y_RESOLUTION: down,
        RESOLUTION_UNIT: Tag(SHORT, struct.pack("<H", unit)),
    }


def _rational(value: float) -> bytes:
    near = Fraction(value).limit_denominator(100_000)
    return struct.pack("<II", min(near.numerator, 2**32 - 1), near.denominator)
