"""Small files that unpack to as much as a file may: done, and within two gigabytes."""

import struct
import zlib
from collections.abc import Iterator
from math import isqrt

import pyvips

from ritocco.budget import SENT_LEAST
from tests.breaking.break_pictures import MOST_RESIDENT, one_sentence
from tests.breaking.lying_headers import chunk, whole_png
from tests.breaking.warm import WarmCommands

SELECTED = 50
"""A side of what is filled."""


def side(bytes_each: int, beside: int = 0, spare: float = 0.98) -> int:
    """Of the largest square that is read: pixels twice, a selection, what decoding takes beside."""
    return isqrt(int(spare * SENT_LEAST) // (2 * bytes_each + 1 + beside))


def black(length: int, bands: int, kind: str, meaning: str) -> pyvips.Image:
    return pyvips.Image.black(length, length, bands=bands).cast(kind).copy(interpretation=meaning)


def largest() -> Iterator[tuple[str, str, int, bytes]]:
    """Name, ending, side and bytes of files that take as much as they may."""
    for name, bits, kind, each in (("grey", 8, 0, 1), ("rgb", 8, 2, 3), ("deep", 16, 6, 8)):
        length = side(each)
        yield f"png {name}", ".png", length, whole_png(length, length, bits, kind)
    length = side(3, 6)
    image = black(length, 3, "uchar", "srgb")
    data = image.jpegsave_buffer(interlace=True, subsample_mode="off")
    yield "jpeg progressive", ".jpg", length, data
    length = side(16)
    data = black(length, 4, "float", "scrgb").tiffsave_buffer(compression="deflate")
    yield "tiff of floats", ".tif", length, data
    length = side(3, 10)
    yield "webp", ".webp", length, black(length, 3, "uchar", "srgb").webpsave_buffer(effort=0)


def selection(length: int) -> bytes:
    """A small square in a grey PNG of this side."""
    head = struct.pack(">IIBBBBB", length, length, 1, 0, 0, 0, 0)
    # One bit a pixel; the square is a stripe of whole bytes at the left.
    row = bytes(1 + -(-length // 8))
    marked = b"\0" + b"\xff" * (SELECTED // 8) + row[1 + SELECTED // 8 :]
    packer = zlib.compressobj(9)
    body = packer.compress(marked * SELECTED) + packer.compress(row * (length - SELECTED))
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return start + chunk(b"IDAT", body + packer.flush()) + chunk(b"IEND", b"")


def test_a_file_at_the_limit(place, tell, tmp_path):
    wrong = {}
    commands = WarmCommands(place.home, place.scratch)
    for name, suffix, length, data in largest():
        picture, mask = tmp_path / f"a{suffix}", tmp_path / "mask.png"
        picture.write_bytes(data)
        mask.write_bytes(selection(length))
        assert len(data) < 10_000_000
        ended = commands.run("fill", picture, "--mask", mask, "-o", tmp_path / "out.jpg")
        tell(f"{name}, {length} a side: MiB", ended.highest // 2**20)
        plain = ended.code == 0 or (ended.code == 2 and one_sentence(ended.err))
        if ended.hung or not plain or ended.highest > MOST_RESIDENT:
            wrong[name] = ended
        picture.unlink()
    commands.close()
    assert wrong == {}
