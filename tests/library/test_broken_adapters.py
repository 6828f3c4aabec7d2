"""Broken, foreign and hostile adapters, from the shelf to the recipe: a sentence for each.

Nothing of them is left where they were refused, and no code of theirs runs.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from ritocco.diffusion.engine import StableDiffusion
from ritocco.engine import View
from ritocco.errors import BadModel, RitoccoError
from ritocco.installed.add import Adder
from ritocco.library.catalogue import Catalogue
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.shelves import Shelves
from ritocco.library.transfers import Transfers
from ritocco.recipe.adapter import Adapter
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.server import library, offer
from ritocco.watch import Watch
from tests.diffusion.adapters.broken import ALL, Broken
from tests.diffusion.models import one_thread  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")
LONGEST = 500
"""Letters of a sentence."""
WHOLE = "flux flux-kohya sd3 dit llama refiner motion t5 checkpoint vae control ink lora-of-it"
"""Those that are as they should be, and are for other models or lie on another's shelf."""


@dataclass(frozen=True)
class Place:
    """All of them, on the shelves of a user, and beside them."""

    shelves: Shelves
    outside: Path
    trace: Path

    def laid(self, one: Broken) -> Path:
        return self.shelves.folder(ModelKind(one.kind)) / one.file


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    root = tmp_path_factory.mktemp("broken")
    here = Place(Shelves(root / "home" / "models"), root / "outside", root / "trace")
    for one in ALL:
        path = here.laid(one)
        path.parent.mkdir(parents=True, exist_ok=True)
        one.make(path, here.trace)
    here.outside.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RITOCCO_HOME", str(root / "home"))
        yield here
    assert not here.trace.exists(), "code of a file was run"


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.file)
def test_what_is_added_is_refused_in_a_sentence_and_leaves_nothing(
    place: Place, one: Broken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    shelves = Shelves(tmp_path / "models")
    path = place.outside / one.file
    path.write_bytes(place.laid(one).read_bytes())
    adder = Adder(shelves, Catalogue(()))
    if one.added is None:  # it is what it is, and goes where that belongs
        [added] = adder.add(path).models
        assert added.path.parent == shelves.folder(added.kind)
    else:
        with pytest.raises(BadModel, match=one.added) as refused:
            adder.add(path)
        assert Path(one.file).stem in str(refused.value)
        assert len(str(refused.value)) < LONGEST
        assert not [file for file in shelves.own.rglob("*") if file.is_file()]
    assert not place.trace.exists()
    assert {left.name for left in tmp_path.iterdir()} <= {"models"}


def test_lists_tell_of_each_what_can_be_told_without_its_weights(place: Place) -> None:
    rows = json.loads(offer.models().body)
    told = {
        (kind.value, row["name"]): row for kind in ModelKind for row in rows[KINDS[kind].plural]
    }
    shown = {row["path"]: row for row in json.loads(library.library(Transfers()).body)["models"]}
    for one in ALL:
        twins = [other for other in ALL if Path(other.file).stem == Path(one.file).stem]
        row = shown.get(str(place.laid(one)))
        if row is None:  # of one name only the first is listed
            assert len(twins) > 1, one.file
            continue
        here = told[one.kind.value, Path(one.file).stem]
        assert bool(row["problem"]) == bool(here["problem"]) == one.listed, one.file
        whole = not one.listed or Path(one.file).stem in WHOLE.split()
        assert row["state"] == ("here" if whole else "damaged"), one.file
        assert row["usable"] == (row["state"] == "damaged" or not one.listed), one.file
        assert row["removable"]
        if one.listed:
            assert Path(one.file).stem in here["problem"]
            assert len(here["problem"]) < LONGEST
            assert here["sentence"]["template"]
    assert not place.trace.exists()


@pytest.fixture(scope="module")
def engine() -> StableDiffusion:
    return StableDiffusion(device="cpu")


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.file)
def test_a_recipe_that_names_it_is_refused_in_a_sentence(
    place: Place,
    one: Broken,
    engine: StableDiffusion,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    word = Path(one.file).stem
    recipe = Recipe(
        kind=Kind.INPAINT,
        named=True,
        diffusion=Diffusion(model="mini", prompt=f"a {word} sky", steps=1, sampler="euler"),
        adapters=(Adapter(kind=one.kind, name=one.file),),
    )
    pixels = np.full((64, 64, 3), 0.5, np.float32)
    mask = np.zeros((64, 64), np.float32)
    mask[16:48, 16:48] = 1
    with pytest.raises(RitoccoError) as refused:
        engine.prepare(recipe).paint(View(pixels, mask, mask >= 0, {}), 1, Watch())
    assert len(str(refused.value)) < LONGEST
    assert word in str(refused.value)
    assert not place.trace.exists()
    assert list(tmp_path.iterdir()) == []
