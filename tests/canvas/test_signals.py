"""What a PNG says of its colours beside a profile: kept, understood, and harmless when broken."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, TiffImagePlugin

from ritocco.canvas import files
from ritocco.canvas.colour import to_working, with_usable_profile
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.canvas.signals import profile_of
from ritocco.errors import BadPicture

from .pictures import noise, picture
from .profiles import rgb

RGB8 = Layout(ColourModel.RGB, Depth.U8, False)
GREY8 = Layout(ColourModel.GREY, Depth.U8, False)


def gamma(value: float) -> bytes:
    return b"gAMA" + struct.pack(">I", round(value * 100_000))


def points(*numbers: float) -> bytes:
    return b"cHRM" + struct.pack(">8I", *(round(number * 100_000) for number in numbers))


SRGB_POINTS = points(0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
P3_POINTS = points(0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
SIGNALS = [
    (gamma(1.0), SRGB_POINTS),
    (gamma(0.45455),),
    (b"sRGB\0", gamma(0.45455), SRGB_POINTS),
    (P3_POINTS,),
    (b"cICP\x0c\x0d\0\1",),
    (b"cICP\x09\x10\0\1", b"mDCV" + bytes(24), b"cLLI" + bytes(8)),
    (b"gAMA\1",),
    (b"pHYs" + struct.pack(">IIB", 2, 1, 0), b"mDCv" + bytes(24)),
    (),
]


def with_chunks(path: Path, *chunks: bytes) -> Path:
    """The PNG with chunks (type, then data) after its header."""
    data = path.read_bytes()
    made = b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in chunks
    )
    path.write_bytes(data[:33] + made + data[33:])
    return path


def chunks_of(path: Path) -> dict[bytes, bytes]:
    data, at, found = path.read_bytes(), 8, {}
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        found[kind] = data[at + 8 : at + 8 + length]
        at += 12 + length
    return found


@given(
    st.sampled_from(SIGNALS),
    st.sampled_from(ColourModel),
    st.sampled_from([Depth.U8, Depth.U16]),
    st.booleans(),
    st.integers(0, 99),
)
def test_signals_go_from_file_to_file(tmp_path_factory, signals, model, depth, alpha, seed):
    folder = tmp_path_factory.mktemp("a")
    one = picture(Layout(model, depth, alpha), 5, 4, seed, metadata=Metadata(signals=signals))
    files.save(one, folder / "a.png")
    two = files.load(folder / "a.png")
    assert np.array_equal(two.pixels, one.pixels)
    assert two.metadata.signals == signals
    files.save(two, folder / "b.png")
    written = chunks_of(folder / "b.png")
    assert {signal[:4]: signal[4:] for signal in signals}.items() <= written.items()
    assert b"iCCP" not in written
    assert files.load(folder / "b.png").profile == two.profile


def test_linear_light_is_understood(tmp_path):
    values = np.linspace(0, 255, 256).round().astype(np.uint8).reshape(1, -1, 1).repeat(3, 2)
    for signals in ((gamma(1.0), SRGB_POINTS), (b"cICP\1\x08\0\1",)):
        files.save(Picture(values, RGB8), tmp_path / "a.png")
        seen = to_working(files.load(with_chunks(tmp_path / "a.png", *signals)))[0]
        light = values / 255
        meant = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
        assert np.abs(seen - meant).max() < 2e-3


@pytest.mark.parametrize(
    ("signals", "same"),
    [
        ((gamma(1 / 2.2), SRGB_POINTS), True),
        ((b"sRGB\0", gamma(1.0)), True),
        ((b"cICP\1\x0d\0\1", gamma(1.0)), True),
        ((b"cICP\x09\x10\0\1",), True),
        ((b"cICP\x0c\x0d\0\0",), True),
        ((gamma(0.0),), True),
        ((gamma(1 / 1.8),), False),
        ((P3_POINTS,), False),
        ((b"cICP\x0c\x0d\0\1",), False),
    ],
)
def test_only_what_is_not_srgb_has_a_profile(signals, same):
    assert (profile_of(signals, ColourModel.RGB) is None) == same


@pytest.mark.parametrize("model", ColourModel)
def test_others_read_the_profile_as_meant(model):
    made = profile_of((gamma(1.0), P3_POINTS), model)
    profile = ImageCms.ImageCmsProfile(BytesIO(made))
    assert "PNG" in ImageCms.getProfileDescription(profile)
    if model is ColourModel.RGB:
        # by hand from the points, as tests/canvas/profiles.py does
        ours = Picture(noise(RGB8, 9, 7), RGB8, made)
        theirs = Picture(ours.pixels, RGB8, rgb("p3", 1.0))
        assert np.abs(to_working(ours)[0] - to_working(theirs)[0]).max() < 2e-3


def test_it_goes_along_into_other_files(tmp_path):
    files.save(picture(RGB8), tmp_path / "a.png")
    one = files.load(with_chunks(tmp_path / "a.png", gamma(1.0)))
    for name in ("b.tif", "b.webp", "b.jpg"):
        files.save(one, tmp_path / name)
        assert files.load(tmp_path / name).profile == one.profile
        with Image.open(tmp_path / name) as seen:
            assert seen.info["icc_profile"] == one.profile


DAMAGED = {
    "no zlib": b"iCCPx\0\0broken",
    "no profile": b"iCCPx\0\0" + zlib.compress(b"not a profile" * 20),
    "a bomb": b"iCCPx\0\0" + zlib.compress(bytes(2**26)),
    "XMP": b"iTXtXML:com.adobe.xmp\0\1\0\0\0broken",
    "recipe": b"iTXtritocco\0\1\0\0\0broken",
    "EXIF": b"eXIfbroken",
    "size": b"pHYs\1",
}


@pytest.mark.parametrize("what", DAMAGED)
@pytest.mark.parametrize("layout", [RGB8, GREY8])
def test_what_is_damaged_beside_the_pixels_leaves_the_picture(tmp_path, what, layout):
    before = picture(layout)
    files.save(before, tmp_path / "a.png")
    loaded = files.load(with_chunks(tmp_path / "a.png", DAMAGED[what]))
    one = with_usable_profile(loaded)
    assert np.array_equal(one.pixels, before.pixels)
    assert one.profile is None
    assert len(one.metadata.flaws) == 1
    to_working(one)
    files.save(one, tmp_path / "b.png")
    assert files.load(tmp_path / "b.png").pixels.tobytes() == before.pixels.tobytes()


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif"])
def test_a_profile_of_another_model_is_left_away_and_told(tmp_path, suffix):
    files.save(picture(GREY8, profile=rgb("p3", 2.2)), tmp_path / f"a{suffix}")
    with pytest.raises(BadPicture, match="for RGB and the picture is grey"):
        to_working(files.load(tmp_path / f"a{suffix}"))
    one = with_usable_profile(files.load(tmp_path / f"a{suffix}"))
    assert one.profile is None
    assert "for RGB and the picture is grey" in one.metadata.flaws[0]
    assert with_usable_profile(picture(RGB8, profile=rgb("p3", 2.2))).profile is not None


def test_a_jpeg_s_comment_is_kept(tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "a.jpg", comment=b"by hand")
    files.save(files.load(tmp_path / "a.jpg"), tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as seen:
        assert seen.info["comment"] == b"by hand"


def test_what_a_tiff_says_of_its_colours_is_kept(tmp_path):
    said = {318: (0.3127, 0.329), 319: (0.68, 0.32, 0.265, 0.69, 0.15, 0.06), 301: (*range(256),)}
    info = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, kind in ((318, 5), (319, 5), (301, 3)):
        info.tagtype[tag] = kind
        info[tag] = said[tag]
    Image.new("RGB", (8, 8)).save(tmp_path / "a.tif", tiffinfo=info)
    files.save(files.load(tmp_path / "a.tif"), tmp_path / "b.tif")
    with Image.open(tmp_path / "a.tif") as one, Image.open(tmp_path / "b.tif") as two:
        for tag in said:
            assert two.tag_v2[tag] == one.tag_v2[tag]


def test_points_that_no_light_has_make_no_profile():
    odd = [gamma(1.0), b"cHRM" + struct.pack(">8I", 31270, 32900, 64000, 33000, 1, 1, 15000, 6000)]
    for place in range(1, 8, 2):
        told = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000]
        told[place] = 1
        odd.append(b"cHRM" + struct.pack(">8I", *told))
    for chunk in odd[1:]:
        profile = profile_of((odd[0], chunk), ColourModel.RGB)
        assert profile is None or profile[36:40] == b"acsp"


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif"])
@pytest.mark.parametrize("resolution", [(1e-3, 1e-3), (1e6, 1e6), (1e-3, 1e6), (70_000.0, 3.0)])
def test_the_least_and_the_most_resolution_is_kept_or_left_away(tmp_path, suffix, resolution):
    one = Picture(noise(RGB8, 3, 3), RGB8, metadata=Metadata(resolution=resolution))
    files.save(one, tmp_path / f"a{suffix}")
    told = files.load(tmp_path / f"a{suffix}").metadata
    assert told.flaws == ()
    assert told.resolution is None or told.resolution == pytest.approx(resolution, rel=1e-3)
