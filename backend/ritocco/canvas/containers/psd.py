"""PSD and PSB: a head, the colours' table, resources, layers, and last the flattened picture.

As Adobe describes it: Photoshop File Formats Specification, 2019.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from ritocco.canvas.containers.bounds import counted
from ritocco.canvas.containers.carried import Carried, carried, exif_block
from ritocco.canvas.picture import Metadata
from ritocco.canvas.tags import Buffer, Damaged
from ritocco.geometry import Size

_RESOLUTION, _IPTC, _ICC, _VERSION, _EXIF, _XMP = 1005, 1028, 1039, 1057, 1058, 1060
_KEPT = frozenset({_RESOLUTION, _IPTC, _ICC, _VERSION, _EXIF, _XMP})


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of its flattened picture.

    large      lengths in it are written as in PSB
    transparent  the first channel after the colours is the picture's alpha
    flattened  there is one at all
    table      colours of an indexed picture: 256 reds, greens, blues
    at         where its pixels begin
    """

    size: Size
    channels: int
    bits: int
    mode: int
    large: bool
    transparent: bool
    flattened: bool
    table: bytes
    at: int


def head(data: Buffer) -> Head:
    """The head. Raises Damaged where the file ends early."""
    version, channels, height, width, bits, mode = struct.unpack_from(">H6xHIIHH", data, 4)
    if not width or not height or not channels:
        raise Damaged("no size")
    table, resources, layers, pixels = _sections(data, version == 2)
    told = dict(_resources(data, *resources))
    said = told.get(_VERSION, b"")
    return Head(
        Size(width, height),
        channels,
        bits,
        mode,
        large=version == 2,
        transparent=_layer_count(data, *layers, version == 2) < 0,
        flattened=len(said) < 5 or bool(said[4]),
        table=bytes(data[slice(*table)]),
        at=pixels,
    )


def read(data: Buffer) -> Carried:
    """The profile and metadata. Raises Damaged where the file ends early."""
    _, resources, _, _ = _sections(data, data[5] == 2)
    told = dict(_resources(data, *resources))
    resolution = None
    if len(told.get(_RESOLUTION, b"")) >= 12:
        across, down = (
            struct.unpack_from(">I", told[_RESOLUTION], at)[0] / 65536 / 25.4 for at in (0, 8)
        )
        resolution = across, down
    exif = told.get(_EXIF)
    metadata = Metadata(
        resolution=resolution,
        exif=None if exif is None else exif_block(exif),
        xmp=told.get(_XMP),
        iptc=told.get(_IPTC),
    )
    return carried(told.get(_ICC), metadata, orientation=1)


_Span = tuple[int, int]


def _sections(data: Buffer, large: bool) -> tuple[_Span, _Span, _Span, int]:
    """Where the table, the resources and the layers begin and end; where the pixels begin."""
    spans, at = [], 26
    for form in (">I", ">I", ">Q" if large else ">I"):
        (length,) = struct.unpack_from(form, data, at)
        at += struct.calcsize(form)
        if at + length > len(data):
            raise Damaged("a section reaches beyond the end")
        spans.append((at, at + length))
        at += length
    return spans[0], spans[1], spans[2], at


def _resources(data: Buffer, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Number and data of the resources we keep."""
    for kind, a, b in counted(_each(data, start, end)):
        if kind in _KEPT:
            yield kind, bytes(data[a:b])


def _each(data: Buffer, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    while at + 12 <= end:
        kind, name = struct.unpack_from(">4xHB", data, at)
        at += 6 + (name + 2) // 2 * 2
        (length,) = struct.unpack_from(">I", data, at)
        if at + 4 + length > end:
            raise Damaged("a resource reaches beyond its section")
        yield kind, at + 4, at + 4 + length
        at += 4 + length + length % 2


def _layer_count(data: Buffer, start: int, end: int, large: bool) -> int:
    """As it is written: below 0 where the flattened picture has an alpha of its own."""
    at = start + (8 if large else 4)
    return int(struct.unpack_from(">h", data, at)[0]) if at + 2 <= end else 0
