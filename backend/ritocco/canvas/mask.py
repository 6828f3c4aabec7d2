"""Selections: 8-bit soft masks, from the artist's tool to the latent grid.

Soft stays soft all the way: no step here turns a faint pixel into a full one. What grows or
pools does so by maximum, so that no thin stroke is lost.
"""

from __future__ import annotations

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats, Levels, Pixels, bands
from ritocco.canvas.distances import distances
from ritocco.canvas.picture import ColourModel, Picture
from ritocco.canvas.window import Window
from ritocco.geometry import Box

FULL = 255


def bounds(selection: Levels) -> Box:
    """The smallest box that holds every pixel above 0; an empty box where there is none."""
    rows, columns = np.flatnonzero(selection.any(1)), np.flatnonzero(selection.any(0))
    if not rows.size:
        return Box(0, 0, 0, 0)
    return Box.between(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def from_alpha(picture: Picture) -> Levels:
    """How transparent each pixel is: 255 where nothing is, 0 where the picture is opaque."""
    alpha = picture.alpha
    if alpha is None:
        return np.zeros((picture.size.height, picture.size.width), np.uint8)
    levels = np.empty(alpha.shape, np.uint8)
    for rows in bands(*alpha.shape):
        share = np.clip(alpha[rows].astype(np.float32) / picture.layout.depth.maximum, 0, 1)
        levels[rows] = np.rint((1 - share) * FULL)
    return levels


def drawn(picture: Picture) -> Levels:
    """A selection drawn as a picture, (H, W), 0 not selected to 255 fully selected.

    The alpha channel is the selection where the picture has one that is not opaque everywhere;
    otherwise brightness is (white is selected, colours by their luma, profiles ignored).
    Deeper pixels are rounded to the nearest of the 256 levels.
    """
    alpha, maximum = picture.alpha, picture.layout.depth.maximum
    by_alpha = alpha is not None and not bool((alpha >= maximum).all())
    selection = np.empty((picture.size.height, picture.size.width), np.uint8)
    for rows in bands(*selection.shape):
        if alpha is not None and by_alpha:
            levels = alpha[rows]
        elif picture.layout.model is ColourModel.RGB:
            levels = _luma(picture.colour[rows])
        else:
            levels = picture.colour[rows, :, 0]
        if levels.dtype != np.uint8:
            levels = np.rint((np.asarray(levels, np.float64) * (FULL / maximum)).clip(0, FULL))
        selection[rows] = levels
    return selection


def _luma(colour: Pixels) -> Pixels:
    """Rec. 709 luma in the pixels' own depth; exactly the shared value of an equal R, G, B."""
    red, green, blue = (colour[..., c].astype(np.float64) for c in range(3))
    luma = green + 0.2126 * (red - green) + 0.0722 * (blue - green)
    return (luma if colour.dtype.kind == "f" else np.rint(luma)).astype(colour.dtype)


def grown(selection: Levels, pixels: int) -> Levels:
    """The selection widened by a disc of this radius; each level spreads as it is."""
    if not pixels:
        return selection
    side = 2 * pixels + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.dilate(selection, disc), np.uint8)


def softened(selection: Levels, pixels: int) -> Levels:
    """A soft edge `pixels` wide, made inside: nowhere above the selection, full deep inside.

    A part that is thinner gets an edge as wide as half of it, so that none is lost: its middle
    keeps its level. The array's border is no edge: a selection that reaches the canvas edge
    stays full there.
    """
    if not pixels or not selection.any():
        return selection
    support = (selection > 0).astype(np.uint8)
    depth = distances(selection > 0)
    count, parts = cv2.connectedComponents(support, connectivity=8)
    thin = np.ones(count, np.bool_)
    thin[parts[depth >= pixels]] = False
    reach = np.full(count, pixels, np.float32)
    if thin.any():
        inside = thin[parts] & (depth > 0)
        deepest = np.ones(count, np.float32)
        np.maximum.at(deepest, parts[inside].astype(np.intp), depth[inside])
        reach[thin] = deepest[thin]
    share = np.minimum(depth / reach[parts], 1)
    share *= share * (3 - 2 * share)
    return np.asarray(np.rint(selection * share), np.uint8)


def banded(selection: Levels, pixels: int) -> Levels:
    """The selection with a ramp of this width outside it: the blend band an artist asked for.

    A pixel at distance d of a pixel of level s gets at least `s * (1 - d / (pixels + 1))`,
    with d measured in octagonal steps (a cross and a square in turn).
    """
    shapes = [
        cv2.getStructuringElement(shape, (3, 3)) for shape in (cv2.MORPH_CROSS, cv2.MORPH_RECT)
    ]
    spread = selection.astype(np.float32)
    source = spread
    for step in range(1, pixels + 1):
        source = np.asarray(cv2.dilate(source, shapes[step % 2]), np.float32)
        spread = np.maximum(spread, source * np.float32(1 - step / (pixels + 1)))
    return np.asarray(np.rint(spread), np.uint8)


def as_weights(selection: Levels) -> Floats:
    """The selection as float32, 0..1."""
    return selection.astype(np.float32) / np.float32(FULL)


def pooled(weights: Floats, factor: int) -> Floats:
    """The maximum of each `factor` x `factor` cell: (H, W) -> (H / factor, W / factor).

    For the latent grid. A thin stroke keeps its strength. H and W are multiples of `factor`.
    """
    height, width = weights.shape
    if height % factor or width % factor:
        raise ValueError(f"{width} x {height} is not a multiple of {factor}")
    cells = weights.reshape(height // factor, factor, width // factor, factor)
    return np.asarray(cells.max((1, 3)), np.float32)


def to_model(weights: Floats, window: Window) -> Floats:
    """Weights of a window at model size; where the window is reduced, by maximum."""
    if window.scale >= 1:
        return np.clip(window.to_model(weights), 0, 1)
    reach = int(np.ceil(1 / window.scale)) | 1
    widest = cv2.dilate(weights, np.ones((reach, reach), np.uint8))
    model = window.model
    picked = cv2.resize(widest, (model.width, model.height), interpolation=cv2.INTER_NEAREST_EXACT)
    return np.asarray(picked, np.float32)


def ring(selected: Flags, known: Flags, width: int) -> Flags:
    """The known pixels outside `selected` that are at most `width` pixels away from it."""
    if not selected.any():
        return np.zeros_like(selected)
    distance = cv2.distanceTransform((~selected).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    return np.asarray((distance > 0) & (distance <= width) & known, np.bool_)
