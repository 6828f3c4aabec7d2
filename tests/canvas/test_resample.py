"""Resampling moves nothing: against formulas written out here, one number at a time."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas.arrays import Floats
from ritocco.canvas.resample import resized, sampled
from ritocco.geometry import Size

short = st.integers(1, 24)
seeds = st.integers(0, 2**32 - 1)


def noise(seed: int, *shape: int) -> Floats:
    return np.random.default_rng(seed).random(shape, np.float32)


def keys(away: float) -> float:
    """Keys' cubic convolution with a = -1/2 (IEEE ASSP-29, 1981, equation 15)."""
    away = abs(away)
    if away <= 1:
        return 1.5 * away**3 - 2.5 * away**2 + 1
    return -0.5 * away**3 + 2.5 * away**2 - 4 * away + 2 if away < 2 else 0.0


def lanczos(away: float) -> float:
    return float(np.sinc(away) * np.sinc(away / 3)) if abs(away) < 3 else 0.0


def plainly(line: Floats, start: float, step: float, count: int) -> Floats:
    """One line on another grid, by the sum over every pixel near enough; edges repeated."""
    kernel, wide = (lanczos, step) if step > 1 else (keys, 1.0)
    made = []
    for place in (start + step * index for index in range(count)):
        near = range(math.floor(place - 3 * wide), math.ceil(place + 3 * wide) + 1)
        shares = [kernel((index - place) / wide) for index in near]
        values = [float(line[min(max(index, 0), len(line) - 1)]) for index in near]
        made.append(sum(s * v for s, v in zip(shares, values, strict=True)) / sum(shares))
    return np.float32(made)


@settings(deadline=None)  # the first example imports
@given(short, short, st.integers(0, 40), st.integers(0, 40), seeds)
def test_larger_is_the_cubic_formula_on_each_axis(height, width, taller, wider, seed):
    pixels = noise(seed, height, width)
    want = Size(width + wider, height + taller)
    rows, columns = height / want.height, width / want.width
    expected = np.stack(
        [plainly(line, rows / 2 - 0.5, rows, want.height) for line in pixels.T], axis=1
    )
    expected = np.stack(
        [plainly(line, columns / 2 - 0.5, columns, want.width) for line in expected]
    )
    made = resized(pixels, want)
    assert made.dtype == np.float32
    assert made.flags.c_contiguous
    np.testing.assert_allclose(made, expected, atol=1e-6, rtol=0)


@given(short, short, st.integers(1, 4), st.integers(1, 4), seeds)
def test_smaller_is_the_mean_of_each_area(height, width, down, across, seed):
    pixels = noise(seed, height * down, width * across, 3)
    expected = pixels.reshape(height, down, width, across, 3).mean((1, 3))
    np.testing.assert_allclose(resized(pixels, Size(width, height)), expected, atol=1e-6, rtol=0)


@given(
    st.integers(4, 24),
    st.floats(-6, 30),
    st.sampled_from([0.2, 0.5, 0.77, 1.0, 1.001, 1.7, 4.0]),
    st.integers(1, 20),
    seeds,
)
def test_another_grid_is_the_formula_with_its_start_and_step(length, start, step, count, seed):
    pixels = noise(seed, length, 1, 1)
    made = sampled(pixels, (start, 0), (step, 1), Size(1, count))[:, 0, 0]
    np.testing.assert_allclose(made, plainly(pixels[:, 0, 0], start, step, count), atol=1e-6)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize(("have", "want"), [(12, 12), (12, 13), (40, 64), (7, 300), (100, 101)])
def test_a_ramp_stays_the_same_ramp(axis: int, have: int, want: int):
    """From its second pixel to the last but one; what lies beyond is an edge repeated."""
    ramp = np.arange(have, dtype=np.float32) / np.float32(have)
    pixels = np.repeat(ramp[:, None] if axis == 0 else ramp[None], 3, 1 - axis)
    size = Size(3, want) if axis == 0 else Size(want, 3)
    line = resized(pixels, size).take(1, 1 - axis)
    places = (np.arange(want) + 0.5) * have / want - 0.5
    inside = (places >= 1) & (places <= have - 2)
    np.testing.assert_allclose(line[inside], places[inside] / have, atol=1e-6, rtol=0)


@given(short, short, short, short, st.floats(-2, 2, width=32))
def test_one_colour_stays_that_colour(height, width, high, wide, value):
    pixels = np.full((height, width, 3), value, np.float32)
    made = resized(pixels, Size(wide, high))
    assert made.shape == (high, wide, 3)
    np.testing.assert_allclose(made, value, atol=1e-6, rtol=0)


@given(short, short, st.integers(1, 40), seeds)
def test_an_axis_that_keeps_its_length_is_not_touched(height, width, wide, seed):
    """So each row is made as if it were alone."""
    pixels = noise(seed, height, width, 2)
    assert resized(pixels, Size(width, height)) is pixels
    rows = [resized(pixels[row : row + 1], Size(wide, 1)) for row in range(height)]
    np.testing.assert_array_equal(resized(pixels, Size(wide, height)), np.concatenate(rows))


@given(st.integers(0, 20), st.integers(0, 20), st.sampled_from([0.31, 0.5, 1.0, 1.9]), seeds)
def test_parts_of_one_grid_meet_without_a_seam(cut: int, first: int, step: float, seed: int):
    """Half a line from a piece of the picture that holds its surroundings is that of the whole."""
    pixels = noise(seed, 90, 1, 1)
    count = int((60 - first) / step)
    whole = sampled(pixels, (first + 0.37, 0), (step, 1), Size(1, count))
    start = first + 0.37 + step * (count // 2)
    corner = max(0, int(start) - 12 - cut)
    piece = sampled(pixels[corner:], (start - corner, 0), (step, 1), Size(1, count - count // 2))
    np.testing.assert_allclose(piece, whole[count // 2 :], atol=2e-6, rtol=0)


def test_whole_pixels_of_the_same_grid_are_passed_on_bit_for_bit():
    pixels = noise(1, 9, 11, 3)
    made = sampled(pixels, (2, 3), (1, 1), Size(5, 6))
    np.testing.assert_array_equal(made, pixels[2:8, 3:8])
