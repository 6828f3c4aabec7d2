import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ritocco.canvas.distances import distances, nearest


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**31))
def test_distances_are_exact_wherever_an_array_lies(height, width, seed):
    random = np.random.default_rng(seed)
    inside = random.random((height, width)) < 0.8
    inside[seed % height, seed % width] = False
    outside = np.argwhere(~inside)
    here = np.moveaxis(np.indices(inside.shape), 0, -1)
    squares = np.square(here[:, :, None] - outside).sum(axis=3)
    expected = np.sqrt(squares.min(axis=2).astype(np.float64)).astype(np.float32)
    assert np.array_equal(distances(inside), expected)
    for start in range(1, 9):
        moved = np.zeros(inside.size + 16, np.bool_)[start : start + inside.size]
        moved[:] = inside.ravel()
        assert np.array_equal(distances(moved.reshape(inside.shape)), expected)


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**31))
def test_the_nearest_is_outside_and_is_oneself_there(height, width, seed):
    inside = np.random.default_rng(seed).random((height, width)) < 0.8
    inside[seed % height, seed % width] = False
    found = nearest(inside)
    assert not inside[found[..., 0], found[..., 1]].any()
    here = np.moveaxis(np.indices(inside.shape), 0, -1)
    assert np.array_equal(found[~inside], here[~inside])
    away = np.linalg.norm(found - here, axis=2)
    assert (away <= distances(inside) * 1.1 + 1e-6).all()
