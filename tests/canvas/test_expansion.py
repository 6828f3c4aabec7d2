"""What coders take of memory is known by the header: small files that would fill the machine."""

import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest

from ritocco.canvas import expansion, files
from ritocco.canvas.formats import JPEG, PNG, WEBP
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.errors import BadPicture, TooLarge
from ritocco.geometry import Size
from tests.resident import ROOT

from .pictures import png_chunk, tiff, written

LARGE = Size(11_000, 11_000)
RGB8 = Layout(ColourModel.RGB, Depth.U8, False)


def a_png(size: Size, interlaced: bool) -> bytes:
    """Eight bits with alpha; a head, and no pixels."""
    head = struct.pack(">IIBBBBB", size.width, size.height, 8, 6, 0, 0, interlaced)
    start = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head)
    return start + png_chunk(b"IDAT", zlib.compress(b"")) + png_chunk(b"IEND", b"")


def a_jpeg(size: Size, frame: int, in_first_scan: int) -> bytes:
    """Three components; a head, and no pixels. `frame`: 0xC0 baseline, 0xC2 progressive."""
    parts = b"".join(bytes([number, 0x11, 0]) for number in (1, 2, 3))
    head = struct.pack(">BHHB", 8, size.height, size.width, 3) + parts
    of_scan = b"".join(bytes([number, 0]) for number in range(1, in_first_scan + 1))
    scan = bytes([in_first_scan]) + of_scan + bytes([0, 0 if frame == 0xC2 else 63, 0])
    segments = [(0xDB, bytes(1) + bytes([1] * 64)), (frame, head)]
    segments += [(0xC4, bytes([kind << 4, 1, *[0] * 15, 0])) for kind in (0, 1)]
    data = b"\xff\xd8"
    for marker, body in [*segments, (0xDA, scan)]:
        data += b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body
    return data + bytes(400) + b"\xff\xd9"


def a_webp(side: int) -> bytes:
    """Without loss; a head, and no pixels."""
    body = b"\x2f" + struct.pack("<I", side - 1 | side - 1 << 14) + bytes(11)
    return (
        b"RIFF"
        + struct.pack("<I", 12 + len(body))
        + b"WEBPVP8L"
        + struct.pack("<I", len(body))
        + body
    )


def a_tiff(tile: int) -> bytes:
    """10 x 10 pixels in a tile of this side."""
    side = struct.pack("<I", tile)
    at = struct.pack("<I", 8), struct.pack("<I", 300)
    tags = ((322, 4, 1, side), (323, 4, 1, side), (324, 4, 1, at[0]), (325, 4, 1, at[1]))
    return tiff(np.zeros((10, 10, 3), np.uint8), tags=tags)


BOMBS = {
    "interlaced.png": a_png(LARGE, True),
    "progressive.jpg": a_jpeg(Size(20_000, 20_000), 0xC2, 3),
    "scan by scan.jpg": a_jpeg(LARGE, 0xC0, 1),
    "large.webp": a_webp(16_383),
    "grey.png": a_png(Size(29_000, 29_000), False),
}
PLAIN = {"plain.png": a_png(LARGE, False), "baseline.jpg": a_jpeg(LARGE, 0xC0, 3)}


@pytest.mark.parametrize("name", BOMBS)
def test_a_small_file_that_takes_too_much_is_refused_by_its_header(tmp_path, name):
    with pytest.raises(TooLarge) as caught:
        files.load(written(tmp_path / name, BOMBS[name]))
    assert str(tmp_path / name) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_one_that_goes_row_by_row_may_be_as_large(tmp_path):
    """It is refused for what it lacks, not for its size."""
    with pytest.raises(BadPicture, match="damaged"):
        files.load(written(tmp_path / "a.png", PLAIN["plain.png"]))


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the peak")
def test_no_small_file_takes_two_gigabytes(tmp_path):
    """All in one process that may have no more; flat pictures at the limit are decoded."""
    for name, data in BOMBS.items():
        written(tmp_path / name, data)
    flat = zlib.compress(bytes((1 + 9000) * 6000), 1)
    head = struct.pack(">IIBBBBB", 9000, 6000, 8, 0, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head)
    written(tmp_path / "flat.png", start + png_chunk(b"IDAT", flat) + png_chunk(b"IEND", b""))
    program = (
        "import resource, sys; from pathlib import Path; from ritocco.canvas import files\n"
        "from tests.resident import peak\n"
        "from ritocco.errors import RitoccoError\n"
        "resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))\n"
        "for path in Path(sys.argv[1]).iterdir():\n"
        "    try: print(path.name, files.load(path).size)\n"
        "    except RitoccoError as error: print(type(error).__name__)\n"
        "print(peak())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    *told, most = done.stdout.splitlines()
    assert sorted(told) == sorted(["TooLarge"] * len(BOMBS) + ["flat.png 9000 x 6000"])
    assert int(most) < 400 << 20


@pytest.mark.parametrize(
    ("name", "each"),
    [
        ("interlaced.png", 4),
        ("progressive.jpg", 6),
        ("scan by scan.jpg", 6),
        ("plain.png", 0),
        ("baseline.jpg", 0),
    ],
)
def test_what_decoding_takes_beside_the_pixels(name, each):
    data = (BOMBS | PLAIN)[name]
    form = "PNG" if name.endswith("png") else "JPEG"
    assert expansion.beside_pixels(form, data, LARGE) == each * LARGE.area


def test_two_rows_of_tiles_count_however_small_the_picture_is():
    assert expansion.beside_pixels("TIFF", a_tiff(16), Size(10, 10)) == 2 * 16 * 16 * 3
    assert expansion.beside_pixels("TIFF", a_tiff(16), Size(40, 10)) == 2 * 48 * 16 * 3


def test_what_writing_takes():
    large = Size(8000, 4000)
    assert expansion.of_writing(PNG, large, RGB8).least == 3 * large.area
    assert expansion.of_writing(JPEG, large, RGB8).least == 3 * large.area
    assert expansion.of_writing(JPEG, Size(1000, 1000), RGB8).least == 15 * 10**6
    assert expansion.of_writing(WEBP, large, RGB8).most == 57 * large.area


def test_before_the_work_it_is_asked_whether_the_result_can_be_written(tmp_path):
    size = Size(12_000, 12_000)
    files.check_can_save(tmp_path / "a.png", RGB8, size, 1000)
    files.check_can_save(tmp_path / "a.webp", RGB8, Size(5000, 5000), 1000)
    with pytest.raises(TooLarge, match=r"as WebP would take .* name it a\.tif"):
        files.check_can_save(tmp_path / "a.webp", RGB8, size, 1000)


def test_a_large_jpeg_is_the_same_picture(tmp_path, monkeypatch):
    """Only its code is not fitted to it, since that takes memory."""
    one = Picture(np.random.default_rng(0).integers(0, 256, (64, 48, 3), np.uint8), RGB8)
    files.save(one, tmp_path / "fitted.jpg")
    monkeypatch.setattr(files, "MOST_OPTIMISED", 100)
    files.save(one, tmp_path / "plain.jpg")
    fitted, plain = (files.load(tmp_path / f"{name}.jpg") for name in ("fitted", "plain"))
    np.testing.assert_array_equal(fitted.pixels, plain.pixels)
    sizes = [(tmp_path / f"{name}.jpg").stat().st_size for name in ("fitted", "plain")]
    assert sizes[0] < sizes[1]
