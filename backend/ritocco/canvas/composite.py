"""The layer, and the picture with the layer on it: exact where it must be.

Blending is that of an editor's layer stack: straight alpha, in the document's own encoding
(Porter and Duff 1984, "over"). A pixel on which the layer has opacity 0 keeps its bytes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ritocco.canvas.arrays import Flags, Floats, Levels, Pixels, bands
from ritocco.canvas.colour import from_working
from ritocco.canvas.document import Layer, Position
from ritocco.canvas.mask import FULL
from ritocco.canvas.picture import Layout, Picture
from ritocco.geometry import Box, Sides

ROWS = 256
"""Rows of a layer made at a time. Another number would make other last bits of floats: what goes
through a matrix is rounded differently at the end of a run of pixels."""


def layer_of(
    colours: Floats,
    selection: Levels,
    like: Picture,
    box: Box,
    below: bool = False,
    opacity_kept: Floats | None = None,
) -> Layer:
    """A layer for the document `like` comes from, with `colours` where `selection` is above 0.

    Its opacity is the selection's own value; for a layer `below` it is full wherever anything
    is selected, since there the picture in front does the blending. `opacity_kept` (H, W), 0..1,
    is how opaque the picture is there, where it is to stay so.
    """
    faint = None
    if opacity_kept is not None and (opacity_kept < 1).any():
        faint = np.where((opacity_kept > 0) & (opacity_kept < 1), selection, 0).astype(np.uint8)
        selection = np.where(opacity_kept >= 1, selection, 0).astype(np.uint8)
    layout = like.layout.with_alpha()
    pixels = np.zeros((*selection.shape, layout.channels), layout.depth.dtype)
    for top in range(0, len(pixels), ROWS):
        rows = slice(top, top + ROWS)
        opacity = selection[rows].astype(np.float64) / FULL
        if below:
            opacity = np.ceil(opacity)
        pixels[rows][..., -1] = _stored(opacity, pixels.dtype, layout.depth.maximum)
        shown = selection[rows] > 0
        if faint is not None:
            shown |= faint[rows] > 0
        if shown.any():
            native = from_working(colours[rows][shown][None], layout, like.profile)
            pixels[rows][shown, :-1] = native[0]
    position = Position.BELOW if below else Position.ABOVE
    return Layer(Picture(pixels, layout, like.profile), box, position, faint)


def flatten(picture: Picture, layer: Layer, extend: Sides) -> Picture:
    """The document's flattened pixels with `layer` applied, on the canvas extended by `extend`.

    `picture` is the whole canvas, at least where the layer is. Bytes are unchanged wherever
    the layer's opacity is 0. New canvas that no layer covers is transparent black, or black
    where the document has no alpha. A picture apart takes the place of the whole.
    """
    if layer.position is Position.APART:
        return replace(layer.picture, metadata=picture.metadata)
    whole = Box.of(picture.size)
    canvas = whole.grown(extend)
    layout = picture.layout
    pixels = np.zeros((canvas.height, canvas.width, layout.channels), layout.depth.dtype)
    pixels[whole.in_frame_of(canvas).slices] = picture.pixels
    place = layer.box & canvas
    target = pixels[place.in_frame_of(canvas).slices]
    source = layer.picture.pixels[place.in_frame_of(layer.box).slices]
    faint = None if layer.faint is None else layer.faint[place.in_frame_of(layer.box).slices]
    for rows in bands(place.height, place.width):
        lay(target[rows], source[rows], layout, layer.position is Position.BELOW)
        if faint is not None:
            _tint(target[rows], source[rows], faint[rows], layout)
    return replace(picture, pixels=pixels)


def on_canvas(layer: Layer, canvas: Box) -> Picture:
    """The layer alone, on a transparent picture of the whole (extended) canvas."""
    if layer.position is Position.APART:
        return layer.picture
    layout = layer.picture.layout
    pixels = np.zeros((canvas.height, canvas.width, layout.channels), layout.depth.dtype)
    place = layer.box & canvas
    shown = layer.picture.pixels[place.in_frame_of(layer.box).slices]
    pixels[place.in_frame_of(canvas).slices] = shown
    return replace(layer.picture, pixels=pixels)


def lay(target: Pixels, source: Pixels, layout: Layout, below: bool = False) -> None:
    """Lay `source` (H, W, channels), which has alpha, over a `target` of `layout`, in place.

    Takes some 200 bytes for each pixel that `source` shows: bands of a canvas, not canvases.
    """
    maximum, has_alpha = layout.depth.maximum, layout.alpha
    shown = source[..., -1] > 0
    if not below:
        solid = source[..., -1] == maximum
        _cover(target, source, solid, layout)
        shown &= ~solid
    if not shown.any():
        return
    new = source[shown].astype(np.float64)
    old = target[shown].astype(np.float64)
    new_share = new[:, -1:] / maximum
    old_share = old[:, -1:] / maximum if has_alpha else np.ones_like(new_share)
    colours = new.shape[1] - 1
    if below:
        new_share = new_share * (1 - old_share)
    else:
        old_share = old_share * (1 - new_share)
    total = new_share + old_share
    mixed = (new[:, :colours] * new_share + old[:, :colours] * old_share) / total
    if has_alpha:
        opaque = old[:, -1:] >= maximum
        mixed = np.concatenate([mixed, np.where(opaque, old[:, -1:], total * maximum)], 1)
    target[shown] = _stored(mixed / maximum, target.dtype, maximum)


def _cover(target: Pixels, source: Pixels, solid: Flags, layout: Layout) -> None:
    """Put the pixels of `source` that let nothing through in the place of those of `target`."""
    colours = layout.colours
    if solid.all():  # several times as quick as looking at each
        target[..., :colours] = source[..., :colours]
    else:
        np.copyto(target[..., :colours], source[..., :colours], where=solid[..., None])
    if layout.alpha:
        alpha = target[..., -1]
        np.maximum(alpha, alpha.dtype.type(layout.depth.maximum), out=alpha, where=solid)


def _tint(target: Pixels, source: Pixels, faint: Levels, layout: Layout) -> None:
    """Take over colours in place, as far as `faint` says; alpha stays."""
    shown = faint > 0
    share = faint[shown, None] / FULL
    old = target[shown, : layout.colours].astype(np.float64)
    new = source[shown, : layout.colours].astype(np.float64)
    mixed = old + (new - old) * share
    target[shown, : layout.colours] = _stored(
        mixed / layout.depth.maximum, target.dtype, layout.depth.maximum
    )


def _stored(shares: Pixels, dtype: np.dtype[np.generic], maximum: float) -> Pixels:
    """Float shares (1 is full) as a document stores them, integers rounded to nearest."""
    scaled = shares * maximum
    return (np.rint(scaled) if np.issubdtype(dtype, np.integer) else scaled).astype(dtype)
