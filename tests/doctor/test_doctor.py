"""The checks on machines that are not this one, and the doctor as a whole."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ritocco import __version__
from ritocco.cli.main import main
from ritocco.doctor import editors, table
from ritocco.doctor import settings as set_checks
from ritocco.doctor.apart import Apart
from ritocco.doctor.computing import judged
from ritocco.doctor.examine import examine
from ritocco.doctor.finding import Severity, well
from ritocco.doctor.private import Private
from ritocco.doctor.table import CHECKS, Check, Look, named
from ritocco.errors import NotFound
from ritocco.setup import krita
from ritocco.setup.builds import choose
from ritocco.setup.machine import Amd, Intel, Machine, Nvidia

from .ports import lasting_port
from .scratch import bad, only, told

ROOT = Path(__file__).parents[2]
PLAIN = Machine("linux", "x86_64")
RTX = Nvidia("NVIDIA GeForce RTX 4070", (580, 95), (8, 9))


def judge(machine: Machine, version: str, made_for: str, on_card: bool = False):
    return judged(machine, choose(machine), version, made_for, on_card)


def test_a_build_that_computes_on_its_card():
    machine = replace(PLAIN, nvidia=(RTX,))
    assert judge(machine, "2.13.0+cu130", "cuda 13.0", on_card=True).level is Severity.OK


def test_a_build_for_the_processor_beside_a_card():
    finding = judge(replace(PLAIN, nvidia=(RTX,)), "2.13.0+cpu", "cpu")
    assert finding.level is Severity.BAD
    assert "RTX 4070" in finding.seen
    assert finding.fix == "python3 run.py install --torch cu130"


def test_a_build_for_cuda_without_a_card():
    finding = judge(PLAIN, "2.13.0+cu130", "cuda 13.0")
    assert finding.level is Severity.NOTE
    assert "no graphics card" in finding.seen
    assert finding.fix.endswith("python3 run.py install --torch cpu")


def test_a_driver_that_is_too_old():
    old = replace(RTX, driver=(470, 82))
    finding = judge(replace(PLAIN, nvidia=(old,)), "2.13.0+cu130", "cuda 13.0")
    assert finding.level is Severity.BAD
    assert "470.82" in finding.seen
    assert "Update NVIDIA's driver to 525" in finding.fix


def test_a_driver_that_another_build_can_use():
    older = replace(RTX, driver=(550, 54))
    finding = judge(replace(PLAIN, nvidia=(older,)), "2.13.0+cu130", "cuda 13.0")
    assert finding.level is Severity.BAD
    assert finding.fix == "python3 run.py install --torch cu126"


def test_a_driver_that_does_not_start():
    finding = judge(replace(PLAIN, nvidia=(RTX,)), "2.13.0+cu130", "cuda 13.0")
    assert finding.level is Severity.BAD
    assert "restart" in finding.fix


@pytest.mark.parametrize(
    ("machine", "label"),
    [
        (replace(PLAIN, amd=(Amd("gfx1100"),)), "rocm7.2"),
        (replace(PLAIN, intel=(Intel(0x56A0, True),)), "xpu"),
    ],
)
def test_other_makers_cards(machine: Machine, label: str):
    finding = judge(machine, "2.13.0+cpu", "cpu")
    assert finding.level is Severity.BAD
    assert finding.fix == f"python3 run.py install --torch {label}"
    version = {"rocm7.2": "rocm 7.2.53211", "xpu": "xpu 20250101"}[label]
    assert judge(machine, f"2.13.0+{label}", version, on_card=True).level is Severity.OK
    assert "restart" in judge(machine, f"2.13.0+{label}", version).fix


def test_a_card_that_is_too_old_is_no_fault():
    ancient = replace(PLAIN, nvidia=(Nvidia("GeForce GT 710", (470, 0), (3, 5)),))
    assert judge(ancient, "2.13.0+cpu", "cpu").level is Severity.OK
    assert judge(PLAIN, "2.13.0+cpu", "cpu").level is Severity.OK


def krita_root(root: Path, *files: str) -> Path:
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"")
    return root


PLUGIN = "lib/x86_64-linux-gnu/kritaplugins/kritapykrita.so"


def test_a_krita_whose_python_lacks_pyqt(tmp_path: Path):
    root = krita_root(tmp_path, PLUGIN)
    (finding,) = editors.python_support("Krita", root)
    assert finding.level is Severity.BAD
    assert "sudo apt install python3-pyqt5" in finding.fix
    krita_root(root, "lib/python3/dist-packages/PyQt5/__init__.py")
    assert list(editors.python_support("Krita", root)) == []


def test_a_krita_without_python(tmp_path: Path):
    root = krita_root(tmp_path, "lib64/kritaplugins/kritaairbrush.so")
    (finding,) = editors.python_support("Krita", root)
    assert "no plugin runs" in finding.seen
    assert list(editors.python_support("Krita", tmp_path / "bundle")) == []


@pytest.mark.parametrize(("version", "old"), [("5.0.6", True), ("5.1.5", False), ("5.3.4", False)])
def test_an_old_krita_is_told(account: Path, version: str, old: bool):
    resources = account / ".local" / "share" / "krita"
    resources.mkdir(parents=True)
    (account / ".config").mkdir()
    (account / ".config" / "kritarc").write_text("[theme]\n")
    log = account / ".local" / "share" / "krita-sysinfo.log"
    log.write_text(f"Krita\n Version: {version}\n")
    (finding,) = [one for one in told(light=["Krita"]) if one.name == "Krita"]
    assert finding.level is Severity.NOTE
    assert (finding.fix == "update Krita") is old
    assert ("is made for 5.1 and later" in finding.seen) is old


def test_the_readme_names_the_same_least_krita():
    least = ".".join(map(str, krita.LEAST))
    assert f"Krita {least} or later" in (ROOT / "README.md").read_text("utf-8")


def test_a_variable_with_a_wrong_letter():
    (finding,) = set_checks.strangers({"RITOCCO_OFLINE": "1", "RITOCCO_HOME": "/x", "PATH": ""})
    assert finding.level is Severity.NOTE
    assert "RITOCCO_OFLINE" in finding.seen
    assert "RITOCCO_OFFLINE" in finding.fix


def test_every_variable_that_is_read_is_known():
    """What the sources name is in the tables, and so in the example and in `ritocco settings`."""
    import re

    known = {*set_checks.OUTSIDE, *(key.variable for key in set_checks.KEYS)}
    root = Path(table.__file__).resolve().parents[3]
    files = [*(root / "backend").rglob("*.py"), *(root / "plugin").rglob("*.py")]
    named_there = {
        word
        for file in files
        for word in re.findall(r"\"(RITOCCO_[A-Z_]*[A-Z])\"", file.read_text("utf-8"))
    }
    assert named_there - known == set()
    assert len(named_there) >= 4


def test_folders_that_are_not_there_are_told(monkeypatch):
    monkeypatch.setenv("RITOCCO_MODEL_FOLDERS", "/nowhere/models")
    monkeypatch.setenv("RITOCCO_MIRRORS", "https://mirror.example/x")
    notes = [one for one in told(light=["Settings"]) if one.level is Severity.NOTE]
    assert ["/nowhere/models" in one.seen for one in notes] == [True]


# Trials


@pytest.mark.parametrize("name", ["Content-aware fill", "Stable Diffusion", "Upscaling", "Faces"])
def test_each_engine_is_tried(name: str):
    (finding,) = told(name, light=[])
    assert finding.level is Severity.OK, finding
    assert " s" in finding.seen


def test_a_damaged_engine_is_found(monkeypatch):
    import numpy as np

    from ritocco.fill.content_aware import PaddingPainter

    monkeypatch.setattr(PaddingPainter, "paint", lambda self, view, *_: np.zeros_like(view.pixels))
    finding = only(told("Content-aware fill", light=[]), "Content-aware fill")
    assert "comes out wrong" in finding.seen
    assert "pip install" in finding.fix


def test_a_diffusion_that_comes_out_black_is_found(monkeypatch):
    import numpy as np

    from ritocco.diffusion import trial

    monkeypatch.setattr("ritocco.doctor.trials.demonstration", lambda: None)
    monkeypatch.setattr(trial, "paint", lambda *_: np.zeros((128, 128, 3), np.float32))
    only(told("Stable Diffusion", light=[]), "Stable Diffusion")


def test_the_tiny_model_is_tried_where_none_ships(monkeypatch):
    monkeypatch.setattr("ritocco.doctor.trials.demonstration", lambda: None)
    (finding,) = told("Stable Diffusion", light=[])
    assert finding.level is Severity.OK
    assert "random weights" in finding.seen


# The whole


def crash(look: Look):
    yield well("First", "seen")
    raise ZeroDivisionError("by zero")


def hang(look: Look):
    import time

    time.sleep(60)
    yield well("Hang", "never")


def test_a_crash_inside_a_check_is_a_finding():
    broken = Check("Broken", f"{__name__}:crash")
    unknown = Check("Unknown", "ritocco.doctor.nowhere:at_all")
    findings = list(examine(Look(), [broken, unknown, table.BY_NAME["Python"]]))
    assert [one.name for one in findings] == ["First", "Broken", "Unknown", "Python"]
    assert "ZeroDivisionError: by zero (test_doctor.py, line" in findings[1].seen
    assert [one.ok for one in findings] == [True, False, False, True]


def test_a_check_that_hangs_is_stopped_and_the_next_is_run(tmp_path: Path, monkeypatch):
    """As a driver does that never answers."""
    (tmp_path / "torch.py").write_text("import time\ntime.sleep(300)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Apart(["PyTorch", "Easel"], Look(), timeout=10) as apart:
        (first,) = apart.findings("PyTorch")
        (second,) = apart.findings("Easel")
    assert "nothing was heard for 10 s" in first.seen
    assert second.ok


def test_what_is_private_is_taken_out():
    private = Private(Path("/home/ada"), "ada", ("workstation-7",), "s3cr3t")
    text = (
        "/home/ada/.config and /home/adam, file /mnt/ada/x, ada@host, adapter, "
        "workstation-7:80 (workstation-77) with s3cr3t"
    )
    assert private.clean(text) == (
        "~/.config and /home/adam, file /mnt/USER/x, USER@host, adapter, "
        "HOST:80 (workstation-77) with TOKEN"
    )
    windows = Private(Path("/home/ada"), "Ada")
    assert windows.clean(r"C:\Users\Ada\x") == r"C:\Users\USER\x"


def test_nothing_private_is_told(account: Path, data: Path):
    (data / "token").write_text("the-token-itself")
    (data / "token").chmod(0o600)
    text = json.dumps([one.to_dict() for one in told("Models")])
    assert str(account) not in text
    assert "the-token-itself" not in text
    assert "~/.local/share/ritocco" in text


def test_checks_can_be_chosen():
    assert [check.name for check in named(["krita", "PORT"])] == ["Krita", "Server port"]
    assert named([]) == CHECKS
    with pytest.raises(NotFound, match="Server port"):
        named(["teapot"])


def test_the_command_line(account: Path, data: Path, capsys):
    assert main(["doctor", "python", "token"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"ritocco {__version__}"
    assert lines[1].startswith("ok   Python: ")
    assert lines[-1] == "All is well."
    (data / "token").write_text("x")
    (data / "token").chmod(0o666)
    with pytest.raises(SystemExit) as ended:
        main(["doctor", "token"])
    assert ended.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("BAD  Token: ")
    assert lines[2].startswith("     -> rm ")
    assert main(["doctor", "teapot"]) == 2


def test_it_runs_with_broken_settings_and_heavy_checks_apart(account: Path):
    """The whole program, as a user starts it."""
    environment = {**os.environ, "RITOCCO_DEVICE": "toaster"}
    done = subprocess.run(
        [sys.executable, "-m", "ritocco", "doctor", "--json", "settings", "device", "port"],
        capture_output=True,
        text=True,
        env=environment,
    )
    answer = json.loads(done.stdout)
    assert done.returncode == 1
    assert not answer["healthy"]
    levels = {one["name"]: one["level"] for one in answer["findings"]}
    assert levels == {"Settings": "bad", "Server port": "ok", "Device": "note"}
    assert all(one["fix"] for one in answer["findings"] if one["level"] != "ok")


def test_everything_at_once_in_a_clean_account(account: Path):
    done = subprocess.run(
        [sys.executable, "-m", "ritocco", "doctor", "--json"], capture_output=True, text=True
    )
    answer = json.loads(done.stdout)
    assert answer["healthy"], answer
    assert answer["version"] == __version__
    assert {check.name for check in CHECKS} - {one["name"] for one in answer["findings"]} == {
        "Variables"  # tells of strange ones alone
    }


def test_our_own_server_is_known(account: Path, data: Path, tmp_path: Path, monkeypatch):
    port, beside = os.environ["RITOCCO_PORT"], str(lasting_port())
    (off,) = told(light=["Web UI API"])
    assert off.seen.startswith("off")
    monkeypatch.setenv("RITOCCO_A1111", "1")
    monkeypatch.setenv("RITOCCO_A1111_PORT", beside)
    monkeypatch.setenv("RITOCCO_API_AUTH", "anna:secret")
    with subprocess.Popen(
        [sys.executable, "-m", "ritocco", "serve"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert port in server.stdout.readline()
        assert beside in server.stdout.readline()
        (on,) = told(light=["Web UI API"])
        assert on.seen == f"on at http://127.0.0.1:{beside}, with a login"
        (finding,) = told(light=["Server port"])
        assert finding.seen == f"Ritocco {__version__} serves at {port}"
        monkeypatch.setenv("RITOCCO_HOME", str(tmp_path / "other"))
        (other,) = bad(told(light=["Server port"]))
        assert "another data folder" in other.seen
        server.terminate()
