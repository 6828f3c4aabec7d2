import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ritocco.canvas.halving import halved


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 2**31))
def test_a_pixel_is_the_mean_of_four_known_ones_or_unknown(height, width, seed):
    random = np.random.default_rng(seed)
    pixels = random.random((height, width, 3)).astype(np.float32)
    known = random.random((height, width)) < 0.7
    small, small_known = halved(pixels, known)
    assert small.shape == ((height + 1) // 2, (width + 1) // 2, 3)
    for y, x in np.ndindex(small_known.shape):
        rows = np.minimum([2 * y, 2 * y + 1], height - 1)
        columns = np.minimum([2 * x, 2 * x + 1], width - 1)
        four = np.ix_(rows, columns)
        assert small_known[y, x] == known[four].all()
        expected = pixels[four].mean(axis=(0, 1)) if small_known[y, x] else 0
        assert np.allclose(small[y, x], expected, atol=1e-6)
