import numpy as np
import pytest

from ritocco.canvas.bending import Bent, bent
from ritocco.canvas.blending import blended
from ritocco.canvas.courses import courses
from ritocco.canvas.montage import Montage
from ritocco.canvas.padding import pad
from ritocco.watch import Watch

HEIGHT, KNOWN, WIDTH = 120, 120, 180


def slanted(rise):
    """A slanting horizon between two grained halves, as wide as the larger picture."""
    y, x = np.indices((HEIGHT, WIDTH))
    share = np.clip(0.5 + y - (60 - rise * (x - KNOWN)), 0, 1)[..., None]
    grain = np.random.default_rng(5).normal(0, 0.03, (HEIGHT, WIDTH, 1))
    return (0.8 - 0.5 * share + grain).astype(np.float32).repeat(3, axis=2)


def copied_from(back, down):
    """A montage that copies what is so many columns before, and rows further down."""
    labels = np.full((HEIGHT, WIDTH), -1, np.int32)
    labels[:, KNOWN:] = 0
    labels[HEIGHT - abs(down) :, KNOWN:] = 1
    labels[: abs(down), KNOWN:] = 1
    return Montage(np.array([[down, -back], [0, -back]]), labels)


def steps(pixels):
    return [course.step() for course in courses(pixels[:, 60:], KNOWN - 60)]


@pytest.mark.parametrize("down", [-2, 0, 2])
def test_a_displaced_horizon_meets_the_old_one(down):
    pixels, copies = slanted(0.05), copied_from(70, down)
    (before,) = steps(copies.copied(pixels))
    moved = bent(copies, pixels, Watch())
    assert isinstance(moved, Bent)
    (after,) = steps(moved.copied(pixels))
    assert abs(before) > 1
    assert abs(after) < 0.3
    found = blended(pixels, moved, Watch())
    assert np.array_equal(found[:, :KNOWN], pixels[:, :KNOWN])
    assert abs(steps(found)[0]) < 0.5
    # Grain is as strong as it was, also where it was shifted.
    there = np.s_[66:76, KNOWN + 5 : KNOWN + 50, 0]
    assert found[there].std() == pytest.approx(pixels[there].std(), rel=0.25)


def test_what_meets_is_left_alone():
    pixels, copies = slanted(0.0), copied_from(70, 0)
    assert bent(copies, pixels, Watch()) is copies
    grain = np.random.default_rng(1).random((HEIGHT, WIDTH, 3)).astype(np.float32)
    assert bent(copies, grain, Watch()) is copies


def test_a_part_is_copied_as_it_is_in_the_whole():
    pixels = slanted(0.05)
    moved = bent(copied_from(70, 3), pixels, Watch())
    whole = moved.copied(pixels)
    box = np.s_[40:90, 100:170]
    assert np.array_equal(moved.copied(pixels, box), whole[box])
    near = np.stack(moved.sources(), axis=1)
    assert (near[:, 1] < KNOWN).all()
    assert np.abs(pixels[tuple(near.T)] - whole[:, KNOWN:].reshape(-1, 3)).max() < 0.6


@pytest.mark.parametrize("turned", [False, True])
def test_a_crooked_horizon_goes_on_where_a_picture_is_made_larger(turned):
    y, x = np.indices((80, 80))
    line = 40 + 0.4 * (x - 60) - np.square(x - 60) / 900
    pixels = 0.8 - 0.5 / (1 + np.exp(-3.4 * (y - line)))
    pixels = pixels[..., None] + np.random.default_rng(0).normal(0, 0.02, (80, 80, 3))
    pixels = pixels.astype(np.float32)
    known = np.ones(y.shape, np.bool_)
    known[:, 60:] = False
    if turned:
        pixels, known = pixels.swapaxes(0, 1), known.swapaxes(0, 1)
    found = pad(pixels, known, 0, Watch())
    assert np.array_equal(found[known], pixels[known])
    found = found.swapaxes(0, 1) if turned else found
    (course,) = courses(found, 60)
    assert abs(course.step()) < 0.6
