"""A picture in layers, as a layered file or our own window has it; and that picture flattened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from ritocco.canvas.arrays import Levels, Pixels, bands
from ritocco.canvas.colour import to_working
from ritocco.canvas.composite import lay
from ritocco.canvas.mask import FULL
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.geometry import Box, Size


@dataclass(frozen=True, slots=True)
class StackLayer:
    """One layer. `picture` has alpha and is of the stack's model and depth.

    box      its place on the canvas; may reach beyond it
    opacity  0..1
    mask     levels (H, W) that multiply its opacity where `masked`; None: none
    recipe   JSON of the recipe it was made by, or ""
    """

    name: str
    box: Box
    picture: Picture
    visible: bool = True
    opacity: float = 1.0
    mask: Levels | None = None
    masked: bool = True
    recipe: str = ""


@dataclass(frozen=True, slots=True)
class Stack:
    """Layers on a canvas, the lowest first. All of one model, depth and profile.

    alpha      whether the picture's own file had an alpha channel
    active     index of the active layer; -1: none
    selection  what is selected, with its place on the canvas
    notes      for the artist: what was read otherwise than its file says
    """

    canvas: Size
    layout: Layout
    layers: tuple[StackLayer, ...]
    profile: bytes | None = None
    metadata: Metadata = field(default_factory=Metadata)
    active: int = -1
    selection: tuple[Box, Levels] | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, picture: Picture, name: str) -> Stack:
        """A plain picture: one layer."""
        layer = StackLayer(name, Box.of(picture.size), with_alpha(picture))
        return cls(
            picture.size,
            picture.layout,
            (layer,),
            picture.profile,
            picture.metadata,
            0,
            notes=picture.metadata.flaws,
        )


def with_alpha(picture: Picture) -> Picture:
    """The picture with an alpha channel, opaque if it had none."""
    if picture.layout.alpha:
        return picture
    layout = picture.layout.with_alpha()
    pixels = np.empty((*picture.pixels.shape[:2], layout.channels), layout.depth.dtype)
    pixels[..., :-1] = picture.pixels
    pixels[..., -1] = layout.depth.maximum
    return replace(picture, pixels=pixels, layout=layout)


def flattened(stack: Stack, change: Callable[[Picture], Picture] | None = None) -> Picture:
    """What a stack looks like. Where one full layer shows alone its bytes are unchanged.

    Has alpha where the stack's own file had, or where the result is not opaque everywhere.
    `change` is then done to all pixels, each by itself. Works in bands of the canvas: beside
    the layers, memory holds the result, with alpha, and little more.
    """
    layout = stack.layout.with_alpha()
    shown = _shown(stack)
    pixels, opaque = None, True
    for rows in bands(stack.canvas.height, stack.canvas.width):
        band = Picture(_band(shown, rows, stack.canvas, layout), layout, stack.profile)
        opaque = opaque and bool((band.pixels[..., -1] >= layout.depth.maximum).all())
        made = band if change is None else change(band)
        if pixels is None:
            shape = stack.canvas.height, stack.canvas.width, made.layout.channels
            pixels = np.empty(shape, made.layout.depth.dtype)
        pixels[rows] = made.pixels
    assert pixels is not None
    layout = made.layout
    if layout.alpha and opaque and not stack.layout.alpha:
        pixels, layout = _without_alpha(pixels), replace(layout, alpha=False)
    return Picture(pixels, layout, made.profile, stack.metadata)


def _shown(stack: Stack) -> list[tuple[StackLayer, bool]]:
    """The layers that can be seen on the canvas, and which is copied: the first, where it is full.

    Copied, not blended: colours under full transparency are kept too.
    """
    seen = [
        layer
        for layer in stack.layers
        if layer.visible and layer.opacity > 0 and layer.box & Box.of(stack.canvas)
    ]
    full = bool(seen) and seen[0].opacity >= 1 and (seen[0].mask is None or not seen[0].masked)
    return [(layer, full and index == 0) for index, layer in enumerate(seen)]


def _band(
    shown: list[tuple[StackLayer, bool]], rows: slice, canvas: Size, layout: Layout
) -> Pixels:
    """These rows of the canvas."""
    band = Box.between(0, rows.start, canvas.width, rows.stop)
    pixels = np.zeros((band.height, band.width, layout.channels), layout.depth.dtype)
    for layer, copied in shown:
        place = layer.box & band
        if not place:
            continue
        target = pixels[place.in_frame_of(band).slices]
        part = _cropped(layer, place)
        if copied:
            target[...] = part.picture.pixels
        else:
            lay(target, faded(part), layout)
    return pixels


def _cropped(layer: StackLayer, place: Box) -> StackLayer:
    """The part of a layer that lies at `place`."""
    inside = place.in_frame_of(layer.box)
    mask = None if layer.mask is None else layer.mask[inside.slices]
    return replace(layer, box=place, picture=layer.picture.cropped(inside), mask=mask)


def _without_alpha(pixels: Pixels) -> Pixels:
    """The colours, moved together in the memory they lie in."""
    height, width, channels = pixels.shape
    flat, at = pixels.reshape(-1), 0
    for rows in bands(height, width):
        colours = np.ascontiguousarray(pixels[rows, :, :-1]).reshape(-1)
        flat[at : at + colours.size] = colours
        at += colours.size
    return flat[:at].reshape(height, width, channels - 1)


def faded(layer: StackLayer) -> Pixels:
    """The layer's pixels with mask and opacity in their alpha."""
    share = np.float64(layer.opacity)
    mask = layer.mask if layer.masked else None
    if mask is None and layer.opacity >= 1:
        return layer.picture.pixels
    pixels = layer.picture.pixels.copy()
    for rows in bands(*pixels.shape[:2]):
        weights = share if mask is None else mask[rows] * (share / FULL)
        alpha = pixels[rows, :, -1].astype(np.float64) * weights
        pixels[rows, :, -1] = alpha if pixels.dtype.kind == "f" else np.rint(alpha)
    return pixels


def reduced(picture: Picture) -> Picture:
    """The picture with 8 bits, rounded. Floats come in sRGB, since 8 bits of linear light band."""
    layout = picture.layout
    if layout.depth is Depth.U8:
        return picture
    shares, profile = picture.pixels.astype(np.float64) / layout.depth.maximum, picture.profile
    if layout.depth.is_float:
        colours, _ = to_working(picture)
        shares, profile = np.concatenate([colours, shares[..., layout.colours :]], 2), None
        layout = replace(layout, model=ColourModel.RGB)
    levels = np.rint(255 * shares.clip(0, 1)).astype(np.uint8)
    layout = replace(layout, depth=Depth.U8)
    return replace(picture, pixels=levels, layout=layout, profile=profile)


def on_white(picture: Picture) -> Picture:
    """The picture without alpha, what shines through being white."""
    if not picture.layout.alpha:
        return picture
    depth = picture.layout.depth
    share = picture.pixels[..., -1:].astype(np.float64) / depth.maximum
    colours = picture.pixels[..., :-1] * share + depth.maximum * (1 - share)
    opaque = (colours if depth.is_float else np.rint(colours)).astype(depth.dtype)
    return replace(picture, pixels=opaque, layout=replace(picture.layout, alpha=False))


def in_colour(picture: Picture) -> Picture:
    """A grey picture as one of three equal colours, without its profile, which says grey."""
    if picture.layout.model is ColourModel.RGB:
        return picture
    grey = picture.pixels[..., :1]
    pixels = np.concatenate([grey, grey, grey, picture.pixels[..., 1:]], 2)
    layout = replace(picture.layout, model=ColourModel.RGB)
    return replace(picture, pixels=pixels, layout=layout, profile=None)
