"""The UserComment of an EXIF block, written so that no other byte moves.

Offsets in a block count from its beginning, and a maker's note holds some that nobody else can
read. So the directory that gets the comment is copied to the block's end, where it may grow, and
is linked from there; what it pointed to stays where it was.
"""

from __future__ import annotations

import struct

from ritocco.canvas.tags import EXIF, LONG, UNDEFINED, Damaged, Tag, block, form_of

USER_COMMENT = 37510
_CODE = b"UNICODE\0"
_ENTRY = 12


def with_user_comment(exif: bytes | None, text: str) -> bytes | None:
    """The block with this comment, in UTF-16 with the high byte first as the web UI has it.

    A comment that is as long as the one before, or shorter, takes its place.

    None begins a block. One that is damaged, or in BigTIFF's form, comes back unchanged.
    """
    comment = _CODE + text.encode("utf-16-be", "replace")
    if exif is None:
        return block({EXIF: {USER_COMMENT: Tag(UNDEFINED, comment)}})
    try:
        form = form_of(exif)
        if form.big:
            return exif
        made = bytearray(exif)
        order, at = form.order, 4
        entries, link = _entries(exif, order, struct.unpack_from(form.offset, exif, at)[0])
        nested = next((entry for entry in entries if entry[0] == EXIF), None)
        inside, after = _entries(exif, order, nested[2]) if nested else ([], bytes(4))
        before = next((each for each in inside if each[0] == USER_COMMENT), None)
        if before is not None and _overwritten(made, comment, before, order):
            return bytes(made)
        place = _appended(made, comment)
        told = (USER_COMMENT, struct.pack(order + "HI", UNDEFINED, len(comment)), place)
        inside = sorted([*(each for each in inside if each[0] != USER_COMMENT), told])
        here = _appended(made, _directory(inside, order, after))
        kept = [each for each in entries if each[0] != EXIF]
        top = sorted([*kept, (EXIF, struct.pack(order + "HI", LONG, 1), here)])
        struct.pack_into(form.offset, made, at, _appended(made, _directory(top, order, link)))
    except (Damaged, struct.error):
        return exif
    return bytes(made)


_Raw = tuple[int, bytes, int]
"""Tag, type and count as they stand, value or offset as a number in the block's order."""


def _entries(exif: bytes, order: str, start: int) -> tuple[list[_Raw], bytes]:
    """The entries of a directory as they stand, and the link to the next one."""
    (count,) = struct.unpack_from(order + "H", exif, start)
    entries = []
    for at in range(start + 2, start + 2 + _ENTRY * count, _ENTRY):
        tag, kind, value = struct.unpack_from(order + "H6sI", exif, at)
        entries.append((tag, kind, value))
    end = start + 2 + _ENTRY * count
    return entries, exif[end : end + 4].ljust(4, b"\0")


def _directory(entries: list[_Raw], order: str, link: bytes) -> bytes:
    body = b"".join(struct.pack(order + "H6sI", *entry) for entry in entries)
    return struct.pack(order + "H", len(entries)) + body + link


def _overwritten(made: bytearray, comment: bytes, before: _Raw, order: str) -> bool:
    """Put the comment, and spaces after it, in the room of the one before; whether it fits."""
    (room,) = struct.unpack_from(order + "I", before[1], 2)
    left = room - len(comment)
    if left < 0 or left % 2 or room <= 4 or before[2] + room > len(made):
        return False
    made[before[2] : before[2] + room] = comment + " ".encode("utf-16-be") * (left // 2)
    return True


def _appended(made: bytearray, data: bytes) -> int:
    """Where `data` now stands: at the end, on an even place."""
    made += bytes(len(made) % 2)
    made += data
    return len(made) - len(data)
