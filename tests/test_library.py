"""Which model a name means: the user's own first, then the one that ships, if it is there."""

import pytest

from ritocco.diffusion.installed import catalogue
from ritocco.diffusion.sniff import FAMILY_KEY
from ritocco.errors import NotFound
from ritocco.library import local
from tests.diffusion.ldm_files import save_folder, small


@pytest.fixture
def mini(tmp_path, monkeypatch):
    """A small model of the same kind in the place of the one that ships."""
    folder = save_folder(tmp_path / "shipped", small("sd1-inpaint"), **{FAMILY_KEY: "mini"})
    monkeypatch.setattr(local, "resource", lambda *parts: folder)
    return folder


@pytest.fixture
def none(monkeypatch):
    def missing(*parts):
        raise NotFound("not here")

    monkeypatch.setattr(local, "resource", missing)


@pytest.fixture
def models(tmp_path):
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


def test_the_model_that_ships_is_the_default_until_there_is_another(mini, models):
    assert local.default_model(models) == "mini"
    assert local.find_model("mini", models) == mini
    (models / "mine.safetensors").write_bytes(b"")
    assert local.default_model(models) == "mine"
    assert local.find_model("mini", models) == mini
    (models / "yours.ckpt").write_bytes(b"")
    with pytest.raises(NotFound, match="mine, yours"):
        local.default_model(models)


def test_a_model_of_that_name_in_the_users_folder_goes_first(mini, models):
    (models / "mini.safetensors").write_bytes(b"")
    assert local.find_model("mini", models) == models / "mini.safetensors"
    [entry] = catalogue(models)
    assert not entry.shipped


def test_it_is_listed_last_and_told_apart(mini, models):
    save_folder(models / "zebra", small("sd1"), **{FAMILY_KEY: "sd1"})
    own, shipped = catalogue(models)
    assert (own.name, own.shipped) == ("zebra", False)
    assert (shipped.name, shipped.family, shipped.native) == ("mini", "mini", 256)
    assert (shipped.inpaints, shipped.shipped, shipped.problem) == (True, True, None)


def test_without_it_a_default_is_asked_for(none, models):
    assert catalogue(models) == []
    with pytest.raises(NotFound, match="No Stable Diffusion model is here yet"):
        local.default_model(models)
    with pytest.raises(NotFound, match="There are none yet"):
        local.find_model("mini", models)
