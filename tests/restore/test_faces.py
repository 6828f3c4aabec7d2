import json
import threading
from math import pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas.arrays import Floats
from ritocco.canvas.colour import srgb_to_lab
from ritocco.canvas.resample import resized
from ritocco.errors import Cancelled
from ritocco.geometry import Box, Size
from ritocco.recipe.finishing import Faces
from ritocco.restore import faces
from ritocco.restore.alignment import SIDE, TEMPLATE, Similarity
from ritocco.restore.centerface import Find
from ritocco.restore.faces import Face, Repaired, Restore, restore_faces
from ritocco.restore.pasting import mask_of, place_of, put_back, square_of, toned
from ritocco.watch import Watch
from tests.effort import examples

from .face_pictures import Detector, face_at, shown, smooth

LEVEL = 1 / 255


def told(monkeypatch: pytest.MonkeyPatch, *finds: Find) -> None:
    monkeypatch.setattr(faces, "_detector", lambda: Detector(*finds))


def repaired(
    pixels: Floats, restore: Restore, asked: Faces | None = None, **more: object
) -> Repaired:
    weights = more.pop("weights", np.ones(pixels.shape[:2], np.float32))
    return restore_faces(pixels, weights, asked or Faces(strength=1.0), restore, Watch(), **more)  # type: ignore[arg-type]


def mask_in(pixels: Floats, *finds: Find) -> Floats:
    """The union of the masks of faces, over the whole picture."""
    whole = Box(0, 0, pixels.shape[1], pixels.shape[0])
    masks = [mask_of(Similarity.fit(find.landmarks, TEMPLATE), whole) for find in finds]
    return np.max(masks, 0) if masks else np.zeros(pixels.shape[:2], np.float32)


def same(face: Floats) -> Floats:
    return face


def noise(face: Floats) -> Floats:
    return np.random.default_rng(0).random(face.shape).astype(np.float32)


@st.composite
def some_faces(draw: st.DrawFn) -> list[Find]:
    """Faces of all sizes, upright and turned, in each other's way and beyond the border."""
    place, angle = st.integers(-20, 120), st.floats(-pi, pi)
    return [
        face_at(draw(place), draw(place), draw(st.floats(8, 160)), draw(angle))
        for _ in range(draw(st.integers(1, 3)))
    ]


@given(some_faces(), st.booleans())
@settings(max_examples=examples(10))
def test_a_network_that_changes_nothing_changes_nothing(finds: list[Find], tones: bool):
    pixels = np.random.default_rng(2).random((100, 110, 3)).astype(np.float32)
    with pytest.MonkeyPatch.context() as patch:
        told(patch, *finds)
        mended = repaired(pixels, same, keep_tones=tones)
    assert mended.pixels.tobytes() == pixels.tobytes()


@given(some_faces(), st.floats(0.05, 1))
@settings(max_examples=examples(15))
def test_outside_the_masks_every_bit_stays(finds: list[Find], strength: float):
    pixels = np.random.default_rng(3).random((100, 110, 3)).astype(np.float32)
    pixels[::7, ::5] = -0.0
    with pytest.MonkeyPatch.context() as patch:
        told(patch, *finds)
        mended = repaired(pixels, noise, Faces(strength=strength))
    outside = mask_in(pixels, *finds) == 0
    assert mended.pixels[outside].tobytes() == pixels[outside].tobytes()
    assert np.isfinite(mended.pixels).all()


@pytest.mark.parametrize(("size", "angle"), [(20, 0.3), (90, -0.8), (250, 0.0), (700, 2.0)])
def test_what_the_network_made_lies_where_the_face_was(
    size: float, angle: float, monkeypatch: pytest.MonkeyPatch
):
    """A network that knows the true picture: where the mask is full the truth comes back."""
    height, width = 640, 600
    find = face_at(300, 310, size, angle)
    told(monkeypatch, find)
    to_square = Similarity.fit(find.landmarks, TEMPLATE)
    truth, poor = smooth(height, width, 1), smooth(height, width, 2)
    mended = repaired(poor, lambda _: square_of(truth, None, to_square), keep_tones=False)
    full = mask_in(poor, find) == 1
    assert full.sum() > size * size / 4
    assert np.abs(mended.pixels - truth)[full].max() < LEVEL
    assert np.abs(poor - truth)[full].max() > 20 * LEVEL


@pytest.mark.parametrize("reduced", [2, 4])
def test_lost_detail_comes_back_in_its_place(reduced: int, monkeypatch: pytest.MonkeyPatch):
    """On the photograph, made poor; the network knows the truth. Tones are kept besides."""
    truth = shown("astronaut.webp")[:300]
    poor = resized(resized(truth, Size(512 // reduced, 300 // reduced)), Size(512, 300))
    (face,) = faces.find_faces(truth, 0.6, Watch())
    to_square = Similarity.fit(np.array(face.points), TEMPLATE)
    told(monkeypatch, Find(face.box, np.array(face.points), face.score))
    full = mask_of(to_square, Box(0, 0, 512, 300)) == 1

    def error(picture: Floats) -> float:
        return float(np.abs(picture - truth)[full].mean())

    for tones in (False, True):
        done = repaired(poor, lambda _: square_of(truth, None, to_square), keep_tones=tones)
        assert error(done.pixels) < 0.25 * error(poor)


def test_colours_and_light_stay_where_the_network_shifts_them(monkeypatch: pytest.MonkeyPatch):
    truth = shown("astronaut.webp")[:300]
    (face,) = faces.find_faces(truth, 0.6, Watch())
    told(monkeypatch, Find(face.box, np.array(face.points), face.score))

    def tint(square: Floats) -> Floats:
        return np.asarray((square * 0.9 + np.float32((0.06, -0.02, -0.05))).clip(0, 1), np.float32)

    full = mask_of(Similarity.fit(np.array(face.points), TEMPLATE), Box(0, 0, 512, 300)) == 1

    def shift(tones: bool) -> float:
        made = repaired(truth, tint, keep_tones=tones).pixels
        labs = [srgb_to_lab(one.clip(0, 1))[full] for one in (made, truth)]
        return float(np.linalg.norm(labs[0].mean(0) - labs[1].mean(0)))

    assert shift(False) > 8
    assert shift(True) < 0.8


def test_a_grey_picture_is_not_tinted(monkeypatch: pytest.MonkeyPatch):
    grey = np.repeat(smooth(200, 200).mean(2, keepdims=True), 3, 2)
    told(monkeypatch, face_at(100, 100, 120))
    made = repaired(grey, lambda face: face * np.float32((1.0, 0.9, 0.8))).pixels
    chroma = made.max(2) - made.min(2)
    assert chroma.max() < 0.06  # of 0.2 that the network put on
    assert chroma.mean() < 0.01


@pytest.mark.parametrize("strength", [0.25, 0.8])
def test_strength_is_a_share_of_the_way(strength: float, monkeypatch: pytest.MonkeyPatch):
    pixels = smooth(150, 160)
    told(monkeypatch, face_at(80, 75, 90, 0.2))
    whole = repaired(pixels, noise).pixels
    part = repaired(pixels, noise, Faces(strength=strength)).pixels
    assert np.allclose(part, pixels + strength * (whole - pixels), atol=1e-6)


def test_at_strength_0_faces_are_found_and_no_network_is_asked(monkeypatch: pytest.MonkeyPatch):
    told(monkeypatch, face_at(50, 50, 60))

    def never(face: Floats) -> Floats:
        raise AssertionError("the network was asked")

    pixels = smooth(100, 100)
    mended = repaired(pixels, never, Faces(strength=0))
    assert mended.pixels is pixels
    assert [face.mended for face in mended.faces] == [False]


def test_faces_in_each_others_way_share_what_they_have_in_common(monkeypatch: pytest.MonkeyPatch):
    """Whatever their order, and no more than one whole change anywhere."""
    finds = [face_at(70, 80, 90), face_at(110, 85, 80, 0.4), face_at(95, 130, 60)]
    pixels = np.full((200, 200, 3), 0.25, np.float32)

    def brighter(face: Floats) -> Floats:
        return face + np.float32(0.5)

    made = []
    for order in ((0, 1, 2), (2, 0, 1)):
        told(monkeypatch, *(finds[index] for index in order))
        made.append(repaired(pixels, brighter, keep_tones=False).pixels)
    assert np.abs(made[0] - made[1]).max() < 1e-6
    want = 0.25 + 0.5 * mask_in(pixels, *finds)
    assert np.abs(made[0] - want[..., None]).max() < 1e-5


def test_only_selected_faces_of_a_fitting_size(monkeypatch: pytest.MonkeyPatch):
    large, middle, small = face_at(80, 90, 110), face_at(220, 80, 60), face_at(300, 80, 30)
    told(monkeypatch, small, large, middle)
    pixels = smooth(200, 340)

    def which(asked: Faces, weights: Floats | None = None) -> list[bool]:
        weights = np.ones((200, 340), np.float32) if weights is None else weights
        mended = repaired(pixels, noise, asked, weights=weights)
        sizes = [face.size for face in mended.faces]
        assert sizes == sorted(sizes, reverse=True)
        changed = [
            bool((mended.pixels != pixels).any(2)[int(y), int(x)])
            for x, y in (one.centre for one in (large, middle, small))
        ]
        assert changed == [face.mended for face in mended.faces]
        return changed

    assert which(Faces()) == [True, True, True]
    assert which(Faces(smallest=50)) == [True, True, False]
    assert which(Faces(largest=100)) == [False, True, True]
    assert which(Faces(smallest=40, largest=100)) == [False, True, False]
    assert which(Faces(at_most=1)) == [True, False, False]
    assert which(Faces(largest=100, at_most=1)) == [False, True, False]
    dot = np.zeros((200, 340), np.float32)
    dot[80, 220] = 0.1
    assert which(Faces(), dot) == [False, True, False]
    assert which(Faces(), np.zeros_like(dot)) == [False, False, False]


def test_transparent_pixels_stay_and_are_not_shown(monkeypatch: pytest.MonkeyPatch):
    told(monkeypatch, face_at(60, 60, 80))
    known = np.zeros((120, 120), np.bool_)
    known[:, :70] = True
    pixels = smooth(120, 120)
    hidden = pixels.copy()
    hidden[~known] = 0.99
    seen: list[Floats] = []

    def look(face: Floats) -> Floats:
        seen.append(face)
        return noise(face)

    first = repaired(pixels, look, known=known).pixels
    second = repaired(hidden, look, known=known).pixels
    assert np.array_equal(seen[0], seen[1])
    assert np.array_equal(first[known], second[known])
    assert first[~known].tobytes() == pixels[~known].tobytes()
    assert (first[known] != pixels[known]).any()


@pytest.mark.parametrize("x", [-30, 0, 40])
def test_a_face_cut_by_the_border_is_shown_without_black(x: float, monkeypatch: pytest.MonkeyPatch):
    told(monkeypatch, face_at(x, 60, 90))
    pixels = 0.5 + smooth(120, 150) / 2
    seen: list[Floats] = []

    def look(face: Floats) -> Floats:
        seen.append(face)
        return noise(face)

    mended = repaired(pixels, look)
    assert seen[0].min() > 0.5
    assert mended.faces[0].mended
    assert (mended.pixels[60, 0] != pixels[60, 0]).any()  # no gap at the border


def test_the_network_sees_the_face_where_it_was_taught_to():
    pixels = np.zeros((300, 300, 3), np.float32)
    find = face_at(150, 160, 200, 0.5)
    for x, y in find.landmarks:
        pixels[int(y) - 1 : int(y) + 2, int(x) - 1 : int(x) + 2] = 1
    square = square_of(pixels, None, Similarity.fit(find.landmarks, TEMPLATE))
    for x, y in TEMPLATE:
        near = square[int(y) - 12 : int(y) + 13, int(x) - 12 : int(x) + 13].mean(2)
        rows, columns = np.indices(near.shape)
        centre = (near * rows).sum() / near.sum(), (near * columns).sum() / near.sum()
        assert centre == pytest.approx((12, 12), abs=2)
    assert square.min() >= 0
    assert square.max() <= 1


def test_the_mask_is_full_on_the_face_and_gone_where_the_square_ends():
    mask = mask_of(Similarity(1 + 0j, 0j), Box(-40, -40, SIDE + 80, SIDE + 80))
    inside = mask[40 : 40 + SIDE, 40 : 40 + SIDE]
    for x, y in TEMPLATE:
        assert (inside[int(y) - 40 : int(y) + 41, int(x) - 40 : int(x) + 41] == 1).all()
    assert mask.sum() == inside.sum()
    assert max(inside[0].max(), inside[-1].max(), inside[:, 0].max(), inside[:, -1].max()) == 0
    assert np.abs(np.diff(mask, axis=0)).max() < 0.04
    assert np.abs(np.diff(mask, axis=1)).max() < 0.04


@given(some_faces())
@settings(max_examples=examples(20))
def test_the_place_of_a_face_holds_its_mask(finds: list[Find]):
    picture = Size(110, 100)
    for find in finds:
        to_square = Similarity.fit(find.landmarks, TEMPLATE)
        mask = mask_of(to_square, Box.of(picture))
        assert 0 <= mask.min() <= mask.max() <= 1
        place = place_of(to_square, picture)
        assert place in Box.of(picture)
        assert mask.sum() == pytest.approx(mask[place.slices].sum())


def test_detail_keeps_its_strength_without_its_tone():
    """Bars of 16 pixels stay, a shift and a slope go."""
    across = np.arange(SIDE)
    bars = np.where(across // 16 % 2, 0.1, -0.1).astype(np.float32)
    detail = np.broadcast_to(bars[None, :, None], (SIDE, SIDE, 3)).astype(np.float32)
    slope = (np.float32(0.2) * (across / SIDE).astype(np.float32))[:, None, None]
    left = toned(detail + slope + np.float32(0.3))[120:420, 100:400]
    assert np.abs(left - detail[120:420, 100:400]).mean() < 0.02
    assert np.abs(left.mean()) < 0.01


def test_a_change_on_a_small_face_is_filtered_and_not_picked():
    fine = (np.indices((SIDE, SIDE)).sum(0) % 2).astype(np.float32)[..., None] * np.ones(
        3, np.float32
    )
    find = face_at(40, 40, 30)
    small = put_back(fine, Similarity.fit(find.landmarks, TEMPLATE), Box(30, 30, 20, 20))
    assert small == pytest.approx(np.full((20, 20, 3), 0.5), abs=0.02)


@pytest.mark.parametrize("shape", [(1, 1), (1, 90), (64, 64)])
def test_pictures_without_faces_come_back_as_they_are(shape: tuple[int, int]):
    pixels = np.random.default_rng(5).random((*shape, 3)).astype(np.float32)
    mended = repaired(pixels, noise)
    assert mended.pixels is pixels
    assert mended.faces == ()


def test_a_face_in_a_picture_of_one_pixel(monkeypatch: pytest.MonkeyPatch):
    told(monkeypatch, face_at(0.5, 0.5, 40))
    pixels = np.full((1, 1, 3), 0.5, np.float32)
    made = repaired(pixels, lambda face: face + np.float32(0.25), keep_tones=False).pixels
    assert made == pytest.approx(np.full((1, 1, 3), 0.75), abs=1e-5)


def test_progress_names_each_face_and_a_cancel_stops_before_the_next(
    monkeypatch: pytest.MonkeyPatch,
):
    told(monkeypatch, face_at(50, 60, 60), face_at(150, 60, 50), face_at(240, 60, 40))
    pixels = smooth(120, 300)
    heard: list[tuple[float, str]] = []
    asked: list[Floats] = []
    cancelled = threading.Event()

    def restore(face: Floats) -> Floats:
        asked.append(face)
        if len(asked) == 5:
            cancelled.set()
        return noise(face)

    weights = np.ones((120, 300), np.float32)
    watch = Watch(lambda *step: heard.append(step), cancelled)
    restore_faces(pixels, weights, Faces(), restore, watch)
    assert [text for _, text in heard] == [f"Repairing face {n} of 3" for n in (1, 2, 3)]
    fractions = [fraction for fraction, _ in heard]
    assert fractions == sorted(fractions)
    with pytest.raises(Cancelled):
        restore_faces(pixels, weights, Faces(), restore, watch)
    assert len(asked) == 5


def test_a_face_as_json_and_in_another_frame():
    face = Face.of(face_at(30, 40, 40))
    told_of = face.moved(100, -7).to_dict()
    assert json.loads(json.dumps(told_of)) == told_of
    assert set(told_of) == {"box", "points", "score", "mended"}
    left, top, right, bottom = told_of["box"]
    assert (left, top) == (
        pytest.approx(face.box[0] + 100, abs=0.06),
        pytest.approx(face.box[1] - 7, abs=0.06),
    )
    assert (right - left, bottom - top) == (30, 40)
    assert len(told_of["points"]) == 5
    assert face.moved(1, 2).moved(-1, -2) == face
