from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ritocco.canvas.thumbnail import without_thumbnail


def exif_with(thumbnail: bytes, order: str) -> bytes:
    """An EXIF block: a first directory with an artist, a second with a thumbnail."""
    little = order == "<"
    number = lambda value, size: value.to_bytes(size, "little" if little else "big")  # noqa: E731
    artist = b"Ada\0"
    first, second, data = 8, 8 + 2 + 12 + 4, 8 + 2 + 12 + 4 + 2 + 24 + 4
    return b"".join(
        [
            (b"II" if little else b"MM") + number(42, 2) + number(first, 4),
            number(1, 2) + number(315, 2) + number(2, 2) + number(4, 4) + artist,
            number(second, 4),
            number(2, 2),
            number(0x0201, 2) + number(4, 2) + number(1, 4) + number(data, 4),
            number(0x0202, 2) + number(4, 2) + number(1, 4) + number(len(thumbnail), 4),
            number(0, 4) + thumbnail,
        ]
    )


@pytest.mark.parametrize("order", "<>")
def test_the_thumbnail_goes_and_the_artist_stays(order: str):
    stream = BytesIO()
    Image.new("RGB", (32, 32), "red").save(stream, "JPEG")
    block = exif_with(stream.getvalue(), order)
    mended = without_thumbnail(block)
    assert stream.getvalue() not in mended
    assert b"\xff\xd8" not in mended
    told = Image.Exif()
    told.load(b"Exif\0\0" + mended)
    assert told[315] == "Ada"
    assert not told.get_ifd(1)
    assert len(mended) == len(block)
    assert without_thumbnail(mended) == mended


@pytest.mark.parametrize("order", "<>")
def test_a_thumbnail_that_is_said_to_be_the_tags_takes_none_of_them(order: str):
    block = bytearray(exif_with(b"x" * 50, order))
    ends = "little" if order == "<" else "big"
    block[36:40] = (8).to_bytes(4, ends)
    mended = without_thumbnail(bytes(block))
    told = Image.Exif()
    told.load(b"Exif\0\0" + mended)
    assert told[315] == "Ada"
    assert not told.get_ifd(1)


@given(st.binary(max_size=200))
def test_what_is_no_exif_comes_back(junk: bytes):
    assert len(without_thumbnail(junk)) == len(junk)
    if junk[:2] not in (b"II", b"MM"):
        assert without_thumbnail(junk) == junk
