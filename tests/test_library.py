"""Which model a name means: the user's own first, then the one that ships, if it is there."""

import pytest

from ritocco.diffusion.sniff import FAMILY_KEY
from ritocco.errors import NotFound
from ritocco.installed.here import models_here
from ritocco.library import shipped_models
from ritocco.library.find import default_model, find
from ritocco.library.kinds import ModelKind
from ritocco.library.shelves import Shelves
from tests.diffusion.ldm_files import save_folder, small


@pytest.fixture
def mini(tmp_path, monkeypatch):
    """A small model of the same kind in the place of the one that ships."""
    folder = save_folder(tmp_path / "shipped", small("sd1-inpaint"), **{FAMILY_KEY: "mini"})
    monkeypatch.setattr(shipped_models, "resource", lambda *parts: folder)
    return folder


@pytest.fixture
def none(monkeypatch):
    def missing(*parts):
        raise NotFound("not here")

    monkeypatch.setattr(shipped_models, "resource", missing)


@pytest.fixture
def models(tmp_path):
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


@pytest.fixture
def shelves(models):
    return Shelves(models)


def test_the_model_that_ships_is_the_default_until_there_is_another(mini, models, shelves):
    assert default_model(shelves) == "mini"
    assert find(ModelKind.MODEL, "mini", shelves) == mini
    (models / "mine.safetensors").write_bytes(b"")
    assert default_model(shelves) == "mine"
    assert find(ModelKind.MODEL, "mini", shelves) == mini
    (models / "yours.ckpt").write_bytes(b"")
    with pytest.raises(NotFound, match="mine, yours"):
        default_model(shelves)


def test_a_model_of_that_name_in_the_users_folder_goes_first(mini, models, shelves):
    (models / "mini.safetensors").write_bytes(b"")
    assert find(ModelKind.MODEL, "mini", shelves) == models / "mini.safetensors"
    [entry] = models_here(ModelKind.MODEL, shelves)
    assert not entry.shipped


def test_it_is_listed_last_and_told_apart(mini, models, shelves):
    save_folder(models / "zebra", small("sd1"), **{FAMILY_KEY: "sd1"})
    own, shipped = models_here(ModelKind.MODEL, shelves)
    assert (own.name, own.shipped) == ("zebra", False)
    assert (shipped.name, shipped.family, shipped.native) == ("mini", "mini", 256)
    assert (shipped.inpaints, shipped.shipped, shipped.problem) == (True, True, None)


def test_without_it_a_default_is_asked_for(none, shelves):
    assert models_here(ModelKind.MODEL, shelves) == []
    with pytest.raises(NotFound, match="No Stable Diffusion model is here yet"):
        default_model(shelves)
    with pytest.raises(NotFound, match="There are none yet"):
        find(ModelKind.MODEL, "mini", shelves)
