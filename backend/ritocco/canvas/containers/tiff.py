"""TIFF: one directory holds what describes the pixels, the metadata, and EXIF's own directories."""

from __future__ import annotations

import struct

from ritocco.canvas import tags
from ritocco.canvas.containers.carried import Carried, carried, packet
from ritocco.canvas.picture import Metadata
from ritocco.canvas.tags import Buffer, Damaged, Tag
from ritocco.sentence import Sentence

EXTRA_SAMPLES = 338
STRAIGHT = 2
_SEGMENTS = ((273, 279), (324, 325))  # where strips or tiles start, how long they are
# Of the first directory, what EXIF has as well: author, camera, dates, rating. Not carried are
# Photoshop's own tags: they hold layers and a thumbnail, which would show the picture as it was.
_DESCRIBING = tags.NESTED | {269, 270, 271, 272, 285, 305, 306, 315, 316, 18246, 18249, 33432}
_DESCRIBING |= {*range(40091, 40096), 50341}
_DESCRIBING |= {301, 318, 319}  # transfer function, white point, primaries
_ASSOCIATED = 1
_ODD_EXIF = Sentence(
    "A part of what the picture says of itself (EXIF) is damaged, so it is left away."
)


def _value(directory: tags.Directory, tag: int) -> bytes | None:
    entry = directory.get(tag)
    return entry.value if isinstance(entry, Tag) and entry.value else None


def _numbers(directory: tags.Directory, tag: int) -> tuple[int, ...]:
    entry = directory.get(tag)
    return entry.numbers if isinstance(entry, Tag) else ()


def read(data: Buffer) -> Carried:
    """The profile and metadata of the first page. Raises Damaged where the file ends early."""
    parsed = tags.parsed(data)
    directory = parsed.directory
    if parsed.lost:
        raise Damaged("the file ends early")
    for starts, lengths in _SEGMENTS:
        ends = map(
            sum, zip(_numbers(directory, starts), _numbers(directory, lengths), strict=False)
        )
        if max(ends, default=0) > len(data):
            raise Damaged("the file ends early")
    described = {tag: item for tag, item in directory.items() if tag in _DESCRIBING}
    metadata = Metadata(
        resolution=tags.resolution(directory),
        exif=tags.block(described) if described else None,
        xmp=_value(directory, tags.XMP),
        iptc=_value(directory, tags.IPTC),
        flaws=(_ODD_EXIF,) if parsed.broken else (),
    )
    return carried(
        _value(directory, tags.ICC),
        metadata,
        orientation=tags.orientation(directory),
        associated=_numbers(directory, EXTRA_SAMPLES)[:1] == (_ASSOCIATED,),
    )


def hide(data: memoryview) -> None:
    """Unlink the pages after the first."""
    tags.end_after_first(data)


def write(data: Buffer, profile: bytes | None, metadata: Metadata) -> list[Buffer]:
    """The pieces of a TIFF: the coded pixels, and a new directory at the end.

    EXIF is taken apart into the tags and directories that TIFF has for it.
    """
    directory = tags.read(data) | tags.resolution_entries(metadata.resolution)
    directory[tags.ORIENTATION] = Tag(tags.SHORT, b"\1\0")
    if metadata.exif is not None:
        try:
            exif = tags.read(metadata.exif)
        except Damaged:  # TIFF takes EXIF apart, so what cannot be read cannot be kept
            exif = {}
        directory |= {tag: item for tag, item in exif.items() if tag in _DESCRIBING}
    bodies = {tags.XMP: packet(metadata), tags.IPTC: metadata.iptc, tags.ICC: profile}
    for tag, body in bodies.items():
        if body is not None:
            directory[tag] = Tag(tags.BYTE if tag == tags.XMP else tags.UNDEFINED, body)
    form = tags.form_of(data)
    at = len(data) + len(data) % 2
    pointer = struct.pack(form.offset, at)
    head = bytes(data[: form.header - len(pointer)]) + pointer
    padding = b"\0" * (len(data) % 2)
    return [head, data[form.header :], padding, tags.pack(directory, at, form.big)]
