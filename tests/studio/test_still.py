"""A model at strength 0 over what is there changes not one pixel, at any size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas.composite import flatten
from ritocco.canvas.document import Document
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.canvas.window import Native
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from tests.effort import examples
from tests.studio.test_studio import Painter, document_of, picture_of, studio_with

STILL = Diffusion(model="any", strength=0.0, content=Content.ORIGINAL)
LAYOUTS = [
    Layout(ColourModel.RGB, Depth.U8, True),
    Layout(ColourModel.RGB, Depth.U16, False),
    Layout(ColourModel.GREY, Depth.U8, False),
    Layout(ColourModel.RGB, Depth.F32, True),
]


def any_picture(size: Size, layout: Layout, seed: int) -> Picture:
    """Noise of any values, half transparent in places."""
    random = np.random.default_rng(seed)
    shape = (size.height, size.width, layout.channels)
    if layout.depth.is_float:
        pixels = (random.random(shape, np.float32) * 1.5).astype(layout.depth.dtype)
        if layout.alpha:
            pixels[..., -1] = pixels[..., -1].clip(0, 1)
    else:
        high = int(layout.depth.maximum) + 1
        pixels = random.integers(0, high, shape).astype(layout.depth.dtype)
    return Picture(pixels, layout)


@given(
    st.sampled_from([Kind.INPAINT, Kind.REFINE]),
    st.sampled_from(LAYOUTS),
    st.integers(9, 150),
    st.integers(9, 150),
    st.sampled_from([64, 96, 512]),
    st.integers(0, 20),
    st.booleans(),
)
@settings(max_examples=examples(20), deadline=None)
def test_nothing_that_is_there_changes(kind, layout, width, height, side, soften, tiled) -> None:
    picture = any_picture(Size(width, height), layout, width)
    document = document_of(picture, Box(3, 2, width - 5, height - 4))
    recipe = Recipe(kind=kind, model_size=side, soften=soften, diffusion=STILL)
    studio = studio_with(Painter(Native(side * side), refines=tiled))
    layer = studio.run(recipe, document).layer
    there = picture.alpha is None or picture.alpha >= layout.depth.maximum / 2
    made = flatten(picture, layer, Sides()).pixels
    assert np.array_equal(made[there], picture.pixels[there])


def test_beyond_the_canvas_there_is_nothing_to_keep() -> None:
    picture = picture_of(Size(80, 60))
    recipe = Recipe(kind=Kind.OUTPAINT, extend=Sides(right=20), diffusion=STILL)
    document = Document(
        picture.size, Box.of(picture.size), picture, np.full((60, 80), 255, np.uint8)
    )
    made = flatten(picture, studio_with(Painter()).run(recipe, document).layer, recipe.extend)
    assert np.array_equal(made.pixels[:, :80], picture.pixels)
    assert made.pixels[:, 80:].std() < 1  # the painter's colour, not black
    assert made.pixels[:, 80:].mean() > 20


@pytest.mark.parametrize("changes", [{"strength": 0.01}, {"content": Content.PADDED}])
def test_only_strength_0_over_what_is_there_is_still(changes) -> None:
    picture = picture_of(Size(80, 60))
    document = document_of(picture, Box(20, 20, 30, 30))
    recipe = Recipe(kind=Kind.INPAINT, diffusion=replace(STILL, **changes))
    layer = studio_with(Painter()).run(recipe, document).layer
    assert not np.array_equal(flatten(picture, layer, Sides()).pixels, picture.pixels)
