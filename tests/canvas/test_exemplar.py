import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas import exemplar
from ritocco.canvas.drafts import USUAL, Surroundings
from ritocco.canvas.exemplar import sketch, too_large
from ritocco.canvas.montage import Montage, nearest_known, offsets_of, repeats_of
from ritocco.canvas.patches import SIDE, Code, Patches, source_places
from ritocco.canvas.structure import carriers, edges_across, guide
from ritocco.watch import Watch
from tests.effort import examples

seeds = st.integers(0, 2**31)


def hole(height, width, top, bottom, left, right):
    known = np.ones((height, width), np.bool_)
    known[top:bottom, left:right] = False
    return known


def noise(seed, height, width):
    return np.random.default_rng(seed).random((height, width, 3)).astype(np.float32)


def montage(pixels, known, seed) -> Montage | None:
    around = Surroundings.of(pixels, known, Watch())
    draft = around.draft(USUAL, seed, Watch())
    return draft and around.carried_up(draft, Watch())


@settings(max_examples=examples(30))
@given(st.integers(1, 20), st.integers(1, 20), st.sampled_from([0.4, 0.7, 1.0]), seeds)
def test_sources_are_as_known_as_asked(height, width, least, seed):
    known = np.random.default_rng(seed).random((height, width)) < 0.97
    expected = [
        (y, x)
        for y in range(height - SIDE + 1)
        for x in range(width - SIDE + 1)
        if known[y : y + SIDE, x : x + SIDE].sum() >= least * SIDE * SIDE - 1e-9
    ]
    assert [tuple(place) for place in source_places(known, least)] == expected


def test_the_nearest_source_is_the_exact_one():
    pixels = noise(0, 30, 34)
    known = hole(30, 34, 10, 18, 12, 22)
    places = source_places(known, 1.0)
    code = Code.of(pixels, known, places, 0.0)
    other = noise(1, 30, 34)
    targets = np.array([[0, 0], [11, 13], [23, 27], [5, 20]])
    found, cost = code.nearest(Patches.of(other, None, targets))

    def patch(picture, place):
        y, x = place
        return np.rint(picture[y : y + SIDE, x : x + SIDE] * 255)

    for target, index, paid in zip(targets, found, cost, strict=True):
        errors = [np.square(patch(other, target) - patch(pixels, place)).mean() for place in places]
        assert index == np.argmin(errors)
        assert paid == pytest.approx(min(errors), rel=1e-3)


def test_what_is_unknown_in_a_source_does_not_count():
    known = hole(20, 20, 0, 20, 0, 4)
    pixels = noise(2, 20, 20) * known[..., None]
    places = source_places(known, 0.4)
    assert (places[:, 1] < 4).any()
    wild = pixels.copy()
    wild[~known] = 0.9
    targets = np.array([[3, 9], [10, 12]])
    asked = Patches.of(pixels, None, targets)
    one = Code.of(pixels, known, places, 50.0).nearest(asked)
    two = Code.of(wild, known, places, 50.0).nearest(asked)
    assert np.array_equal(one[0], two[0])
    assert np.array_equal(one[1], two[1])


@settings(max_examples=examples(8))
@given(st.integers(12, 40), st.integers(12, 40), seeds)
def test_a_sketch_keeps_known_pixels_and_stays_in_range(height, width, seed):
    pixels = noise(seed, height, width)
    known = hole(height, width, 2, height // 2, 3, width // 2)
    found = sketch([(pixels * known[..., None], known)], seed, Watch())
    assert found is not None
    assert np.array_equal(found.pixels[known], pixels[known])
    assert found.pixels.min() >= 0
    assert found.pixels.max() <= 1 + 1e-6


def test_no_sketch_without_patches():
    assert sketch([(noise(0, 5, 40), hole(5, 40, 0, 5, 0, 9))], 0, Watch()) is None
    assert sketch([(noise(0, 9, 9), hole(9, 9, 0, 8, 0, 9))], 0, Watch()) is None


def test_large_holes_are_sketched_small():
    assert not too_large(hole(128, 128, 40, 80, 40, 90))
    assert too_large(hole(512, 512, 150, 350, 150, 350))


def test_nearest_known_points_at_known_pixels():
    known = np.random.default_rng(0).random((30, 40)) < 0.05
    offsets = nearest_known(known)
    y, x = np.indices(known.shape)
    assert known[y + offsets[..., 0], x + offsets[..., 1]].all()
    assert not offsets[known].any()


def test_every_unknown_pixel_is_served_by_some_offset():
    pixels, known = noise(3, 60, 70), hole(60, 70, 0, 60, 30, 70)
    known[50:, 60:] = True
    found = sketch([(pixels * known[..., None], known)], 0, Watch())
    assert found is not None
    offsets = offsets_of(found, known, repeats_of(pixels, known, Watch()))
    padded = np.pad(known, 70)
    served = np.zeros_like(known)
    for dy, dx in offsets:
        served |= padded[70 + dy : 130 + dy, 70 + dx : 140 + dx]
    assert served[~known].all()


@settings(max_examples=examples(12))
@given(st.integers(7, 60), st.integers(7, 60), seeds)
def test_every_source_is_known(height, width, seed):
    random = np.random.default_rng(seed)
    known = np.ones((height, width), np.bool_)
    for _ in range(random.integers(1, 4)):
        y, x = random.integers(0, height), random.integers(0, width)
        tall, wide = random.integers(1, height + 1), random.integers(1, width + 1)
        known[y : y + tall, x : x + wide] = False
    pixels = noise(seed, height, width) * known[..., None]
    found = montage(pixels, known, seed)
    if found is None or known.all():
        return
    y, x = found.sources()
    assert np.array_equal(found.labels >= 0, ~known)
    assert ((y >= 0) & (y < height) & (x >= 0) & (x < width)).all()
    assert known[y, x].all()


@pytest.mark.parametrize("size", [(301, 333), (150, 515)])
def test_every_source_is_known_through_all_sizes(size):
    pixels, known = noise(4, *size), np.ones(size, np.bool_)
    known[40:, 100:] = False
    known[-30:, -40:] = True
    found = montage(pixels * known[..., None], known, 1)
    assert found is not None
    y, x = found.sources()
    assert known[y, x].all()


def two_tone(slope, noisy=0.02, size=(160, 220)):
    """Blue above grass green, with noise; and the height of the border at each column."""
    y, x = np.indices(size)
    height = size[0] / 2 + slope * (np.arange(size[1]) - size[1] / 2)
    upper = (y < height[x])[..., None]
    pixels = np.where(upper, [0.45, 0.65, 0.95], [0.3, 0.42, 0.15])
    pixels = pixels + np.random.default_rng(1).normal(0, noisy, pixels.shape)
    return np.clip(pixels, 0, 1).astype(np.float32), height


@pytest.mark.parametrize("slope", [-0.3, 0.0, 0.12, 0.4])
def test_an_edge_that_crosses_the_hole_is_found(slope):
    pixels, height = two_tone(slope)
    known = hole(160, 220, 20, 140, 40, 180)
    (line,) = edges_across(pixels * known[..., None], known)
    for y, x in line.ends:
        assert abs(y - height[int(x)]) <= 3
    shown, firm = guide([line], known.shape)
    middle = int(height[110])
    assert firm[middle, 110] > 0.7
    assert shown[middle - 5, 110, 2] > shown[middle - 5, 110, 1]
    assert shown[middle + 5, 110, 2] < shown[middle + 5, 110, 1]
    assert len(carriers([line], known)) > 0


def test_there_are_no_edges_in_noise_nor_in_one_that_ends():
    known = hole(160, 220, 20, 140, 40, 180)
    assert edges_across(noise(5, 160, 220) * known[..., None], known) == []
    pixels, _ = two_tone(0.0)
    pixels[:, 110:] = pixels[:1, 110:]
    assert edges_across(pixels * known[..., None], known) == []


@pytest.mark.parametrize("slope", [-0.3, 0.0, 0.12])
def test_an_edge_that_is_straight_leaves_the_picture_as_straight(slope):
    pixels, height = two_tone(slope)
    known = hole(160, 220, 0, 160, 140, 220)
    (line,) = edges_across(pixels * known[..., None], known)
    assert max(abs(y - height[min(round(x), 219)]) for y, x in line.ends) <= 3
    assert len(carriers([line], known)) > 0
    bent = pixels.copy()
    bent[:, :110] = pixels[:1, :1]  # the edge begins but a little before the hole
    assert edges_across(bent * known[..., None], known) == []


def test_an_edge_that_a_hole_has_but_touched_is_found_where_its_ends_are_sure():
    known = hole(160, 220, 20, 130, 40, 180)
    known[70:130, 85:135] = True
    pixels, _ = two_tone(0.0)
    pixels[50:80, 75:145] = pixels[80:110, 75:145]  # a hill, whose top is lost
    for contrast, count in ((1.0, 1), (0.3, 1), (0.2, 0)):
        shown = np.float32(contrast) * pixels * known[..., None]
        assert len(edges_across(shown, known)) == count


def test_rows_go_on_beyond_the_picture_before_anything_is_sought():
    pixels, _ = two_tone(0.0, noisy=0)
    known = hole(160, 220, 0, 160, 60, 220)
    wanted = exemplar._Wanted.of([], known, 3)
    random = np.random.default_rng(0)
    guess = exemplar._rough(pixels * known[..., None], known, random, wanted, True)
    assert np.abs(guess - pixels)[:, 60:].max() < 0.05


@given(seed=seeds, level=st.integers(0, 255))
@settings(max_examples=examples(20))
def test_sources_that_are_equally_good_are_told_apart_by_their_place_alone(seed, level):
    """Whole numbers: no order of adding, on any number of threads, decides."""
    tile = np.random.default_rng(seed).integers(0, 256, (4, 8, 3)).astype(np.float32) / 255
    pixels = np.tile(tile, (8, 8, 1))
    pixels[:, :, 1] = level / 255
    known = hole(32, 64, 12, 20, 24, 40)
    places = source_places(known, 1.0)
    code = Code.of(pixels, known, places, 0.0)
    targets = np.array([[13, 30], [14, 31]])
    index, cost = code.nearest(Patches.of(pixels, None, targets))
    assert (cost == 0).all()
    same = (places - targets[:, None]) % (4, 8) == 0
    assert (index == same.all(axis=2).argmax(axis=1)).all()


def test_rounds_end_where_nothing_changes_and_give_what_all_of_them_give(monkeypatch):
    pixels, known = noise(3, 40, 48), hole(40, 48, 14, 24, 18, 30)
    searches = []
    search = Code.nearest

    def counted(*words):
        searches.append(words)
        return search(*words)

    monkeypatch.setattr(Code, "nearest", counted)
    monkeypatch.setattr(exemplar, "_MOST_ROUNDS", 40)
    found = sketch([(pixels, known)], 3, Watch())
    few = len(searches)
    monkeypatch.setattr(exemplar, "_same", lambda now, before: False)
    of_all = sketch([(pixels, known)], 3, Watch())
    assert few < len(searches) - few
    assert np.array_equal(found.pixels, of_all.pixels)
    assert np.array_equal(found.sources, of_all.sources)
