"""GIF, BMP, AVIF, JPEG XL and PSD: what they hold comes in as it is, and nothing goes out."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ritocco.canvas import decode, files, tags
from ritocco.canvas.coders import jxl as jxl_coder
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.errors import BadPicture, CannotHold, TooLarge
from ritocco.geometry import Size

from . import pictures, profiles, read_only
from .hostile import box, coded
from .pictures import noise, picture, written

GREY8 = Layout(ColourModel.GREY, Depth.U8, False)
RGB8 = Layout(ColourModel.RGB, Depth.U8, False)
RGBA8 = Layout(ColourModel.RGB, Depth.U8, True)
GREY16 = Layout(ColourModel.GREY, Depth.U16, False)
RGBA16 = Layout(ColourModel.RGB, Depth.U16, True)
RGB_FLOAT = Layout(ColourModel.RGB, Depth.F32, False)
P3 = profiles.rgb("p3", 2.2)


def opaque(layout: Layout) -> np.ndarray:
    """Noise whose colours no white shines through."""
    pixels = noise(layout, 21, 13)
    if layout.alpha:
        pixels[..., -1] = layout.depth.maximum
    return pixels


def planes(pixels: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(np.moveaxis(pixels, 2, 0))


FEW = np.random.default_rng(0).choice(np.array([0, 60, 200], np.uint8), (13, 21, 3))
EXACT = {
    "gif": (".gif", RGB8, FEW, read_only.gif(FEW)),
    "bmp": (".bmp", RGB8, opaque(RGB8), read_only.by_pillow(opaque(RGB8), "BMP")),
    "bmp grey": (".bmp", GREY8, opaque(GREY8), read_only.by_pillow(opaque(GREY8), "BMP")),
    "jxl": (".jxl", RGB8, noise(RGB8, 21, 13), read_only.jxl(noise(RGB8, 21, 13))),
    "jxl alpha": (".jxl", RGBA8, noise(RGBA8, 21, 13), read_only.jxl(noise(RGBA8, 21, 13))),
    "jxl 16": (".jxl", GREY16, noise(GREY16, 21, 13), read_only.jxl(noise(GREY16, 21, 13))),
    **{
        f"psd {layout}{', plain' * (not packed)}{', large' * large}": (
            ".psd",
            layout,
            opaque(layout),
            read_only.psd(
                planes(opaque(layout)),
                3 if layout.colours == 3 else 1,
                packed=packed,
                large=large,
                transparent=layout.alpha,
            ),
        )
        for layout, packed, large in (
            (RGB8, True, False),
            (RGB8, False, True),
            (GREY8, True, True),
            (GREY16, False, False),
            (RGBA16, True, False),
            (RGB_FLOAT, False, False),
        )
    },
}


@pytest.mark.parametrize("name", EXACT)
def test_pixels_come_in_exactly(tmp_path: Path, name: str) -> None:
    suffix, layout, pixels, data = EXACT[name]
    one = files.load(written(tmp_path / f"a{suffix}", data))
    assert one.layout == layout
    assert one.metadata.flaws == ()
    np.testing.assert_array_equal(one.pixels, pixels.reshape(one.pixels.shape))


@pytest.mark.parametrize("bits", [8, 10, 12])
def test_an_avif_keeps_its_bits_over_the_whole_range(tmp_path: Path, bits: int) -> None:
    layout = RGBA8 if bits == 8 else RGBA16
    pixels = noise(layout, 21, 13)
    pixels[0], pixels[1] = 0, layout.depth.maximum
    one = files.load(written(tmp_path / "a.avif", read_only.avif(pixels, bits)))
    assert one.layout == layout
    assert one.profile is None
    levels = one.pixels >> (0 if bits == 8 else 16 - bits)
    wanted = pixels >> (0 if bits == 8 else 16 - bits)
    assert np.abs(levels.astype(int) - wanted.astype(int)).max() <= 1  # colours go there and back
    np.testing.assert_array_equal(one.pixels[:2], pixels[:2])


def test_profiles_and_what_is_told_beside_pixels_are_kept(tmp_path: Path) -> None:
    pixels, exif = noise(RGB8, 21, 13), pictures.exif(orientation=6)
    told = {
        "a.psd": read_only.psd(
            planes(pixels),
            resources=read_only.resource(1039, P3)
            + read_only.resource(1058, exif)
            + read_only.resource(1060, pictures.XMP)
            + read_only.resource(1028, pictures.IPTC)
            + read_only.resource(1005, struct.pack(">IHHIHH", 300 << 16, 1, 1, 300 << 16, 1, 1)),
        ),
        "a.jxl": read_only.jxl(pixels, exif=exif, xmp=pictures.XMP, jumb=None, compress=False),
        "a.avif": read_only.by_pillow(
            pixels, "AVIF", exif=pictures.exif(), xmp=pictures.XMP, icc_profile=P3
        ),
    }
    for name, data in told.items():
        one = files.load(written(tmp_path / name, data))
        assert one.size == files.header_in(data, name)[0] == Size(21, 13), name
        assert one.profile == P3 or name == "a.jxl"
        assert one.metadata.exif is not None
        assert tags.orientation(tags.read(one.metadata.exif)) == 1, name
        assert b"<dc:title>" in (one.metadata.xmp or b""), name
        assert b'tiff:Orientation="1"' in (one.metadata.xmp or b""), name
        again = files.metadata_of(tmp_path / name)
        assert again.resolution == pytest.approx((300 / 25.4, 300 / 25.4))
    assert files.load(tmp_path / "a.psd").metadata.iptc == pictures.IPTC


def test_numbers_for_colours_in_an_avif_are_a_profile(tmp_path: Path) -> None:
    data = bytearray(read_only.avif(noise(RGB8, 21, 13)))
    at = data.index(b"nclx")
    data[at + 4 : at + 8] = struct.pack(">HH", 12, 13)  # Display P3
    assert files.load(written(tmp_path / "a.avif", bytes(data))).profile is not None


def test_of_what_moves_the_first_picture_comes_and_that_is_told(tmp_path: Path) -> None:
    one = files.load(written(tmp_path / "a.gif", read_only.gif(FEW, 255 - FEW)))
    np.testing.assert_array_equal(one.pixels[..., :3], FEW)
    assert any("animation" in flaw for flaw in one.metadata.flaws)


def test_a_jpeg_in_a_jpeg_xl_is_that_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    files.save(picture(RGB8, 64, 48, profile=P3, metadata=pictures.METADATA), path)
    packed = written(tmp_path / "a.jxl", read_only.jxl_of_jpeg(path.read_bytes()))
    one, two = files.load(path), files.load(packed)
    assert (one.pixels == two.pixels).all()
    assert one.profile == two.profile
    assert one.metadata == two.metadata


def test_white_under_a_transparent_psd_is_taken_out(tmp_path: Path) -> None:
    straight = noise(RGBA16, 21, 13)
    straight[..., -1] = np.maximum(straight[..., -1], 9000)
    alpha = straight[..., -1:] / 65535
    on_white = straight.copy()
    on_white[..., :3] = np.rint(straight[..., :3] * alpha + 65535 * (1 - alpha))
    for stored in (on_white, straight):  # Photoshop's, and other programs'
        data = read_only.psd(planes(stored), transparent=True)
        one = files.load(written(tmp_path / "a.psd", data))
        assert np.abs(one.pixels.astype(int) - straight).max() <= 8


def test_saved_selections_are_no_transparency(tmp_path: Path) -> None:
    pixels = noise(RGBA8, 21, 13)
    one = files.load(written(tmp_path / "a.psd", read_only.psd(planes(pixels))))
    assert one.layout == RGB8
    np.testing.assert_array_equal(one.pixels, pixels[..., :3])


def test_few_colours_in_a_psd(tmp_path: Path) -> None:
    indices = np.arange(48, dtype=np.uint8).reshape(1, 6, 8)
    table = np.random.default_rng(0).integers(0, 256, (3, 256), np.uint8)
    one = files.load(written(tmp_path / "a.psd", read_only.psd(indices, 2, table=table.tobytes())))
    np.testing.assert_array_equal(one.pixels, table.T[indices[0]])
    bits = np.array([[[0b10100000, 0b11000000]]], np.uint8)
    data = read_only.psd(bits, 0, bits=1, size=(11, 1))
    one = files.load(written(tmp_path / "a.psd", data))
    assert one.pixels.ravel().tolist() == [0, 255, 0, 255, 255, 255, 255, 255, 0, 0, 255]


def _bmp_of(width: int, height: int) -> bytes:
    data = bytearray(read_only.by_pillow(noise(RGB8, 8, 8), "BMP"))
    struct.pack_into("<ii", data, 18, width, height)
    return bytes(data)


def _gif_of(width: int, height: int) -> bytes:
    data = bytearray(read_only.gif(FEW))
    struct.pack_into("<HH", data, 6, width, height)
    struct.pack_into("<HH", data, data.index(b",\0\0\0\0") + 5, width, height)
    return bytes(data)


SQUARE = np.zeros((3, 8, 8), np.uint8)
BAD = {
    "cmyk.psd": (read_only.psd(np.zeros((4, 8, 8), np.uint8), 4), "CMYK, which"),
    "layers.psd": (
        read_only.psd(SQUARE, resources=read_only.resource(1057, b"\0\0\0\1\0")),
        "layers alone",
    ),
    "bomb.psd": (read_only.psd(SQUARE, size=(60_000, 60_000)), "megapixels"),
    "bomb.bmp": (_bmp_of(60_000, 60_000), "megapixels"),
    "bomb.gif": (_gif_of(60_000, 60_000), "megapixels"),
    "bomb.jxl": (read_only.jxl_head(60_000, 60_000, (1, 1)), "megapixels"),
    "head.psd": (b"8BPS\0\1", "damaged"),
    "head.bmp": (b"BM", "damaged"),
    "head.gif": (b"GIF89a", "damaged"),
    "head.jxl": (b"\xff\x0a", "damaged"),
    "head.avif": (box(b"ftyp", b"avif" + bytes(4)), "damaged"),
    "short.psd": (read_only.psd(SQUARE, size=(800, 800)), "damaged"),
    "empty.psd": (read_only.psd(SQUARE, size=(0, 5)), "damaged"),
    "few.psd": (read_only.psd(SQUARE[:2]), "damaged"),
    "short.bmp": (_bmp_of(80, 80), "damaged"),
    "blocks.gif": (b"GIF89a" + bytes([8, 0, 8, 0, 0, 0, 0]) + b"!\xfe\0" * 2**17, "damaged"),
    "boxes.jxl": (read_only.in_boxes(b"", box(b"free", b"", 0) * 99), "damaged"),
    "many boxes.jxl": (read_only.in_boxes(b"", box(b"free") * 20_000), "damaged"),
    "no picture.jxl": (read_only.jxl_head(64, 64, (1, 1)), "damaged"),
    "heic.heic": (
        box(b"ftyp", b"heic" + bytes(4)) + box(b"meta", bytes(4) + box(b"hvc1", bytes(40))),
        "is HEIC",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_we_cannot_work_on_is_refused_in_one_line(
    tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    data, words = BAD[name]
    path = written(tmp_path / name, data)
    with pytest.raises(BadPicture) as caught:
        files.load(path)
    said = str(caught.value)
    assert words in said
    assert str(path) in said
    assert "\n" not in said
    assert capfd.readouterr() == ("", "")


LARGE = Size(11_000, 11_000)
BOMBS = {
    "a.jxl": read_only.jxl_head(LARGE.width, LARGE.height, (1, 1)),
    "a.psd": read_only.psd(np.zeros((3, 8, 8), np.float32), size=(LARGE.width, LARGE.height)),
    "a.bmp": _bmp_of(15_000, 15_000),
    "a.gif": _gif_of(15_000, 15_000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_small_file_that_takes_too_much_is_refused_by_its_header(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(TooLarge, match=name) as caught:
        files.load(written(tmp_path / name, BOMBS[name]))
    assert "\n" not in str(caught.value)


def test_a_photograph_is_no_bomb(tmp_path: Path) -> None:
    """24 megapixels in 3 MB go to the coder, though it may take far more at its worst."""
    head = read_only.jxl_head(6000, 4000, (1, 1))
    with pytest.raises(BadPicture, match="damaged"):
        files.load(written(tmp_path / "a.jxl", head + bytes(3_000_000)))


def test_the_head_of_a_jpeg_xl_is_understood_in_every_form() -> None:
    """Sizes that libjxl writes short and long, by a ratio and without."""
    for width, height in [(8, 8), (256, 256), (24, 16), (21, 13), (600, 400), (3, 5000)]:
        head = jxl_coder.jxl.head(read_only.jxl(np.zeros((height, width, 1), np.uint8)))
        assert head.size == Size(width, height)
    turned = read_only.jxl_head(40, 30, (0, 1), (1, 1), (5, 3), (0, 1), (0, 1), (0, 1), (0, 3))
    assert jxl_coder.jxl.head(turned).size == Size(30, 40)
    moving = [(0, 1), (1, 1), (0, 3), (0, 1), (0, 1), (1, 1), (0, 2), (0, 2), (0, 2), (0, 1)]
    told = jxl_coder.jxl.head(read_only.jxl_head(40, 30, *moving, (0, 1), (2, 2)))
    assert (told.animated, told.bits) == (True, 12)


def test_a_jpeg_xl_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = written(tmp_path / "slow.py", b"import time\nwhile True: time.sleep(1)\n")
    monkeypatch.setattr(jxl_coder.jxl_apart, "__file__", str(slow))
    monkeypatch.setattr(decode, "MOST_SECONDS", 0.01)
    begun: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def watched(*args: object, **options: object) -> subprocess.Popen[bytes]:
        begun.append(real(*args, **options))  # type: ignore[call-overload]
        return begun[-1]

    monkeypatch.setattr(subprocess, "Popen", watched)
    with pytest.raises(BadPicture, match="takes longer than 0 s"):
        files.load(written(tmp_path / "a.jxl", EXACT["jxl"][3]))
    assert begun[0].wait(30) != 0


def test_without_its_package_a_jpeg_xl_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = b"import sys\nsys.stdin.buffer.read()\nsys.exit(3)\n"
    lacking = written(tmp_path / "lacking.py", program)
    monkeypatch.setattr(jxl_coder.jxl_apart, "__file__", str(lacking))
    with pytest.raises(BadPicture, match=r"a\.jxl is JPEG XL, and the package .* ritocco doctor"):
        files.load(written(tmp_path / "a.jxl", EXACT["jxl"][3]))


@pytest.mark.skipif(sys.platform != "linux", reason="the system holds it to its memory")
def test_a_jpeg_xl_gets_no_more_memory_than_was_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jxl_coder, "_PROCESS", 1 << 25)
    with pytest.raises(BadPicture, match="damaged"):
        files.load(written(tmp_path / "a.jxl", EXACT["jxl"][3]))


@pytest.mark.parametrize("suffix", [".gif", ".bmp", ".avif", ".jxl", ".psd"])
def test_saving_so_is_refused_with_what_to_choose(tmp_path: Path, suffix: str) -> None:
    one = Picture(noise(RGB8, 5, 4), RGB8)
    with pytest.raises(CannotHold, match=r"opened, but not written; name the result .*a\.png"):
        files.save(one, tmp_path / f"a{suffix}")


def test_whatever_one_of_them_says_it_is_a_picture(tmp_path: Path) -> None:
    for suffix, _, _, data in EXACT.values():
        assert files.is_picture(written(tmp_path / f"a{suffix}", data))
    assert not files.is_picture(written(tmp_path / "a.txt", b"bM, no picture"))
    assert files.is_picture(written(tmp_path / "b.jpg", coded("jpeg")))
