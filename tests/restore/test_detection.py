import threading
from cmath import rect
from math import radians
from pathlib import Path

import numpy as np
import pytest

from ritocco.canvas.arrays import Floats
from ritocco.errors import BadModel, Cancelled
from ritocco.geometry import Size
from ritocco.restore import centerface
from ritocco.restore.alignment import Similarity
from ritocco.restore.centerface import Find
from ritocco.restore.detection import LEAST, FaceDetector
from ritocco.watch import Watch

from .face_pictures import about, close, moved, shown

FACES = {
    "astronaut.webp": [[(205, 102), (247, 104), (224, 126), (204, 144), (243, 144)]],
    "tanguy.webp": [[(182, 124), (219, 125), (196, 146), (184, 158), (212, 162)]],
    "rushmore.webp": [
        [(382, 307), (423, 308), (401, 330), (385, 344), (412, 345)],
        [(476, 352), (510, 354), (501, 371), (483, 384), (511, 383)],
    ],
    "horse.webp": [],
    "narwhal.webp": [],
}
"""Eyes, nose and corners of the mouth in shipped pictures, as a person sees them."""
BOX = (178, 58, 270, 180)
"""The astronaut's face."""


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    return FaceDetector()


@pytest.fixture(scope="module")
def astronaut() -> Floats:
    return shown("astronaut.webp")


@pytest.fixture(scope="module")
def known(detector: FaceDetector, astronaut: Floats) -> Find:
    return detector.find(astronaut)[0]


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    common = float(np.prod(np.maximum(high - low, 0)))
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return common / (sum(areas) - common)


@pytest.mark.parametrize("name", FACES)
def test_faces_of_a_photograph_a_painting_and_a_statue(detector: FaceDetector, name: str):
    found = detector.find(shown(name))
    assert len(found) == len(FACES[name])
    for one, want in zip(found, FACES[name], strict=True):
        assert close(one.landmarks, np.array(want, float), one.size) < 0.08
        assert one.score > 0.6
    assert [one.size for one in found] == sorted((one.size for one in found), reverse=True)


def test_the_box_holds_the_face(known: Find):
    assert overlap(known.box, BOX) > 0.85


@pytest.mark.parametrize("height", [16, 20, 40, 300, 900])
def test_faces_of_any_size(detector: FaceDetector, astronaut: Floats, known: Find, height: int):
    scale = height / known.size
    part = np.s_[20:240, 110:340]
    picture = moved(
        astronaut[part], Similarity(scale + 0j, 0j), Size(round(230 * scale), round(220 * scale))
    )
    by = Similarity(scale + 0j, -scale * (110 + 20j))
    found = detector.find(picture)
    assert len(found) == 1
    assert close(found[0].landmarks, by(known.landmarks), height) < 0.04
    assert 0.8 < found[0].size / height < 1.25


def test_a_face_that_is_the_whole_picture(detector: FaceDetector, astronaut: Floats, known: Find):
    left, top, right, bottom = BOX
    for factor in (1, 6):
        size = Size((right - left) * factor, (bottom - top) * factor)
        by = Similarity(factor + 0j, -factor * complex(left, top))
        found = detector.find(
            moved(astronaut[top:bottom, left:right], Similarity(factor + 0j, 0j), size)
        )
        assert len(found) == 1
        assert close(found[0].landmarks, by(known.landmarks), found[0].size) < 0.06


@pytest.mark.parametrize("degrees", [-120, -75, -30, 20, 45, 90, 135, 180])
def test_turned_faces(detector: FaceDetector, astronaut: Floats, known: Find, degrees: int):
    by = about(225 + 120j, rect(1, radians(degrees)), 160 + 160j)
    picture = moved(astronaut, by, Size(320, 320))
    found = detector.find(picture)
    assert found
    best = max(found, key=lambda one: one.score)
    assert close(best.landmarks, by(known.landmarks), known.size) < 0.04


@pytest.mark.parametrize("cut", [0, 20, 40])
def test_a_face_cut_by_the_border(detector: FaceDetector, astronaut: Floats, known: Find, cut: int):
    """Landmarks stay where they are as far as they are seen."""
    found = detector.find(astronaut[:300, 178 + cut :])
    assert len(found) == 1
    there = known.landmarks - (178 + cut, 0)
    visible = there[:, 0] > 0
    assert close(found[0].landmarks[visible], there[visible], known.size) < 0.08


def test_many_faces_in_a_large_picture_are_each_found_once(
    detector: FaceDetector, astronaut: Floats, known: Find
):
    """On the borders between tiles too: a step of 130 pixels meets them all."""
    canvas = np.full((900, 1500, 3), 0.5, np.float32)
    places = []
    for index in range(40):
        x, y = 10 + 180 * (index % 8) + 7 * (index // 8), 10 + 175 * (index // 8)
        scale = (0.4, 0.7, 1.0)[index % 3]
        by = Similarity(scale + 0j, complex(x, y) - scale * (160 + 30j))
        part = moved(
            astronaut[30:200, 160:290],
            Similarity(scale + 0j, 0j),
            Size(int(130 * scale), int(170 * scale)),
        )
        canvas[y : y + part.shape[0], x : x + part.shape[1]] = part
        places.append((by(known.landmarks), known.size * scale))
    found = detector.find(canvas)
    assert len(found) == len(places)
    for landmarks, size in places:
        assert min(close(one.landmarks, landmarks, size) for one in found) < 0.05


def test_grey_and_dark_pictures(detector: FaceDetector, astronaut: Floats, known: Find):
    grey = np.repeat(astronaut[:300].mean(2, keepdims=True), 3, 2)
    for picture in (grey, grey * np.float32(0.3)):
        (found,) = detector.find(picture)
        assert close(found.landmarks, known.landmarks, known.size) < 0.04


@pytest.mark.parametrize("shape", [(1, 1), (1, 700), (3, 2), (16, 16), (40, 33)])
@pytest.mark.parametrize("kind", ["flat", "noise"])
def test_pictures_without_faces(detector: FaceDetector, shape: tuple[int, int], kind: str):
    random = np.random.default_rng(1)
    picture = random.random((*shape, 3)) if kind == "noise" else np.full((*shape, 3), 0.6)
    assert detector.find(picture.astype(np.float32)) == ()


def test_the_same_picture_gives_the_same_faces(
    detector: FaceDetector, astronaut: Floats, known: Find
):
    (again,) = FaceDetector().find(astronaut)
    assert (again.box, again.score) == (known.box, known.score)
    assert np.array_equal(again.landmarks, known.landmarks)


def test_certainty(detector: FaceDetector):
    statues = shown("rushmore.webp")
    assert len(detector.find(statues, certainty=0.7)) == 1
    assert detector.find(statues, certainty=0.95) == ()


def test_progress_and_cancel(detector: FaceDetector, astronaut: Floats):
    steps: list[float] = []
    cancelled = threading.Event()

    def report(fraction: float, _: str) -> None:
        steps.append(fraction)
        if len(steps) == 4:
            cancelled.set()

    detector.find(astronaut, watch=Watch(lambda fraction, _: steps.append(fraction)))
    assert steps == sorted(steps)
    assert 0 <= steps[0] < steps[-1] <= 1
    steps.clear()
    large = np.zeros((1500, 1500, 3), np.float32)
    with pytest.raises(Cancelled):
        detector.find(large, watch=Watch(report, cancelled))
    assert len(steps) == 4


def test_smaller_faces_are_not_looked_for(detector: FaceDetector, astronaut: Floats, known: Find):
    scale = LEAST * 0.6 / known.size
    small = moved(
        astronaut, Similarity(scale + 0j, 0j), Size(round(512 * scale), round(512 * scale))
    )
    assert detector.find(small, certainty=0.3) == ()


def test_a_damaged_detector_is_said_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    broken = tmp_path / "centerface.onnx"
    broken.write_bytes(b"not a network")
    monkeypatch.setattr(centerface, "resource", lambda *_: broken)
    with pytest.raises(BadModel, match="install Ritocco again"):
        FaceDetector()
