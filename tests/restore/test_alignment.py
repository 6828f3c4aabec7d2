import cmath

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.geometry import Box, Size
from ritocco.restore.alignment import (
    SIDE,
    TEMPLATE,
    Points,
    Similarity,
    covered,
    mirrored,
    sampled,
)
from tests.effort import examples

from .face_pictures import about, smooth

scales = st.floats(0.02, 50)
angles = st.floats(-cmath.pi, cmath.pi)
places = st.complex_numbers(max_magnitude=5000, allow_nan=False, allow_infinity=False)


@st.composite
def similarities(draw: st.DrawFn) -> Similarity:
    return Similarity(cmath.rect(draw(scales), draw(angles)), draw(places))


@st.composite
def points(draw: st.DrawFn) -> Points:
    seed = draw(st.integers(0, 2**32 - 1))
    return np.random.default_rng(seed).normal(0, 30, (draw(st.integers(2, 8)), 2))


@given(similarities(), points())
def test_a_similarity_is_found_from_where_its_points_went(by: Similarity, some: Points):
    found = Similarity.fit(some, by(some))
    assert abs(found.turn - by.turn) < 1e-9 * by.scale
    assert np.allclose(found(some), by(some), rtol=0, atol=1e-9 * (by.scale + 5000))


@given(similarities(), points())
def test_the_way_back_is_exact(by: Similarity, some: Points):
    there = by(some)
    assert np.allclose(by.inverse(there), some, rtol=0, atol=1e-10 * (1 + 5000 / by.scale))
    assert np.allclose(by.then(by.inverse)(some), some, rtol=0, atol=1e-10 * (1 + 5000 / by.scale))
    assert by.inverse.scale == pytest.approx(1 / by.scale)


@given(points(), similarities(), st.integers(0, 999))
def test_no_other_similarity_comes_closer(some: Points, by: Similarity, seed: int):
    random = np.random.default_rng(seed)
    target = by(some) + random.normal(0, by.scale * 10, some.shape)
    best = Similarity.fit(some, target)

    def error(one: Similarity) -> float:
        return float(((one(some) - target) ** 2).sum())

    for _ in range(5):
        nudge, shift = (complex(*random.normal(0, 0.05, 2)) for _ in range(2))
        other = Similarity(best.turn * (1 + nudge), best.move + shift * by.scale)
        assert error(best) <= error(other) * (1 + 1e-9)


def test_the_fit_is_umeyamas():
    """Against the singular value decomposition of the paper."""
    random = np.random.default_rng(4)
    source, target = random.normal(0, 9, (5, 2)), random.normal(0, 9, (5, 2))
    a, b = source - source.mean(0), target - target.mean(0)
    u, d, v = np.linalg.svd(b.T @ a / 5)
    sign = np.diag([1, np.sign(np.linalg.det(u) * np.linalg.det(v))])
    matrix = u @ sign @ v * (d * np.diag(sign)).sum() / (a**2).sum() * 5
    turn = Similarity.fit(source, target).turn
    assert np.allclose(matrix, [[turn.real, -turn.imag], [turn.imag, turn.real]])


@pytest.mark.parametrize("axis", [0, 1])
def test_points_without_direction_are_refused(axis: int):
    some, one = TEMPLATE, np.full((5, 2), 7.0)
    with pytest.raises(ValueError, match="no direction"):
        Similarity.fit(*((some, one) if axis else (one, some)))


@given(scales, angles, st.floats(-300, 300), st.floats(-300, 300))
@settings(max_examples=examples(60))
def test_a_ramp_stays_that_ramp(scale: float, angle: float, x: float, y: float):
    """So nothing moves by a fraction of a pixel, enlarged or reduced, turned or not."""
    height, width = 240, 200
    down, across = np.mgrid[0:height, 0:width] + 0.5
    ramp = np.stack([across, down, across - down], -1).astype(np.float32)
    side = max(2, min(60, int(60 / scale)))
    centre = complex(width / 2 + x / 10, height / 2 + y / 10)
    to_source = about(complex(side, side) / 2, cmath.rect(min(scale, 2), angle), centre)
    seen = sampled(ramp, to_source, Size(side, side))
    rows, columns = np.mgrid[0:side, 0:side] + 0.5
    want = to_source(np.stack([columns, rows], -1))
    want = np.stack([want[..., 0], want[..., 1], want[..., 0] - want[..., 1]], -1)
    reach = 16 * max(1.0, to_source.scale)
    far = (want[..., :2] > reach).all(-1) & (want[..., :2] < (width - reach, height - reach)).all(
        -1
    )
    assert far.any()
    assert np.abs(seen - want)[far].max() < 5e-4  # of 240


@pytest.mark.parametrize("scale", [2.0, 3.3, 5.0, 9.7, 24.0])
@pytest.mark.parametrize("angle", [0.0, 0.4])
def test_what_is_too_fine_turns_grey_and_not_into_patterns(scale: float, angle: float):
    board = (np.indices((1000, 1000)).sum(0) % 2).astype(np.float32)[..., None]
    to_source = about(10 + 10j, cmath.rect(scale, angle), 500 + 500j)
    seen = sampled(board, to_source, Size(20, 20))
    assert seen == pytest.approx(np.full((20, 20, 1), 0.5), abs=0.02)


@given(st.floats(1, 6), angles, st.integers(0, 99))
@settings(max_examples=examples(20))
def test_there_and_back_is_the_same_picture(scale: float, angle: float, seed: int):
    picture = smooth(80, 90, seed)
    there = about(45 + 40j, cmath.rect(scale, angle), SIDE / 2 * (1 + 1j))
    square = sampled(picture, there.inverse, Size(SIDE, SIDE))
    back = sampled(square, there, Size(90, 80))
    inside = np.s_[28:52, 33:57]
    assert np.abs(back - picture)[inside].max() < 1 / 255


def test_a_tall_result_is_made_in_strips_that_agree():
    picture = smooth(300, 40)
    to_source = Similarity(cmath.rect(0.4, 0.1), 5 + 3j)
    whole = sampled(picture, to_source, Size(30, 700))
    late = sampled(picture, Similarity(1 + 0j, 400j).then(to_source), Size(30, 300))
    assert np.abs(whole[400:] - late).max() < 2e-5


@given(st.integers(1, 9), st.integers(1, 9), st.integers(-40, 40), st.integers(-40, 40))
def test_beyond_the_border_the_picture_is_mirrored(height: int, width: int, x: int, y: int):
    picture = np.arange(height * width * 3, dtype=np.float32).reshape(height, width, 3)
    around = np.pad(picture, ((50, 50), (50, 50), (0, 0)), mode="symmetric")
    assert np.array_equal(
        mirrored(picture, Box(x, y, 5, 4)), around[y + 50 : y + 54, x + 50 : x + 55]
    )


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (6, 1)])
def test_pictures_of_a_pixel_can_be_sampled(shape: tuple[int, int]):
    picture = np.full((*shape, 3), 0.25, np.float32)
    seen = sampled(picture, Similarity(0.01 + 0.02j, -3 + 2j), Size(64, 64))
    assert np.allclose(seen, 0.25, atol=1e-6)


def test_nothing_is_made_of_no_size():
    assert sampled(smooth(5, 5), Similarity(1 + 0j, 0j), Size(0, 4)).shape == (4, 0, 3)


@given(similarities())
def test_what_is_covered_holds_every_corner(by: Similarity):
    box = covered(by, Size(30, 20))
    corners = by(np.array([[0, 0], [30, 0], [0, 20], [30, 20]], float))
    assert (corners >= (box.x, box.y)).all()
    assert (corners <= (box.right, box.bottom)).all()
    tight = corners.max(0) - corners.min(0)
    assert (np.array([box.width, box.height]) <= tight + 2).all()
