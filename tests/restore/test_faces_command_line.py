"""`ritocco faces` from file to file, with a stand-in for the network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ritocco.canvas import files
from ritocco.canvas.arrays import Floats, Pixels
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.cli.main import main
from ritocco.restore import face_restorer as face_restorer
from ritocco.shipped import resource

ASTRONAUT = resource("pictures", "astronaut.webp")
FACE = np.s_[60:180, 178:270]
EYE = np.s_[92:114, 190:216]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def negative(monkeypatch: pytest.MonkeyPatch) -> list[Floats]:
    """A network that makes a negative of a face; the faces it was shown."""
    seen: list[Floats] = []

    def runner(face: Floats, *_: object) -> Floats:
        seen.append(face)
        return 1 - face

    monkeypatch.setattr(face_restorer, "find", lambda kind, name: Path(name))
    monkeypatch.setattr(face_restorer.NetworkCache, "get", lambda *_: runner)
    return seen


def picture(layout: Layout) -> Picture:
    """The astronaut in another layout; transparent on the left where it has alpha."""
    pixels = files.load(ASTRONAUT).pixels.astype(np.float64) / 255
    if layout.model is ColourModel.GREY:
        pixels = pixels.mean(2, keepdims=True)
    if layout.alpha:
        alpha = np.ones((*pixels.shape[:2], 1))
        alpha[:, :195] = 0
        alpha[100:110] *= 0.7
        pixels = np.concatenate([pixels, alpha], 2)
    return Picture(np.rint(pixels * layout.depth.maximum).astype(layout.depth.dtype), layout)


def saved(path: Path, pixels: Pixels) -> Path:
    grey = Layout(ColourModel.GREY, Depth.U8, alpha=False)
    files.save(Picture(pixels[..., None], grey), path)
    return path


def asked(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert main(["faces", *map(str, words), "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


@pytest.mark.parametrize("model", ColourModel)
@pytest.mark.parametrize("alpha", [False, True])
def test_only_the_face_changes_in_any_layout(
    model: ColourModel,
    alpha: bool,
    tmp_path: Path,
    negative: list[Floats],
    capsys: pytest.CaptureFixture[str],
):
    before = picture(Layout(model, Depth.U16, alpha))
    source, out = tmp_path / "in.png", tmp_path / "out.png"
    files.save(before, source)
    answer = asked(capsys, source, "-o", out, "--strength", 1)
    after = files.load(out)
    assert after.layout == before.layout
    changed = (after.pixels != before.pixels).any(2)
    rows, columns = np.nonzero(changed)
    assert changed[FACE][:, 25:].mean() > 0.9
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == pytest.approx(
        (30, 190, 195 if alpha else 150, 300), abs=30
    )
    if before.alpha is not None:
        assert np.array_equal(after.alpha, before.alpha)
        assert not changed[:, :195].any()
        assert not changed[100:110].any()  # half transparent: a layer over it would cover it
    assert [face["mended"] for face in answer["faces"]] == [True]
    assert len(negative) == 1


def test_a_network_that_changes_nothing_leaves_every_byte(
    tmp_path: Path, negative: list[Floats], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(face_restorer.NetworkCache, "get", lambda *_: lambda face, *_: face)
    out = tmp_path / "out.png"
    assert main(["faces", str(ASTRONAUT), "-o", str(out)]) == 0
    assert np.array_equal(files.load(out).pixels, files.load(ASTRONAUT).pixels)


def test_who_selects_an_eye_means_the_face_and_changes_the_eye(
    tmp_path: Path, negative: list[Floats], capsys: pytest.CaptureFixture[str]
):
    selection = np.zeros((512, 512), np.uint8)
    selection[EYE] = np.linspace(20, 255, 26).astype(np.uint8)
    mask, out, whole = saved(tmp_path / "m.png", selection), tmp_path / "a.png", tmp_path / "b.png"
    part = asked(capsys, ASTRONAUT, "--mask", mask, "-o", out, "--strength", 1)
    all_of_it = asked(capsys, ASTRONAUT, "-o", whole, "--strength", 1)
    (found,), (known,) = part["faces"], all_of_it["faces"]
    assert np.abs(np.array(found["points"]) - known["points"]).max() < 1
    before, after, full = (files.load(path).pixels.astype(int) for path in (ASTRONAUT, out, whole))
    assert np.array_equal(after[selection == 0], before[selection == 0])
    share = selection[EYE][..., None] / 255
    want = before[EYE] + share * (full[EYE] - before[EYE])
    assert np.abs(after[EYE] - want).mean() < 1


def test_the_same_recipe_gives_the_same_bytes(tmp_path: Path, negative: list[Floats]):
    first, again = tmp_path / "a.png", tmp_path / "b.png"
    words = ["--strength", "0.6", "--at-most", "1", "--certainty", "0.7"]
    assert main(["faces", str(ASTRONAUT), "-o", str(first), *words]) == 0
    assert main(["faces", str(ASTRONAUT), "-o", str(again), "--recipe", str(first)]) == 0
    assert np.array_equal(files.load(first).pixels, files.load(again).pixels)
    assert (files.load(first).pixels != files.load(ASTRONAUT).pixels).any()


def test_finding_faces_needs_no_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    statues, out = resource("pictures", "rushmore.webp"), tmp_path / "out.png"
    answer = asked(capsys, statues, "-o", out, "--strength", 0)
    assert [face["mended"] for face in answer["faces"]] == [False, False]
    assert np.array_equal(files.load(out).pixels, files.load(statues).pixels)


def test_a_missing_network_is_said_in_one_line_before_any_work(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "out.png"
    assert main(["faces", str(ASTRONAUT), "-o", str(out)]) == 2
    error = capsys.readouterr().err.strip()
    assert "GFPGAN 1.4 (349 MB)" in error
    assert "`ritocco models get gfpgan-1.4`" in error
    assert "\n" not in error
    assert not out.exists()


def test_no_face_is_said_and_changes_nothing(
    tmp_path: Path, negative: list[Floats], capsys: pytest.CaptureFixture[str]
):
    horse, out = resource("pictures", "horse.webp"), tmp_path / "out.png"
    assert main(["faces", str(horse), "-o", str(out)]) == 0
    assert "0 face(s) found" in capsys.readouterr().out
    assert np.array_equal(files.load(out).pixels, files.load(horse).pixels)
    assert negative == []
