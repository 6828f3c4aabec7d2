"""Small models on disk, as a user's models folder holds them."""

from pathlib import Path

import pytest

from ritocco.diffusion.sniff import FAMILY_KEY

from .ldm_files import save_folder, small


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with small models: diffusers folders of the real classes, random weights."""
    home = tmp_path_factory.mktemp("home")
    for family in ("sd1", "sd1-inpaint", "sdxl"):
        save_folder(home / "models" / family, small(family), **{FAMILY_KEY: family})
    return home


@pytest.fixture
def models(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The models folder of `home`, made the user's own."""
    monkeypatch.setenv("RITOCCO_HOME", str(home))
    return home / "models"
