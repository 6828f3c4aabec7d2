from threading import Event

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas.padding import pad
from ritocco.errors import BadSelection, Cancelled
from ritocco.watch import Watch
from tests.effort import examples

seeds = st.integers(0, 2**31)


def hole(height, width, top, bottom, left, right):
    known = np.ones((height, width), np.bool_)
    known[top:bottom, left:right] = False
    return known


def noise(seed, height, width):
    return np.random.default_rng(seed).random((height, width, 3)).astype(np.float32)


def grain(height=200, width=200):
    """Mid grey with strong grain."""
    values = np.random.default_rng(7).normal(0.5, 0.1, (height, width, 3))
    return np.clip(values, 0, 1).astype(np.float32)


@settings(max_examples=examples(15))
@given(st.integers(1, 48), st.integers(1, 48), st.sampled_from([0.01, 0.5, 0.97]), seeds)
def test_known_pixels_stay_and_the_rest_is_a_picture(height, width, share, seed):
    random = np.random.default_rng(seed)
    pixels = noise(seed, height, width)
    known = random.random((height, width)) < share
    known[: random.integers(0, height + 1)] = True
    known[:, : random.integers(0, width)] = False
    known[seed % height, seed % width] = True
    pixels[~known] = np.nan
    found = pad(pixels, known, seed, Watch())
    assert found.dtype == np.float32
    assert np.array_equal(found[known], pixels[known])
    assert np.isfinite(found).all()
    assert found[~known].min(initial=0) >= 0
    assert found[~known].max(initial=1) <= 1


def test_nothing_known_is_refused_with_advice():
    with pytest.raises(BadSelection, match="Everything is selected"):
        pad(noise(0, 20, 20), np.zeros((20, 20), np.bool_), 0, Watch())


def test_everything_known_is_left_alone():
    pixels = noise(0, 20, 20)
    assert np.array_equal(pad(pixels, np.ones((20, 20), np.bool_), 0, Watch()), pixels)


@pytest.mark.parametrize(
    "known",
    [
        hole(120, 150, 30, 90, 40, 110),
        hole(120, 150, 0, 120, 90, 150),
        hole(120, 150, 0, 60, 0, 75),
        hole(9, 400, 0, 9, 100, 300),
    ],
)
def test_a_flat_picture_is_filled_flat(known):
    pixels = np.empty((*known.shape, 3), np.float32)
    pixels[:] = (0.2, 0.55, 0.9)
    assert np.array_equal(pad(pixels, known, 3, Watch()), pixels)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize(
    "known", [hole(160, 180, 50, 110, 60, 120), hole(160, 180, 20, 80, 10, 70)]
)
def test_a_gradient_goes_on_through_a_hole(axis, known):
    ramp = np.linspace(0.3, 0.7, known.shape[axis], dtype=np.float32)
    line = ramp[:, None] if axis == 0 else ramp[None]
    pixels = np.broadcast_to(line[..., None] * np.float32([1, 0.9, 1.2]), (*known.shape, 3)).copy()
    found = pad(pixels * known[..., None], known, 0, Watch())
    assert np.abs(found - pixels).max() <= 1 / 255


@pytest.mark.parametrize(
    "known", [hole(120, 160, 40, 80, 50, 110), hole(120, 160, 0, 120, 120, 160)]
)
def test_a_pattern_goes_on(known):
    y, x = np.indices(known.shape)
    row = y // 8
    mortar = (y % 8 == 0) | ((x + 8 * (row % 2)) % 16 == 0)
    pixels = np.where(mortar[..., None], 0.8, np.array([0.6, 0.25, 0.2])).astype(np.float32)
    found = pad(pixels * known[..., None], known, 0, Watch())
    assert np.abs(found - pixels)[~known].mean() < 0.02


def test_stripes_go_on_at_full_size():
    known = hole(512, 512, 160, 340, 150, 370)
    x = np.arange(512)
    wave = (0.5 + 0.3 * np.sign(np.sin(2 * np.pi * (x + 0.5) / 20))).astype(np.float32)
    pixels = np.broadcast_to(wave[None, :, None], (512, 512, 3)).copy()
    found = pad(pixels * known[..., None], known, 0, Watch())
    assert np.abs(found - pixels)[~known].mean() < 0.02


@pytest.mark.parametrize("slope", [-0.25, 0.0, 0.1, 0.3])
def test_a_horizon_runs_on_through_a_hole(slope):
    y, x = np.indices((300, 400))
    height = 150 + slope * (np.arange(400) - 200)
    pixels = np.where((y < height[x])[..., None], [0.45, 0.65, 0.95], [0.3, 0.42, 0.15])
    pixels = np.clip(pixels + np.random.default_rng(2).normal(0, 0.03, pixels.shape), 0, 1)
    pixels = pixels.astype(np.float32)
    known = hole(300, 400, 40, 260, 60, 340)
    found = pad(pixels * known[..., None], known, 0, Watch())
    sky = found[40:260, 60:340, 2] > found[40:260, 60:340, 1]
    border = 40 + sky.sum(axis=0)
    assert np.abs(border - height[60:340]).max() <= 4
    assert np.abs(border - height[60:340]).mean() <= 2


def test_grain_keeps_its_strength():
    pixels, known = grain(), hole(200, 200, 50, 150, 40, 160)
    found = pad(pixels, known, 0, Watch())
    assert found[~known].std() == pytest.approx(pixels.std(), rel=0.15)


def test_same_seed_same_bytes_other_seed_other_fill():
    pixels, known = grain(120, 120), hole(120, 120, 30, 90, 30, 90)
    one = pad(pixels, known, 1, Watch())
    assert np.array_equal(one, pad(pixels, known, 1, Watch()))
    other = pad(pixels, known, 2, Watch())
    assert (one != other)[~known].mean() > 0.1
    assert other[~known].std() == pytest.approx(one[~known].std(), rel=0.15)


def test_cancel_is_heard_at_the_next_step():
    pixels, known = grain(110, 110), hole(110, 110, 30, 80, 20, 70)
    total: list[float] = []
    pad(pixels, known, 0, Watch(lambda fraction, text: total.append(fraction)))
    assert total == sorted(total)
    assert len(total) > 20
    for last in (0, len(total) // 2, len(total) - 2):
        cancelled, seen = Event(), []

        def report(fraction, text, cancelled=cancelled, seen=seen, last=last):
            seen.append(fraction)
            if len(seen) > last:
                cancelled.set()

        with pytest.raises(Cancelled):
            pad(pixels, known, 0, Watch(report, cancelled))
        assert len(seen) == last + 1
