"""A request for image-to-image -> its batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import isqrt
from typing import Any

import numpy as np

from ritocco.canvas import mask as masks
from ritocco.canvas.document import Document
from ritocco.geometry import Box
from ritocco.jobs.workers import StudioLike
from ritocco.recipe.recipe import Content, Kind, Recipe
from ritocco.sentence import Sentence
from ritocco.server.answers import BadRequest
from ritocco.server.webui.asked.area import area_told
from ritocco.server.webui.asked.beginnings import Beginning, beginnings
from ritocco.server.webui.asked.options import Options
from ritocco.server.webui.asked.recipes import recipe_of
from ritocco.server.webui.asked.requests import MOST_PIXELS, ImageToImage
from ritocco.server.webui.asked.soft_inpainting import soft_hints
from ritocco.server.webui.batches.apart import shown_beside
from ritocco.server.webui.batches.batch import Batch, Piece, check_count, seeds_in_a_row

_CONTENTS = (Content.PADDED, Content.ORIGINAL, Content.NOISE, Content.NOISE)
"""By `inpainting_fill`: fill, original, latent noise, latent nothing."""
_NOTHING_AT_ALL = 3
_LATENTS = 3
"""Of `resize_mode`."""
_WITHOUT_MASK = {"soften": 0, "margin": 0, "diffusion.content": Content.ORIGINAL}
_LEAST_MODEL_SIZE = 64
"""The least that a recipe takes."""
_AS_NOISE = Sentence("'Latent nothing' begins with noise here: both forget what was there.")
_MASKS_NOTHING = Sentence("The mask selects nothing, so nothing was painted.")
_NOTHING_THERE = Sentence(
    "The picture is transparent all over and stays so, so nothing was painted; with a mask, what "
    "that selects is painted."
)
_ONE_MASK = Sentence("latent_mask is passed over: mask alone says where is painted.")
_AS_PICTURE = Sentence(
    "resize_mode 3 is 0 here: the picture is stretched, not its latents, and painted over."
)
_NO_MORE_NOISE = Sentence("initial_noise_multiplier is passed over: noise is as strong as it is.")
_UNEVEN = Sentence(
    "The mask's edge is softened by {blur} pixels in both directions; other programs soften it by "
    "as much as is asked for in each."
)


def batch_of(asked: ImageToImage, options: Options, studio: StudioLike) -> Batch:
    """All that is to be painted. Raises what `beginnings` and `batch_from` raise."""
    check_count(asked)
    begins = []
    for begun in beginnings(asked):
        begins.append(begun)
        check_size(begins, asked.count)
    return batch_from(asked, begins, options, studio)


def check_size(begins: list[Beginning], count: int) -> None:
    """Raise BadRequest where so many pictures, one after another of these, are too much."""
    most = max(begins, key=lambda one: one.picture.size.area).picture.size
    area = sum(begins[number % len(begins)].picture.size.area for number in range(count))
    if area > MOST_PIXELS:
        raise BadRequest(
            "{count} pictures of up to {size} were asked for at once; ask for fewer, or smaller "
            "ones.",
            count=count,
            size=most,
        )


def batch_from(
    asked: ImageToImage, begins: list[Beginning], options: Options, studio: StudioLike
) -> Batch:
    """All that is to be painted over these. Raises what `recipe_of` raises, BadSelection,
    BadRequest."""
    masked = begins[0].mask is not None
    kind = Kind.INPAINT if masked else Kind.REFINE
    places = _places(asked) if masked else _WITHOUT_MASK
    recipe, hints = recipe_of(asked, kind, options, places.items())
    works = [_work(one) for one in begins]
    documents = [
        _document(work(recipe), one, studio) for work, one in zip(works, begins, strict=True)
    ]
    shows = shown_beside(asked, options) if masked else ()
    check_size(begins, asked.count * (1 + len(shows)))
    pieces, told = [], area_told(asked)
    for number, one in enumerate(seeds_in_a_row(recipe, asked.count)):
        at = number % len(begins)
        whole, left = begins[at].picture, _is_left(begins[at])
        piece = Piece(works[at](one), documents[at], whole=whole, also=told)
        pieces.append(replace(piece, shows=shows, is_left=left))
    return Batch(pieces, (*hints, *_hints(asked, begins)))


def _places(asked: ImageToImage) -> dict[str, Any]:
    """What a mask comes to, by its place in a recipe."""
    said = {"soften": asked.soften, "diffusion.content": _CONTENTS[asked.inpainting_fill]}
    if not asked.only_masked:
        return {**said, "margin": 0}
    return {**said, "margin": asked.padding, "model_size": _model_size(asked)}


def _model_size(asked: ImageToImage) -> int:
    return max(_LEAST_MODEL_SIZE, isqrt(asked.width * asked.height))


def _hints(asked: ImageToImage, begins: list[Beginning]) -> Iterator[Sentence]:
    yield from soft_hints(asked)
    if asked.latent_mask:
        yield _ONE_MASK
    if asked.initial_noise_multiplier not in (None, 1):
        yield _NO_MORE_NOISE
    if asked.resize_mode == _LATENTS and not asked.only_masked:
        yield _AS_PICTURE
    if any(_is_blank(one) for one in begins):
        yield _MASKS_NOTHING
    if any(_is_empty(one) for one in begins):
        yield _NOTHING_THERE
    if begins[0].mask is None:
        return
    if asked.inpainting_fill == _NOTHING_AT_ALL:
        yield _AS_NOISE
    if asked.mask_blur is None and asked.mask_blur_x != asked.mask_blur_y:
        yield _UNEVEN.with_values(blur=asked.soften)


def _is_blank(begun: Beginning) -> bool:
    return begun.mask is not None and not begun.mask.any()


def _is_empty(begun: Beginning) -> bool:
    alpha = begun.picture.alpha
    return begun.mask is None and alpha is not None and not alpha.any()


def _is_left(begun: Beginning) -> bool:
    return _is_blank(begun) or _is_empty(begun)


def _work(begun: Beginning) -> Callable[[Recipe], Recipe]:
    """What the recipe of a request becomes for this picture."""
    return _leaving_all if _is_left(begun) else lambda recipe: recipe


def _leaving_all(recipe: Recipe) -> Recipe:
    assert recipe.diffusion is not None
    asked = replace(recipe.diffusion, strength=0.0, content=Content.ORIGINAL)
    return replace(recipe, kind=Kind.REFINE, diffusion=asked, faces=None)


def _document(recipe: Recipe, begun: Beginning, studio: StudioLike) -> Document:
    """As much of a picture as its plan looks at, which is all that is worked on."""
    size, mask = begun.picture.size, begun.mask
    if mask is not None and not mask.any():  # nothing is planned
        return Document(size, Box.of(size), begun.picture, mask)
    if mask is None:
        mask = np.full((size.height, size.width), masks.FULL, np.uint8)
    part = studio.plan(recipe, size, masks.bounds(mask)).export
    return Document(size, part, begun.picture.cropped(part), mask[part.slices])
