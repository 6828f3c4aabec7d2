import numpy as np
import pytest

from ritocco.canvas.bending import Bent
from ritocco.canvas.blending import blended
from ritocco.canvas.crossings import mended
from ritocco.canvas.montage import Montage
from ritocco.canvas.padding import pad
from ritocco.canvas.structure import edges_across
from ritocco.watch import Watch

HEIGHT, WIDTH = 160, 240
JOINS = (80, 120, 160)
HOLE = np.s_[36:124, 80:160]
ABOVE, BELOW = 0.8, 0.3
STRAIGHT, SLANTED, BENT = (0.0, 0.0), (0.3, 0.0), (0.1, 6e-4)


def horizon(slope, bend, size=(HEIGHT, WIDTH)):
    """A horizon between two grained halves."""
    y, x = np.indices(size)
    from_middle = x - size[1] / 2
    line = size[0] / 2 + slope * from_middle + bend * np.square(from_middle)
    share = np.clip(0.5 + y - line, 0, 1)[..., None]
    grain = np.random.default_rng(5).normal(0, 0.015, (*size, 1))
    pixels = ABOVE + (BELOW - ABOVE) * share + grain
    return pixels.astype(np.float32).repeat(3, axis=2)


def known_of(size=(HEIGHT, WIDTH), hole=HOLE):
    known = np.ones(size, np.bool_)
    known[hole] = False
    return known


def two_pieces(slope, first, second):
    """A montage of what is 70 columns to the left, and to the right; both rows further down."""
    labels = np.full((HEIGHT, WIDTH), -1, np.int32)
    labels[HOLE] = 0
    labels[:, 120:][labels[:, 120:] == 0] = 1
    level = round(70 * slope)
    return Montage(np.array([[first - level, -70], [second + level, 70]]), labels)


def steps(pixels, joins=JOINS, near=12):
    """Rows by which the horizon is displaced at some columns: it is found where its middle is."""
    share = (pixels[..., 0] - BELOW) / (ABOVE - BELOW)
    middle = (share > 0.5).sum(axis=0)
    around = middle + np.arange(-10, 10)[:, None]
    rows = middle + share[around, np.arange(pixels.shape[1])].sum(axis=0)
    found = []
    for join in joins:
        left, right = np.arange(join - near, join), np.arange(join, join + near)
        ends = [np.polyval(np.polyfit(at - join + 0.5, rows[at], 1), 0) for at in (left, right)]
        found.append(abs(ends[1] - ends[0]))
    return found


def mended_two(shape, first, second, turned=False):
    pixels, copies = horizon(*shape), two_pieces(shape[0], first, second)
    if turned:
        pixels = pixels.swapaxes(0, 1).copy()
        copies = Montage(copies.offsets[:, ::-1], copies.labels.T.copy())
    edges = edges_across(pixels, copies.labels < 0)
    assert len(edges) == 1
    return pixels, copies, mended(copies, pixels, edges, Watch())


@pytest.mark.parametrize("shape", [STRAIGHT, SLANTED, BENT])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("first", "second"), [(0, 7), (-3, 5), (4, 0)])
def test_an_edge_runs_through_from_end_to_end(shape, turned, first, second):
    pixels, copies, found = mended_two(shape, first, second, turned)
    assert isinstance(found, Bent)
    before, after, whole = (
        copies.copied(pixels),
        found.copied(pixels),
        blended(pixels, found, Watch()),
    )
    if turned:
        before, after, whole = (shown.swapaxes(0, 1) for shown in (before, after, whole))
    assert max(steps(before)) > 3
    assert max(steps(after)) < 0.6
    assert max(steps(whole)) < 1


def test_all_else_is_as_it_was():
    pixels, copies, found = mended_two(STRAIGHT, -3, 5)
    before, after = copies.copied(pixels), found.copied(pixels)
    known = copies.labels < 0
    assert np.array_equal(after[known], pixels[known])
    assert np.array_equal(after[:30], before[:30])
    assert np.array_equal(after[-30:], before[-30:])
    # Grain is as strong as it was, also where it was shifted.
    there = np.s_[86:100, 85:155, 0]
    assert after[there].std() == pytest.approx(before[there].std(), rel=0.25)


def test_what_has_no_step_is_left_alone():
    pixels, copies, found = mended_two(SLANTED, 0, 0)
    assert found is copies
    grain = np.random.default_rng(1).random((HEIGHT, WIDTH, 3)).astype(np.float32)
    edges = edges_across(pixels, copies.labels < 0)
    assert mended(copies, grain, edges, Watch()) is copies


def test_what_is_bent_twice_shows_what_both_ask_for():
    found = mended_two(STRAIGHT, 0, 6)[2]
    places = found.places[::3]
    up = np.tile(np.array([[-1.0, 0.0]], np.float32), (len(places), 1))
    again = Bent.of(found, places, up)
    both = found.shifted(places - (1, 0)) + up
    assert np.array_equal(again.shifted(places), both)
    rest = np.setdiff1d(np.arange(len(found.places)), np.arange(0, len(found.places), 3))
    assert np.array_equal(again.shifted(found.places[rest]), found.shifts[rest])


@pytest.mark.parametrize("slope", [0.04, -0.12])
def test_a_slanting_horizon_is_filled_without_a_step(slope):
    size, hole = (220, 320), np.s_[40:180, 90:230]
    pixels, known = horizon(slope, 0.0, size), known_of(size, hole)
    found = pad(pixels, known, 0, Watch())
    assert np.array_equal(found[known], pixels[known])
    assert max(steps(found, range(90, 231, 5))) < 1
