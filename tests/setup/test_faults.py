"""What goes wrong is one line that says what to do."""

import errno
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from ritocco.errors import CannotInstall
from ritocco.setup import environment, install, main, provide, requirement, source
from ritocco.setup.account import Account
from ritocco.setup.builds import BUILDS, BuildChoice
from ritocco.setup.environment import Environment
from ritocco.setup.machine import Machine
from ritocco.setup.pip import Pip, trouble
from tests.setup.fakes import Bundle

LOG = Path("/data/install.log")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "disk is full"),
        (
            "WARNING: Retrying ... NewConnectionError(... Temporary failure in name resolution)\n"
            "ERROR: Could not find a version that satisfies the requirement hatchling\n"
            "ERROR: No matching distribution found for hatchling",
            "cannot be reached",
        ),
        ("ReadTimeoutError: Read timed out.", "cannot be reached"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "PIP_CERT"),
        ("ERROR: [Errno 13] Permission denied: '/x'", "never use sudo"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "arrived damaged"),
        ("ERROR: No matching distribution found for torch==2.13.0+cpu", "torch==2.13.0+cpu for"),
        (
            "  error: command 'x86_64-linux-gnu-g++' failed: No such file or directory\n"
            "  ERROR: Failed building wheel for pymaxflow\nFailed to build pymaxflow\n"
            "error: failed-wheel-build-for-install",
            "Use Python 3.11 to 3.13, or install a C++ compiler",
        ),
        ("ERROR: something new\n", "(something new)"),
    ],
)
def test_pips_words_become_the_artists(said, sentence):
    told = trouble(said, LOG, "2.2 GB")
    assert sentence in told
    assert "\n" not in told


@pytest.fixture
def account(tmp_path):
    return Account("linux", tmp_path / "home", {"PATH": ""})


def run(monkeypatch, capsys, account, *words):
    monkeypatch.setattr(Account, "of_user", classmethod(lambda cls: account))
    code = main.main(words)
    return code, capsys.readouterr().err.strip()


@pytest.fixture
def bundle(tmp_path):
    return Bundle(tmp_path / "bundle").make()


def test_a_full_disk(monkeypatch, capsys, account, bundle):
    monkeypatch.setattr(environment, "make", lambda new, old: new.folder.mkdir(parents=True))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(9, 9, 10**8))
    code, told = run(monkeypatch, capsys, account, "install", "--offline", str(bundle))
    assert code == 1
    assert "0.1 GB free, and 2.0 GB are needed" in told
    assert "\n" not in told
    assert not list(account.environments.glob("[0-9]*"))


def test_a_python_without_venv(monkeypatch, capsys, account, bundle):
    def fails(*_, **__):
        raise subprocess.CalledProcessError(1, "ensurepip", output=b"No module named ensurepip")

    monkeypatch.setattr(venv, "create", fails)
    code, told = run(monkeypatch, capsys, account, "install", "--offline", str(bundle))
    assert code == 1
    assert "sudo apt install python3" in told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EACCES, "Never use sudo"),
        (errno.EROFS, "Never use sudo"),
        (errno.ENOSPC, "disk is full"),
        (errno.EIO, "refused something"),
    ],
)
def test_the_systems_refusals(monkeypatch, capsys, account, bundle, number, sentence):
    def fails(*_, **__):
        raise OSError(number, os.strerror(number), "/some/where")

    monkeypatch.setattr(install, "provide", fails)
    code, told = run(monkeypatch, capsys, account, "install", "--offline", str(bundle))
    assert code == 1
    assert sentence in told
    assert "\n" not in told


def test_a_file_where_a_folder_is_needed(monkeypatch, capsys, account, bundle):
    account.home.mkdir()
    (account.home / ".local").write_text("")
    code, told = run(monkeypatch, capsys, account, "install", "--offline", str(bundle))
    assert code == 1
    assert ".local" in told
    assert "\n" not in told


def test_stopped_by_the_artist(monkeypatch, capsys, account, bundle):
    def stops(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(install, "provide", stops)
    code, told = run(monkeypatch, capsys, account, "install", "--offline", str(bundle))
    assert code == 130
    assert "run this again to go on" in told


def test_sudo_is_refused(monkeypatch, account):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(CannotInstall, match="without sudo"):
        install.refuse_sudo(Account("linux", account.home, {"SUDO_USER": "ann"}))
    install.refuse_sudo(account)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"python": "3.10"}, "is for Python 3.10 on"),
        ({"platform": "win-amd64"}, "on win-amd64, and this is"),
        ({"format": 99}, "newer Ritocco"),
    ],
)
def test_bundles_that_do_not_fit(tmp_path, other, sentence):
    made = Bundle(tmp_path / "bundle")
    made.make()
    made.describe(**other)
    with pytest.raises(CannotInstall, match=sentence):
        source.bundle(made.folder)


def test_bundles_that_are_not_whole(bundle, tmp_path):
    wheel = next((bundle / "wheels").glob("helper*"))
    whole = wheel.read_bytes()
    wheel.write_bytes(b"x" * len(whole))
    with pytest.raises(CannotInstall, match=f"not whole: wheels/{wheel.name}"):
        source.bundle(bundle)
    wheel.unlink()
    with pytest.raises(CannotInstall, match="Copy the folder again"):
        source.bundle(bundle)
    with pytest.raises(CannotInstall, match="is no bundle of Ritocco"):
        source.bundle(tmp_path)


def test_a_folder_that_is_not_ritocco(tmp_path):
    with pytest.raises(CannotInstall, match="not the whole of Ritocco"):
        source.checkout(tmp_path)


def test_this_very_checkout_is_one():
    here = source.checkout(Path(__file__).parents[2])
    assert here.torch.count(".") == 2
    assert here.version
    assert len(here.digest) == 64


class Indexes(Pip):
    """pip that knows some versions, by index."""

    known: dict[str, list[str]] = {}  # noqa: RUF012

    def versions(self, package, index=""):
        return self.known.get(index, [])


@pytest.mark.parametrize(
    ("known", "version", "index", "advice"),
    [
        ({"": ["2.13.0", "2.13.0+cu130"]}, "2.13.0+cu130", "", False),
        ({"": ["2.13.0"], "at/cu130": ["2.13.0+cu130"]}, "2.13.0+cu130", "at/cu130", False),
        ({"": ["2.13.0"]}, "2.13.0", "", True),
        ({}, "2.13.0", "", False),
    ],
)
def test_where_the_build_is_had_from(monkeypatch, known, version, index, advice):
    monkeypatch.setattr(Indexes, "known", known)
    made = source.InstallSource("1", "", "2.13.0", Path())
    pip = Indexes(Path(), Path(), LOG)
    machine = Machine("linux", "x86_64")
    found = requirement.requirement(made, BuildChoice(BUILDS["cu130"], "why"), machine, pip, "at")
    assert (found.version, found.index) == (version, index)
    assert ("could not be had from at/cu130" in found.advice) is advice
    assert (f"torch=={version}") in found.words()


def test_a_bundle_has_the_build_that_it_has():
    made = source.InstallSource("1", "", "2.13.0+cpu", Path(), Path("/w"))
    machine, pip = Machine("linux", "x86_64"), Pip(Path(), Path(), LOG)
    found = requirement.requirement(made, BuildChoice(BUILDS["cu130"], "a card"), machine, pip)
    assert found.version == "2.13.0+cpu"
    assert "another build" in found.advice
    with pytest.raises(CannotInstall, match="Make a bundle with that build"):
        requirement.requirement(
            made, BuildChoice(BUILDS["cu130"], "you asked for cuda"), machine, pip
        )


def test_offline_pip_hears_of_no_index(monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "somewhere")
    pip = Pip(Path(sys.executable), tmp_path / "fetched", tmp_path / "log", tmp_path)
    told = pip._surroundings()
    assert "PIP_EXTRA_INDEX_URL" not in told
    assert told["PIP_NO_INDEX"] == "1"
    assert told["PIP_CONFIG_FILE"] == os.devnull
    assert Path(told["TMPDIR"]).is_relative_to(tmp_path)
    with pytest.raises(CannotInstall, match="no package nothing-like-this"):
        pip.install("Nothing", "nothing-like-this")
    assert "nothing-like-this" in (tmp_path / "log").read_text()


def test_a_damaged_manifest_is_said(account):
    account.data.mkdir(parents=True)
    account.manifest.write_text("{")
    from ritocco.setup.manifest import Manifest

    with pytest.raises(CannotInstall, match="Delete that file"):
        Manifest.read(account.manifest)


def test_an_environment_that_does_not_run(tmp_path):
    one = Environment(tmp_path)
    assert one.contents() is None
    with pytest.raises(CannotInstall, match="does not run"):
        one.tried()
    (tmp_path / "ready.json").write_text(json.dumps({"version": 1}))
    assert one.contents() is None


@pytest.mark.parametrize(
    ("have", "known", "keeps"),
    [
        ("2.13.0+cu130", {}, True),  # what is wanted is there: nothing is asked
        ("2.13.0", {"": ["2.13.0"]}, True),  # PyPI's, and the other still cannot be had
        ("2.13.0", {"": ["2.13.0"], "at/cu130": ["2.13.0+cu130"]}, False),
        ("2.13.0+cpu", {}, False),  # a graphics card is new here
        ("2.12.0", {}, False),
        ("", {}, False),
    ],
)
def test_pytorch_is_fetched_anew_only_for_another_one(
    monkeypatch, account, tmp_path, have, known, keeps
):
    monkeypatch.setattr(Indexes, "known", known)
    monkeypatch.setattr(provide, "Pip", Indexes)
    one = Environment(tmp_path / "1")
    one.python.parent.mkdir(parents=True)
    one.python.touch()
    told = dict.fromkeys(("version", "source", "python", "torch", "asked"), "")
    told["packages"] = {"torch": have}
    (one.folder / "ready.json").write_text(json.dumps(told))
    made = source.InstallSource("1", "", "2.13.0", tmp_path)
    choice, machine = BuildChoice(BUILDS["cu130"], "a card"), Machine("linux", "x86_64")
    work = provide.Work(account, made, choice, machine, "", "at")
    assert provide._has_torch(work, one) is keeps
