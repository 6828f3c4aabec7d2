import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ritocco.canvas import texture
from ritocco.watch import Watch

seeds = st.integers(0, 2**31)


def test_steps_are_those_between_known_pixels():
    pixels = np.zeros((2, 3, 3), np.float32)
    pixels[:, 1] = 0.5
    pixels[1] += 0.25
    known = np.ones((2, 3), np.bool_)
    assert np.array_equal(texture.steps(pixels, known, Watch())[..., 0], [[0, 0.5, 0.5]] * 2)
    assert np.array_equal(texture.steps(pixels, known, Watch())[..., 1], [[0, 0, 0], [0.25] * 3])
    known[0, 1] = False
    assert np.array_equal(texture.steps(pixels, known, Watch())[..., 0], [[0, 0, 0], [0, 0.5, 0.5]])
    assert np.array_equal(
        texture.steps(pixels, known, Watch())[..., 1], [[0, 0, 0], [0.25, 0, 0.25]]
    )


def test_steps_do_not_depend_on_the_bands_they_are_measured_in(monkeypatch):
    random = np.random.default_rng(0)
    pixels = random.random((13, 9, 3)).astype(np.float32)
    known = random.random((13, 9)) < 0.8
    whole = texture.steps(pixels, known, Watch())
    for rows in (1, 2, 5):
        monkeypatch.setattr(texture, "_AT_ONCE", rows * 9)
        assert np.array_equal(texture.steps(pixels, known, Watch()), whole)


@given(st.integers(1, 20), st.integers(1, 20), st.integers(0, 2), seeds)
def test_texture_is_in_whole_numbers_and_of_known_pixels_alone(height, width, channels, seed):
    random = np.random.default_rng(seed)
    features = random.random((height, width, 3 + channels)).astype(np.float32)
    known = random.random((height, width)) < 0.7
    found = texture.around(features, known)
    assert found.shape == (height, width, channels)
    assert np.array_equal(found, np.rint(found))
    assert found.min(initial=0) >= 0
    assert found.max(initial=0) <= 127
    features[~known] = 1e3
    assert np.array_equal(texture.around(features, known), found)


def test_a_regular_pattern_has_one_texture():
    features = np.zeros((40, 60, 4), np.float32)
    features[:, ::5, 3] = 0.1
    inside = texture.around(features, None)[10:-10, 10:-10]
    assert inside.max() - inside.min() <= 1
