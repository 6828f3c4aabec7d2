from threading import Event

import numpy as np
import pytest

from ritocco.canvas.joins import joins
from ritocco.errors import Cancelled
from ritocco.watch import Watch

HEIGHT, WIDTH = 120, 160


def waves(height=HEIGHT, width=WIDTH, length=4):
    """Slanting waves with grain: each piece is like many others, wherever the wave is the same."""
    y, x = np.indices((height, width))
    grain = np.random.default_rng(1).normal(0, 0.02, (height, width))
    light = 0.5 + 0.2 * np.sin((x + y) / length) + grain
    return np.repeat(light[..., None], 3, axis=2).astype(np.float32)


def square(top=40, left=50, side=40):
    filled = np.zeros((HEIGHT, WIDTH), np.bool_)
    filled[top : top + side, left : left + side] = True
    return filled


def told(pixels, filled, known=None):
    return joins(pixels, filled, ~filled if known is None else known, Watch())


def test_a_picture_hangs_together_with_itself():
    assert told(waves(), square()) == pytest.approx(1, abs=0.1)


def test_what_is_like_nothing_known_is_told():
    pixels, filled = waves(), square()
    across = pixels.copy()
    across[filled] = pixels[:, ::-1][filled]  # the waves slant the other way
    assert told(across, filled) > 1.6
    cut = pixels.copy()
    cut[filled] = np.roll(pixels, (7, 6), axis=(0, 1))[filled]  # half a wave beside the others
    assert told(pixels, filled) < told(cut, filled)


def test_it_does_not_depend_on_light_and_shade_of_what_is_unknown():
    pixels, filled = waves(), square()
    known = ~filled
    known[:, 130:] = False
    other = pixels.copy()
    other[:, 130:] = np.random.default_rng(3).random((HEIGHT, 30, 3))
    assert told(pixels, filled, known) == told(other, filled, known)


def test_a_large_fill_is_looked_at_reduced():
    pixels = waves(480, 640, 16)
    filled = np.zeros(pixels.shape[:2], np.bool_)
    filled[101:401, 99:500] = True
    assert told(pixels, filled) == pytest.approx(1, abs=0.1)
    across = np.where(filled[..., None], pixels[:, ::-1], pixels)
    assert told(across, filled) > 1.6


@pytest.mark.parametrize("side", [0, 118])
def test_nothing_filled_or_hardly_anything_known_tells_nothing(side):
    assert told(waves(), square(1, 1, side)) is None or side == 118
    filled = np.ones((HEIGHT, WIDTH), np.bool_)
    filled[:10] = False
    assert told(waves(), filled) is None


def test_cancel_is_heard():
    cancelled = Event()
    cancelled.set()
    with pytest.raises(Cancelled):
        joins(waves(), square(), ~square(), Watch(cancelled=cancelled))
