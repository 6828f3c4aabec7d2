"""An enlarged picture has the picture's own tones, and the detail that was drawn."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.canvas.resample import resized
from ritocco.canvas.tones import with_tones_of
from ritocco.geometry import Size


def scene(seed: int = 0) -> np.ndarray:
    """A picture of flat tones and soft ones, (80, 96, 3)."""
    random = np.random.default_rng(seed)
    coarse = cv2.resize(random.random((5, 6, 3), np.float32), (96, 80))
    coarse[10:50, 20:60] = 0.96
    return np.clip(coarse, 0, 1)


def apart(large: np.ndarray, pixels: np.ndarray) -> float:
    """The most that local means of 8 pixels differ by, in 8-bit levels."""
    small = resized(large, Size(pixels.shape[1], pixels.shape[0]))
    return float(np.abs(cv2.GaussianBlur(small - pixels, (0, 0), 8)).max() * 255)


@given(
    scale=st.sampled_from([1, 2, 3, 4, 8]), light=st.floats(-8, 8), contrast=st.floats(0.95, 1.05)
)
def test_tones_follow_the_picture(scale: int, light: float, contrast: float):
    pixels = 0.1 + 0.8 * scene()
    large = resized(pixels, Size(96 * scale, 80 * scale))
    shifted = np.clip((large - 0.5) * contrast + 0.5 + light / 255, 0, 1).astype(np.float32)
    assert apart(with_tones_of(shifted, pixels), pixels) < 0.5


@pytest.mark.parametrize("scale", [2, 4])
def test_detail_stays_as_it_was_drawn(scale: int):
    pixels = 0.2 + 0.6 * scene()
    random = np.random.default_rng(1)
    detail = 0.1 * (random.random((80 * scale, 96 * scale, 3), np.float32) - 0.5)
    detail -= cv2.GaussianBlur(detail, (0, 0), 2 * scale)
    large = resized(pixels, Size(96 * scale, 80 * scale)) + detail
    kept = with_tones_of(large, pixels) - large
    assert kept.std() < 0.1 * detail.std()
    assert np.abs(kept).max() < 0.4 * np.abs(detail).max()
