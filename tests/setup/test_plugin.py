"""The dock as a zip, through Krita's own importer; and in the package that is installed."""

import builtins
import importlib.util
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from ritocco.setup.main import main
from ritocco.setup.plugin import PLUGIN, installed_plugin, shipped_plugin

ROOT = Path(__file__).parents[2]
IMPORTER = Path("/usr/share/krita/pykrita/plugin_importer/plugin_importer.py")


@pytest.fixture
def zipped(tmp_path, capsys):
    file = tmp_path / "new folder" / "dock.zip"
    assert main(["package", str(file)]) == 0
    assert "Import Python Plugin from File" in capsys.readouterr().out
    return file


def test_the_rules_of_kritas_importer(zipped):
    """What it looks for, written down here for machines without Krita."""
    with zipfile.ZipFile(zipped) as opened:
        names = opened.namelist()
        (desktop,) = [name for name in names if name.endswith(".desktop")]
        told = ConfigParser()
        told.read_string(opened.read(desktop).decode())
        library = told["Desktop Entry"]["X-KDE-Library"]
        assert told["Desktop Entry"]["Name"] == "Ritocco"
        assert f"{library}/" in names
        assert f"{library}/__init__.py" in names
        assert f"{library}.action" in names
        assert not [name for name in names if "__pycache__" in name or name.startswith("/")]
        assert opened.testzip() is None
        for path in (ROOT / "plugin" / PLUGIN).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                inside = path.relative_to(ROOT / "plugin").as_posix()
                assert opened.read(inside) == path.read_bytes()


@pytest.mark.skipif(not IMPORTER.exists(), reason="Krita's importer is not on this machine")
def test_kritas_own_importer_takes_it(zipped, tmp_path, monkeypatch):
    monkeypatch.setattr(builtins, "i18n", lambda text: text, raising=False)
    spec = importlib.util.spec_from_file_location("plugin_importer", IMPORTER)
    importer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(importer)
    resources, asked = tmp_path / "krita", []
    resources.mkdir()
    for times in (1, 2):
        taken = importer.PluginImporter(
            str(zipped), str(resources), lambda plugin: asked.append(plugin) or True
        ).import_all()
        assert [one["name"] for one in taken] == [PLUGIN]
        assert len(asked) == times - 1  # the second time it asks whether to overwrite
        assert shipped_plugin().is_in(resources)
        assert (resources / "actions" / f"{PLUGIN}.action").is_file()


def test_the_same_dock_is_the_same_zip(zipped, tmp_path):
    again = tmp_path / "again.zip"
    shipped_plugin().zip_into(again)
    assert again.read_bytes() == zipped.read_bytes()


def test_the_installed_package_has_all_that_is_needed(tmp_path):
    """Built as pip builds it; the checkout may then go."""
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    packages = tmp_path / "site-packages"
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
        opened.extractall(packages)
    plugin = installed_plugin(packages)
    assert plugin.action.is_file()
    resources = tmp_path / "krita"
    for target, source in shipped_plugin().parts().items():
        (resources / target).parent.mkdir(parents=True, exist_ok=True)
        (resources / target).symlink_to(source)
    assert plugin.is_in(resources)
    assert "ritocco/setup/trial.py" in names
    assert "ritocco/resources/icons/ritocco.svg" in names
    assert [name for name in names if name.endswith("entry_points.txt")]
    assert not [name for name in names if "__pycache__" in name]
