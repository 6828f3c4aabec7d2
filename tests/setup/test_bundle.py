"""A bundle is made with what pip can reach, and is then enough by itself."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from ritocco.errors import CannotInstall
from ritocco.setup import source
from ritocco.setup.account import Account
from ritocco.setup.bundle import INSTALLER, make_bundle
from ritocco.setup.source import InstallSource
from tests.setup import quick_pip
from tests.setup.fakes import Bundle


@dataclass(frozen=True, slots=True)
class Built(InstallSource):
    """A checkout whose package is built already."""

    def wheel(self, pip, into):
        return Path(shutil.copy2(next(self.place.glob("ritocco-*.whl")), into))


@pytest.fixture
def reachable(tmp_path, monkeypatch):
    """What pip finds, and finds nothing else."""
    wheels = Bundle(tmp_path / "index").make() / "wheels"
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setattr("venv.EnvBuilder._setup_pip", quick_pip.setup_pip)
    return Built("1.0", "digest", "2.13.0", wheels)


def test_made_whole_and_enough_by_itself(reachable, tmp_path, person, capsys):
    library = tmp_path / "library"
    (library / "upscale").mkdir(parents=True)
    (library / "upscale" / "x4.pth").write_text("network")
    (library / "half.safetensors.part").write_text("half")
    folder = tmp_path / "a bundle"
    make_bundle(person.account, reachable, folder, "cpu", library)
    assert "The bundle is ready" in capsys.readouterr().out
    assert {one.name for one in folder.iterdir()} == {
        *("wheels", "models", "bundle.json", INSTALLER),
    }
    names = {path.name.split("-")[0] for path in (folder / "wheels").iterdir()}
    assert names == {"ritocco", "torch", "helper"}
    told = json.loads((folder / "bundle.json").read_text())
    assert told["torch"] == "2.13.0+cpu"
    assert "models/upscale/x4.pth" in told["files"]
    assert len(told["files"]) == 4
    assert source.bundle(folder).wheels == folder / "wheels"
    person.run(folder)
    assert (person.account.data / "models/upscale/x4.pth").read_text() == "network"


def test_a_folder_with_other_things_is_not_touched(reachable, tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "holiday.png").touch()
    with pytest.raises(CannotInstall, match="is not empty"):
        make_bundle(Account("linux", tmp_path, {}), reachable, folder, "", None)
    assert [one.name for one in folder.iterdir()] == ["holiday.png"]


def test_one_that_could_not_be_finished_is_none(reachable, tmp_path, monkeypatch):
    monkeypatch.setattr("ritocco.setup.environment.make", lambda new, old: False)
    folder = tmp_path / "bundle"
    with pytest.raises(OSError, match="python"):
        make_bundle(Account("linux", tmp_path, {}), reachable, folder, "cpu", None)
    with pytest.raises(CannotInstall, match="is no bundle"):
        source.bundle(folder)
