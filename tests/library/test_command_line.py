"""`ritocco models ...` as an artist meets it, and as a script does."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ritocco.cli.main import main
from tests.library.adapters import write_lora
from tests.library.conftest import content, sha256
from tests.library.http_server import Fault
from tests.library.test_shelves import program
from tests.restore.nets import write_tiny

DATA = content(200_000)
CATALOGUE = """
[licence.free]
title = "Free for all"
link = "https://example.org/free"
note = "You may sell what you make."
[[model]]
id = "net-one"
title = "Net one"
kind = "upscaler"
good_for = "Trying things out."
licence = "free"
memory = 2
recommended = true
files = [{{ path = "one.pth", bytes = {size}, sha256 = "{sum}" }}]
sources = [{{ url = "{url}/files/one.pth" }}]
[[model]]
id = "net-two"
title = "Net two"
kind = "controlnet"
good_for = "Trying more out."
licence = "free"
files = [{{ path = "two.safetensors" }}]
sources = [{{ hub = "some/repo" }}]
"""


@pytest.fixture
def hub(home, server, tmp_path, monkeypatch):
    server.files["one.pth"] = DATA
    server.repos["some/repo"]["two.safetensors"] = DATA
    path = tmp_path / "catalogue.toml"
    path.write_text(CATALOGUE.format(size=len(DATA), sum=sha256(DATA), url=server.url))
    monkeypatch.setenv("RITOCCO_CATALOGUE", str(path))
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    return server


class Person(io.StringIO):
    """Someone at a terminal, who types this."""

    def isatty(self) -> bool:
        return True


def run(capsys, *arguments: object, code: int = 0) -> tuple[str, str]:
    try:
        found = main(["models", *map(str, arguments)])
    except SystemExit as error:
        found = error.code
    out, err = capsys.readouterr()
    assert found == code, err
    return out, err


def run_json(capsys, *arguments: object, code: int = 0) -> dict:
    out, _ = run(capsys, *arguments, "--json", code=code)
    assert out.count("\n") == 1
    return json.loads(out)


def test_the_list_shows_what_is_here_and_what_can_be_had(hub, capsys):
    out, err = run(capsys, "list")
    assert err == ""
    lines = out.splitlines()
    assert lines[0] == "Models that paint"
    assert lines[1].split()[:3] == ["here", "(ships)", "model:mini"]
    assert lines[3] == "Networks that make pictures larger"
    plain = [" ".join(line.split()) for line in lines]
    assert "- net-one 200 kB Net one (begin with this)" in plain
    assert "- net-two ? Net two" in plain
    assert any("ControlNets (for later: Ritocco cannot use these yet)" in line for line in lines)
    assert hub.log == [], "nothing is asked for a list"
    out, _ = run(capsys, "list", "--here")
    assert "model:mini" in out
    assert "net-one" not in out
    out, _ = run(capsys, "list", "--here", "--kind", "controlnet")
    assert "There are none of these" in out
    out, _ = run(capsys, "info", "mini")
    assert "sampler dpmpp_2m, cfg 3.0, strength 0.55" in out
    told = run_json(capsys, "list", "--kind", "controlnet")
    assert [one["id"] for one in told["models"]] == ["net-two"]


def test_info_says_size_licence_source_and_what_to_do(hub, capsys):
    out, _ = run(capsys, "info", "net-one")
    for words in (
        "200 kB",
        "Free for all. You may sell what you make.",
        "https://example.org/free",
        f"{hub.url}/files/one.pth",
        f"sha256 {sha256(DATA)[:12]}",
        "from 2 GB of graphics memory",
        "not tried when this list was made",
        "state:     not here",
        "`ritocco models get net-one`",
    ):
        assert words in out
    assert "cannot use models of this kind yet" in run(capsys, "info", "net-two")[0]
    assert run_json(capsys, "info", "net-one")["state"] == "absent"
    assert hub.log == []


def test_get_shows_the_licence_and_asks(hub, home, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Person("n\n"))
    _, err = run(capsys, "get", "net-one", code=2)
    for words in ("Net one", "200 kB", "Free for all", "https://example.org/free", "[y/N]"):
        assert words in err
    assert "Nothing was done" in err
    assert hub.log == []
    monkeypatch.setattr(sys, "stdin", Person("y\n"))
    out, err = run(capsys, "get", "net-one")
    final = home / "models" / "upscale" / "one.pth"
    assert final.read_bytes() == DATA
    assert out == f"Net one is here: {final}\n"
    assert f"Fetching one.pth from {hub.url}" in err


def test_a_size_that_is_not_known_is_asked_for_before_the_question(hub, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Person("\n"))
    _, err = run(capsys, "get", "net-two", code=2)
    assert "200 kB, from Hugging Face: some/repo" in err
    assert "cannot use models of this kind yet" in err
    assert {request.method for request in hub.log} == {"HEAD"}


def test_without_a_person_get_needs_yes_and_says_so(hub, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    _, err = run(capsys, "get", "net-one", code=2)
    assert "ritocco models get net-one --yes" in err
    assert "https://example.org/free" in err
    assert hub.gets("one.pth") == []
    told = run_json(capsys, "get", "net-one", "--yes")
    assert (told["id"], told["bytes"], told["name"]) == ("net-one", len(DATA), "one")
    assert Path(told["path"]).read_bytes() == DATA
    _, err = run(capsys, "get", "net-one", "--yes", code=2)
    assert "is here already" in err


def test_several_are_got_at_once_and_those_here_are_passed_over(hub, capsys):
    run(capsys, "get", "net-one", "--yes")
    out, err = run(capsys, "get", "net-one", "net-two", "--yes")
    assert "Net one is here already" in err
    assert out.startswith("Net two is here: ")


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Fault(status=404), "no longer has this file"),
        (Fault(body=DATA[::-1]), "is not the file it should be"),
        (Fault(status=429, headers={"Retry-After": "9000"}), "left alone for 2 h 30 min"),
    ],
)
def test_each_failure_is_one_line_with_what_to_do(hub, capsys, fault, says):
    hub.always["one.pth"] = fault
    out, err = run(capsys, "get", "net-one", "--yes", code=2)
    assert out == ""
    last = err.splitlines()[-1]
    assert last.startswith("ritocco: Net one could not be fetched. ")
    assert says in last


def test_an_unknown_id_is_answered_with_what_is_like_it(hub, capsys):
    _, err = run(capsys, "get", "net", "--yes", code=2)
    assert "Did you mean one of these: net-one, net-two?" in err


def test_control_c_says_that_what_has_come_is_kept(hub, home):
    hub.always["one.pth"] = Fault(rate=20_000)
    command = [sys.executable, "-m", "ritocco", "models", "get", "net-one", "--yes"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
        # A shell's background jobs ignore Ctrl+C, and so would all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    partial = home / "models" / ".library" / "partial"
    while not any(path.stat().st_size > 2000 for path in partial.rglob("*.part")):
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == ""
    assert err.splitlines()[-1] == (
        "ritocco: Stopped. What has come is kept: ritocco models get net-one goes on from there."
    )


def test_add_check_remove_of_an_own_file(hub, home, tmp_path, capsys, monkeypatch):
    mine = write_tiny(tmp_path / "mine.safetensors")
    out, _ = run(capsys, "add", mine)
    assert out.startswith("mine is here now, as an upscaler (hard link): ")
    assert "ok   upscaler:mine: it can be read" in run(capsys, "check", "mine")[0]
    _, err = run(capsys, "add", mine, code=2)
    assert "here already" in err
    monkeypatch.setattr(sys, "stdin", Person("n\n"))
    _, err = run(capsys, "remove", "mine", code=2)
    assert "the file it leads to stays" in err
    told = run_json(capsys, "remove", "mine", "--yes")
    assert told == {"removed": [str(home / "models/upscale/mine.safetensors")], "bytes": 0}
    assert mine.is_file()


def test_an_evil_file_is_refused_by_name(hub, tmp_path, capsys):
    import pickle

    evil = tmp_path / "evil.ckpt"
    evil.write_bytes(pickle.dumps({"x": os.system}, protocol=2))
    _, err = run(capsys, "add", evil, code=2)
    assert err.splitlines()[-1].startswith("ritocco: evil.ckpt wants to run code (posix.system)")


def test_a_folder_in_which_nothing_is_good_fails(hub, tmp_path, capsys):
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / "x.safetensors").write_bytes(b"<html>")
    out, _ = run(capsys, "add", folder, code=1)
    assert out.startswith("Left out: x.safetensors is a web page")


def test_check_of_a_damaged_model_is_bad_and_says_what_to_do(hub, home, capsys):
    run(capsys, "get", "net-one", "--yes")
    assert run_json(capsys, "check", "net-one")["checked"] == [
        {"id": "net-one", "ok": True, "by": "sha256", "problem": None}
    ]
    final = home / "models" / "upscale" / "one.pth"
    final.write_bytes(DATA[:-1] + b"\0")
    out, _ = run(capsys, "check", "net-one", code=1)
    assert out.startswith("BAD  net-one: one.pth (200 kB) has other bytes than it should")
    assert "Remove it, and get it again" in out


def test_where_shows_all_folders(hub, home, tmp_path, capsys):
    folder = program(tmp_path / "webui", "A1111")
    home.mkdir(exist_ok=True)
    (home / "settings.toml").write_text(
        f'[models]\nfolders = ["{folder}", "/unplugged"]\nmirrors = ["/mirror"]\noffline = true\n'
    )
    out, _ = run(capsys, "where")
    assert f"Models are kept in {home / 'models'}" in out
    assert f"{folder} (A1111)" in out
    assert "/unplugged (a folder of models)  NOT THERE" in out
    assert "/mirror" in out
    assert "Offline" in out
    assert str(home / "settings.toml") in out
    assert run_json(capsys, "where")["kinds"]["lora"] == str(home / "models" / "lora")
    out, _ = run(capsys, "list", "--here")
    assert "here (A1111)  model:dream" not in out, "a file that is no model is not called here"
    assert "here (A1111)  upscaler:x2" in out


def test_the_catalogue_that_ships_can_be_listed(home, capsys):
    out, _ = run(capsys, "list")
    assert "sd15-inpaint" in out
    assert "here (ships)" in out
    assert max(len(line) for line in out.splitlines()) < 110


def test_adapters_go_in_and_out_by_their_kind_and_name(hub, home, capsys, tmp_path):
    path = write_lora(
        tmp_path / "ink.safetensors",
        modelspec__title="Ink by me",
        modelspec__trigger_phrase="wash, dry",
        ss_output_name="ink_v2",
    )
    path.with_suffix(".json").write_text('{"preferred weight": 0.7}')
    assert "ink is here now, as a LoRA (hard link)" in run(capsys, "add", path)[0]
    out, _ = run(capsys, "info", "lora:ink")
    for words in (
        "<lora:ink:1> in a prompt",
        "family:    Stable Diffusion 1",
        "called:    Ink by me",
        "alias:     ink_v2",
        "words:     wash, dry",
        "strength:  0.7",
    ):
        assert words in out
    told = run_json(capsys, "list", "--here", "--kind", "lora")["models"]
    assert [(one["id"], one["trigger_words"]) for one in told] == [("lora:ink", ["wash", "dry"])]
    assert "ok   lora:ink" in run(capsys, "check", "lora:ink")[0]
    _, err = run(capsys, "remove", "embedding:ink", "--yes", code=2)
    assert "'embedding:ink'" in err
    run(capsys, "remove", "lora:ink", "--yes")
    assert list((home / "models" / "lora").iterdir()) == []
    assert path.with_suffix(".json").is_file()


def test_a_lora_whose_numbers_are_none_is_found_by_check(hub, home, capsys):
    path = write_lora(home / "models" / "lora" / "ink.safetensors")
    path.write_bytes(path.read_bytes()[:-4] + b"\xff\xff\xff\xff")
    assert "lora:ink" in run(capsys, "list", "--here")[0]
    out, _ = run(capsys, "check", "lora:ink", code=1)
    assert out.startswith("BAD  lora:ink: ink.safetensors cannot be used")
