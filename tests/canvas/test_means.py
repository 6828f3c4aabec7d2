import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ritocco.canvas.means import local_means

FLAGS = arrays(np.bool_, (12, 17))


@given(FLAGS, st.floats(-100, 100, width=32), st.sampled_from([0.8, 2.0, 8.0]))
def test_one_value_stays_that_value_whatever_lies_beside(where, value, deviation):
    values = np.where(where[..., None], np.float32(value), np.float32(1e4))
    means = local_means(np.repeat(values, 3, 2), where, deviation)
    np.testing.assert_allclose(means[where], value, atol=1e-3, rtol=1e-4)
    assert (means[~where] == 0).all()


@given(arrays(np.float32, (12, 17, 2), elements=st.floats(0, 1, width=32)), FLAGS)
def test_means_lie_within_what_they_are_means_of(values, where):
    means = local_means(values, where, 3.0)
    for channel in range(2):
        inside = values[where][:, channel]
        if inside.size:
            assert inside.min() - 1e-5 <= means[where][:, channel].min()
            assert means[where][:, channel].max() <= inside.max() + 1e-5


def test_a_lone_pixel_is_its_own_mean():
    where = np.zeros((9, 9), np.bool_)
    where[4, 4] = True
    values = np.full((9, 9, 1), 7, np.float32)
    assert local_means(values, where, 1.0)[4, 4, 0] == pytest.approx(7)
