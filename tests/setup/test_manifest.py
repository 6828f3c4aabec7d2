"""What is written down before it is made, and how it is taken back."""

from pathlib import Path

import pytest

from ritocco.installed.families import FILE
from ritocco.setup.account import Account
from ritocco.setup.manifest import ItemKind, Manifest, ManifestPart, write_whole
from ritocco.setup.uninstall import uninstall


@pytest.fixture
def account(tmp_path):
    return Account("linux", tmp_path / "home", {"PATH": ""})


def begun(account) -> Manifest:
    manifest = Manifest.read(account.manifest)
    manifest.make_folder(ManifestPart.HOME, account.data)
    return manifest


def test_it_is_on_the_disk_before_the_thing_is(account, monkeypatch):
    account.home.mkdir()
    manifest = begun(account)
    made = Path.mkdir

    def watched(path, *words, **more):
        noted = [one.path for one in Manifest.read(account.manifest).entries]
        assert str(path) in noted
        made(path, *words, **more)

    monkeypatch.setattr(Path, "mkdir", watched)
    manifest.make_folder(ManifestPart.KRITA, account.home / "a" / "b")
    assert (account.home / "a" / "b").is_dir()
    read = Manifest.read(account.manifest)
    assert read.entries == manifest.entries
    assert read.of(ManifestPart.KRITA)[0].path.endswith("b")


def test_nothing_is_noted_twice(account):
    manifest = begun(account)
    before = list(manifest.entries)
    manifest.note(ItemKind.FILE, ManifestPart.DESKTOP, account.home / "x")
    manifest.note(ItemKind.FILE, ManifestPart.DESKTOP, account.home / "x")
    manifest.make_folder(ManifestPart.HOME, account.data)
    assert len(manifest.entries) == len(before) + 1


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    file = tmp_path / "f"
    write_whole(file, "old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, "new")
    assert file.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["f"]


def test_everything_in_a_chosen_folder_is_only_what_we_know(account, tmp_path):
    """Somebody may have set RITOCCO_HOME to the folder of all their pictures."""
    chosen = tmp_path / "pictures"
    account = Account("linux", account.home, {"PATH": "", "RITOCCO_HOME": str(chosen)})
    begun(account)
    for name in ("holiday.png", "models/m.safetensors", "results/1/layer.png", "token"):
        (chosen / name).parent.mkdir(parents=True, exist_ok=True)
        (chosen / name).write_text("x")
    uninstall(account, everything=True)
    assert [one.name for one in chosen.iterdir()] == ["holiday.png"]


def test_everything_takes_the_usual_folder_and_the_settings(account, tmp_path):
    account.home.mkdir()
    begun(account)
    outside = tmp_path / "models of another program"
    outside.mkdir()
    (outside / "m.safetensors").write_text("theirs")
    (account.data / "models").mkdir()
    (account.data / "models" / "linked").symlink_to(outside)
    (account.data / "dock.json").write_text("{}")
    settings = account.config / "ritocco" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("")
    uninstall(account, everything=True)
    assert not account.data.exists()
    assert list(account.home.iterdir()) == []
    assert (outside / "m.safetensors").read_text() == "theirs"


def test_what_is_the_artists_stays(account, capsys):
    account.home.mkdir()
    begun(account)
    (account.data / "styles").mkdir()
    (account.data / "styles" / "mine.json").write_text("{}")
    (account.data / "results").mkdir()
    (account.data / "results" / ".lock").touch()  # never held a result
    library = account.data / "models" / ".library"
    library.mkdir(parents=True)
    (library / FILE).touch()  # nor was there a model
    for name in ("token", "ritocco.log", "install.log"):
        (account.data / name).touch()
    uninstall(account)
    assert [one.name for one in account.data.iterdir()] == ["styles"]
    assert "styles (0 MB)" in capsys.readouterr().out


def test_what_has_no_manifest_is_found_all_the_same(account, capsys):
    """Of versions before there was one, or where somebody deleted it."""
    package = account.home / ".local/share/krita/pykrita/ritocco_dock"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    rc = account.home / ".config/kritarc"
    rc.parent.mkdir()
    rc.write_text("[python]\nenable_ritocco_dock=true\n")
    uninstall(account)
    assert not package.exists()
    assert "ritocco" not in rc.read_text()
    assert "was not installed" in capsys.readouterr().out
