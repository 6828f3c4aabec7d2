"""Pictures at another size: nothing moves, nothing runs over, and what fits is not touched."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.canvas import fitting
from ritocco.canvas.fitting import Fit, fitted, fitted_selection
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.geometry import Size
from tests.canvas.pictures import LAYOUTS, picture

sides = st.integers(1, 40)
sizes = st.builds(Size, sides, sides)
fits = st.sampled_from(Fit)
RGB8 = Layout(ColourModel.RGB, Depth.U8, False)


@given(st.sampled_from(LAYOUTS), sizes, sizes, fits)
def test_any_picture_takes_any_size(layout, have, want, fit):
    before = picture(layout, have.width, have.height)
    after = fitted(before, want, fit)
    assert after.size == want
    assert after.layout == layout
    assert (after is before) == (have == want)


def plain(width: int, height: int) -> Picture:
    """A picture of ramps: red tells the column, green the row, in levels of 16 bits."""
    columns, rows = np.meshgrid(np.arange(width), np.arange(height))
    pixels = np.dstack([columns * 100, rows * 100, np.full_like(rows, 7)]).astype(np.uint16)
    return Picture(pixels, Layout(ColourModel.RGB, Depth.U16, False))


@pytest.mark.parametrize(
    ("fit", "have", "want", "steps"),
    [
        (Fit.STRETCH, (80, 60), (40, 90), (2, 2 / 3)),
        (Fit.CROP, (80, 60), (40, 40), (1.5, 1.5)),
        (Fit.CROP, (60, 80), (120, 120), (0.5, 0.5)),
        (Fit.FILL, (80, 60), (40, 40), (2, 2)),
        (Fit.FILL, (40, 20), (50, 50), (0.8, 0.8)),
    ],
)
def test_middle_stays_middle_and_ramps_stay_ramps(fit, have, want, steps):
    made = fitted(plain(*have), Size(*want), fit).pixels.astype(float)
    for channel, axis in ((0, 0), (1, 1)):
        places = (have[axis] - 1) / 2 + steps[axis] * (np.arange(want[axis]) - (want[axis] - 1) / 2)
        inside = (places >= 3 * steps[axis]) & (places <= have[axis] - 1 - 3 * steps[axis])
        line = made[want[1] // 2, :, channel] if channel == 0 else made[:, want[0] // 2, channel]
        np.testing.assert_allclose(line[inside], places[inside] * 100, atol=1)
        beyond = places > have[axis] + 3 * steps[axis]
        assert (np.abs(line[beyond] - (have[axis] - 1) * 100) <= 1).all()


@given(sides, sides, st.integers(0, 9), st.integers(0, 9), st.sampled_from(LAYOUTS))
def test_at_scale_1_what_is_kept_keeps_its_bytes(width, height, more, other, layout):
    small = picture(layout, width, height)
    filled = fitted(small, Size(width + 2 * more, height), Fit.FILL).pixels
    assert (filled[:, more : more + width] == small.pixels).all()
    assert (filled[:, :more] == small.pixels[:, :1]).all()
    large = picture(layout, width + 2 * other, height)
    cropped = fitted(large, small.size, Fit.CROP).pixels
    assert (cropped == large.pixels[:, other : other + width]).all()


@given(sizes, sizes, fits, st.integers(0, 2**32 - 1))
def test_what_nobody_sees_runs_into_nothing(have, want, fit, seed):
    before = picture(replace(RGB8, alpha=True), have.width, have.height)
    before.pixels[..., 3] = np.random.default_rng(seed).choice([0, 255], before.alpha.shape)
    other = Picture(before.pixels.copy(), before.layout)
    other.pixels[before.alpha == 0, :3] = 0
    after, same = (fitted(one, want, fit) for one in (before, other))
    shown = after.alpha > 0
    assert (after.alpha == same.alpha).all()
    assert np.abs(after.colour[shown].astype(int) - same.colour[shown]).max(initial=0) <= 1


@given(sizes, sizes, fits, st.integers(0, 2**32 - 1))
def test_a_selection_stays_where_it_was_and_between_its_levels(have, want, fit, seed):
    random = np.random.default_rng(seed)
    drawn = random.choice(np.uint8([0, 0, 40, 200]), (have.height, have.width))
    made = fitted_selection(drawn, want, fit)
    assert made.shape == (want.height, want.width)
    assert made.min() >= drawn.min()
    assert made.max() <= drawn.max()
    assert (fitted_selection(np.full_like(drawn, 255), want, fit) == 255).all()


@given(st.sampled_from(LAYOUTS), sizes, sizes, fits, st.integers(1, 300))
def test_a_picture_is_the_same_in_bands_of_any_height(layout, have, want, fit, at_once):
    before = picture(layout, have.width, have.height)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitting, "_LEAST_ROWS", 1)
        patch.setattr(fitting, "AT_ONCE", at_once)
        banded = fitted(before, want, fit).pixels.astype(np.float64)
    whole = fitted(before, want, fit).pixels.astype(np.float64)
    near = 1e-3 if layout.depth.is_float else 1
    np.testing.assert_allclose(banded, whole, rtol=near if near < 1 else 0, atol=near)
