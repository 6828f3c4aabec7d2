"""What image-to-image begins with: the client's pictures and its mask, as they are worked on.

What is sent back has these very bytes wherever the mask is 0. Runs in threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ritocco import budget
from ritocco.canvas import mask as masks
from ritocco.canvas.arrays import Levels
from ritocco.canvas.colour import from_working, to_working, with_usable_profile
from ritocco.canvas.fitting import Fit, fitted, fitted_selection
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.errors import NotFound
from ritocco.geometry import Size
from ritocco.sentence import Sentence
from ritocco.server.answers import BadRequest
from ritocco.server.webui.asked.pictures import picture_in
from ritocco.server.webui.asked.requests import MOST_PIXELS, ImageToImage

_FITS = (Fit.STRETCH, Fit.CROP, Fit.FILL, Fit.STRETCH)
"""By `resize_mode`. The last stretches latents: here the picture, which is then painted over as
strongly as was asked for."""

_FITTING_BYTES = 24
"""Of memory for each pixel there is and each that is wanted."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """One picture as it is worked on, and where: None is everywhere, for there is no mask."""

    picture: Picture
    mask: Levels | None


def beginnings(asked: ImageToImage) -> Iterator[Beginning]:
    """The pictures of a request. Raises NotFound where there are none, BadPicture,
    BadRequest, TooLarge."""
    if not asked.init_images:
        raise NotFound("Init image not found")
    mask = _mask(asked) if asked.mask else None
    area = 0
    for text in asked.init_images:
        picture = picture_in(text, Sentence("The init image"))
        area += picture.size.area
        if area > MOST_PIXELS:
            raise BadRequest("The init images have too many pixels together; send fewer at once.")
        yield _sized(asked, as_worked_on(picture), mask)


def _mask(asked: ImageToImage) -> Levels:
    drawn = masks.drawn(picture_in(asked.mask or "", Sentence("The mask")))
    return masks.FULL - drawn if asked.inpainting_mask_invert else drawn


def _sized(asked: ImageToImage, picture: Picture, mask: Levels | None) -> Beginning:
    """A picture and the mask over all of it, at the size asked for; its own if only the masked
    part is painted at that size."""
    if mask is not None:
        mask = fitted_selection(mask, picture.size, Fit.STRETCH)
    if asked.only_masked:
        return Beginning(picture, mask)
    size, fit = Size(asked.width, asked.height), _FITS[asked.resize_mode]
    if mask is not None:
        mask = fitted_selection(mask, size, fit)
    if size != picture.size:
        check_fitting(picture.size, size)
    return Beginning(fitted(picture, size, fit), mask)


def check_fitting(have: Size, want: Size) -> None:
    """Raise TooLarge where making one size of the other takes more memory than there is."""
    what = Sentence("Making a picture of {size} {want}", size=have, want=want)
    budget.check(_FITTING_BYTES * (have.area + want.area), what, Sentence("send a smaller one"))


def as_worked_on(picture: Picture) -> Picture:
    """The same picture in colours of 8 or 16 bits, with alpha only where it says something.

    What the file held beside its pixels and their profile stays with the client.
    """
    picture = with_usable_profile(picture)
    layout, alpha = picture.layout, picture.alpha
    if alpha is not None and bool((alpha >= layout.depth.maximum).all()):
        layout = replace(layout, alpha=False)
        pixels = np.ascontiguousarray(picture.pixels[..., :-1])
        picture = replace(picture, pixels=pixels, layout=layout)
    if layout.depth.is_float or (layout.model is ColourModel.GREY and picture.profile):
        picture = _in_srgb(picture)
    elif layout.model is ColourModel.GREY:
        pixels = np.repeat(picture.colour, 3, axis=-1)
        if picture.alpha is not None:
            pixels = np.dstack([pixels, picture.alpha])
        picture = Picture(pixels, replace(layout, model=ColourModel.RGB))
    return replace(picture, metadata=Metadata(flaws=picture.metadata.flaws))


def _in_srgb(picture: Picture) -> Picture:
    """What has no place in a PNG of colours, as sRGB; of floats with 16 bits."""
    depth = Depth.U16 if picture.layout.depth.is_float else picture.layout.depth
    layout = Layout(ColourModel.RGB, depth, picture.layout.alpha)
    rgb, alpha = to_working(picture)
    pixels = from_working(rgb, layout, None)
    if layout.alpha:
        pixels = np.dstack([pixels, np.rint(alpha * depth.maximum).astype(depth.dtype)])
    return Picture(pixels, layout, metadata=picture.metadata)
