"""The quick PNG: every decoder finds the same pixels, whatever threads there were."""

import os
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ritocco.canvas import files, quick_png
from ritocco.canvas.picture import ColourModel, Depth, Layout
from tests.effort import examples

LAYOUTS = [
    Layout(model, depth, alpha)
    for model in ColourModel
    for depth in (Depth.U8, Depth.U16)
    for alpha in (False, True)
]


def pixels_of(layout, width, height, busy=True):
    random = np.random.default_rng(width * 1000 + height)
    most = int(layout.depth.maximum) if busy else 1
    values = random.integers(0, most + 1, (height, width, layout.channels))
    return values.astype(layout.depth.dtype)


def whole(pixels, layout):
    beginning, rest = quick_png.coded(pixels, layout)
    return beginning + b"".join(rest)


@settings(max_examples=examples(60), deadline=None)
@given(
    layout=st.sampled_from(LAYOUTS),
    width=st.integers(1, 400),
    height=st.integers(1, 60),
    band=st.sampled_from([1, 1000, 2**19]),
    busy=st.booleans(),
)
def test_the_pixels_come_back(layout, width, height, band, busy):
    pixels = pixels_of(layout, width, height, busy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick_png, "_BAND", band)
        made = whole(pixels[:, ::-1], layout)
    back = files.loaded(made, "it")
    assert back.layout == layout
    assert np.array_equal(back.pixels, pixels[:, ::-1])
    if layout.depth is Depth.U8:
        told = np.asarray(Image.open(BytesIO(made))).reshape(pixels.shape)
        assert np.array_equal(told, pixels[:, ::-1])


def test_the_bytes_are_the_same_on_any_number_of_threads(monkeypatch):
    layout = LAYOUTS[-1]
    pixels = pixels_of(layout, 512, 512)
    made = set()
    for count in (1, 2, 7):
        monkeypatch.setattr(os, "cpu_count", lambda count=count: count)
        made.add(whole(pixels, layout))
    assert len(made) == 1
