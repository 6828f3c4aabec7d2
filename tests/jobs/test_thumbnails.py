"""Results as a screen shows them: the same in bands, and with little memory beside them."""

import tracemalloc

import numpy as np
import pytest

from ritocco.canvas import arrays
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.jobs.results import thumbnail_of
from tests.canvas.pictures import noise


def a_picture(depth: Depth) -> Picture:
    layout = Layout(ColourModel.RGB, depth, True)
    pixels = noise(layout, 300, 400)
    pixels[..., -1] = np.clip(pixels[..., -1], 0, layout.depth.maximum)
    return Picture(pixels, layout)


@pytest.mark.parametrize("side", [500, 399, 90])
def test_bands_change_nothing(side, monkeypatch):
    one = a_picture(Depth.U16)
    whole = thumbnail_of(one, side)
    monkeypatch.setattr(arrays, "BAND", 1 << 9)
    np.testing.assert_array_equal(thumbnail_of(one, side).pixels, whole.pixels)


@pytest.mark.parametrize(("side", "most"), [(400, 6), (300, 40)])
def test_little_is_held_beside_the_picture(side, most, monkeypatch):
    monkeypatch.setattr(arrays, "BAND", 1 << 11)
    one = a_picture(Depth.U8)
    thumbnail_of(one, side)  # what is kept of colours once
    tracemalloc.start()
    try:
        thumbnail_of(one, side)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak / one.size.area < most, "bytes for a pixel"
