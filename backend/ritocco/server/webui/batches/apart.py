"""What was painted without what it was painted on: the layer alone, and the mask it has.

Runs in threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from ritocco.canvas import mask as masks
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.server.webui.asked.options import Options
from ritocco.server.webui.asked.requests import Painting

Shown = Callable[[Picture], Picture]
"""A picture more for the client, of the layer on a canvas of nothing."""


def nothing_like(picture: Picture) -> Picture:
    """A canvas of its size and colours on which nothing is."""
    layout = picture.layout.with_alpha()
    pixels = np.zeros((*picture.pixels.shape[:2], layout.channels), layout.depth.dtype)
    return replace(picture, pixels=pixels, layout=layout)


def mask_of(alone: Picture) -> Picture:
    """How opaque a layer is: white where it hides all, in 8 bits."""
    levels = masks.FULL - masks.from_alpha(alone)
    return Picture(np.repeat(levels[..., None], 3, axis=-1), _SEEN)


_SEEN = Layout(ColourModel.RGB, Depth.U8, False)
_OPTIONS: Mapping[str, Shown] = {
    "return_mask": mask_of,
    "return_mask_composite": lambda alone: alone,
}
"""In the order in which they follow each picture."""


def shown_beside(asked: Painting, options: Options) -> tuple[Shown, ...]:
    """What the options have given back beside each picture of an inpaint."""
    override = asked.override_settings
    return tuple(way for name, way in _OPTIONS.items() if options.value(name, override))
