import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas.poisson import Screen, membrane, solve
from tests.effort import examples


def direct(values, known, right=None, down=None, screen=None):
    """The exact solution, by one dense solve."""
    height, width, channels = values.shape
    across = np.eye(width, k=1) + np.eye(width, k=-1)
    along = np.eye(height, k=1) + np.eye(height, k=-1)
    links = np.kron(np.eye(height), across) + np.kron(along, np.eye(width))
    matrix = np.diag(links.sum(axis=1)) - links
    load = np.zeros_like(values, np.float64)
    if right is not None:
        load[:, 1:] += right
        load[:, :-1] -= right
        load[1:] += down
        load[:-1] -= down
    if screen is not None:
        matrix += np.eye(len(matrix)) * screen.pull
        load += screen.values * screen.pull
    inner, outer = np.flatnonzero(~known), np.flatnonzero(known)
    flat = values.reshape(-1, channels).astype(np.float64)
    result = flat.copy()
    side = load.reshape(-1, channels)[inner] - matrix[np.ix_(inner, outer)] @ flat[outer]
    result[inner] = np.linalg.solve(matrix[np.ix_(inner, inner)], side)
    return result.reshape(values.shape)


def picture(seed, height, width, channels=3):
    return np.random.default_rng(seed).random((height, width, channels)).astype(np.float32)


sides = st.integers(1, 24)
seeds = st.integers(0, 2**31)
shares = st.sampled_from([0.02, 0.2, 0.5, 0.9, 0.99])


@settings(max_examples=examples(40))
@given(sides, sides, st.integers(1, 5), shares, seeds)
def test_membrane_is_the_exact_harmonic_function(height, width, channels, share, seed):
    values = picture(seed, height, width, channels)
    known = np.random.default_rng(seed + 1).random((height, width)) < share
    known[seed % height, seed % width] = True
    found = membrane(values, known)
    assert found.dtype == np.float32
    assert np.array_equal(found[known], values[known])
    assert np.abs(found - direct(values, known)).max() < 1e-3
    assert found.min() >= values[known].min()
    assert found.max() <= values[known].max()


@settings(max_examples=examples(40))
@given(sides, sides, shares, seeds, st.sampled_from([None, 1.0, 5.0, 40.0]))
def test_solve_is_the_exact_least_squares_picture(height, width, share, seed, reach):
    values = picture(seed, height, width)
    known = np.random.default_rng(seed + 1).random((height, width)) < share
    known[seed % height, seed % width] = True
    right = picture(seed + 2, height, max(width - 1, 0)) - 0.5
    down = picture(seed + 3, max(height - 1, 0), width) - 0.5
    screen = reach and Screen(picture(seed + 4, height, width), reach)
    found = solve(values, known, right, down, tolerance=1e-5, screen=screen)
    exact = direct(values, known, right, down, screen)
    assert np.array_equal(found[known], values[known])
    assert np.abs(found - exact).max() < 1e-3 * max(1.0, np.abs(exact).max())


def test_what_differs_from_a_screen_dies_away_over_its_reach():
    values, known = np.ones((5, 200, 1), np.float32), np.zeros((5, 200), np.bool_)
    known[:, 0] = True
    flat = np.zeros((5, 199, 1), np.float32), np.zeros((4, 200, 1), np.float32)
    found = solve(values, known, *flat, screen=Screen(np.zeros_like(values), 20.0))
    assert found[2, [20, 60], 0] == pytest.approx(np.exp([-1, -3]), abs=0.005)


def test_a_larger_hole_against_the_exact_solution():
    values = picture(5, 48, 56)
    known = np.ones((48, 56), np.bool_)
    known[6:40, 10:] = False
    assert np.abs(membrane(values, known) - direct(values, known)).max() < 1e-3


def test_what_stands_in_unknown_pixels_is_never_read():
    known = np.ones((40, 40), np.bool_)
    known[10:30, 5:35] = False
    values = picture(1, 40, 40)
    spoilt = np.where(known[..., None], values, np.float32(np.nan))
    assert np.array_equal(membrane(values, known), membrane(spoilt, known))


def test_nothing_known_gives_zeros_and_all_known_the_picture():
    values = picture(0, 7, 9)
    assert not membrane(values, np.zeros((7, 9), np.bool_)).any()
    assert np.array_equal(membrane(values, np.ones((7, 9), np.bool_)), values)


def test_a_constant_stays_exactly_constant():
    values = np.full((50, 60, 3), 0.3, np.float32)
    known = np.zeros((50, 60), np.bool_)
    known[3, 4] = True
    assert np.array_equal(membrane(values, known), values)


def test_gradients_of_a_picture_give_the_picture_back():
    values = picture(3, 120, 90)
    known = np.zeros((120, 90), np.bool_)
    known[:2] = True
    right, down = values[:, 1:] - values[:, :-1], values[1:] - values[:-1]
    assert np.abs(solve(values, known, right, down) - values).max() < 1e-3


@pytest.mark.parametrize("size", [(1, 300), (300, 1), (2, 2), (1, 1)])
def test_thin_arrays(size):
    values = picture(9, *size)
    known = np.zeros(size, np.bool_)
    known[-1, -1] = True
    found = membrane(values, known)
    assert np.allclose(found, values[-1, -1], atol=1e-6)
