"""Document colours <-> working colours (sRGB-encoded, 0..1, float32), through the ICC profile.

- No profile means sRGB for integers and linear light with sRGB's primaries for floats.
- A profile that says the same as one of these two, to the eye (`SAME_COLOUR`), is treated as
  that one. These ways are formulas: every integer value comes back exactly.
- Any other profile of curves and a matrix is evaluated by formula too (`icc.py`), and one built
  of tables by LittleCMS, relative colorimetric with black point compensation: white stays
  white, and colours that both sides have stay what they are.
- Working colours beyond sRGB's gamut, or beyond 0..1, are clipped: models know no others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, Protocol

import cv2
import numpy as np
import pyvips

from ritocco.canvas import icc
from ritocco.canvas.arrays import Floats, Pixels
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.errors import BadPicture
from ritocco.sentence import Sentence

SAME_LEVEL, SAME_COLOUR = 0.5 / 255, 0.25
"""A profile counts as sRGB whose greys are off by no more than half an 8-bit level, and no colour
of a grid by more than this CIE76 difference, which nobody sees. (In levels, the dark channel of
a saturated colour is off by 0.6 just because colorants are rounded to 16 bits.)"""

_XYZ_D65 = np.array(
    [
        [0.4123907992659595, 0.3575843393838780, 0.1804807884018343],
        [0.2126390058715104, 0.7151686787677559, 0.0721923153607337],
        [0.0193308187155918, 0.1191947797946259, 0.9505321522496608],
    ]
)
_XYZ_D50 = np.array(
    [
        [0.4360747, 0.3850649, 0.1430804],
        [0.2225045, 0.7168786, 0.0606169],
        [0.0139322, 0.0971045, 0.7141733],
    ]
)
_LUMINANCE = _XYZ_D65[1]
_PART, _VECTOR = 1 << 18, 64
"""Pixels that are converted at a time, in some 100 bytes each; a multiple of any vector's."""
_KNEE = 216 / 24389


def srgb_decode(encoded: Floats) -> Floats:
    """sRGB-encoded values 0..1 to linear light 0..1, any shape."""
    low = encoded <= 0.04045
    return np.where(low, encoded / 12.92, ((np.maximum(encoded, 0) + 0.055) / 1.055) ** 2.4).astype(
        np.float32, copy=False
    )


def srgb_encode(light: Floats) -> Floats:
    """Linear light 0..1 to sRGB-encoded values 0..1, any shape."""
    upper = 1.055 * np.maximum(light, 0) ** (1 / 2.4) - 0.055
    return np.where(light <= 0.0031308, light * 12.92, upper).astype(np.float32, copy=False)


def srgb_to_lab(rgb: Floats) -> Floats:
    """Working colours (..., 3) to CIE L*a*b* (..., 3) for D65: L* 0..100, a* and b* about 0."""
    return _lab(srgb_decode(rgb), _XYZ_D65)


def lab_to_srgb(lab: Floats) -> Floats:
    """CIE L*a*b* (..., 3) for D65 to working colours (..., 3), clipped to 0..1."""
    return srgb_encode(_light(lab, _XYZ_D65).clip(0, 1))


def _lab(light: Floats, to_xyz: icc.Values) -> Floats:
    """Linear sRGB (..., 3) to L*a*b* relative to the white of `to_xyz`."""
    relative = (to_xyz / to_xyz.sum(1, keepdims=True)).astype(np.float32)
    xyz = _mixed(light, relative)
    f = np.where(xyz > _KNEE, np.cbrt(xyz), (xyz / np.float32(_KNEE) * 8 + 16) / 116)
    lab = np.empty_like(f, np.float32)
    lab[..., 0] = 116 * f[..., 1] - 16
    lab[..., 1] = 500 * (f[..., 0] - f[..., 1])
    lab[..., 2] = 200 * (f[..., 1] - f[..., 2])
    return lab


def _mixed(values: Floats, matrix: icc.Values) -> Floats:
    """Each colour (..., C) times `matrix` (D, C): (..., D).

    OpenCV goes pixel by pixel, so no number of threads changes a bit, as a matrix product's may.
    """
    if not values.size:  # OpenCV makes something of nothing
        return np.empty((*values.shape[:-1], matrix.shape[0]), np.float32)
    flat = values.reshape(-1, 1, values.shape[-1])
    mixed = cv2.transform(flat, matrix.astype(np.float32))
    return np.asarray(mixed, np.float32).reshape(*values.shape[:-1], matrix.shape[0])


def _light(lab: Floats, to_xyz: icc.Values) -> Floats:
    """The way back of `_lab`, not clipped."""
    f = np.empty_like(lab, np.float32)
    f[..., 1] = (lab[..., 0] + 16) / 116
    f[..., 0] = f[..., 1] + lab[..., 1] / 500
    f[..., 2] = f[..., 1] - lab[..., 2] / 200
    xyz = np.where(f > 6 / 29, f**3, (116 * f - 16) * np.float32(27 / 24389))
    relative = to_xyz / to_xyz.sum(1, keepdims=True)
    return _mixed(xyz, np.linalg.inv(relative))


class ColourWay(Protocol):
    """A way between document values and working colours, for one profile and colour model."""

    def inward(self, colour: Pixels, depth: Depth) -> Floats:
        """Document values (H, W, 1 or 3) to sRGB-encoded ones, (H, W, 1 or 3), 0..1."""

    def outward(self, encoded: Floats, depth: Depth) -> Pixels:
        """sRGB-encoded values (H, W, 1 or 3), 0..1, to document values of the same shape."""


def _unit(colour: Pixels, depth: Depth) -> Floats:
    """Stored values as 0..1."""
    unit = np.divide(colour, np.float32(depth.maximum), dtype=np.float32)
    return unit.clip(0, 1, out=unit) if depth.is_float else unit


def _stored(unit: Any, depth: Depth) -> Pixels:
    """Values 0..1 (others clipped) as stored: rounded to the nearest level."""
    scaled = np.clip(unit, 0, 1) * depth.maximum
    return np.asarray(scaled if depth.is_float else np.rint(scaled)).astype(depth.dtype)


class Encoded:
    """The document is sRGB as it is."""

    def inward(self, colour: Pixels, depth: Depth) -> Floats:
        """A division."""
        return _unit(colour, depth)

    def outward(self, encoded: Floats, depth: Depth) -> Pixels:
        """A multiplication."""
        return _stored(encoded, depth)


class Linear:
    """The document is linear light with sRGB's primaries."""

    def inward(self, colour: Pixels, depth: Depth) -> Floats:
        """sRGB's curve."""
        return srgb_encode(_unit(colour, depth))

    def outward(self, encoded: Floats, depth: Depth) -> Pixels:
        """sRGB's curve, the other way."""
        return _stored(srgb_decode(encoded), depth)


class Shaped:
    """The document's profile is curves and a matrix."""

    def __init__(self, shaper: icc.Shaper) -> None:
        self._curves = shaper.curves
        matrix = np.ones((1, 1))
        if shaper.to_xyz is not None:
            matrix = np.linalg.inv(_XYZ_D50) @ shaper.to_xyz
            matrix /= matrix.sum(1, keepdims=True)  # white to white, whatever was rounded
        self._in = matrix
        self._out = np.asarray(np.linalg.inv(matrix), np.float64)

    def inward(self, colour: Pixels, depth: Depth) -> Floats:
        """Curves (looked up for integers), matrix, sRGB's curve."""
        light = np.empty(colour.shape, np.float32)
        steps = np.arange(depth.maximum + 1) / depth.maximum
        for channel, curve in enumerate(self._curves):
            values = colour[..., channel]
            if depth.is_float:
                light[..., channel] = curve.forward(_unit(values, depth).astype(np.float64))
            else:
                light[..., channel] = curve.forward(steps).astype(np.float32)[values]
        return srgb_encode(_mixed(light, self._in).clip(0, 1)).clip(0, 1)

    def outward(self, encoded: Floats, depth: Depth) -> Pixels:
        """The same steps from the last to the first."""
        light = _mixed(srgb_decode(encoded), self._out).clip(0, 1).astype(np.float64)
        stored = np.empty(encoded.shape, depth.dtype)
        for channel, curve in enumerate(self._curves):
            stored[..., channel] = _stored(curve.inverse(light[..., channel]), depth)
        return stored


class Managed:
    """The document's profile is tables: LittleCMS, by way of L*a*b* (D50), at 16 bits."""

    def __init__(self, profile: bytes, model: ColourModel) -> None:
        self._profile, self._model = profile, model
        self._how = {"intent": "relative", "black_point_compensation": True, "pcs": "lab"}

    def inward(self, colour: Pixels, depth: Depth) -> Floats:
        """Document values to L*a*b* and on to sRGB."""
        if depth.is_float:
            colour = _stored(colour, Depth.U16)
        name = {ColourModel.GREY: ("b-w", "grey16"), ColourModel.RGB: ("srgb", "rgb16")}[
            self._model
        ]
        image = self._image(colour, name[colour.dtype == np.uint16])
        lab = self._done(image.icc_import, embedded=True)
        return srgb_encode(_light(np.asarray(lab, np.float32), _XYZ_D50).clip(0, 1)).clip(0, 1)

    def outward(self, encoded: Floats, depth: Depth) -> Pixels:
        """sRGB to L*a*b* and on to document values."""
        rgb = np.broadcast_to(encoded, (*encoded.shape[:2], 3))
        image = self._image(_lab(srgb_decode(rgb), _XYZ_D50), "lab")
        values = self._done(image.icc_export, depth=16).reshape(encoded.shape)
        return values if depth is Depth.U16 else _stored(values / 65535, depth)

    def _image(self, pixels: Pixels, meaning: str) -> Any:
        height, width, channels = pixels.shape
        stored = {"u1": "uchar", "u2": "ushort", "f4": "float"}[pixels.dtype.str[1:]]
        data = np.ascontiguousarray(pixels).data
        image = pyvips.Image.new_from_memory(data, width, height, channels, stored)
        image = image.copy(interpretation=meaning)
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", self._profile)
        return image

    def _done(self, operation: Any, **options: Any) -> Pixels:
        try:
            image = operation(**options, **self._how)
            memory = image.write_to_memory()
        except pyvips.Error as error:
            raise icc.BadProfile(icc.DAMAGED) from error
        dtype = {"float": np.float32, "ushort": np.uint16}[str(image.format)]
        return np.frombuffer(memory, dtype).reshape(image.height, image.width, image.bands)


@lru_cache(maxsize=8)
def _way(profile: bytes | None, model: ColourModel, is_float: bool) -> ColourWay:
    """How colours of this profile travel. Raises BadPicture where it cannot be used."""
    if profile is None:
        return Linear() if is_float else Encoded()
    try:
        way, probe, seen = _understood(profile, model)
    except icc.BadProfile as error:
        raise BadPicture(
            "The picture's colour profile {reason}; assign the right one in the program that "
            "made it (in Krita: Image > Properties), or convert the picture to sRGB.",
            reason=error,
        ) from None
    known: tuple[ColourWay, ...] = (Encoded(), Linear())
    return next((same for same in known if _alike(same.inward(probe, Depth.U8), seen)), way)


@lru_cache(maxsize=8)
def _understood(profile: bytes, model: ColourModel) -> tuple[ColourWay, Pixels, Floats]:
    """How its colours travel, a probe of colours, and how it sees them. Raises BadProfile."""
    shaper = icc.read(profile, model)
    way = Managed(profile, model) if shaper is None else Shaped(shaper)
    probe = _probe(model)
    seen = way.inward(probe, Depth.U8)
    if not np.isfinite(seen).all():
        raise icc.BadProfile(icc.DAMAGED)
    return way, probe, seen


def with_usable_profile(picture: Picture) -> Picture:
    """The picture; without its profile, and with a flaw, where that cannot be used for it."""
    if picture.profile is None:
        return picture
    try:
        _understood(picture.profile, picture.layout.model)
    except icc.BadProfile as error:
        flaw = Sentence("The picture's colour profile {reason}, so it is left away.", reason=error)
        flaws = (*picture.metadata.flaws, flaw)
        return replace(picture, profile=None, metadata=replace(picture.metadata, flaws=flaws))
    return picture


def _alike(first: Floats, second: Floats) -> bool:
    """Whether the eye sees no difference between these colours of `_probe`."""
    if float(np.abs(first - second)[:, :256].max()) > SAME_LEVEL:
        return False
    labs = (srgb_to_lab(np.broadcast_to(seen, (*seen.shape[:2], 3))) for seen in (first, second))
    return float(np.linalg.norm(np.subtract(*labs), axis=-1).max()) <= SAME_COLOUR


def _probe(model: ColourModel) -> Pixels:
    """All greys, and for RGB a grid of 9 levels per channel besides: (1, N, 1 or 3), 8 bits."""
    greys = np.arange(256, dtype=np.uint8)
    if model is ColourModel.GREY:
        return greys.reshape(1, -1, 1)
    levels = np.rint(np.linspace(0, 255, 9)).astype(np.uint8)
    grid = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)
    return np.concatenate([np.repeat(greys[:, None], 3, axis=1), grid])[None]


def to_working(picture: Picture) -> tuple[Floats, Floats]:
    """Working colours (H, W, 3), sRGB-encoded 0..1, and alpha (H, W), 0..1; grey: R = G = B.

    Raises BadPicture where the profile is damaged or for another colour model.
    """
    layout = picture.layout
    way = _way(picture.profile, layout.model, layout.depth.is_float)

    def inward(colours: Pixels) -> Floats:
        rgb = way.inward(colours, layout.depth)
        return np.repeat(rgb, 3, axis=-1) if rgb.shape[-1] == 1 else rgb

    rgb = _in_parts(inward, picture.colour)
    if picture.alpha is None:
        return rgb, np.ones(rgb.shape[:2], np.float32)
    return rgb, _unit(picture.alpha, layout.depth)


def from_working(rgb: Floats, layout: Layout, profile: bytes | None) -> Pixels:
    """Document colours (H, W, 1 or 3) of `layout`'s depth: the way back of `to_working`.

    Values are clipped to 0..1 and rounded to the nearest level. A grey document gets the
    colours' luminance. Raises BadPicture as `to_working` does.
    """
    way = _way(profile, layout.model, layout.depth.is_float)

    def outward(colours: Floats) -> Pixels:
        colours = np.clip(colours, 0, 1)
        if layout.model is ColourModel.GREY:
            colours = srgb_encode(_mixed(srgb_decode(colours), _LUMINANCE[None])).clip(0, 1)
        return way.outward(colours, layout.depth)

    return _in_parts(outward, rgb)


def _in_parts(change: Callable[[Pixels], Pixels], pixels: Pixels) -> Pixels:
    """What `change` makes of pixels (H, W, C), each by itself; the same bits as all at once.

    A processor rounds otherwise what is left over at the end of its vectors: each part begins
    with a whole one, and is converted with one more behind it.
    """
    height, width, channels = pixels.shape
    if height * width <= _PART:
        return change(pixels)
    changed: Pixels | None = None
    at, rows = 0, _VECTOR * max(1, _PART // (_VECTOR * width))
    for top in range(0, height, rows):
        inside = min(rows, height - top) * width
        run = pixels[top : top + rows + -(-_VECTOR // width)].reshape(1, -1, channels)
        for start in range(0, inside, _PART):
            count = min(_PART, inside - start)
            part = change(run[:, start : start + count + _VECTOR])[0, :count]
            if changed is None:
                changed = np.empty((height * width, part.shape[-1]), part.dtype)
            changed[at : at + count] = part
            at += count
    assert changed is not None
    return changed.reshape(height, width, -1)
