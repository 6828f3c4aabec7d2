"""BMP: a head of 14 bytes, then one that says its own length, by which its kind is known."""

from __future__ import annotations

import struct

from ritocco.canvas.containers.carried import Carried, carried
from ritocco.canvas.picture import Metadata
from ritocco.canvas.tags import Buffer, Damaged

_HEAD = 14
_EMBEDDED = b"DEBM"
_WITH_RESOLUTION, _WITH_PROFILE = 40, 124


def read(data: Buffer) -> Carried:
    """The profile and the resolution. Raises Damaged where the file ends early."""
    (length,) = struct.unpack_from("<I", data, _HEAD)
    if length < 12 or _HEAD + length > len(data):
        raise Damaged("the file ends early")
    resolution = profile = None
    if length >= _WITH_RESOLUTION:
        across, down = struct.unpack_from("<ii", data, _HEAD + 24)
        if across > 0 and down > 0:
            resolution = across / 1000, down / 1000
    if length >= _WITH_PROFILE and bytes(data[_HEAD + 56 : _HEAD + 60]) == _EMBEDDED:
        at, size = struct.unpack_from("<II", data, _HEAD + 112)
        if _HEAD + at + size > len(data):
            raise Damaged("the profile reaches beyond the end")
        profile = bytes(data[_HEAD + at : _HEAD + at + size]) or None
    return carried(profile, Metadata(resolution=resolution))
