import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ritocco.canvas import mask
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.canvas.window import Window
from ritocco.geometry import Box, Size

selections = hnp.arrays(np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, max_side=40))


@given(selections)
def test_bounds_are_tight(selection: np.ndarray):
    box = mask.bounds(selection)
    if not selection.any():
        assert not box
        return
    outside = selection.copy()
    outside[box.slices] = 0
    assert not outside.any()
    inner = selection[box.slices]
    assert inner[0].any()
    assert inner[-1].any()
    assert inner[:, 0].any()
    assert inner[:, -1].any()


@given(selections, st.integers(0, 9))
def test_growing_spreads_levels_and_invents_none(selection: np.ndarray, pixels: int):
    grown = mask.grown(selection, pixels)
    assert (grown >= selection).all()
    assert set(np.unique(grown)) <= set(np.unique(selection))


def test_growing_reaches_as_far_as_said():
    selection = np.zeros((41, 41), np.uint8)
    selection[20, 20] = 13
    grown = mask.grown(selection, 7)
    assert mask.bounds(grown) == Box(13, 13, 15, 15)
    assert grown.max() == 13


@given(selections, st.integers(0, 20))
def test_softening_never_exceeds_the_selection(selection: np.ndarray, pixels: int):
    assert (mask.softened(selection, pixels) <= selection).all()


def test_softening_keeps_the_inside_and_the_canvas_edge_full():
    selection = np.zeros((80, 80), np.uint8)
    selection[:, :40] = 255
    soft = mask.softened(selection, 16)
    assert (soft[:, :20] == 255).all()
    assert soft[40, 39] < 40
    assert (np.diff(soft[40].astype(int)) <= 0).all()


@given(selections, st.integers(0, 60))
def test_softening_loses_no_part(selection: np.ndarray, pixels: int):
    soft = mask.softened(selection, pixels)
    count, parts = cv2.connectedComponents((selection > 0).astype(np.uint8), connectivity=8)
    assert all(soft[parts == part].any() for part in range(1, count))


@pytest.mark.parametrize("width", [1, 2, 3, 4, 7, 12, 31])
@pytest.mark.parametrize("pixels", [1, 5, 16, 200])
def test_a_stroke_thinner_than_its_edge_keeps_its_middle(width: int, pixels: int):
    selection = np.zeros((60, 90), np.uint8)
    selection[10 : 10 + width, 10:80] = 90
    selection[55:58, 2:5] = 200
    profile = mask.softened(selection, pixels)[:60, 45].astype(int)[10 : 10 + width]
    assert profile.max() == 90
    assert (profile == profile[::-1]).all()
    assert (np.diff(profile[: (width + 1) // 2]) >= 0).all()
    if width > 2 * pixels:
        assert (profile[pixels:-pixels] == 90).all()
    assert mask.softened(selection, pixels)[56, 3] == 200


@given(selections, st.integers(0, 12))
def test_a_blend_band_only_adds_outside_and_stays_below_its_source(
    selection: np.ndarray, pixels: int
):
    banded = mask.banded(selection, pixels)
    assert (banded >= selection).all()
    assert banded.max() == selection.max()
    assert (banded[mask.grown(selection, pixels + 4) == 0] == 0).all()
    if not pixels:
        assert (banded == selection).all()


def test_a_blend_band_falls_evenly_to_zero():
    selection = np.zeros((9, 60), np.uint8)
    selection[:, :20] = 255
    banded = mask.banded(selection, 9)[4]
    assert banded[19] == 255
    assert np.allclose(banded[20:30], [255 * (1 - step / 10) for step in range(1, 11)], atol=0.5)


@given(
    hnp.arrays(
        np.float32,
        st.tuples(st.integers(1, 5).map(lambda n: 8 * n), st.integers(1, 5).map(lambda n: 8 * n)),
        elements=st.floats(0, 1, width=32),
    )
)
def test_pooling_keeps_the_strongest_of_each_cell(weights: np.ndarray):
    pooled = mask.pooled(weights, 8)
    for row, column in np.ndindex(pooled.shape):
        cell = weights[8 * row : 8 * row + 8, 8 * column : 8 * column + 8]
        assert pooled[row, column] == cell.max()


def test_five_percent_stays_five_percent():
    faint = np.full((32, 32), 13, np.uint8)
    for changed in (mask.grown(faint, 5), mask.softened(faint, 5), mask.banded(faint, 5)):
        assert changed.max() == 13
    assert mask.pooled(mask.as_weights(faint), 8).max() == np.float32(13 / 255)


def test_a_hairline_survives_a_reduced_window():
    weights = np.zeros((1600, 1600), np.float32)
    weights[:, 801] = 0.4
    window = Window(Box(0, 0, 1600, 1600), Size(200, 200))
    small = mask.to_model(weights, window)
    assert small.shape == (200, 200)
    assert np.float32(0.4) == small.max()
    assert (small.max(1) == np.float32(0.4)).all()
    assert (small > 0).sum(1).max() <= 2


def test_transparency_becomes_a_selection():
    pixels = np.zeros((1, 4, 2), np.uint16)
    pixels[0, :, 1] = [0, 65535, 32768, 65534]
    picture = Picture(pixels, Layout(ColourModel.GREY, Depth.U16, True))
    assert mask.from_alpha(picture).tolist() == [[255, 0, 127, 0]]
    opaque = Picture(pixels[..., :1], Layout(ColourModel.GREY, Depth.U16, False))
    assert mask.from_alpha(opaque).tolist() == [[0, 0, 0, 0]]


def test_the_ring_lies_outside_and_is_known():
    selected = np.zeros((30, 30), np.bool_)
    selected[10:20, 10:20] = True
    known = np.ones_like(selected)
    known[:, :12] = False
    ring = mask.ring(selected, known, 4)
    assert not (ring & selected).any()
    assert not (ring & ~known).any()
    assert mask.bounds(ring.astype(np.uint8)) == Box(12, 6, 12, 18)
    assert not mask.ring(np.zeros_like(selected), known, 4).any()
