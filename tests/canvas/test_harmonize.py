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
    assert np.abs(within - painted[62])[columns].max() < 0.5 / 255


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


@pytest.mark.parametrize("side", ["left", "top", "corner", "band"])
@pytest.mark.parametrize("cast", [20, -20])
def test_a_cast_goes_up_to_the_canvas_edge(side: str, cast: int):
    """What lies beyond the canvas is not known, and holds nothing down."""
    inside = np.zeros((SIDE, SIDE), np.bool_)
    inside[24:-24, 24:-24] = True
    selected = np.zeros_like(inside)
    places = {
        "left": np.s_[60:110, 24:70],
        "top": np.s_[24:60, 50:120],
        "corner": np.s_[100:136, 100:136],
        "band": np.s_[24:136, 80:136],
    }
    selected[places[side]] = True
    original = np.where(inside[..., None], scene(), 0).astype(np.float32)
    drawn = scene() + np.float32(cast / 255)
    mended = close_seam(drawn, original, selected, inside & ~selected)
    error = np.abs(mended - scene())[selected].mean(1) * 255
    assert error.max() < 2
    assert error.mean() < 0.5


@pytest.mark.parametrize("lightness", [20, 85])
@pytest.mark.parametrize("contrast", [0.5, 2.0])
def test_a_flat_ring_tells_nothing_of_contrast(lightness: int, contrast: float):
    """Noise that was halved or doubled on a wall must not lighten what stands before it."""
    random = np.random.default_rng(2)
    lab = np.zeros((SIDE, SIDE, 3), np.float32)
    noise = cv2.GaussianBlur(random.standard_normal((SIDE, SIDE), np.float32), (0, 0), 4)
    noise *= 0.8 / noise.std()
    lab[..., 0] = 60 + noise
    original, selected = lab_to_srgb(lab), hole()
    lab[..., 0] = np.where(selected, lightness, 60 + contrast * noise)
    mended = srgb_to_lab(harmonize(lab_to_srgb(lab), original, selected, ~selected))
    middle = mended[70:95, 60:100, 0]
    assert np.abs(middle - lightness).max() < 2


@pytest.mark.parametrize("border", [0.0, 1.0])
def test_a_line_at_the_canvas_edge_does_not_tint_the_extension(border: float):
    """A frame of a pixel or two, which no model draws, is no cast of what lies beyond it."""
    inside = np.zeros((SIDE, SIDE), np.bool_)
    inside[64:, 64:] = True
    drawn = scene()
    original = drawn.copy()
    original[64:, 64:66] = border
    original[64:66, 64:] = border
    mended = harmonize(drawn, np.where(inside[..., None], original, 0), ~inside, inside)
    change = cv2.GaussianBlur(np.abs(srgb_to_lab(mended) - srgb_to_lab(drawn)), (0, 0), 4)
    assert change[:40, :40].max() < 0.5
    assert change[:40].max() < 1.5
    # At the edge itself the picture is met all the same.
    step = np.abs(mended[100, 63] - original[100, 64])
    assert step.max() < np.abs(drawn[100, 63] - original[100, 64]).max()


def test_what_is_harmonized_lies_in_the_range_of_colours():
    drawn, selected = np.clip(scene() * 1.7, 0, 1), hole()
    mended = harmonize(drawn, np.clip(drawn + np.float32(0.1), 0, 1), selected, ~selected)
    assert mended.min() >= 0
    assert mended.max() <= 1
