import numpy as np
import pytest

from ritocco.canvas import busyness
from ritocco.canvas.blending import blended
from ritocco.canvas.montage import Montage
from ritocco.watch import Watch

HEIGHT, WIDTH = 60, 120


def filled(pixels, offset, box=np.s_[20:40, 50:70]):
    """What comes of copying one piece by an offset into a hole, and where that is."""
    labels = np.full((HEIGHT, WIDTH), -1, np.int32)
    labels[box] = 0
    clean = pixels.copy()
    clean[box] = 0
    found = blended(clean, Montage(np.array([offset]), labels), Watch())
    known = labels < 0
    assert np.array_equal(found[known], clean[known])
    return found


def test_the_same_thing_in_another_light_takes_the_light_of_its_place():
    pixels = np.full((HEIGHT, WIDTH, 3), 0.5, np.float32)
    pixels[:, 70:] = 0.56
    pixels[:, :50] = 0.5
    pixels[:, 50:70] = np.linspace(0.5, 0.56, 20, dtype=np.float32)[None, :, None]
    found = filled(pixels, (0, 30))
    # A piece of 0.56 between 0.5 and 0.56: it bends to both, without a step anywhere.
    assert np.abs(np.diff(found[20:40, 45:75, 0], axis=1)).max() < 0.02


def test_what_meets_another_thing_keeps_its_colour_a_few_pixels_on():
    random = np.random.default_rng(0)
    pixels = random.normal(0.3, 0.05, (HEIGHT, WIDTH, 3)).astype(np.float32)
    pixels[40:] += 0.45  # a wall below the hole
    found = filled(pixels, (-15, -40))
    copied = pixels[5:25, 10:30]
    assert found[20:28, 58:62].mean() == pytest.approx(copied[:8, 8:12].mean(), abs=0.03)
    # Softened where they meet: the last row is between the two.
    assert 0.35 < found[39, 55:65].mean() < 0.8


def two_pieces(pixels):
    """Mean colours of columns across two pieces that meet after the tenth of them."""
    labels = np.full((HEIGHT, WIDTH), -1, np.int32)
    labels[20:40, 50:70], labels[20:40, 70:90] = 0, 1
    copies = Montage(np.array([[0, -50], [0, 30]]), labels)
    found = blended(np.where((labels >= 0)[..., None], np.float32(0), pixels), copies, Watch())
    return found[24:36, 60:80].mean(axis=(0, 2))


def dark_beside_light(grain):
    pixels = np.full((HEIGHT, WIDTH, 3), 0.2, np.float32)
    pixels[:, :40] = 0.8
    random = np.random.default_rng(1)
    return pixels + random.normal(0, grain, pixels.shape).astype(np.float32)


def test_pieces_that_meet_share_what_is_softened():
    pixels = dark_beside_light(0.05)
    pixels[::10] -= 0.4  # there are edges as sharp as the step is
    columns = two_pieces(pixels)
    # A step of 0.6 between them; of the two at the join each has come half the way.
    assert columns[5] - columns[14] > 0.5
    assert np.abs(np.diff(columns[5:15])).max() < 0.3


def test_where_nothing_is_sharp_a_step_is_as_soft():
    columns = two_pieces(dark_beside_light(0.01))
    assert columns[5] - columns[14] > 0.25
    assert np.abs(np.diff(columns)).max() < 0.08


def test_healed_colours_do_not_leave_those_of_the_picture():
    pixels = np.zeros((HEIGHT, 300, 3), np.float32)
    pixels[:, :100] = np.linspace(0.3, 0.4, 100)[:, None]
    labels = np.full((HEIGHT, 300), -1, np.int32)
    labels[:, 100:] = np.repeat([0, 1], 100)
    found = blended(pixels, Montage(np.array([[0, -100], [0, -200]]), labels), Watch())
    # Each piece rises by 0.1; without a step that went on to 0.6.
    assert np.abs(np.diff(found[..., 0], axis=1)).max() < 0.005
    assert 0.4 < found[:, 100:].max() < 0.53


@pytest.mark.parametrize("measured", [busyness.busyness, busyness.steepness])
def test_what_is_around_does_not_depend_on_the_bands_it_is_measured_in(measured, monkeypatch):
    random = np.random.default_rng(2)
    pixels = random.random((90, 20, 3)).astype(np.float32)
    known = random.random((90, 20)) < 0.9
    whole = measured(pixels, known, Watch())
    monkeypatch.setattr(busyness, "_AT_ONCE", 1)
    assert np.allclose(measured(pixels, known, Watch()), whole, atol=1e-5)
