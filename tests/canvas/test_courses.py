import numpy as np
import pytest

from ritocco.canvas.courses import courses
from ritocco.canvas.old_sides import old_sides

HEIGHT, KNOWN, WIDTH = 120, 60, 108
ROW = 61.3


def horizon(step, slope=0.0, bend=0.0, blur=0.6, grain=0.0):
    """A sky over a darker sea; from column `KNOWN` on the sea begins `step` rows further down."""
    y, x = np.indices((HEIGHT, WIDTH))
    beyond = x + 0.5 - KNOWN
    line = ROW + slope * beyond + bend * np.square(beyond) + step * (beyond > 0)
    share = 1 / (1 + np.exp(-1.7 * (y - line) / blur))
    sky, sea = np.array([0.7, 0.75, 0.9]), np.array([0.2, 0.35, 0.5])
    pixels = sky + share[..., None] * (sea - sky)
    noise = np.random.default_rng(3).normal(0, 1, pixels.shape)
    return (pixels + grain * noise).astype(np.float32)


@pytest.mark.parametrize("step", [0.0, 0.7, -3.2, 5.0])
@pytest.mark.parametrize(
    "kind",
    [
        {},
        {"slope": 0.31},
        {"slope": -0.8},
        {"slope": 0.1, "bend": 0.0015},
        {"blur": 6.0},
        {"grain": 0.06},
        {"slope": -0.2, "blur": 3.0, "grain": 0.03},
    ],
    ids=str,
)
def test_the_step_of_an_edge_is_told_to_a_part_of_a_pixel(kind, step):
    (course,) = courses(horizon(step, **kind), KNOWN)
    assert course.row == pytest.approx(ROW, abs=0.3)
    assert course.slope == pytest.approx(kind.get("slope", 0.0), abs=0.02)
    assert course.step() == pytest.approx(step, abs=0.4)


def test_what_does_not_go_on_is_no_course():
    pixels = horizon(0.0)
    pixels[:, KNOWN:] = pixels[:1, KNOWN:]
    assert courses(pixels, KNOWN) == []
    grain = np.random.default_rng(1).normal(0.5, 0.2, pixels.shape).astype(np.float32)
    assert courses(grain, KNOWN) == []


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("mirrored", [False, True])
def test_each_old_side_is_seen_as_the_right_one(turns, mirrored):
    pixels = horizon(2.0, slope=0.2)
    known = np.zeros(pixels.shape[:2], np.bool_)
    known[:, :KNOWN] = True
    pixels, known = (np.rot90(of, turns) for of in (pixels, known))
    if mirrored:
        pixels, known = pixels[:, ::-1], known[:, ::-1]
    (side,) = old_sides(known)
    strip = pixels[side.box]
    assert np.array_equal(side.back(side.turned(strip)), strip)
    (course,) = courses(side.seen(strip), side.before)
    assert abs(course.step()) == pytest.approx(2, abs=0.3)


def test_a_large_picture_is_looked_at_reduced():
    pixels = np.kron(horizon(2.0), np.ones((10, 10, 1), np.float32))
    known = np.zeros(pixels.shape[:2], np.bool_)
    known[:, : 10 * KNOWN] = True
    (side,) = old_sides(known)
    assert (side.factor, side.whole) == (2, False)
    assert side.seen(pixels[side.box]).shape == (HEIGHT * 5, side.before + 128, 3)


def test_a_hole_inside_has_no_old_side():
    known = np.ones((90, 90), np.bool_)
    known[30:50, 20:90] = False
    assert list(old_sides(known)) == []
    known[:] = False
    assert list(old_sides(known)) == []
