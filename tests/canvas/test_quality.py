import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.canvas.colour import lab_to_srgb, srgb_to_lab
from ritocco.canvas.mask import ring
from ritocco.canvas.quality import (
    MOST_JOINS,
    MOST_SEAM,
    Quality,
    ciede2000,
    drift,
    is_rough,
    measure,
    overall,
    seam,
    style_distance,
)

# Test data published by Sharma, Wu and Dalal 2005 (supplement), a selection.
SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "two", "expected"), SHARMA)
def test_ciede2000_agrees_with_the_published_pairs(one, two, expected):
    for first, second in ((one, two), (two, one)):
        got = ciede2000(np.float32([[first]]), np.float32([[second]]))
        assert got[0, 0] == pytest.approx(expected, abs=2e-3)


def texture(seed: int = 0, side: int = 160) -> np.ndarray:
    random = np.random.default_rng(seed)
    noise = random.random((side, side, 3), np.float32)
    return np.asarray(0.5 + 0.8 * (cv2.GaussianBlur(noise, (0, 0), 1.5) - 0.5), np.float32)


def hole(side: int = 160) -> np.ndarray:
    selected = np.zeros((side, side), np.bool_)
    selected[50:110, 50:110] = True
    return selected


def test_an_untouched_picture_has_no_seam_no_drift_and_little_style_distance():
    picture, selected = texture(), hole()
    quality = measure(picture, picture, picture, selected, ~selected, selected | True)
    assert quality.seam == pytest.approx(1, abs=0.1)
    assert quality.drift == 0
    assert quality.style < 0.15


def test_a_visible_edge_raises_the_seam_and_more_so_the_stronger():
    picture, selected = texture(), hole()
    seams = []
    for step in (0.0, 0.05, 0.15):
        shifted = np.where(selected[..., None], picture + np.float32(step), picture)
        seams.append(seam(shifted, selected, np.ones_like(selected)))
    assert seams[0] < seams[1] < seams[2]
    assert seams[2] > 2


def test_drift_is_the_colour_difference_of_the_ring():
    picture, selected = texture(), hole()
    around = ring(selected, ~selected, 48)
    cast = lab_to_srgb(srgb_to_lab(picture) + np.float32([3, 0, 0]))
    assert 2 < drift(picture, cast, around) < 4
    changed_inside = np.where(selected[..., None], np.float32(0), picture)
    assert drift(picture, changed_inside, around) == 0


def test_lost_texture_is_no_drift_but_a_cast_over_a_corner_is():
    picture, selected = texture(), hole()
    around = ring(selected, ~selected, 48)
    blurred = np.asarray(cv2.GaussianBlur(picture, (0, 0), 2), np.float32)
    corner = np.zeros((160, 160, 1), np.float32)
    corner[:60, :60] = 1
    cast = lab_to_srgb(srgb_to_lab(picture) + corner * np.float32([6, 0, 0]))
    assert drift(picture, blurred, around) < 0.5 < drift(picture, cast, around)


def test_style_distance_tells_blur_other_colours_and_other_texture():
    picture, selected = texture(), hole()
    around = ring(selected, ~selected, 48)
    same = style_distance(picture, selected, around)
    inside = selected[..., None]
    blurred = np.where(inside, cv2.GaussianBlur(picture, (0, 0), 4), picture)
    other = np.where(inside, picture[..., ::-1] * np.float32([1, 0.8, 0.6]), picture)
    stripes = np.where(
        inside, np.float32(0.5) + 0.3 * (np.arange(160) % 4 < 2)[None, :, None], picture
    )
    for worse in (blurred, other, stripes.astype(np.float32)):
        assert style_distance(worse, selected, around) > 3 * same


def test_what_cannot_be_measured_is_none_and_not_a_number_made_up():
    picture = texture()
    everything = np.ones((160, 160), np.bool_)
    quality = measure(picture, picture, picture, everything, ~everything, everything)
    assert quality.seam is None
    assert quality.drift is None
    assert quality.style is None


def test_drift_sees_a_tint_in_a_far_corner_that_harmonizing_made():
    """The ring is as it was, so the ring alone would say 0."""
    original, selected = texture(), np.ones((160, 160), np.bool_)
    selected[80:, 80:] = False
    fade = cv2.GaussianBlur(np.float32(selected), (0, 0), 30)[..., None] * selected[..., None]
    tinted = lab_to_srgb(srgb_to_lab(original) + fade * np.float32([0, 12, 12]))
    whole = np.ones_like(selected)
    unseen = measure(original, tinted, tinted, selected, ~selected, whole)
    seen = measure(original, tinted, tinted, selected, ~selected, whole, drawn=original)
    assert unseen.drift == pytest.approx(0, abs=1e-4)
    assert seen.drift is not None
    assert seen.drift > 5


def test_a_cast_undone_everywhere_is_no_drift():
    original, selected = texture(), hole()
    drawn = lab_to_srgb(srgb_to_lab(original) + np.float32([5, 4, -6]))
    whole = np.ones_like(selected)
    told = measure(original, original, original, selected, ~selected, whole, drawn=drawn)
    assert told.drift == pytest.approx(0, abs=0.05)


numbers = st.none() | st.floats(0, 10)


@given(numbers, numbers)
def test_rough_is_what_is_above_a_limit_in_any_of_both(edge, joins):
    above = [
        value for value, most in ((edge, MOST_SEAM), (joins, MOST_JOINS)) if (value or 0) > most
    ]
    assert is_rough(edge, joins) == bool(above)


def test_at_the_limits_nothing_is_rough_yet_and_what_is_no_number_never_is():
    assert not is_rough(MOST_SEAM, MOST_JOINS)
    assert is_rough(np.nextafter(MOST_SEAM, 9), None)
    assert is_rough(None, np.nextafter(MOST_JOINS, 9))
    assert not is_rough(None, None)
    assert not is_rough(float("nan"), float("nan"))


def test_a_result_is_measured_rough_by_its_edge_or_by_its_joins():
    picture, selected = texture(), hole()
    whole = np.ones_like(selected)
    brighter = np.where(selected[..., None], picture + np.float32(0.3), picture)
    arguments = (selected, ~selected, whole)
    assert measure(picture, brighter, brighter, *arguments).rough
    smooth = measure(picture, picture, picture, *arguments, joins=1.0)
    assert (smooth.rough, smooth.joins) == (False, 1.0)
    assert measure(picture, picture, picture, *arguments, joins=MOST_JOINS + 0.1).rough


qualities = st.builds(Quality, numbers, numbers, numbers, numbers, st.booleans())


@given(st.lists(st.tuples(st.integers(1, 10**6), qualities), max_size=5))
def test_a_rough_region_is_not_made_good_by_others(measured):
    told = overall(measured)
    assert told.rough == any(quality.rough for _, quality in measured)
    for name in ("seam", "drift", "style", "joins"):
        known = [getattr(quality, name) for _, quality in measured]
        known = [value for value in known if value is not None]
        got = getattr(told, name)
        assert (got is None) == (not known)
        if known:
            assert min(known) - 1e-9 <= got <= max(known) + 1e-9
            assert name != "joins" or got == max(known)
