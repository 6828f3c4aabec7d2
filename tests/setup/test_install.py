"""Installing for real, from bundles of tiny packages: whole, repaired, upgraded, killed, gone."""

import json
import os
import signal
import subprocess
import time

from ritocco.setup.environment import Environment, current
from ritocco.setup.manifest import Manifest
from tests.setup.conftest import AS_ARTISTS_DO, QUICKLY

DOCK = ".local/share/krita/pykrita/ritocco_dock"


def environment(person) -> Environment:
    found = current(person.account)
    assert found is not None
    return found


def ask(person, code):
    """Run something in the environment that the dock would start."""
    command = json.loads(person.account.pointer.read_text())["command"]
    told = subprocess.run(
        [command[0], "-I", "-c", code], env=person.surroundings, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    return told.stdout.strip()


def version(person):
    return ask(person, "import ritocco; print(ritocco.__version__)")


def test_the_life_of_an_installation(person, packages):
    """One long tale, since each environment costs seconds."""
    (person.home / ".config").mkdir()
    rc = person.home / ".config" / "kritarc"
    rc.write_text("a=1\n\n[python]\nenable_other=true\n\n[theme]\nTheme=x\n")
    before, settings = person.files(), rc.read_text()

    # installed
    person.begins = AS_ARTISTS_DO
    told = person.run(packages("1.0"))
    person.begins = QUICKLY
    assert "PyTorch 2.13.0+cpu computes on CPU" in told
    assert "Ready." in told
    assert version(person) == "1.0"
    assert ask(person, "import helper, torch; print(torch.__version__)") == "2.13.0+cpu"
    assert (person.home / DOCK / "ui" / "part.py").is_file()
    assert "enable_ritocco_dock=true\nenable_other=true" in rc.read_text()
    entry = (person.home / ".local/share/applications/ritocco-easel.desktop").read_text()
    assert f'Exec="{environment(person).python}" -m ritocco easel %F' in entry
    link = person.home / ".local/bin/ritocco"
    assert subprocess.run([link, "x"], capture_output=True, text=True).stdout == "ritocco ['x']\n"
    assert not (person.account.environments / "fetched").exists()
    assert oct(person.account.data.stat().st_mode & 0o777) == "0o700"
    first, whole = environment(person), set(person.files())

    # again: nothing to do
    told = person.run(packages("1.0"))
    assert "is installed and whole" in told
    assert set(person.files()) == whole

    # a file of a package is deleted: repaired beside, from the files that are whole
    linked = first.packages / "torch.py"
    number = linked.stat().st_ino
    (first.packages / "helper" / "data.txt").unlink()
    assert first.broken() == ["helper"]
    told = person.run(packages("1.0"))
    assert "Repairing: helper" in told
    second = environment(person)
    assert second.folder.name == "2"
    assert not first.folder.exists()
    assert (second.packages / "helper" / "data.txt").read_text() == "x" * 100
    assert (second.packages / "torch.py").stat().st_ino == number
    assert second.broken() == []
    assert link.readlink() == second.command

    # the dock is deleted from Krita and switched off: back again
    (person.home / DOCK / "__init__.py").unlink()
    rc.write_text(rc.read_text().replace("enable_ritocco_dock=true", "enable_ritocco_dock=false"))
    person.run(packages("1.0"))
    assert (person.home / DOCK / "__init__.py").read_text() == "# 1.0\n"
    assert "enable_ritocco_dock=true" in rc.read_text()

    # upgraded
    told = person.run(packages("2.0"))
    assert "Upgrading from 1.0" in told
    assert version(person) == "2.0"
    assert (person.home / DOCK / "__init__.py").read_text() == "# 2.0\n"

    # an upgrade that cannot start leaves what was
    broken = packages("3.0", **{"ritocco/setup/trial.py": "raise SystemExit('no')"})
    told = person.run(broken, code=1)
    assert "Ritocco does not run" in told
    assert version(person) == "2.0"
    left = {one.name for one in person.account.environments.iterdir()}
    assert left == {environment(person).folder.name, "fetched"}

    # the environment's own Python is gone, as after an upgrade of the system
    python = environment(person).python
    python.unlink()
    told = person.run(packages("2.0"))
    assert "Repairing: it does not start" in told
    assert version(person) == "2.0"

    # removed: models and results stay, nothing else does
    data = person.account.data
    for name in ("models/a.safetensors", "results/1/layer.png"):
        (data / name).parent.mkdir(parents=True)
        (data / name).write_text("precious")
    (data / "token").write_text("secret")
    told = person.run(packages("2.0"), "uninstall")
    assert "models" in told
    assert "finished results" in told
    assert {path.name for path in data.iterdir()} == {"models", "results"}
    assert (data / "models/a.safetensors").read_text() == "precious"
    assert rc.read_text() == settings

    # and again: still fine; then everything
    person.run(packages("2.0"), "uninstall")
    person.run(packages("2.0"), "uninstall", "--everything")
    assert person.files() == before


def kill_when(process, exists):
    """SIGKILL to the installer and all it started, as soon as a file is there."""
    while not exists():
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_killed_in_the_midst_it_can_be_removed(person, packages):
    before = person.files()
    python = person.account.environments / "1" / "bin" / "python"
    kill_when(person.start(packages("1.0")), python.is_symlink)
    person.run(packages("1.0"), "uninstall")
    assert person.files() == before


def test_killed_in_the_midst_it_goes_on(person, packages):
    before, account = person.files(), person.account
    packed = Environment(account.environments / "1").packages
    kill_when(person.start(packages("1.0")), (packed / "torch.py").exists)
    assert not account.pointer.exists()
    person.run(packages("1.0"))
    assert version(person) == "1.0"

    # an upgrade, while its environment is being filled: what was in use still is
    packed = Environment(account.environments / "2").packages
    kill_when(person.start(packages("2.0")), (packed / "torch.py").exists)
    assert version(person) == "1.0"
    assert environment(person).broken() == []
    person.run(packages("2.0"))
    assert version(person) == "2.0"
    assert [one.name for one in account.environments.iterdir()] == ["2"]
    person.run(packages("2.0"), "uninstall")
    assert person.files() == before


def test_two_at_once(person, packages):
    first = person.start(packages("1.0"))
    while not person.account.environments.exists():
        assert first.poll() is None
        time.sleep(0.02)
    told = person.run(packages("1.0"), code=1)
    assert "being installed or removed by another window" in told
    assert len(told.strip().splitlines()) <= 3
    first.communicate(timeout=240)
    assert first.returncode == 0
    assert version(person) == "1.0"


def test_models_of_a_bundle_come_along(person, packages, tmp_path):
    from tests.setup.fakes import Bundle

    bundle = Bundle(tmp_path / "bundle", "1.0")
    bundle.make()
    model = bundle.folder / "models" / "upscale" / "x4.pth"
    model.parent.mkdir(parents=True)
    model.write_text("network")
    bundle.describe()
    mine = person.account.data / "models" / "mine.safetensors"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    told = person.run(bundle.folder)
    assert "Models from the bundle: x4.pth" in told
    assert (person.account.data / "models/upscale/x4.pth").read_text() == "network"
    assert mine.read_text() == "mine"
    person.run(bundle.folder, "uninstall")
    assert mine.exists()
    model.write_text("another")
    told = person.run(bundle.folder, code=1)
    assert "models/upscale/x4.pth is missing or damaged" in told


def test_an_environment_in_use_is_left_until_the_next_time(person, packages):
    person.run(packages("1.0"))
    old = environment(person)
    holding = subprocess.Popen([old.python, "-c", "import time; time.sleep(300)"])
    try:
        told = person.run(packages("2.0"))
        assert "still in use" in told
        assert old.python.exists()
        told = person.run(packages("2.0"), "uninstall", code=1)
        assert f"process {holding.pid}" in told
        assert version(person) == "2.0"
    finally:
        holding.kill()
        holding.wait()
    person.run(packages("2.0"))
    assert not old.folder.exists()
    assert Manifest.read(person.account.manifest).entries
