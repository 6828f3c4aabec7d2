"""Textures whose opposite sides meet: the window that shows them whole, and their surroundings."""

from __future__ import annotations

from dataclasses import replace
from math import gcd

import numpy as np

from ritocco.canvas.picture import Picture
from ritocco.canvas.window import Native, Window
from ritocco.errors import BadRecipe
from ritocco.geometry import Box, Size

_MOST = 4
"""Times an engine's own area that such a window may have, since tiles would not meet."""
_LEAST = 1 / 4
"""Of its own area, below which reducing a texture to it leaves too little."""


def in_one(native: Native) -> Native:
    """The same engine, told to paint a texture in one window."""
    most = native.most if native.whole else max(native.most, _MOST * native.area)
    return replace(native, ceiling=most, whole=True)


def whole_window(canvas: Box, native: Native) -> Window:
    """The one window of such a texture: the canvas to the pixel, for only then do its sides meet.

    Raises BadRecipe where that cannot be, with what would do.
    """
    multiple, shared = native.multiple, gcd(canvas.width, canvas.height)
    areas = {
        step: canvas.area * multiple**2 // step**2
        for step in range(1, shared + 1)
        if shared % step == 0 and canvas.area * multiple**2 // step**2 <= native.most
    }
    enlarging = [step for step in areas if step <= multiple]
    liked = [step for step in enlarging if areas[step] <= native.area]
    if native.enlarges and liked:
        step = min(liked)
    else:
        step = max(enlarging) if enlarging else min(areas, default=0)
    if not step or areas[step] < min(canvas.area, _LEAST * native.area):
        raise BadRecipe(
            "The sides of a texture of {canvas} cannot meet exactly with this model. Choose a "
            "width and a height that are multiples of {multiple}.",
            canvas=canvas.size,
            multiple=8 * multiple,
        )
    size = Size(canvas.width // step * multiple, canvas.height // step * multiple)
    return Window(canvas, size, wraps=True)


def surrounded(picture: Picture, width: int) -> Picture:
    """The picture with so many pixels of its opposite sides around it."""
    around = ((width, width), (width, width), (0, 0))
    return replace(picture, pixels=np.pad(picture.pixels, around, mode="wrap"))
