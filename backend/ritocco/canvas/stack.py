"""A picture in layers, as a layered file or our own window has it; and that picture flattened."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ritocco.canvas.arrays import Levels, Pixels
from ritocco.canvas.colour import to_working
from ritocco.canvas.composite import flatten
from ritocco.canvas.document import Layer
from ritocco.canvas.mask import FULL
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.geometry import Box, Sides, Size


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


def flattened(stack: Stack) -> Picture:
    """What a stack looks like. Where one full layer shows alone its bytes are unchanged.

    Has alpha where the stack's own file had, or where the result is not opaque everywhere.
    """
    layout = stack.layout.with_alpha()
    shape = stack.canvas.height, stack.canvas.width, layout.channels
    whole = Box.of(stack.canvas)
    picture = Picture(np.zeros(shape, layout.depth.dtype), layout, stack.profile, stack.metadata)
    empty = True
    for layer in stack.layers:
        place = layer.box & whole
        if not layer.visible or layer.opacity <= 0 or not place.width or not place.height:
            continue
        if empty and layer.opacity >= 1 and (layer.mask is None or not layer.masked):
            # Copied, not blended: colours under full transparency are kept too.
            source = layer.picture.pixels[place.in_frame_of(layer.box).slices]
            picture.pixels[place.slices] = source
        else:
            shown = replace(layer.picture, pixels=faded(layer))
            picture = flatten(picture, Layer(shown, layer.box), Sides())
        empty = False
    if stack.layout.alpha or not (picture.pixels[..., -1] >= layout.depth.maximum).all():
        return picture
    opaque = np.ascontiguousarray(picture.pixels[..., :-1])
    return replace(picture, pixels=opaque, layout=replace(layout, alpha=False))


def faded(layer: StackLayer) -> Pixels:
    """The layer's pixels with mask and opacity in their alpha."""
    share = np.float64(layer.opacity)
    if layer.mask is None or not layer.masked:
        if layer.opacity >= 1:
            return layer.picture.pixels
        weights = np.full(layer.picture.pixels.shape[:2], share)
    else:
        weights = layer.mask * (share / FULL)
    pixels = layer.picture.pixels.copy()
    alpha = pixels[..., -1].astype(np.float64) * weights
    pixels[..., -1] = alpha if pixels.dtype.kind == "f" else np.rint(alpha)
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
