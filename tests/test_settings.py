"""The settings: one TOML file and variables, checked by one table."""

import json
import re
import subprocess
import sys
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from ritocco.cli.main import main
from ritocco.errors import BadSettings
from ritocco.places import Places
from ritocco.settings import Settings, settings_file
from ritocco.settings.changes import with_values
from ritocco.settings.example import example
from ritocco.settings.keys import KEYS, SECTIONS
from ritocco.settings.lines import line_of


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path))
    for name in ["RITOCCO_SETTINGS", *(key.variable for key in KEYS)]:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def said(home: Path, text: str) -> Settings:
    (home / "settings.toml").write_text(text, "utf-8")
    return Settings.of_user()


def refused(home: Path, text: str) -> str:
    with pytest.raises(BadSettings) as caught:
        said(home, text)
    told = str(caught.value)
    assert "\n" not in told
    assert str(home / "settings.toml") in told
    return told


def uncommented() -> str:
    """The example with every setting taken into use."""
    names = "|".join(key.name for key in KEYS)
    return re.sub(rf"(?m)^# ((?:{names}) = )", r"\1", example())


def test_without_a_file_all_is_usual(home: Path):
    assert Settings.of_user() == Settings()
    assert not (home / "settings.toml").exists()
    assert {key.field for key in KEYS} == {one.name for one in fields(Settings)} - {"origins"}
    for key in KEYS:
        usual = getattr(Settings(), key.field)
        assert (list(usual) if isinstance(usual, tuple) else usual) == key.usual, key.path


def test_the_example_says_everything_and_changes_nothing(home: Path):
    assert tomllib.loads(example()) == {section: {} for section in SECTIONS}
    assert said(home, example()) == Settings()
    for key in KEYS:
        assert key.variable in example()
        assert key.about.splitlines()[0] in example()
    assert max(map(len, example().splitlines())) <= 100


def test_every_line_of_the_example_counts_once_it_is_taken_into_use(home: Path):
    settings = said(home, uncommented())
    for key in KEYS:
        assert getattr(settings, key.field) != getattr(Settings(), key.field), key.path
        number = int(re.search(r"line (\d+)$", settings.origin(key.field))[1])
        line = (home / "settings.toml").read_text().splitlines()[number - 1]
        assert line == f"{key.name} = {key.example}"
    assert settings.model_folders[0] == Path("~/stable-diffusion-webui/models").expanduser()
    assert settings.mirrors == ("/media/usb/ritocco", "https://mirror.studio.example/models")


VARIABLES = {
    "RITOCCO_RESULTS": ("/other/results", Path("/other/results")),
    "RITOCCO_MODELS": ("/other/models", Path("/other/models")),
    "RITOCCO_MODEL_FOLDERS": ("/a; /b,c", (Path("/a"), Path("/b,c"))),
    "RITOCCO_MIRRORS": ("http://host:80/x/;/usb", ("http://host:80/x", "/usb")),
    "RITOCCO_OFFLINE": ("0", False),
    "RITOCCO_PORT": ("9001", 9001),
    "RITOCCO_A1111": ("0", False),
    "RITOCCO_A1111_PORT": ("7870", 7870),
    "RITOCCO_CORS_ALLOW_ORIGINS": (
        "https://A.example:443/, http://b.example:3000",
        ("https://a.example", "http://b.example:3000"),
    ),
    "RITOCCO_API_AUTH": ("ola:a:b", "ola:a:b"),
    "RITOCCO_LISTEN": ("0", False),
    "RITOCCO_DEVICE": ("cpu", "cpu"),
    "RITOCCO_PRECISION": ("bfloat16", "bfloat16"),
    "RITOCCO_MEMORY_SHARE": ("0.25", 0.25),
}


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.path)
def test_a_variable_overrides_its_line(home: Path, monkeypatch, key):
    text, value = VARIABLES[key.variable]
    before = said(home, uncommented())
    monkeypatch.setenv(key.variable, text)
    after = Settings.of_user()
    assert getattr(before, key.field) != value
    assert after == replace(before, **{key.field: value})
    assert after.origin(key.field) == f"the variable {key.variable}"


@pytest.mark.parametrize(
    ("variable", "text", "word"),
    [
        ("RITOCCO_PORT", "many", "whole number"),
        ("RITOCCO_OFFLINE", "perhaps", "1 or 0"),
        ("RITOCCO_DEVICE", "gpu", "cuda"),
        ("RITOCCO_MEMORY_SHARE", "50", "0.1 to 1.0"),
        ("RITOCCO_MIRRORS", "ftp://x", "https"),
    ],
)
def test_a_bad_variable_is_named(home: Path, monkeypatch, variable: str, text: str, word: str):
    monkeypatch.setenv(variable, text)
    with pytest.raises(BadSettings, match=rf"^The variable {variable}.*{word}"):
        Settings.of_user()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[compute]\n\ndevcie = "cpu"', 3, "did you mean 'device'"),
        ("[compute]\noffline = true", 2, "belongs below [models]"),
        ("[server]\nofline = true", 2, "did you mean 'offline' below [models]"),
        ("[server]\nxyz = 1", 2, "there are port"),
        ('\n[model]\nfolders = ["/x"]', 2, "did you mean [models]"),
        ("[network]\noffline = true", 1, "did you mean [models]"),
        ("[zzz]", 1, "there are [data], [models]"),
        ("port = 1", 1, "belongs below [server]"),
        ("server = 1", 1, "write [server]"),
        ('[server]\nport = "7867"', 2, "without quotes"),
        ("[server]\nport = 70000", 2, "65535"),
        ("[server]\nport = true", 2, "not true"),
        ("server.port = 0", 1, "from 1"),
        ("server = { port = 0 }", 1, "from 1"),
        ('[server]\ncors_allow_origins = ["page.example"]', 2, "https://page.example"),
        ('[server]\napi_auth = "anna"', 2, "a colon between"),
        ('[compute]\nprecision = "fp16"', 2, "did you mean float16"),
        ('[compute]\ndevice = "gpu"', 2, '"cuda"'),
        ("[compute]\nmemory_share = 50", 2, "0.1 to 1.0"),
        ('[models]\nfolders = "/x"', 2, "list of folders"),
        ('[models]\nfolders = [\n  "/x",\n  "relative",\n]', 2, "whole path"),
        ('[models]\noffline = "yes"', 2, "true or false"),
        ('[models]\nmirrors = ["ftp://x/y"]', 2, "https://host/models"),
        ('[data]\nresults = ""', 2, "a folder in quotes"),
        ('\n[models]\nfolders = ["C:\\Users\\me"]', 3, "single quotes"),
        ("[compute]\ndevice = cuda", 2, "quotes"),
        ("[models]\noffline = True", 2, "small"),
        ("[server]\nport = 1\nport = 2", 3, "set twice"),
        ("[server]\nport = 1\n[compute]\n[server]", 4, "[server] is there already"),
        ("[server\nport = 1", 1, "--example"),
    ],
)
def test_mistakes_are_named_with_their_line_and_remedy(home, text: str, line: int, words: str):
    told = refused(home, text)
    assert f"line {line}" in told
    assert words in told


def test_a_file_that_is_no_text_or_cannot_be_read(home: Path, monkeypatch):
    (home / "settings.toml").write_bytes("[server]\nport = 1".encode("utf-16"))
    with pytest.raises(BadSettings, match="UTF-8"):
        Settings.of_user()
    monkeypatch.setenv("RITOCCO_SETTINGS", str(home))
    with pytest.raises(BadSettings, match="cannot be read"):
        Settings.of_user()


def test_notepads_mark_at_the_beginning_is_no_mistake(home: Path):
    (home / "settings.toml").write_bytes(b"\xef\xbb\xbf[server]\r\nport = 8001\r\n")
    assert Settings.of_user().port == 8001


def test_lines_are_found_in_every_way_of_writing():
    text = '# [a]\n[ a . "b" ] # why\nc = 1\nd=2\n[[e]]\n"f" = 1\nx.y.z = 1\n'
    places = {"a.b": 2, "a.b.c": 3, "a.b.d": 4, "e": 5, "e.f": 6, "e.x.y.z": 7, "a": 2, "q": 1}
    assert {path: line_of(text, path) for path in places} == places


def test_where_the_file_lies(home: Path, monkeypatch):
    assert settings_file() == home / "settings.toml"
    monkeypatch.setenv("RITOCCO_SETTINGS", str(home / "mine.toml"))
    assert settings_file() == home / "mine.toml"
    monkeypatch.delenv("RITOCCO_SETTINGS")
    monkeypatch.delenv("RITOCCO_HOME")
    assert settings_file().parts[-2:] == ("ritocco", "settings.toml")


def test_places_follow(home: Path):
    assert Places.of_user().models == home / "models"
    said(home, '[data]\nresults = "/disk/r"\nmodels = "/disk/m"')
    places = Places.of_user()
    assert (places.results, places.models) == (Path("/disk/r"), Path("/disk/m"))
    assert places.upscalers == Path("/disk/m/upscale")
    assert places.token == home / "token"


def test_it_is_light():
    program = (
        "import sys; from ritocco.settings import Settings; Settings.of_user();"
        "print(*sorted({'numpy', 'torch', 'cv2', 'fastapi', 'pyvips'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "")


FILES = (
    "",
    "# mine",
    "\ufeff[server]\r\nport = 8001\r\n",
    '[models]\nfolders = ["/a"] # [server]\n\n[server]\n',
    "[server]\nlisten = false # never\na1111 = true\n[compute]\n",
    '[server]\ncors_allow_origins = [ # pages\n  "https://a.example", # "b"\n]\nlisten=true',
    "[server]\napi_auth = 'anna:\"]='\n",
    example(),
)


@pytest.mark.parametrize("text", FILES)
def test_settings_are_changed_in_their_file_and_nothing_else_is(home: Path, text: str):
    keys = {key.path: key for key in KEYS}
    wanted = {"a1111": False, "cors_allow_origins": ["https://c.example"], "api_auth": 'ola:\\"x'}
    made = with_values(text, [(keys[f"server.{name}"], value) for name, value in wanted.items()])
    before = tomllib.loads(text.lstrip("\ufeff"))
    assert tomllib.loads(made.lstrip("\ufeff")) == {
        **before,
        "server": {**before.get("server", {}), **wanted},
    }
    assert sorted(re.findall("#.*", made)) == sorted(
        comment for comment in re.findall("#.*", text) if comment not in ("# pages", '# "b"')
    )


@pytest.mark.parametrize("text", ["server = { a1111 = true }\n", "server.listen = true\n"])
def test_a_file_that_only_its_writer_can_change_stays(text: str):
    key = next(key for key in KEYS if key.path == "server.a1111")
    with pytest.raises(ValueError, match=r"server"):
        with_values(text, [(key, False)])


# The command line


def test_the_command_shows_values_and_where_they_come_from(home, monkeypatch, capsys):
    said(home, "[server]\nport = 9000\n")
    monkeypatch.setenv("RITOCCO_OFFLINE", "yes")
    assert main(["settings"]) == 0
    shown = capsys.readouterr().out
    assert f"server.port = 9000  ({home / 'settings.toml'}, line 2)" in shown
    assert "models.offline = true  (the variable RITOCCO_OFFLINE)" in shown
    assert main(["settings", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["settings"]["server.port"]["value"] == 9000
    assert data["settings"]["data.models"]["value"] == str(home / "models")
    assert data["problems"] == []
    assert data["environment"]["RITOCCO_HOME"] == str(home)


def test_the_command_lists_every_mistake(home, capsys):
    (home / "settings.toml").write_text("[server]\nport = 0\n[compute]\ndevcie = 1\n")
    assert main(["settings"]) == 2
    heard = capsys.readouterr()
    assert heard.out.count("WRONG") == 2
    assert "2 problems" in heard.err


def test_the_command_begins_a_file_once(home, capsys):
    assert main(["settings", "--create"]) == 0
    assert (home / "settings.toml").read_text() == example()
    (home / "settings.toml").write_text("# mine\n")
    assert main(["settings", "--create"]) == 2
    assert (home / "settings.toml").read_text() == "# mine\n"
    assert "left alone" in capsys.readouterr().err


def test_commands_tell_a_mistake_at_once(home, capsys):
    (home / "settings.toml").write_text("[compute]\ndevcie = 1\nx = 2\n")
    for command in (["serve"], ["fill", "missing.png", "-o", "out.png"]):
        assert main(command) == 2
        heard = capsys.readouterr().err
        assert heard.count("\n") == 1
        assert "line 2" in heard
        assert "1 more: `ritocco settings`" in heard


def test_serve_takes_its_port_from_the_settings(home, capsys):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said(home, f"[server]\nport = {port}\n")
        assert main(["serve"]) == 2
    assert f"127.0.0.1 port {port}" in capsys.readouterr().err


# What computes


def test_the_device_follows(home, monkeypatch):
    import torch

    from ritocco.device import find_device

    said(home, '[compute]\ndevice = "cpu"\nprecision = "float32"\nmemory_share = 0.5\n')
    device = find_device()
    assert (device.where, device.half) == ("cpu", torch.float32)
    monkeypatch.setenv("RITOCCO_PRECISION", "bfloat16")
    monkeypatch.setenv("RITOCCO_MEMORY_SHARE", "1.0")
    whole = find_device("cpu")
    assert whole.half is torch.bfloat16
    assert device.total == whole.total // 2
    assert device.free <= device.total


def test_a_share_of_memory_counts_what_is_held_already():
    import torch

    from ritocco.device import Device, DeviceKind, with_memory

    card = Device("cuda:0", DeviceKind.CUDA, "a card", 8000, 7000, torch.float16)
    assert with_memory(card, 0.5, 1000) == replace(card, total=4000, free=3000)
    assert with_memory(card, 0.5, 5000).free == 0
    assert with_memory(replace(card, free=500), 0.5, 1000).free == 500


def test_a_device_that_is_not_here_is_blamed_on_its_line(home):
    from ritocco.device import find_device

    said(home, '[compute]\ndevice = "cuda:77"\n')
    with pytest.raises(BadSettings, match=r"no device cuda:77 here.*settings\.toml, line 2"):
        find_device()
    assert find_device("cpu").where == "cpu"
    said(home, '[compute]\ndevice = "cpu"\nprecision = "float16"\n')
    with pytest.raises(BadSettings, match=r"float16.*settings\.toml, line 3"):
        find_device()


def test_engines_ask_for_memory_by_the_share(home):
    """Less memory makes smaller plans: tiles of the VAE, and of what enlarges."""
    import torch

    from ritocco.device import Device, DeviceKind, with_memory
    from ritocco.diffusion.families import FAMILIES
    from ritocco.diffusion.memory import Offload, plan_memory
    from ritocco.geometry import Size

    card = Device("cuda:0", DeviceKind.CUDA, "a card", 12 << 30, 11 << 30, torch.float16)
    whole = plan_memory(FAMILIES["sd1"], Size(1024, 1024), 1, card)
    part = plan_memory(FAMILIES["sd1"], Size(1024, 1024), 1, with_memory(card, 0.3, 0))
    assert whole.offload is Offload.NONE
    assert part.offload is Offload.MODEL


def test_a_network_is_loaded_anew_for_another_precision(home, monkeypatch):
    import torch

    from ritocco.library.find import find
    from ritocco.library.kinds import ModelKind
    from ritocco.restore import networks

    cache = networks.NetworkCache()
    path = find(ModelKind.UPSCALER, "realesr-animevideov3")
    monkeypatch.setenv("RITOCCO_PRECISION", "float32")
    first = cache.get(path, lambda network: None)
    assert cache.get(path, lambda network: None) is first
    monkeypatch.setenv("RITOCCO_PRECISION", "bfloat16")
    second = cache.get(path, lambda network: None)
    assert second is not first
    assert second.device.half is torch.bfloat16
