"""Promise 2: what the model did to the ring is measured there and undone inside."""

import cv2
import numpy as np
import pytest

from ritocco.canvas.colour import lab_to_srgb, srgb_to_lab
from ritocco.canvas.harmonize import close_seam, harmonize, match_ring
from ritocco.canvas.mask import ring

SIDE = 160


def scene(seed: int = 0) -> np.ndarray:
    """A picture of mid tones with texture, (SIDE, SIDE, 3), far enough from the gamut's edge."""
    random = np.random.default_rng(seed)
    coarse = cv2.resize(random.random((10, 10, 3), np.float32), (SIDE, SIDE))
    fine = random.random((SIDE, SIDE, 3), np.float32)
    return np.asarray(0.35 + 0.25 * coarse + 0.05 * fine, np.float32)


def hole() -> np.ndarray:
    selected = np.zeros((SIDE, SIDE), np.bool_)
    selected[50:115, 40:120] = True
    return selected


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("cast", [(6, 6, 6), (-6, 6, -6), (0, 0, 6), (6, 0, 0)])
def test_a_cast_of_six_comes_back_to_less_than_a_tenth(seed: int, cast: tuple[int, int, int]):
    original, selected = scene(seed), hole()
    known = ~selected
    painted = lab_to_srgb(srgb_to_lab(original) + np.float32(cast))
    mended = harmonize(painted, original, selected, known)
    before, after = srgb_to_lab(original)[selected], srgb_to_lab(mended)[selected]
    assert np.abs((after - before).mean(0)).max() < 0.1
    contrast = after.std(0) / before.std(0)
    assert np.abs(contrast - 1).max() < 0.01


def test_lost_contrast_comes_back():
    original, selected = scene(), hole()
    lab = srgb_to_lab(original)
    flat = lab_to_srgb(np.float32(lab.mean((0, 1)) + (lab - lab.mean((0, 1))) * 0.7))
    mended = match_ring(flat, original, ring(selected, ~selected, 48))
    contrast = srgb_to_lab(mended)[selected].std(0) / lab[selected].std(0)
    assert np.abs(contrast - 1).max() < 0.02


def test_selected_pixels_never_count():
    original, selected = scene(), hole()
    painted = original + np.float32(0.03)
    wild = painted.copy()
    wild[selected] = 1.0 - wild[selected]
    around = ring(selected, ~selected, 48)
    calm_outside = match_ring(painted, original, around)[~selected]
    assert np.array_equal(match_ring(wild, original, around)[~selected], calm_outside)


def test_unknown_pixels_never_count():
    original, selected = scene(), hole()
    known = ~selected
    known[:, :40] = False
    junk = original.copy()
    junk[:, :40] = 0
    painted = lab_to_srgb(srgb_to_lab(original) + np.float32(6))
    with_junk = harmonize(painted, junk, selected, known)
    without = harmonize(painted, original, selected, known)
    assert np.array_equal(with_junk[selected], without[selected])


def test_a_window_selected_all_over_comes_back_unchanged():
    painted = scene(1)
    everything = np.ones((SIDE, SIDE), np.bool_)
    assert harmonize(painted, np.zeros_like(painted), everything, ~everything) is painted


def test_an_engine_that_left_the_ring_alone_is_left_alone():
    original, selected = scene(), hole()
    painted = np.where(selected[..., None], np.float32(0.9), original)
    assert harmonize(painted, original, selected, ~selected) is painted


def test_a_tilted_cast_is_closed_as_a_membrane():
    """A cast that differs from side to side has no one mean; the membrane follows it."""
    original, selected = scene(), hole()
    slope = np.linspace(-0.05, 0.05, SIDE, dtype=np.float32)[None, :, None]
    mended = close_seam(original + slope, original, selected, ~selected)
    error = (mended - original)[selected]
    assert np.abs(error).max() < 0.012
    assert np.abs(error).mean() < 0.002


def test_texture_that_a_model_lost_makes_no_line_at_the_edge():
    """Stripes that end at the edge were seen as a line: they fade inside, within their own size."""
    selected, painted = hole(), np.full((SIDE, SIDE, 3), 0.5, np.float32)
    stripes = 0.1 * np.sin(2 * np.pi * np.arange(SIDE, dtype=np.float32) / 6)[None, :, None]
    original = painted + stripes
    mended = close_seam(painted, original, selected, ~selected)
    outside, inside, within = original[49], mended[50], mended[62]
    columns = slice(60, 100)  # far from the corners
    step = np.abs(outside - inside)[columns].mean()
    assert step < 0.75 * np.abs(outside - painted[50])[columns].mean()
    assert np.abs(within - painted[62])[columns].max() < 0.001


def test_a_flat_picture_gets_no_contrast_and_no_numbers_that_are_none():
    flat = np.full((SIDE, SIDE, 3), 0.5, np.float32)
    mended = harmonize(flat + np.float32(0.05), flat, hole(), ~hole())
    assert np.isfinite(mended).all()
    assert np.abs(mended - flat)[hole()].max() < 0.002


def test_lost_texture_is_not_taken_for_lost_contrast():
    """A model that softens grain keeps its broad colours; stretching them would be a cast."""
    random = np.random.default_rng(0)
    broad = cv2.GaussianBlur(random.random((128, 128, 3), np.float32), (0, 0), 12)
    broad = 0.5 + 2 * (broad - 0.5)
    original = broad + 0.2 * (random.random((128, 128, 3), np.float32) - 0.5)
    selected, known = np.zeros((128, 128), bool), np.ones((128, 128), bool)
    selected[40:90, 40:90] = True
    around = ring(selected, known, 48)
    matched = match_ring(broad, original, around)
    assert np.abs(matched - broad)[around].mean() < 0.005
