"""Boxes of (length, type, data), ISO/IEC 14496-12: what AVIF and JPEG XL files are made of."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ritocco.canvas.containers.bounds import counted
from ritocco.canvas.tags import Buffer, Damaged


def boxes(data: Buffer, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of the data of each box. Raises Damaged for more than there can be."""
    return counted(_each(data, start, end))


def _each(data: Buffer, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while start + 8 <= end:
        length, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start + 8)
            head = 16
        length = length or end - start
        if length < head or start + length > end:
            raise Damaged("a box reaches beyond the end")
        yield kind, start + head, start + length
        start += length
