"""Flattening in bands: the same bytes as all at once, and little memory beside the result."""

import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas import arrays, colour
from ritocco.canvas.composite import flatten
from ritocco.canvas.document import Layer
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.canvas.stack import Stack, StackLayer, faded, flattened, with_alpha
from ritocco.geometry import Box, Sides, Size
from ritocco.server.bundle import fitted
from tests.effort import examples

from .pictures import noise
from .profiles import PROFILES

SUFFIXES = ("png", "jpg", "webp", "tif")
layouts = st.builds(Layout, st.sampled_from(ColourModel), st.sampled_from(Depth), st.booleans())


def random_stack(layout: Layout, profile: bytes | None, seed: int) -> Stack:
    """One to three layers of noise in and around a canvas; some are opaque, some hidden."""
    random = np.random.default_rng(seed)
    canvas = Size(*(int(side) for side in random.integers(1, 40, 2)))
    layers = []
    for number in range(random.integers(1, 4)):
        x, y, wide, high = (int(n) for n in random.integers([-9, -9, 1, 1], [9, 9, 50, 50]))
        whole = number == 0 and random.random() < 0.6
        box = Box.of(canvas) if whole else Box(x, y, wide, high)
        pixels = noise(layout.with_alpha(), box.width, box.height, seed + number)
        pixels[..., -1] = np.clip(pixels[..., -1], 0, layout.depth.maximum)
        if random.random() < 0.5:
            pixels[..., -1] = layout.depth.maximum
        masked, faint = random.random(2) < 0.5
        layers.append(
            StackLayer(
                str(number),
                box,
                Picture(pixels, layout.with_alpha(), profile),
                bool(random.random() < 0.9),
                float(random.random()) if faint else 1.0,
                random.integers(0, 256, (box.height, box.width), np.uint8) if masked else None,
                bool(random.random() < 0.8),
            )
        )
    return Stack(canvas, layout, tuple(layers), profile)


def at_once(stack: Stack) -> Picture:
    """The stack laid layer by layer on the whole canvas."""
    layout = stack.layout.with_alpha()
    shape = stack.canvas.height, stack.canvas.width, layout.channels
    picture = Picture(np.zeros(shape, layout.depth.dtype), layout, stack.profile)
    empty = True
    for layer in stack.layers:
        if not (layer.visible and layer.opacity > 0 and layer.box & Box.of(stack.canvas)):
            continue
        place = layer.box & Box.of(stack.canvas)
        shown = Picture(faded(layer), layout, stack.profile)
        if empty and layer.opacity >= 1 and (layer.mask is None or not layer.masked):
            part = shown.pixels[place.in_frame_of(layer.box).slices]
            picture.pixels[place.slices] = part
        else:
            picture = flatten(picture, Layer(shown, layer.box), Sides())
        empty = False
    if stack.layout.alpha or (picture.pixels[..., -1] < layout.depth.maximum).any():
        return picture
    opaque = np.ascontiguousarray(picture.pixels[..., :-1])
    return replace(picture, pixels=opaque, layout=replace(layout, alpha=False))


@given(
    layouts, st.sampled_from(sorted(PROFILES)), st.sampled_from(SUFFIXES), st.integers(0, 2**32 - 9)
)
@settings(max_examples=examples(120))
def test_a_stack_flattened_in_bands_has_the_bytes_of_all_at_once(layout, profile, suffix, seed):
    stack = random_stack(layout, PROFILES[profile](layout.model), seed)
    path = Path(f"a.{suffix}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "BAND", 1 << 30)
        whole = fitted(at_once(stack), path)
        patch.setattr(arrays, "BAND", 50)
        banded = flattened(stack, lambda band: fitted(band, path))
        plain = flattened(stack)
    assert plain.pixels.tobytes() == at_once(stack).pixels.tobytes()
    assert (banded.layout, banded.profile) == (whole.layout, whole.profile)
    assert banded.pixels.tobytes() == whole.pixels.tobytes()


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("model", ColourModel)
def test_colours_converted_in_parts_are_those_of_all_at_once(model, profile, monkeypatch):
    """To the last bit, which depends on where a processor's vectors end."""
    made_of = PROFILES[profile](model)
    for depth in Depth:
        layout = Layout(model, depth, True)
        whole = Picture(noise(layout, 37, 141), layout, made_of)
        rgb = np.random.default_rng(1).random((141, 37, 3), np.float32)
        monkeypatch.setattr(colour, "_PART", 1 << 20)
        once = colour.to_working(whole)[0], colour.from_working(rgb, layout, made_of)
        monkeypatch.setattr(colour, "_PART", 2 * colour._VECTOR)
        parts = colour.to_working(whole)[0], colour.from_working(rgb, layout, made_of)
        for ours, theirs in zip(parts, once, strict=True):
            np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("depth", [Depth.U8, Depth.U16, Depth.F32])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_flattening_holds_the_result_and_little_more(depth, suffix, monkeypatch):
    monkeypatch.setattr(arrays, "BAND", 1 << 11)
    layout, size = Layout(ColourModel.RGB, depth, False), Size(400, 500)
    one = with_alpha(Picture(noise(layout, 400, 500), layout))
    above = StackLayer("above", Box(9, 9, 400, 500), one, opacity=0.5)
    stack = Stack(size, layout, (StackLayer("below", Box.of(size), one), above))
    path = Path(f"a.{suffix}")
    tracemalloc.start()
    try:
        made = flattened(stack, lambda band: fitted(band, path))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert made.size == size
    assert most / size.area < made.pixels.itemsize * 4 + 6, "bytes for a pixel"
