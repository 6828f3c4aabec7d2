"""A request for image-to-image -> its batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isqrt
from typing import Any

import numpy as np

from ritocco.canvas import mask as masks
from ritocco.canvas.document import Document
from ritocco.recipe.recipe import Content, Kind, Recipe
from ritocco.sentence import Sentence
from ritocco.server.webui.asked import recipe_of
from ritocco.server.webui.batch import Batch, Piece, check_count, seeds_in_a_row
from ritocco.server.webui.beginnings import Beginning, beginnings
from ritocco.server.webui.parts import Parts
from ritocco.server.webui.requests import MOST_SIDE, ImageToImage
from ritocco.server.webui.soft_inpainting import soft_hints

_CONTENTS = (Content.PADDED, Content.ORIGINAL, Content.NOISE, Content.NOISE)
"""By `inpainting_fill`: fill, original, latent noise, latent nothing."""
_NOTHING_AT_ALL = 3
_WITHOUT_MASK = {"soften": 0, "margin": 0, "diffusion.content": Content.ORIGINAL}
_LEAST_MODEL_SIZE = 64
"""The least that a recipe takes."""
_AS_NOISE = Sentence("'Latent nothing' begins with noise here: both forget what was there.")
_MASKS_NOTHING = Sentence("The mask selects nothing, so nothing was painted.")
_UNEVEN = Sentence(
    "The mask's edge is softened by {blur} pixels in both directions; other programs soften it by "
    "as much as is asked for in each."
)


def batch_of(asked: ImageToImage, parts: Parts) -> Batch:
    """All that is to be painted. Raises what `beginnings` and `batch_from` raise."""
    check_count(asked)
    return batch_from(asked, list(beginnings(asked)), parts)


def batch_from(asked: ImageToImage, begins: list[Beginning], parts: Parts) -> Batch:
    """All that is to be painted over these. Raises what `recipe_of` raises, BadSelection."""
    masked = begins[0].mask is not None
    kind = Kind.INPAINT if masked else Kind.REFINE
    places = _places(asked) if masked else _WITHOUT_MASK
    recipe, hints = recipe_of(asked, kind, parts.options, places.items())
    done = seeds_in_a_row(recipe, asked.count)
    pieces = [_piece(one, begins[number % len(begins)], parts) for number, one in enumerate(done)]
    return Batch(pieces, (*hints, *_hints(asked, begins)))


def _places(asked: ImageToImage) -> dict[str, Any]:
    """What a mask comes to, by its place in a recipe."""
    said = {"soften": asked.soften, "diffusion.content": _CONTENTS[asked.inpainting_fill]}
    if not asked.only_masked:
        return {**said, "margin": 0}
    margin = min(max(0, asked.inpaint_full_res_padding), MOST_SIDE)
    return {**said, "margin": margin, "model_size": _model_size(asked)}


def _model_size(asked: ImageToImage) -> int:
    return max(_LEAST_MODEL_SIZE, isqrt(asked.width * asked.height))


def _hints(asked: ImageToImage, begins: list[Beginning]) -> Iterator[Sentence]:
    yield from soft_hints(asked)
    if any(_is_blank(one) for one in begins):
        yield _MASKS_NOTHING
    if begins[0].mask is None:
        return
    if asked.inpainting_fill == _NOTHING_AT_ALL:
        yield _AS_NOISE
    if asked.mask_blur is None and asked.mask_blur_x != asked.mask_blur_y:
        yield _UNEVEN.with_values(blur=asked.soften)


def _is_blank(begun: Beginning) -> bool:
    return begun.mask is not None and not begun.mask.any()


def _piece(recipe: Recipe, begun: Beginning, parts: Parts) -> Piece:
    """One picture to be painted, of which no more is worked on than its plan looks at."""
    picture, mask, size = begun.picture, begun.mask, begun.picture.size
    if _is_blank(begun):
        recipe, mask = _still(recipe), None
    elif mask is None and picture.alpha is not None and not picture.alpha.any():
        recipe = replace(recipe, kind=Kind.INPAINT)  # nothing is there to be refined
    if mask is None:
        mask = np.full((size.height, size.width), masks.FULL, np.uint8)
    plan = parts.context.studio.plan(recipe, size, masks.bounds(mask))
    part = plan.export
    document = Document(size, part, picture.cropped(part), mask[part.slices])
    return Piece(recipe, document, whole=picture)


def _still(recipe: Recipe) -> Recipe:
    """The recipe that leaves everything as it is."""
    assert recipe.diffusion is not None
    asked = replace(recipe.diffusion, strength=0.0, content=Content.ORIGINAL)
    return replace(recipe, kind=Kind.REFINE, diffusion=asked, faces=None)
