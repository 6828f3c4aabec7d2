"""Promise 1: where the selection is 0 nothing changes, bit for bit, in every kind of document."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas import composite
from ritocco.canvas.colour import from_working
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.geometry import Box, Sides, Size
from tests.effort import examples

from .profiles import PROFILES

layouts = st.builds(Layout, st.sampled_from(ColourModel), st.sampled_from(Depth), st.booleans())


def random_picture(layout: Layout, profile: bytes | None, size: Size, seed: int) -> Picture:
    random = np.random.default_rng(seed)
    share = random.random((size.height, size.width, layout.channels))
    if layout.depth.is_float:
        share[..., : layout.colours] = share[..., : layout.colours] * 3 - 1  # beyond 0..1, too
    pixels = (share * layout.depth.maximum).astype(layout.depth.dtype)
    return Picture(pixels, layout, profile)


def random_selection(size: Size, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    selection = random.integers(0, 256, (size.height, size.width), np.uint8)
    selection[random.random(selection.shape) < 0.4] = 0
    selection[random.random(selection.shape) < 0.2] = 255
    selection[-1, -1] = 1
    return selection


@given(
    layouts,
    st.sampled_from(sorted(PROFILES)),
    st.integers(1, 24),
    st.integers(1, 24),
    st.integers(0, 2**32 - 1),
    st.booleans(),
)
@settings(max_examples=examples(150))
def test_unselected_pixels_keep_their_bytes(
    layout: Layout, profile: str, width: int, height: int, seed: int, below: bool
):
    size = Size(width, height)
    picture = random_picture(layout, PROFILES[profile](layout.model), size, seed)
    selection = random_selection(size, seed)
    colours = np.random.default_rng(seed + 1).random((height, width, 3), np.float32)
    layer = composite.layer_of(colours, selection, picture, Box.of(size), below)
    flat = composite.flatten(picture, layer, Sides())
    outside = selection == 0
    assert flat.pixels[outside].tobytes() == picture.pixels[outside].tobytes()
    assert flat.layout == picture.layout
    assert flat.profile == picture.profile
    if not below:
        share = layer.picture.pixels[..., -1].astype(np.float64) / layout.depth.maximum
        assert (share <= selection / 255 + 1e-3 * layout.depth.is_float).all()


@pytest.mark.parametrize("depth", Depth)
@pytest.mark.parametrize("model", ColourModel)
def test_a_pixel_selected_by_30_percent_is_blended_by_30_percent(depth: Depth, model: ColourModel):
    layout = Layout(model, depth, False)
    level = round(0.3 * 255)
    old, new = 0.2, 0.9
    pixels = np.full((4, 4, layout.channels), old * depth.maximum).astype(depth.dtype)
    picture = Picture(pixels, layout)
    colours = np.full((4, 4, 3), new, np.float32)
    selection = np.full((4, 4), level, np.uint8)
    layer = composite.layer_of(colours, selection, picture, Box(0, 0, 4, 4))
    flat = composite.flatten(picture, layer, Sides()).pixels / depth.maximum
    native = float(from_working(colours, layout, None)[0, 0, 0]) / depth.maximum
    before = float(pixels[0, 0, 0]) / depth.maximum
    expected = before + (native - before) * level / 255
    tolerance = {"u8": 0.5 / 255, "u16": 0.5 / 65535, "f16": 1e-3, "f32": 1e-6}[depth.value]
    assert np.abs(flat - expected).max() <= tolerance + 1e-9


@given(layouts, st.integers(0, 2**32 - 1))
def test_fully_selected_pixels_are_exactly_the_layer(layout: Layout, seed: int):
    picture = random_picture(layout, None, Size(9, 7), seed)
    colours = np.random.default_rng(seed + 1).random((7, 9, 3), np.float32)
    selection = np.full((7, 9), 255, np.uint8)
    layer = composite.layer_of(colours, selection, picture, Box(0, 0, 9, 7))
    flat = composite.flatten(picture, layer, Sides())
    assert (flat.colour == layer.picture.colour).all()
    direct = from_working(colours, layout, None)
    assert np.allclose(flat.colour, direct, rtol=1e-6, atol=0)
    if flat.alpha is not None:
        assert (flat.alpha == layout.depth.maximum).all()


def test_extending_keeps_the_original_and_places_the_layer():
    layout = Layout(ColourModel.RGB, Depth.U8, False)
    picture = random_picture(layout, None, Size(10, 6), 3)
    colours = np.full((6, 4, 3), 0.5, np.float32)
    layer = composite.layer_of(colours, np.full((6, 4), 255, np.uint8), picture, Box(-4, 0, 4, 6))
    wide = composite.flatten(picture, layer, Sides(left=4, bottom=2))
    assert wide.size == Size(14, 8)
    assert (wide.pixels[:6, 4:] == picture.pixels).all()
    assert (wide.pixels[:6, :4] == 128).all()
    assert (wide.pixels[6:] == 0).all()
    alone = composite.on_canvas(layer, Box(-4, 0, 14, 8))
    assert alone.size == Size(14, 8)
    assert (alone.pixels[:6, :4, 3] == 255).all()
    assert alone.pixels[:, 4:].sum() == 0


def test_a_layer_below_shows_only_through_what_is_transparent():
    layout = Layout(ColourModel.RGB, Depth.U8, True)
    pixels = np.zeros((1, 3, 4), np.uint8)
    pixels[0] = [[200, 0, 0, 255], [200, 0, 0, 51], [9, 9, 9, 0]]
    picture = Picture(pixels, layout)
    selection = np.uint8([[0, 204, 255]])
    colours = np.zeros((1, 3, 3), np.float32)
    layer = composite.layer_of(colours, selection, picture, Box(0, 0, 3, 1), below=True)
    assert layer.picture.pixels[0, :, 3].tolist() == [0, 255, 255]
    flat = composite.flatten(picture, layer, Sides())
    assert flat.pixels[0].tolist() == [[200, 0, 0, 255], [40, 0, 0, 255], [0, 0, 0, 255]]


@given(layouts, st.integers(1, 24), st.integers(1, 24), st.integers(0, 2**32 - 1))
@settings(max_examples=examples(80))
def test_transparency_that_is_kept_is_kept_to_the_bit(
    layout: Layout, width: int, height: int, seed: int
):
    size = Size(width, height)
    picture = random_picture(layout, None, size, seed)
    random = np.random.default_rng(seed + 1)
    opacity = np.ones((height, width), np.float32)
    if picture.alpha is not None:
        kinds = random.integers(0, 4, (height, width))
        picture.alpha[kinds == 0] = 0
        picture.alpha[kinds > 1] = layout.depth.maximum
        opacity = (picture.alpha / layout.depth.maximum).astype(np.float32)
    selection = random_selection(size, seed)
    colours = random.random((height, width, 3), np.float32)
    layer = composite.layer_of(colours, selection, picture, Box.of(size), opacity_kept=opacity)
    flat = composite.flatten(picture, layer, Sides())
    same = (selection == 0) | (opacity == 0)
    assert flat.pixels[same].tobytes() == picture.pixels[same].tobytes()
    if picture.alpha is None:
        assert layer.faint is None
        return
    assert flat.alpha is not None
    assert flat.alpha.tobytes() == picture.alpha.tobytes()
    assert not layer.picture.pixels[opacity < 1, -1].any()
    full = (selection == 255) & (opacity > 0)
    meant = from_working(colours[full][None], layout, None)[0]
    assert np.allclose(flat.colour[full], meant, rtol=1e-5, atol=0)
