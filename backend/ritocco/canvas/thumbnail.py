"""The small picture inside an EXIF block: it still shows what was removed from the large one."""

from __future__ import annotations

import struct

from ritocco.canvas.tags import form_of

_OFFSET, _LENGTH = 0x0201, 0x0202
_ENTRY = 12


def without_thumbnail(exif: bytes) -> bytes:
    """The EXIF block with its thumbnail blanked and unlinked; every other byte as it was.

    The thumbnail lies in the block's second directory (Exif 2.32, section 4.5.2). A block that
    is damaged or has none comes back unchanged.
    """
    block = bytearray(exif)
    try:
        form = form_of(exif)
        if form.big:
            return exif
        (first,) = struct.unpack_from(form.offset, block, 4)
        (count,) = struct.unpack_from(f"{form.order}H", block, first)
        link = first + 2 + _ENTRY * count
        (second,) = struct.unpack_from(form.offset, block, link)
        if not second:
            return exif
        (count,) = struct.unpack_from(f"{form.order}H", block, second)
        places = {}
        for index in range(count):
            at = second + 2 + _ENTRY * index
            (tag,) = struct.unpack_from(f"{form.order}H", block, at)
            places[tag] = struct.unpack_from(f"{form.order}I", block, at + 8)[0]
    except (ValueError, struct.error):
        return exif
    start, length = places.get(_OFFSET, 0), places.get(_LENGTH, 0)
    length = max(0, min(length, len(block) - start))
    if start + length <= first or start >= link + 4:  # never the picture's own tags
        block[start : start + length] = bytes(length)
    struct.pack_into(form.offset, block, link, 0)
    return bytes(block)
