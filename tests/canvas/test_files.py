"""Pictures in and out of files: bit-exact pixels, metadata byte for byte, one clear line."""

from __future__ import annotations

import logging
import os
import random
import resource
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ritocco.canvas import files, stored_recipe, tags
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.errors import BadPicture, BadSelection, CannotWrite, TooLarge
from ritocco.geometry import Size
from tests.resident import ROOT

from . import pictures, profiles, read_only
from .pictures import LAYOUTS, LOSSLESS, METADATA, noise, picture, png, tiff, written

RGB8 = Layout(ColourModel.RGB, Depth.U8, False)
RGBA8 = Layout(ColourModel.RGB, Depth.U8, True)
RGBA16 = Layout(ColourModel.RGB, Depth.U16, True)
GREY8 = Layout(ColourModel.GREY, Depth.U8, False)
P3 = profiles.rgb("p3", 2.2)
KEPT = {
    ".png": replace(METADATA, iptc=None, resolution=(11.811, 11.811)),
    ".tif": METADATA,
    ".jpg": METADATA,
    ".webp": replace(METADATA, iptc=None),
}


def saved(path: Path, one: Picture) -> Picture:
    files.save(one, path)
    return files.load(path)


# Round trips


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    case=st.sampled_from(LOSSLESS),
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    seed=st.integers(0, 2**32 - 1),
    data=st.data(),
)
def test_a_lossless_format_gives_the_same_picture_back(
    tmp_path: Path,
    case: tuple[Layout, str],
    width: int,
    height: int,
    seed: int,
    data: st.DataObject,
) -> None:
    layout, suffix = case
    profile = data.draw(st.sampled_from([None, P3, profiles.grey(2.2), b"any bytes at all"]))
    recipe = data.draw(st.none() | st.text(st.characters(exclude_categories=["C"]), min_size=1))
    metadata = Metadata(
        resolution=data.draw(st.sampled_from([None, (11.811, 11.811), (2.0, 3.5)])),
        exif=data.draw(st.none() | st.sampled_from([pictures.exif()])),
        xmp=data.draw(st.none() | st.sampled_from([pictures.XMP])),
        recipe=recipe,
    )
    if suffix == ".webp" or metadata.resolution is None:
        metadata = replace(
            metadata,
            resolution=tags.resolution(tags.read(metadata.exif)) if metadata.exif else None,
        )
    if suffix == ".png" and metadata.resolution:
        x, y = (round(value * 1000) / 1000 for value in metadata.resolution)
        metadata = replace(metadata, resolution=(x, y))
    one = picture(layout, width, height, seed, profile=profile, metadata=metadata)
    two = saved(tmp_path / f"a{suffix}", one)
    assert two.layout == layout
    assert two.pixels.tobytes() == one.pixels.tobytes()
    assert two.profile == one.profile
    if suffix == ".tif":  # which takes EXIF apart
        assert _camera(two.metadata.exif) == _camera(one.metadata.exif)
        two = replace(two, metadata=replace(two.metadata, exif=one.metadata.exif))
    assert two.metadata == one.metadata


def _camera(exif: bytes | None) -> tags.Directory:
    """What EXIF says, apart from what TIFF says in its own tags."""
    own = {tags.ORIENTATION, tags.X_RESOLUTION, tags.Y_RESOLUTION, tags.RESOLUTION_UNIT}
    found = tags.read(exif) if exif else {}
    return {tag: item for tag, item in found.items() if tag not in own}


@pytest.mark.parametrize("suffix", KEPT)
@pytest.mark.parametrize("profile", [P3, bytes(range(256)) * 1000], ids=["small", "large"])
def test_metadata_is_kept_as_far_as_the_format_allows(
    tmp_path: Path, suffix: str, profile: bytes
) -> None:
    two = saved(tmp_path / f"a{suffix}", picture(RGB8, profile=profile, metadata=METADATA))
    assert two.profile == profile
    exif = two.metadata.exif
    if suffix == ".tif":
        assert _camera(exif) == _camera(METADATA.exif)
        exif = METADATA.exif
    assert replace(two.metadata, exif=exif) == KEPT[suffix]
    three = saved(tmp_path / f"b{suffix}", two)
    assert (three.metadata, three.profile) == (two.metadata, two.profile)


def test_a_demanding_tiff_goes_through_untouched(tmp_path: Path) -> None:
    pixels = noise(RGBA16, 30, 20)
    made = tiff(
        pixels,
        order=">",
        extra=(2,),
        tags=(
            (271, 2, 6, b"Maker\0"),
            (282, 5, 1, struct.pack(">II", 300, 1)),
            (283, 5, 1, struct.pack(">II", 300, 1)),
            (296, 3, 1, struct.pack(">H", 2)),
            (700, 1, len(pictures.XMP), pictures.XMP),
            (33723, 4, 2, b"\x1c\x02\x05\x00\x03abc"[:8]),
            (34675, 7, len(P3), P3),
        ),
    )
    one = files.load(written(tmp_path / "a.tif", made))
    assert one.layout == RGBA16
    assert (one.pixels == pixels).all()
    assert one.profile == P3
    assert one.metadata.xmp == pictures.XMP
    assert one.metadata.iptc == b"\x1c\x02\x05\x00\x03abc"[:8]
    assert one.metadata.resolution == pytest.approx((11.811, 11.811), abs=1e-3)
    assert one.metadata.exif is not None
    two = saved(tmp_path / "a.tif", one)
    assert (two.pixels == pixels).all()
    assert (two.profile, two.metadata) == (one.profile, one.metadata)
    with Image.open(tmp_path / "a.tif") as seen:
        assert seen.tag_v2[271] == "Maker"  # type: ignore[attr-defined]
        assert seen.tag_v2[338] == (2,)  # type: ignore[attr-defined]


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_half_floats_become_floats_in_tiff_and_nothing_is_lost(
    tmp_path: Path, layout: Layout
) -> None:
    if layout.depth is Depth.F16:
        one = picture(layout)
        two = saved(tmp_path / "a.tif", one)
        assert two.layout == replace(layout, depth=Depth.F32)
        assert (two.pixels == one.pixels).all()


def test_png_texts_are_kept(tmp_path: Path) -> None:
    texts = (b"tEXtTitle\0Night", b"iTXtAuthor\0\0\0\0\0\xc3\x89va", b"zTXtx\0\0" + b"\x78\x9c")
    data = png(1, 1, 8, 0, [b"\x80"], *((text[:4], text[4:]) for text in texts))
    one = files.load(written(tmp_path / "a.png", data))
    assert one.metadata.texts == texts
    assert saved(tmp_path / "b.png", one).metadata == one.metadata


# Pillow reads what we write, and we read what Pillow writes

MODES = {"L": (GREY8, "u1"), "LA": (GREY8.with_alpha(), "u1"), "RGB": (RGB8, "u1")}
MODES |= {"RGBA": (RGBA8, "u1"), "I;16": (Layout(ColourModel.GREY, Depth.U16, False), "u2")}


@pytest.mark.parametrize(
    ("suffix", "mode"),
    [*product([".png", ".tif"], MODES), (".webp", "RGB"), (".webp", "RGBA")],  # it holds no grey
)
def test_pillow_and_we_read_each_other(tmp_path: Path, mode: str, suffix: str) -> None:
    layout, _ = MODES[mode]
    one = picture(layout, 21, 13, profile=P3, metadata=KEPT[suffix])
    path = tmp_path / f"a{suffix}"
    files.save(one, path)
    with Image.open(path) as seen:
        assert seen.mode == mode
        assert (np.asarray(seen).reshape(one.pixels.shape) == one.pixels).all()
        assert seen.info["icc_profile"] == P3
        assert seen.getexif()[271] == "Maker"
        assert seen.getexif().get_ifd(34665)[37500] == b"makernote"
        seen.save(tmp_path / f"b{suffix}", lossless=True, exact=True, icc_profile=P3)
    two = files.load(tmp_path / f"b{suffix}")
    assert two.layout == layout
    assert (two.pixels == one.pixels).all()
    assert two.profile == P3


def test_jpeg_is_near_and_of_full_colour_resolution(tmp_path: Path) -> None:
    ramp = np.linspace(0, 255, 64).astype(np.uint8)
    pixels = np.stack(np.broadcast_arrays(ramp, ramp[:, None], 128), axis=-1).astype(np.uint8)
    files.save(Picture(pixels, RGB8, P3, METADATA), tmp_path / "a.jpeg")
    with Image.open(tmp_path / "a.jpeg") as seen:
        assert np.abs(np.asarray(seen).astype(int) - pixels).max() <= 4
        assert {layer[1:3] for layer in seen.layer} == {(1, 1)}  # type: ignore[attr-defined]
        assert seen.info["dpi"] == (300, 300)
        assert seen.info["icc_profile"] == P3
        assert seen.info["exif"] == b"Exif\0\0" + pictures.exif()
        grey = picture(GREY8)
    assert saved(tmp_path / "g.jpg", grey).layout == GREY8


@pytest.mark.parametrize(("bits", "rows"), [(1, [b"\xa0"]), (2, [b"\x6c"]), (4, [b"\x05\xf0"])])
def test_few_bits_become_eight(tmp_path: Path, bits: int, rows: list[bytes]) -> None:
    path = written(tmp_path / "a.png", png(3, 1, bits, 0, rows))
    one = files.load(path)
    assert one.layout == GREY8
    packed = int.from_bytes(rows[0]) >> (len(rows[0]) * 8 - 3 * bits)
    levels = [(packed >> bits * i & 2**bits - 1) * 255 // (2**bits - 1) for i in (2, 1, 0)]
    assert one.pixels.ravel().tolist() == levels


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
@pytest.mark.parametrize("transparent", [False, True])
def test_palettes_become_rgb(tmp_path: Path, bits: int, transparent: bool) -> None:
    chunks = [(b"PLTE", bytes([10, 20, 30, 200, 100, 0]))]
    if transparent:
        chunks.append((b"tRNS", b"\x07"))
    row = bytes([0b01000000 >> 0 if bits == 1 else 1 << 8 - 2 * bits]) if bits < 8 else b"\0\1"
    one = files.load(written(tmp_path / "a.png", png(2, 1, bits, 3, [row], *chunks)))
    assert one.layout == (RGBA8 if transparent else RGB8)
    assert one.colour.tolist() == [[[10, 20, 30], [200, 100, 0]]]
    assert one.alpha is None or one.alpha.tolist() == [[7, 255]]


TIFFS = [layout for layout in LAYOUTS if layout.depth is not Depth.F16]
PLANAR = [layout for layout in TIFFS if layout.channels != 2]
"""Planes of grey and alpha are refused by name."""


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize(
    ("layout", "planar"), [*product(TIFFS, [False]), *product(PLANAR, [True])], ids=str
)
def test_tiffs_of_every_kind(
    tmp_path: Path, order: str, planar: bool, big: bool, layout: Layout
) -> None:
    pixels = noise(layout, 5, 4)
    extra = (2,) if layout.alpha else ()
    data = tiff(pixels, order=order, planar=planar, big=big, extra=extra)
    one = files.load(written(tmp_path / "a.tif", data))
    assert one.layout == layout
    assert one.pixels.dtype.isnative
    assert (one.pixels == pixels).all()


def test_an_inverted_grey_tiff_is_turned_right(tmp_path: Path) -> None:
    pixels = noise(GREY8, 5, 4)
    one = files.load(written(tmp_path / "a.tif", tiff(pixels, photometric=0)))
    assert (one.pixels == 255 - pixels).all()


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("model", ColourModel)
@pytest.mark.parametrize("depth", [Depth.U8, Depth.U16, Depth.F32])
def test_associated_alpha_becomes_straight(
    tmp_path: Path, depth: Depth, model: ColourModel, big: bool, order: str
) -> None:
    layout = Layout(model, depth, True)
    straight = np.abs(noise(layout, 20, 20)).clip(0, depth.maximum)
    straight[:2, :, -1], straight[2:4, :, -1] = 0, depth.maximum
    alpha = straight[..., -1:].astype(float) / depth.maximum
    multiplied = straight * alpha
    multiplied = (multiplied if depth.is_float else np.rint(multiplied)).astype(depth.dtype)
    multiplied[..., -1] = straight[..., -1]
    data = tiff(multiplied, extra=(1,), order=order, big=big)
    one = files.load(written(tmp_path / "a.tif", data))
    assert one.layout == layout
    assert (one.pixels[..., -1] == straight[..., -1]).all()
    assert (one.colour[:2] == 0).all()
    assert (one.colour[2:4] == straight[2:4, :, :-1]).all()
    again = one.colour * alpha
    step = 1e-6 if depth.is_float else 0.5
    assert np.abs(again - multiplied[..., :-1]).max() <= step
    for extra in (0, 2):
        two = files.load(written(tmp_path / "a.tif", tiff(multiplied, extra=(extra,))))
        assert (two.pixels == multiplied).all()


def test_the_first_of_several_pages_is_the_picture(tmp_path: Path) -> None:
    pixels = noise(RGB8, 5, 4)
    one = files.load(written(tmp_path / "a.tif", tiff(pixels, pages=3)))
    assert (one.pixels == pixels).all()


# Turned pictures

DENSITY = ((282, 254), (283, 508))


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("suffix", [".png", ".webp", ".jpg", ".tif"])
@pytest.mark.parametrize("order", "<>")
def test_turned_pictures_are_loaded_upright(
    tmp_path: Path, turned: int, suffix: str, order: str
) -> None:
    pixels = np.zeros((16, 32, 3), np.uint8)
    pixels[:8, :16], pixels[:8, 16:], pixels[8:, :16] = (255, 0, 0), (0, 255, 0), (0, 0, 255)
    path = tmp_path / f"a{suffix}"
    if suffix == ".tif":
        tag = (274, 3, 1, struct.pack(order + "H", turned))
        density = tuple(
            (tag, 5, 1, struct.pack(order + "II", value, 1))
            for tag, value in ((282, 254), (283, 508))
        )
        path.write_bytes(tiff(pixels, order=order, tags=(tag, *density)))
    else:
        metadata = Metadata(exif=pictures.exif(order, turned), xmp=pictures.XMP)
        files.save(Picture(pixels, RGB8, None, metadata), path)
    upright = {
        1: lambda a: a,
        2: np.fliplr,
        3: lambda a: np.rot90(a, 2),
        4: np.flipud,
        5: lambda a: a.swapaxes(0, 1),
        6: lambda a: np.rot90(a, -1),
        7: lambda a: np.rot90(a, 2).swapaxes(0, 1),
        8: lambda a: np.rot90(a, 1),
    }[turned](pixels)
    one = files.load(path)
    assert one.pixels.shape == upright.shape
    assert files.header_in(path.read_bytes(), "It") == (one.size, one.layout)
    assert np.abs(one.pixels.astype(int) - upright).max() <= (12 if suffix == ".jpg" else 0)
    if suffix == ".tif":
        assert one.metadata.resolution == ((10, 20) if turned < 5 else (20, 10))
    else:
        assert one.metadata.exif == pictures.exif(order, 1)
        was = pictures.XMP if turned == 1 else pictures.XMP.replace(b'tion="6"', b'tion="1"')
        assert one.metadata.xmp == was
    two = saved(path, one)
    assert two.pixels.shape == upright.shape


# What is refused, and how


def _pillow(mode: str, form: str, **options: object) -> bytes:
    data = BytesIO()
    Image.new(mode, (8, 8)).save(data, form, **options)  # type: ignore[arg-type]
    return data.getvalue()


def _animation(form: str) -> bytes:
    data = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(data, form, save_all=True, append_images=frames[1:])
    return data.getvalue()


_NAN = np.full((2, 2, 3), 0.5, np.float32)
_NAN[1, 1, 1] = np.nan
BAD = {
    "empty": (b"", "empty"),
    "text": (b"Dear diary, " * 10, "PNG, TIFF, JPEG or WebP"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG, TIFF, JPEG or WebP"),
    "wave": (b"RIFF\x24\0\0\0WAVEfmt ", "PNG, TIFF, JPEG or WebP"),
    "animated webp": (_animation("WEBP"), "animation"),
    "animated png": (_animation("PNG"), "animation"),
    "cmyk jpeg": (_pillow("CMYK", "JPEG"), "CMYK, which"),
    "cmyk tiff": (_pillow("CMYK", "TIFF"), "CMYK, which"),
    "lab tiff": (_pillow("LAB", "TIFF"), "L*a*b*, which"),
    "five channels": (tiff(np.zeros((2, 2, 5), np.uint8), extra=(2, 0)), "5 channels"),
    "32-bit integers": (tiff(np.zeros((2, 2, 3), np.uint32)), "unusual way"),
    "signed": (tiff(np.zeros((2, 2, 1), np.int16)), "unusual way"),
    "double": (tiff(np.zeros((2, 2, 3), np.float64)), "unusual way"),
    "half floats": (tiff(np.zeros((2, 2, 3), np.float16)), "16 bit, floating-point"),
    "planes": (tiff(np.zeros((2, 2, 2), np.uint8), planar=True, extra=(2,)), "separate planes"),
    "nan": (tiff(_NAN), "not numbers"),
    "infinite": (tiff(_NAN * 0 + np.inf), "not numbers"),
    "bomb png": (png(60000, 60000, 8, 2), "megapixels"),
    "bomb png 16": (png(30001, 30000, 16, 6), "megapixels"),
    "bomb tiff": (tiff(np.zeros((2, 2, 3), np.uint8), size=(60000, 60000)), "megapixels"),
    "only a signature": (b"\x89PNG\r\n\x1a\n", "damaged"),
    "no directory": (b"II*\0\xff\xff\xff\x00", "damaged"),
    "jpeg of nothing": (b"\xff\xd8\xff\xd9", "damaged"),
    "webp of nothing": (b"RIFF\x04\0\0\0WEBP", "damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_we_cannot_work_on_is_refused_in_one_line(
    tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    data, words = BAD[name]
    path = written(tmp_path / "bad picture.png", data)
    with pytest.raises(BadPicture) as caught:
        files.load(path)
    said = str(caught.value)
    assert words in said
    assert str(path) in said
    assert "\n" not in said
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the peak")
def test_a_bomb_is_refused_without_memory(tmp_path: Path) -> None:
    path = written(tmp_path / "a.png", BAD["bomb png"][0])
    program = (
        "import sys; from pathlib import Path; from ritocco.canvas import files\n"
        "from tests.resident import peak\n"
        "had = peak()\n"
        "try: files.load(Path(sys.argv[1]))\n"
        "except Exception: pass\n"
        "print(peak() - had)"
    )
    grown = subprocess.run(
        [sys.executable, "-c", program, path], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert int(grown.stdout) < 50 << 20


def test_missing_folders_and_forbidden_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadPicture, match="does not exist"):
        files.load(tmp_path / "none.png")
    with pytest.raises(BadPicture, match="is a folder"):
        files.load(tmp_path)
    path = tmp_path / "a.png"
    files.save(picture(RGB8), path)

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", forbidden)
    with pytest.raises(BadPicture, match="may not be read"):
        files.load(path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    with pytest.raises(BadPicture, match="not a file"):
        files.load(tmp_path / "a.png")


READ_ONLY: dict[str, Callable[[np.ndarray], bytes]] = {
    ".gif": lambda pixels: read_only.gif(pixels[..., 0]),
    ".bmp": lambda pixels: read_only.by_pillow(pixels, "BMP"),
    ".avif": lambda pixels: read_only.by_pillow(pixels, "AVIF", icc_profile=P3),
    ".jxl": read_only.jxl,
    ".psd": lambda pixels: read_only.psd(np.moveaxis(pixels, 2, 0)),
}
READ = [".png", ".tif", ".jpg", ".webp", *READ_ONLY]
SLOW = {".jxl": 10}
"""Times fewer: each is decoded in a process of its own."""


def whole(path: Path, width: int, height: int) -> bytes:
    """A file of the format that the path's suffix names."""
    if path.suffix in READ_ONLY:
        return READ_ONLY[path.suffix](noise(RGB8, width, height))
    files.save(picture(RGB8, width, height, profile=P3, metadata=METADATA), path)
    return path.read_bytes()


@pytest.mark.parametrize("suffix", READ)
def test_a_truncated_file_is_refused(
    tmp_path: Path, suffix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"a{suffix}"
    for beginning in pictures.prefixes(whole(path, 100, 80), 40 // SLOW.get(suffix, 1)):
        with pytest.raises(BadPicture):
            files.load(written(path, beginning))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("suffix", READ)
def test_damage_never_raises_anything_else(
    tmp_path: Path, suffix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"a{suffix}"
    data, dice = whole(path, 20, 10), random.Random(suffix)
    for _ in range(150 // SLOW.get(suffix, 1)):
        broken = bytearray(data)
        for _ in range(dice.randint(1, 8)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        with suppress(BadPicture):
            files.header_in(bytes(broken), "It")
        try:
            files.load(written(path, bytes(broken)))
        except (BadPicture, TooLarge) as error:
            assert "\n" not in str(error)  # noqa: PT017
    assert capfd.readouterr() == ("", "")


def test_a_file_that_changed_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    for seed in range(3):
        one = picture(RGB8, seed=seed)
        assert (saved(path, one).pixels == one.pixels).all()


@pytest.mark.parametrize("name", ["a[1].png", "ünïcode 絵.tif", "with space.webp", "a.b.PNG"])
def test_names_mean_nothing_but_themselves(tmp_path: Path, name: str) -> None:
    one = picture(RGB8)
    assert (saved(tmp_path / name, one).pixels == one.pixels).all()


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are Linux's own")
def test_names_need_not_be_text(tmp_path: Path) -> None:
    one = picture(RGB8)
    assert (saved(tmp_path / os.fsdecode(b"\xff\xfe.png"), one).pixels == one.pixels).all()


# Writing

UNFIT = {
    "a.svg": (RGB8, "end it in one of .png"),
    "a": (RGB8, "end it in one of .png"),
    "b.jpg": (RGBA8, "b.png instead of b.jpg"),
    "c.jpg": (RGBA16, "c.png instead of c.jpg"),
    "d.webp": (RGBA16, "d.png instead of d.webp"),
    "e.webp": (GREY8, "e.png instead of e.webp"),
    "f.png": (Layout(ColourModel.RGB, Depth.F32, True), "f.tif instead of f.png"),
    "none/g.png": (RGB8, "does not exist"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_unfit_names_are_refused_before_any_work(tmp_path: Path, name: str) -> None:
    layout, words = UNFIT[name]
    with pytest.raises(CannotWrite, match=words):
        files.check_writable(tmp_path / name, layout)
    with pytest.raises(CannotWrite, match=words):
        files.save(picture(layout), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_entered_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", forbidden)
    with pytest.raises(CannotWrite, match="may not be written"):
        files.check_writable(tmp_path / "a.png", RGB8)
    with pytest.raises(BadPicture, match="may not be read"):
        files.load(tmp_path / "a.png")


@pytest.mark.parametrize("suffix", [".png", ".tif", ".jpg", ".webp"])
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    files.save(picture(RGB8), path)
    was = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        with pytest.raises(CannotWrite, match="could not be written"):
            files.save(picture(RGB8, 200, 200), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == was
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_too_long_a_side_is_refused(tmp_path: Path) -> None:
    one = Picture(np.zeros((1, 17000, 3), np.uint8), RGB8)
    with pytest.raises(CannotWrite, match=r"at most 16383 .* a\.png"):
        files.save(one, tmp_path / "a.webp")


def test_a_view_is_saved_as_it_is_seen(tmp_path: Path) -> None:
    whole = noise(RGB8, 40, 30)
    part = Picture(whole[3:20, 5:31], RGB8)
    assert (saved(tmp_path / "a.png", part).pixels == part.pixels).all()


# The recipe in the file


def test_a_recipe_takes_nothing_from_an_xmp_packet() -> None:
    recipe = '{"text": "<a & b> \\"é\\" ]]>"}'
    packet = stored_recipe.put(pictures.XMP, recipe)
    assert packet is not None
    assert stored_recipe.take(packet) == (pictures.XMP, recipe)
    again = stored_recipe.put(packet, "new")
    assert stored_recipe.take(again) == (pictures.XMP, "new")
    assert b'rdf:about="uuid:1"><ritocco' in packet


def test_a_packet_of_our_own() -> None:
    packet = stored_recipe.put(None, "mine")
    assert stored_recipe.take(packet) == (None, "mine")


@pytest.mark.parametrize(
    "packet", [b"not xml", b"<a/>", b"\xff\xfe<\0a\0", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']
)
def test_a_packet_that_is_not_understood_is_left_alone(packet: bytes) -> None:
    assert stored_recipe.put(packet, "mine") == packet
    assert stored_recipe.take(packet) == (packet, None)


@pytest.mark.parametrize(
    "form",
    [
        '<r:Description r:about="" xmlns:q="{0}" q:recipe="mine" xmlns:dc="urn:dc" dc:a="b"/>',
        '<r:Description r:about="" dc:a="b" xmlns:dc="urn:dc"><q:recipe xmlns:q="{0}">mine'
        "</q:recipe></r:Description>",
    ],
)
def test_a_recipe_that_another_program_moved_is_found(form: str) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    body = form.format(stored_recipe.NAMESPACE)
    packet = f'<r:RDF xmlns:r="{rdf}">{body}</r:RDF>'.encode()
    rest, recipe = stored_recipe.take(packet)
    assert recipe == "mine"
    assert rest is not None
    assert b'dc:a="b"' in rest
    assert b"mine" not in rest
    assert stored_recipe.take(stored_recipe.put(packet, "new"))[1] == "new"


def test_pillow_finds_the_recipe_in_a_png(tmp_path: Path) -> None:
    for recipe in ('{"seed": 1}', '{"für": "é"}'):
        files.save(picture(RGB8, metadata=Metadata(recipe=recipe)), tmp_path / "a.png")
        with Image.open(tmp_path / "a.png") as seen:
            assert seen.info["ritocco"] == recipe


# Selections


def test_selections_of_every_kind(tmp_path: Path) -> None:
    levels = noise(GREY8, 20, 10)[..., 0]
    size = Size(20, 10)

    def loaded(pixels: np.ndarray, layout: Layout, suffix: str = ".tif") -> np.ndarray:
        files.save(Picture(pixels, layout), tmp_path / f"s{suffix}")
        return files.load_selection(tmp_path / f"s{suffix}", size)

    def grey(depth: Depth) -> Layout:
        return Layout(ColourModel.GREY, depth, False)

    three = np.repeat(levels[..., None], 3, axis=2)
    opaque = np.full((10, 20, 1), 255, np.uint8)
    red = np.full((10, 20, 3), (255, 0, 0), np.uint8)
    assert (loaded(levels[..., None], GREY8) == levels).all()
    assert (loaded(levels[..., None], GREY8, ".png") == levels).all()
    assert (loaded(three, RGB8, ".webp") == levels).all()
    assert (loaded(np.concatenate([three, opaque], 2), RGBA8) == levels).all()
    assert (loaded(np.concatenate([red, levels[..., None]], 2), RGBA8) == levels).all()
    assert (loaded(levels[..., None].astype(np.uint16) * 257, grey(Depth.U16)) == levels).all()
    unit = levels[..., None].astype(np.float32) / 255
    assert (loaded(unit, grey(Depth.F32)) == levels).all()
    assert (loaded(unit * 0 + 3, grey(Depth.F32)) == 255).all()
    assert (loaded(red, RGB8) == 54).all()
    deep = np.full((10, 20, 1), 128, np.uint16)
    assert (loaded(deep, grey(Depth.U16)) == 0).all()
    assert (loaded(deep + 1, grey(Depth.U16)) == 1).all()


def test_a_selection_of_another_size_is_refused_with_both_sizes(tmp_path: Path) -> None:
    files.save(picture(GREY8, 5, 6), tmp_path / "s.png")
    with pytest.raises(BadSelection, match=r"5 x 6 .* 7 x 8"):
        files.load_selection(tmp_path / "s.png", Size(7, 8))


def test_libvips_speaks_to_the_log_only(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    bad = png(1, 2, 8, 2, [b"abc"], (b"gAMA", b"\0\0"), (b"iCCP", b"x\0\0broken"))
    with caplog.at_level(logging.CRITICAL), pytest.raises(BadPicture):
        files.load(written(tmp_path / "a.png", bad))
    assert capfd.readouterr() == ("", "")
