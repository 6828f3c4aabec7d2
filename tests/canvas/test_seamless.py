"""The window of a texture whose sides meet is the canvas to the pixel, and goes on beyond it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.canvas.seamless import in_one, surrounded, whole_window
from ritocco.canvas.window import Native, Window
from ritocco.errors import BadRecipe
from ritocco.geometry import Box, Size

NATIVE = in_one(Native(512 * 512))


@given(st.integers(1, 4000), st.integers(1, 4000))
def test_it_is_the_canvas_to_the_pixel_or_there_is_none(width, height):
    canvas = Box(0, 0, width, height)
    try:
        window = whole_window(canvas, NATIVE)
    except BadRecipe:
        assert width % 64 or height % 64 or max(width, height) > 1024
        return
    box, model = window.box, window.model
    assert box == canvas
    assert box.width * model.height == box.height * model.width
    assert model.width % 8 == model.height % 8 == 0
    assert model.area <= 4 * 512 * 512


@pytest.mark.parametrize(
    ("side", "model"),
    [(512, 512), (1024, 1024), (2048, 1024), (256, 512), (250, 400), (520, 520), (1000, 1000)],
)
def test_it_is_at_full_size_where_that_can_be(side, model):
    window = whole_window(Box(0, 0, side, side), NATIVE)
    assert window.model == Size(model, model)


def test_what_cannot_meet_is_told():
    with pytest.raises(BadRecipe, match=r"1031 x 1033 cannot meet .* multiples of 64"):
        whole_window(Box(0, 0, 1031, 1033), NATIVE)


@pytest.mark.parametrize("model", [96, 24, 80])
def test_resampling_sees_the_opposite_side(model):
    """So a turn of the texture is a turn of what comes back."""
    pixels = np.random.default_rng(1).random((48, 48, 3), np.float32)
    window = Window(Box(0, 0, 48, 48), Size(model, model), wraps=True)
    block = 48 // np.gcd(48, model)
    there = window.to_model(np.roll(pixels, block, (0, 1)))
    assert np.allclose(there, np.roll(window.to_model(pixels), model * block // 48, (0, 1)))
    flat = replace(window, wraps=False).to_model(pixels)
    assert np.allclose(flat, window.to_model(pixels)) is (model < 48)  # means see no side
    assert window.to_canvas(there).shape == pixels.shape


def test_a_picture_is_surrounded_by_its_opposite_sides():
    pixels = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3)
    picture = Picture(pixels, Layout(ColourModel.RGB, Depth.U8, False))
    around = surrounded(picture, 7)
    assert around.size == Size(19, 18)
    assert (around.pixels == np.roll(np.tile(pixels, (9, 9, 1)), (7, 7), (0, 1))[:18, :19]).all()
