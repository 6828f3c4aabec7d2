"""Finding Kritas, and how our plugin stands in each."""

from pathlib import Path

import pytest

from ritocco.setup import kritarc
from ritocco.setup.account import Account
from ritocco.setup.dock import put_into_kritas
from ritocco.setup.krita import PluginState, kritas, running, survey
from ritocco.setup.manifest import Manifest, ManifestPart
from ritocco.setup.plugin import shipped_plugin
from ritocco.setup.uninstall import take_out_of_krita

HOME = Path("/home/ann")


@pytest.mark.parametrize(
    ("system", "environment", "resources", "settings"),
    [
        ("linux", {}, "/home/ann/.local/share/krita", "/home/ann/.config/kritarc"),
        ("linux", {"XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c"}, "/d/krita", "/c/kritarc"),
        ("win32", {"APPDATA": "/r", "LOCALAPPDATA": "/l"}, "/r/krita", "/l/kritarc"),
        (
            "darwin",
            {},
            "/home/ann/Library/Application Support/krita",
            "/home/ann/Library/Preferences/kritarc",
        ),
    ],
)
def test_each_system_has_its_folders(system, environment, resources, settings):
    (one,) = kritas(Account(system, HOME, environment))
    assert (one.resources, one.settings) == (Path(resources), Path(settings))


@pytest.fixture
def account(tmp_path):
    return Account("linux", tmp_path, {"PATH": ""})


def test_sandboxes_in_use_are_found(account, tmp_path):
    (tmp_path / ".var/app/org.kde.krita").mkdir(parents=True)
    (tmp_path / "snap/krita/current").mkdir(parents=True)
    found = kritas(account)
    assert [one.name for one in found] == ["Krita", "Krita (Flatpak)", "Krita (Snap)"]
    assert found[1].settings == tmp_path / ".var/app/org.kde.krita/config/kritarc"
    assert found[1].resources == tmp_path / ".var/app/org.kde.krita/data/krita"
    assert found[2].resources == tmp_path / "snap/krita/current/.local/share/krita"


def installed(account):
    manifest = Manifest.read(account.manifest)
    manifest.make_folder(ManifestPart.HOME, account.data)
    return put_into_kritas(account, shipped_plugin(), manifest)


def test_the_survey_tells_what_is_there(account, tmp_path):
    (one,) = survey(account)
    assert (one.here, one.version, one.plugin, one.enabled) == (
        False,
        "",
        PluginState.ABSENT,
        False,
    )
    installed(account)
    about = tmp_path / ".local/share/krita-sysinfo.log"
    about.write_text("Krita\n\n Version: 5.2.9\n Hidpi: true\n\nQt\n\n  Version (compiled): 5.15\n")
    (one,) = survey(account)
    assert (one.here, one.version, one.plugin, one.enabled) == (
        True,
        "5.2.9",
        PluginState.CURRENT,
        True,
    )
    package = one.krita.plugins / "pykrita/ritocco_dock"
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "qt.pyc").touch()
    assert survey(account)[0].plugin is PluginState.CURRENT
    (package / "qt.py").write_text("older")
    assert survey(account)[0].plugin is PluginState.OTHER
    kritarc.write(one.krita.settings, "[python]\nenable_ritocco_dock=false\n")
    assert not survey(account)[0].enabled


def test_in_and_out_again_leaves_no_trace(account, tmp_path):
    told = installed(account)
    assert "~/.local/share/krita" in told[0]
    assert "no Krita was found yet" in told[0]
    package = tmp_path / ".local/share/krita/pykrita/ritocco_dock"
    assert (package / "hosts" / "krita.py").is_file()
    assert not list(package.rglob("__pycache__"))
    (package / "old.py").touch()
    installed(account)
    assert not (package / "old.py").exists()
    take_out_of_krita(account)
    assert list(tmp_path.rglob("*")) == []


def test_kritas_own_things_stay(account, tmp_path):
    brush = tmp_path / ".local/share/krita/paintoppresets/mine.kpp"
    brush.parent.mkdir(parents=True)
    brush.touch()
    rc = tmp_path / ".config/kritarc"
    rc.parent.mkdir()
    rc.write_text("a=1\n")
    before = sorted(tmp_path.rglob("*"))
    installed(account)
    take_out_of_krita(account)
    assert sorted(tmp_path.rglob("*")) == before
    assert rc.read_text() == "a=1\n"


def test_a_moved_resource_folder_gets_it(account, tmp_path):
    rc = tmp_path / ".config/kritarc"
    rc.parent.mkdir()
    rc.write_text(f"ResourceDirectory={tmp_path / 'elsewhere'}\n")
    installed(account)
    assert (tmp_path / "elsewhere/pykrita/ritocco_dock/__init__.py").is_file()
    assert not (tmp_path / ".local/share/krita").exists()


def test_a_sandboxed_krita_gets_it_and_the_artist_is_told(account, tmp_path):
    (tmp_path / ".var/app/org.kde.krita").mkdir(parents=True)
    told = "\n".join(installed(account))
    assert "flatpak override --user --talk-name=org.freedesktop.Flatpak" in told
    assert f"--env=RITOCCO_HOME={account.data}" in told
    inside = tmp_path / ".var/app/org.kde.krita/data/krita/pykrita/ritocco_dock"
    assert inside.is_dir()


@pytest.mark.parametrize(
    ("names", "runs"),
    [
        (["bash", "krita"], True),
        (["krita.exe"], True),
        (["krita-bin"], True),
        (["kritarunner", "gwenview"], False),
        ([], False),
    ],
)
def test_a_running_krita_is_noticed(account, names, runs):
    assert running(account, lambda: names) is runs


def test_the_artist_is_told_of_a_running_krita(account, monkeypatch):
    monkeypatch.setattr("ritocco.setup.krita._processes", lambda system: ["krita"])
    assert "Krita is running" in installed(account)[-1]
