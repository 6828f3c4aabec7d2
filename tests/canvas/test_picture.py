"""A picture's layout, its parts, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.errors import BadPicture
from ritocco.geometry import Box, Size

from .pictures import LAYOUTS, noise, picture


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_the_parts_of_a_picture_are_views(layout: Layout) -> None:
    one = picture(layout, 9, 7)
    assert one.size == Size(9, 7)
    assert layout.channels == layout.colours + layout.alpha
    assert one.colour.shape == (7, 9, layout.colours)
    assert np.shares_memory(one.colour, one.pixels)
    assert (one.alpha is None) == (not layout.alpha)
    assert layout.with_alpha().alpha
    assert layout.depth.dtype.itemsize == {"8": 1, "6": 2, "2": 4}[layout.depth.value[-1]]


@given(st.integers(0, 8), st.integers(0, 6), st.integers(1, 9), st.integers(1, 7))
def test_a_crop_is_the_box_and_a_view(x: int, y: int, width: int, height: int) -> None:
    one = picture(LAYOUTS[0], 9, 7)
    box = Box(x, y, width, height)
    if box not in Box.of(one.size):
        with pytest.raises(ValueError, match="not inside"):
            one.cropped(box)
        return
    part = one.cropped(box)
    assert part.size == box.size
    assert (part.pixels == one.pixels[y : y + height, x : x + width]).all()
    assert np.shares_memory(part.pixels, one.pixels)


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_pixels_must_be_what_was_announced(layout: Layout) -> None:
    pixels = noise(layout, 4, 3)
    with pytest.raises(BadPicture, match="not what was announced"):
        Picture(pixels[..., :-1], layout)
    with pytest.raises(BadPicture, match="not what was announced"):
        Picture(pixels[0], layout)
    with pytest.raises(BadPicture, match="not what was announced"):
        Picture(pixels.astype(np.float64), layout)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("depth", [Depth.F16, Depth.F32])
def test_what_is_not_a_number_is_refused(bad: float, depth: Depth) -> None:
    one = picture(Layout(ColourModel.RGB, depth, True))
    pixels = one.pixels.copy()
    pixels[-1, -1, -1] = bad
    with pytest.raises(BadPicture, match="not numbers"):
        replace(one, pixels=pixels)


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), -3.0, 0.0, 1e7, 1e-4])
def test_a_resolution_no_picture_has_is_a_flaw(odd: float) -> None:
    for resolution in ((odd, 3.0), (3.0, odd)):
        made = Metadata(resolution=resolution, flaws=("Another.",))
        assert made.resolution is None
        assert made.flaws == ("Another.", "What the picture says of its size is damaged.")
        assert replace(made, comment=b"a").flaws == made.flaws
    assert Metadata(resolution=(11.8, 11.8)).resolution == (11.8, 11.8)


def test_what_cannot_be_is_left_away_and_told() -> None:
    made = Metadata(
        recipe="half \ud800",
        texts=(b"tEXta\0b", b"IDATx", b""),
        signals=(b"sRGB\0", b"tEXta\0b"),
    )
    assert made.recipe is None
    assert (made.texts, made.signals) == ((b"tEXta\0b",), (b"sRGB\0",))
    assert len(made.flaws) == 2 + 1
    assert Metadata(recipe="whole \U0001f40e").flaws == ()
