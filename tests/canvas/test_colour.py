"""Document colours to working colours and back, against the formulas and against Pillow's CMS."""

from __future__ import annotations

import struct
from io import BytesIO

import cv2
import numpy as np
import pytest
import pyvips
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from PIL import Image, ImageCms

from ritocco.canvas import colour, icc
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.errors import BadPicture
from tests.effort import examples

from . import profiles
from .pictures import LAYOUTS, noise

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()  # type: ignore[no-untyped-call]
P3 = profiles.rgb("p3", 2.2)
ADOBE = profiles.rgb("adobe", 563 / 256)
LINEAR = profiles.rgb("srgb", 1.0)


def _tables(model: ColourModel) -> bytes:
    """A profile of tables (lut16) that says: sRGB squared, by way of L*a*b*, with 33 steps."""
    channels, grid = (1, 255) if model is ColourModel.GREY else (3, 33)

    def lut(ins: int, outs: int, table: NDArray[np.float64], steps: int) -> bytes:
        identity = struct.pack(">9i", *np.eye(3, dtype=int).ravel() * 65536)
        ramp = np.array([0, 65535], ">u2").tobytes()
        levels = np.rint(table.clip(0, 1) * 65535).astype(">u2").tobytes()
        return (
            b"mft2\0\0\0\0"
            + struct.pack(">BBBx", ins, outs, steps)
            + identity
            + struct.pack(">HH", 2, 2)
            + ramp * ins
            + levels
            + ramp * outs
        )

    def mesh(n: int, axes: int) -> NDArray[np.float64]:
        steps = [np.linspace(0, 1, n)] * axes
        return np.stack(np.meshgrid(*steps, indexing="ij"), axis=-1).reshape(-1, axes)

    device = mesh(grid, channels)
    rgb = np.broadcast_to(device**2, (len(device), 3)).astype(np.float32)
    lab = colour._lab(colour.srgb_decode(rgb), colour._XYZ_D50)
    coded = lab.astype(float) / [100, 255, 255] + [0, 128 / 255, 128 / 255]
    pcs = mesh(33, 3)
    back = (pcs - [0, 128 / 255, 128 / 255]) * [100, 255, 255]
    light = colour._light(back.astype(np.float32), colour._XYZ_D50).clip(0, 1)
    encoded = np.sqrt(colour.srgb_encode(light).astype(float).clip(0, 1))
    # Version 2's 16-bit L*a*b* has its full value at 0xFF00.
    inward = lut(channels, 3, coded * 65280 / 65535, grid)
    pcs_true = mesh(33, 3) * 65535 / 65280
    back = (pcs_true - [0, 128 / 255, 128 / 255]) * [100, 255, 255]
    light = colour._light(back.astype(np.float32), colour._XYZ_D50).clip(0, 1)
    encoded = np.sqrt(colour.srgb_encode(light).astype(float).clip(0, 1))
    outward = lut(3, channels, encoded[:, :channels] if channels == 3 else encoded[:, 1:2], 33)
    space = b"GRAY" if model is ColourModel.GREY else b"RGB "
    made = profiles._profile(space, {b"A2B0": inward, b"B2A0": outward})
    return made[:20] + b"Lab " + made[24:]


def working(pixels: NDArray[np.generic], layout: Layout, profile: bytes | None) -> np.ndarray:
    return colour.to_working(Picture(pixels, layout, profile))[0]


def every_grey(layout: Layout) -> NDArray[np.generic]:
    count = int(layout.depth.maximum) + 1
    levels = np.arange(count, dtype=layout.depth.dtype).reshape(-1, 256, 1)
    return np.repeat(levels, layout.colours, axis=2)


def apart(one: np.ndarray, two: np.ndarray) -> int:
    return int(np.abs(one.astype(np.int64) - two.astype(np.int64)).max())


INTEGERS = [Layout(m, d, False) for m in ColourModel for d in (Depth.U8, Depth.U16)]
RGB8, RGB16 = (Layout(ColourModel.RGB, depth, False) for depth in (Depth.U8, Depth.U16))
FAST = {
    "none": lambda _: None,
    "sRGB": lambda model: SRGB if model is ColourModel.RGB else None,
    "linear": lambda model: LINEAR if model is ColourModel.RGB else profiles.grey(1.0),
}
REAL = {
    "p3": lambda model: P3 if model is ColourModel.RGB else profiles.grey(2.2),
    "adobe": lambda model: ADOBE if model is ColourModel.RGB else profiles.grey(1.8),
}


# Round trips


@pytest.mark.parametrize("layout", INTEGERS, ids=str)
@pytest.mark.parametrize("name", FAST)
def test_every_value_comes_back_exactly(layout: Layout, name: str) -> None:
    profile = FAST[name](layout.model)
    for pixels in (every_grey(layout), noise(layout, 300, 200)):
        rgb = working(pixels, layout, profile)
        assert rgb.dtype == np.float32
        assert rgb.min() >= 0
        assert rgb.max() <= 1
        back = colour.from_working(rgb, layout, profile)
        assert back.dtype == pixels.dtype
        assert (back == pixels).all()


@pytest.mark.parametrize("layout", INTEGERS, ids=str)
@pytest.mark.parametrize("name", REAL)
def test_colours_that_srgb_has_come_back_through_a_profile(layout: Layout, name: str) -> None:
    profile = REAL[name](layout.model)
    rgb = noise(Layout(layout.model, Depth.F32, False), 300, 200).clip(0, 1)
    rgb = np.broadcast_to(rgb, (200, 300, 3))
    inside = colour.from_working(rgb, layout, profile)
    back = colour.from_working(working(inside, layout, profile), layout, profile)
    if layout.depth is Depth.U8:
        assert apart(back, inside) <= 1  # a rounded colour may lie just outside sRGB
    else:  # next to black a power curve is infinitely steep, so compare what is seen
        assert np.abs(working(back, layout, profile) - rgb).max() < 0.1 / 255
    grey = every_grey(layout)
    back = colour.from_working(working(grey, layout, profile), layout, profile)
    assert apart(back, grey) == 0


@pytest.mark.parametrize("model", ColourModel)
@pytest.mark.parametrize("depth", [Depth.U8, Depth.U16])
def test_tables_come_back_within_one_level_at_8_bits(model: ColourModel, depth: Depth) -> None:
    layout, profile = Layout(model, depth, False), _tables(model)
    pixels = every_grey(layout)[-max(1, 256 // 16 if depth is Depth.U16 else 1) :]
    pixels = pixels.reshape(-1, 1, layout.colours)[::7]
    steps = depth.maximum / 255
    bright = pixels[pixels[:, 0, 0] > 0.3 * depth.maximum].reshape(-1, 1, layout.colours)
    seen = working(bright, layout, profile)
    wanted = (bright / depth.maximum) ** 2
    assert np.abs(seen - wanted).max() < 0.012  # 33 steps of a square
    again = working(colour.from_working(seen, layout, profile), layout, profile)
    assert np.abs(again - seen).max() < 0.012
    assert apart(colour.from_working(seen, layout, profile), bright) <= 3 * steps
    float_layout = Layout(model, Depth.F32, False)
    same = working((bright / depth.maximum).astype(np.float32), float_layout, profile)
    assert np.abs(same - seen).max() < 1e-4


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize("name", [*FAST, *REAL])
def test_shapes_and_alpha(layout: Layout, name: str) -> None:
    profile = {**FAST, **REAL}[name](layout.model)
    one = Picture(noise(layout, 6, 5), layout, profile)
    rgb, alpha = colour.to_working(one)
    assert (rgb.shape, rgb.dtype) == ((5, 6, 3), np.float32)
    assert (alpha.shape, alpha.dtype) == ((5, 6), np.float32)
    assert min(rgb.min(), alpha.min()) >= 0
    assert max(rgb.max(), alpha.max()) <= 1
    if one.alpha is None:
        assert (alpha == 1).all()
    else:
        wanted = (one.alpha.astype(float) / layout.depth.maximum).clip(0, 1)
        assert np.abs(alpha - wanted).max() < 1e-6
    if layout.model is ColourModel.GREY:
        assert (rgb == rgb[..., :1]).all()
    back = colour.from_working(rgb, layout, profile)
    assert (back.shape, back.dtype) == ((5, 6, layout.colours), layout.depth.dtype)
    wild = colour.from_working(rgb * 4 - 2, layout, profile)
    assert wild.min() >= 0
    assert wild.max() <= layout.depth.maximum


@settings(max_examples=examples(50))
@given(arrays(np.float32, (4, 4, 3), elements=st.floats(-1, 2, width=32)))
def test_floats_are_linear_and_only_clipped(pixels: NDArray[np.float32]) -> None:
    layout = Layout(ColourModel.RGB, Depth.F32, False)
    for profile in (None, LINEAR):
        rgb = working(pixels, layout, profile)
        wanted = pixels.astype(float).clip(0, 1)
        wanted = np.where(wanted <= 0.0031308, wanted * 12.92, 1.055 * wanted ** (1 / 2.4) - 0.055)
        assert np.abs(rgb - wanted).max() < 1e-6
        back = colour.from_working(rgb, layout, profile)
        assert np.abs(back - pixels.clip(0, 1)).max() < 1e-6


def test_black_and_white_stay() -> None:
    for profile in (None, SRGB, P3, ADOBE, LINEAR):
        ends = np.array([[[0, 0, 0], [65535, 65535, 65535]]], np.uint16)
        rgb = working(ends, RGB16, profile)
        assert np.abs(rgb - [[[0] * 3, [1] * 3]]).max() < 1e-6
        assert (colour.from_working(rgb, RGB16, profile) == ends).all()


def test_grey_documents_get_luminance() -> None:
    rgb = np.array([[[1, 0, 0], [0, 1, 0], [0, 0, 1]]], np.float32)
    layout = Layout(ColourModel.GREY, Depth.F32, False)
    light = colour.from_working(rgb, layout, None).ravel()
    assert light == pytest.approx([0.2126, 0.7152, 0.0722], abs=1e-4)


# Against another reader of profiles


def pillow(pixels: NDArray[np.uint8], profile: bytes, lab: bool = False) -> NDArray[np.uint8]:
    aim = ImageCms.createProfile("LAB", 6504) if lab else ImageCms.createProfile("sRGB")  # type: ignore[no-untyped-call]
    seen = ImageCms.profileToProfile(  # type: ignore[no-untyped-call]
        Image.fromarray(pixels if pixels.shape[2] == 3 else pixels[..., 0]),
        ImageCms.ImageCmsProfile(BytesIO(profile)),  # type: ignore[no-untyped-call]
        aim,
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="LAB" if lab else "RGB",
    )
    return np.asarray(seen)


@pytest.mark.parametrize("profile", [P3, ADOBE, LINEAR, SRGB], ids=["p3", "adobe", "linear", "s"])
def test_pillow_sees_the_same_colours(profile: bytes) -> None:
    pixels = noise(RGB8, 200, 100)
    ours = np.rint(working(pixels, RGB8, profile) * 255)
    assert np.abs(ours - pillow(pixels, profile)).max() <= 1


def test_libvips_sees_the_same_colours_in_its_own_p3() -> None:
    pixels = noise(RGB8, 200, 100)
    image = pyvips.Image.new_from_memory(pixels.data, 200, 100, 3, "uchar")
    tagged = image.copy(interpretation="srgb").icc_transform("p3", input_profile="srgb")
    profile = tagged.get("icc-profile-data")
    assert icc.read(profile, ColourModel.RGB) is not None
    theirs = tagged.icc_transform("srgb", intent="relative", embedded=True).numpy()
    ours = working(tagged.numpy(), RGB8, profile)
    assert np.abs(np.rint(ours * 255) - theirs).max() <= 1


def test_a_p3_patch_keeps_its_colour_within_one_delta_e() -> None:
    patches = np.array([[[200, 120, 90], [90, 130, 60], [60, 80, 140], [128, 128, 128]]], np.uint8)
    back = colour.from_working(working(patches, RGB8, P3), RGB8, P3)
    before, after = (colour.srgb_to_lab(working(p, RGB8, P3)) for p in (patches, back))
    assert np.linalg.norm(before - after, axis=-1).max() < 1
    assert apart(back, patches) == 0
    srgb = np.rint(working(patches, RGB8, P3) * 255)
    naive = colour.srgb_to_lab((patches / 255).astype(np.float32))
    true = colour.srgb_to_lab(pillow(patches, P3).astype(np.float32) / 255)
    ours = colour.srgb_to_lab((srgb / 255).astype(np.float32))
    assert np.linalg.norm(true - ours, axis=-1).max() < 1
    assert np.linalg.norm(true - naive, axis=-1).max() > 3  # what ignoring the profile costs


@pytest.mark.parametrize(
    ("profile", "model", "way"),
    [
        (SRGB, ColourModel.RGB, colour.Encoded),
        (LINEAR, ColourModel.RGB, colour.Linear),
        (P3, ColourModel.RGB, colour.Shaped),
        (profiles.rgb("srgb", 2.2), ColourModel.RGB, colour.Shaped),
        (profiles.grey(1.0), ColourModel.GREY, colour.Linear),
        (profiles.grey(2.2), ColourModel.GREY, colour.Shaped),
        (_tables(ColourModel.RGB), ColourModel.RGB, colour.Managed),
    ],
)
def test_profiles_that_are_srgb_in_effect_are_known(
    profile: bytes, model: ColourModel, way: type[colour.ColourWay]
) -> None:
    assert type(colour._way(profile, model, False)) is way


def test_libvips_own_srgb_is_srgb() -> None:
    image = pyvips.Image.black(1, 1, bands=3).copy(interpretation="srgb")
    profile = image.icc_transform("srgb", input_profile="p3").get("icc-profile-data")
    assert type(colour._way(profile, ColourModel.RGB, False)) is colour.Encoded


@pytest.mark.parametrize(
    "form",
    [
        (0, [2.4]),
        (1, [2.2, 1.1, -0.1]),
        (2, [2.2, 0.8, 0.1, 0.05]),
        (3, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]),
        (4, [2.2, 0.9, 0.1, 0.3, 0.1, 0.03, 0.02]),
    ],
)
def test_curves_and_their_inverses(form: tuple[int, list[float]]) -> None:
    number, parameters = form
    coded = struct.pack(f">{len(parameters)}i", *(round(one * 65536) for one in parameters))
    curve = icc._curve(memoryview(b"para\0\0\0\0" + struct.pack(">HH", number, 0) + coded))
    stored = np.linspace(0, 1, 1001)
    light = curve.forward(stored)
    assert (np.diff(light) >= -1e-6).all()
    again = curve.forward(curve.inverse(light))
    assert np.abs(again - light).max() < 1e-3
    points = struct.pack(">I", 5) + struct.pack(">5H", 0, 1, 9, 99, 65535)
    table = icc._curve(memoryview(b"curv\0\0\0\0" + points))
    assert np.abs(table.inverse(table.forward(stored)) - stored).max() < 1e-9


# Profiles that cannot be used


def test_a_curve_of_endless_points_is_none() -> None:
    endless = b"curv\0\0\0\0" + struct.pack(">I", 2**16 + 1) + bytes(2**17 + 2)
    with pytest.raises(icc.BadProfile, match="is damaged"):
        icc._curve(memoryview(endless))


def test_tags_that_share_their_bytes_copy_none() -> None:
    tags = icc._tags(P3, ColourModel.RGB)
    assert {each.obj is P3 for each in tags.values()} == {True}


def test_powers_beyond_all_numbers_stay_colours() -> None:
    steep = struct.pack(">5i", 2**31 - 1, 2**31 - 1, 2**31 - 1, 0, 2**31 - 1)
    curve = icc._curve(memoryview(b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + steep))
    levels = np.linspace(0, 1, 256)
    assert not np.isnan(curve.forward(levels)).any()
    assert not np.isnan(curve.inverse(levels)).any()


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        (b"", "is damaged"),
        (b"not a profile" * 50, "is damaged"),
        (P3[:300], "is damaged"),
        (P3[:16] + b"CMYK" + P3[20:], "is for CMYK and the picture is rgb"),
        (profiles.grey(2.2), "is for GRAY and the picture is rgb"),
        (P3[:12] + b"link" + P3[16:], "of a kind that pictures do not have"),
        (P3.replace(b"rTRC", b"xTRC"), "describes a device only"),
        (P3.replace(b"curv", b"vruc"), "is damaged"),
        (_tables(ColourModel.RGB).replace(b"mft2", b"mftx"), "is damaged"),
        (P3 + bytes(icc.MOST_BYTES), "is larger than any"),
    ],
)
def test_unusable_profiles_are_refused_in_one_line(
    profile: bytes, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(BadPicture) as caught:
        working(noise(RGB8, 3, 3), RGB8, profile)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(BadPicture, match=words):
        colour.from_working(np.zeros((2, 2, 3), np.float32), RGB8, profile)
    assert capfd.readouterr() == ("", "")


# L*a*b*


def _lab(rgb: np.ndarray) -> np.ndarray:
    light = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = light @ colour._XYZ_D65.T / colour._XYZ_D65.sum(1)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def test_lab_is_the_formula_and_leads_back() -> None:
    rgb = np.random.default_rng(1).random((200, 200, 3)).astype(np.float32)
    rgb[:50] *= 0.05
    lab = colour.srgb_to_lab(rgb)
    assert lab.dtype == np.float32
    assert np.abs(lab - _lab(rgb.astype(float))).max() < 1e-3
    assert np.abs(colour.lab_to_srgb(lab) - rgb).max() < 1e-5
    assert np.abs(lab - cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)).max() < 1  # no better than that


def test_known_lab_values() -> None:
    rgb = np.array([[1, 1, 1], [1, 0, 0], [0, 0, 1], [0, 0, 0]], np.float32)
    wanted = [[100, 0, 0], [53.24, 80.09, 67.20], [32.30, 79.19, -107.86], [0, 0, 0]]
    assert np.abs(colour.srgb_to_lab(rgb) - wanted).max() < 0.02
