"""Other programs' folders, used where they lie: named in the settings file, which stays its own."""

import io
import json
import tomllib
from pathlib import Path

import pytest

from ritocco.cli.main import main
from ritocco.errors import BadModel, BadSettings, NotFound
from ritocco.library.in_place import leave_alone, use_in_place
from ritocco.library.kinds import ModelKind
from ritocco.library.shelves import Shelves
from ritocco.library.troubles import AlreadyHere
from ritocco.settings import Settings
from ritocco.settings.example import example
from ritocco.settings.keys import KEYS
from ritocco.settings.lists import parts_of, with_part, without_part
from tests.library.adapters import write_lora

KEY = next(key for key in KEYS if key.path == "models.folders")


def folders(text: str) -> list[str]:
    return tomllib.loads(text)["models"]["folders"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[models]\nfolders = ["/n"]\n'),
        ("[models]", '[models]\nfolders = ["/n"]\n'),
        (
            "# mine\n[models]  # all\noffline = true\n[server]\nport = 7000",
            '# mine\n[models]  # all\nfolders = ["/n"]\noffline = true\n[server]\nport = 7000',
        ),
        (
            "[server]\r\nport = 7000\r\n",
            '[server]\r\nport = 7000\r\n\r\n[models]\r\nfolders = ["/n"]\r\n',
        ),
        ("[models]\nfolders = [ ]\n", '[models]\nfolders = ["/n" ]\n'),
        (
            '[models]\nfolders = [ # where\n  \'/a#]\', # the old one, "x"\n  "/b\\"",\n]\n',
            '[models]\nfolders = [ # where\n  \'/a#]\', # the old one, "x"\n  "/b\\"", "/n",\n]\n',
        ),
        ('models.folders = ["/a"] # here\n', 'models.folders = ["/a", "/n"] # here\n'),
    ],
)
def test_a_folder_is_written_beside_what_is_there(before, after):
    assert with_part(before, KEY, "/n") == after
    assert without_part(after, KEY, len(folders(after)) - 1) != after
    assert parts_of(without_part(after, KEY, len(folders(after)) - 1), KEY) == parts_of(before, KEY)


def test_in_the_example_it_stands_below_its_own():
    made = with_part(example(), KEY, "/ń 'a\"")
    lines = made.splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("folders = "))
    assert lines[at - 1].startswith("# folders = ")
    assert folders(made) == ["/ń 'a\""]
    assert [line for index, line in enumerate(lines) if index != at] == example().splitlines()


@pytest.mark.parametrize(
    "text",
    [
        'models = {folders = ["/a"]}\n',
        '[models]\nfolders = [["/a"]]\n',
        "[models\n",
    ],
)
def test_what_cannot_be_changed_for_sure_is_left(text):
    with pytest.raises((ValueError, tomllib.TOMLDecodeError)):
        with_part(text, KEY, "/n")


@pytest.mark.parametrize(
    ("before", "index", "after"),
    [
        ("folders = ['/a', '/b', '/c']", 1, "folders = ['/a', '/c']"),
        ("folders = ['/a', '/b']", 1, "folders = ['/a']"),
        ("folders = ['/a']", 0, "folders = []"),
        ("folders = [\n '/a', # one\n '/b', # two\n]", 0, "folders = [\n # one\n '/b', # two\n]"),
    ],
)
def test_a_folder_goes_out_alone(before, index, after):
    assert without_part(f"[models]\n{before}\n", KEY, index) == f"[models]\n{after}\n"


@pytest.fixture
def webui(tmp_path: Path) -> Path:
    """The web UI's folder with two LoRAs, one of them deeper, and an embedding."""
    root = tmp_path / "webui"
    for name in ("models/Stable-diffusion", "models/Lora/deep", "models/ESRGAN", "embeddings"):
        (root / name).mkdir(parents=True)
    write_lora(root / "models/Lora/ink.safetensors")
    write_lora(root / "models/Lora/deep/oil.safetensors", ss_output_name="o")
    (root / "embeddings/moody.pt").write_bytes(b"x")
    return root


@pytest.fixture(autouse=True)
def own(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("RITOCCO_MODEL_FOLDERS", raising=False)
    return home


def test_a_folder_is_used_until_it_is_let_go(webui, home):
    found = use_in_place(webui / "models", Shelves.of_user())
    assert (found.path, found.program, found.count) == (webui, "A1111", 3)
    assert found.models == {ModelKind.LORA: 2, ModelKind.EMBEDDING: 1}
    assert Settings.of_user().model_folders == (webui,)
    assert Shelves.of_user().find(ModelKind.LORA, "deep/oil")
    for again in (webui, webui / "models", webui / "models" / "Lora"):
        with pytest.raises(AlreadyHere):
            use_in_place(again, Shelves.of_user())
    assert leave_alone(webui / "models", Shelves.of_user()) == webui
    assert Settings.of_user().model_folders == ()
    assert (webui / "models/Lora/ink.safetensors").is_file()
    with pytest.raises(NotFound):
        leave_alone(webui, Shelves.of_user())


def test_one_that_is_gone_can_be_let_go(webui, home):
    use_in_place(webui, Shelves.of_user())
    webui.rename(webui.with_name("elsewhere"))
    assert leave_alone(webui, Shelves.of_user()) == webui


def test_what_is_no_folder_of_models_is_refused_and_nothing_written(tmp_path, home, monkeypatch):
    empty, file = tmp_path / "empty", tmp_path / "file"
    empty.mkdir()
    file.write_bytes(b"")
    home.mkdir(exist_ok=True)
    refused = (empty, file, tmp_path / "no", Path("/"), Path("rel"))
    for path in refused:
        with pytest.raises(BadModel):
            use_in_place(path, Shelves.of_user())
    Shelves.of_user().folder(ModelKind.LORA).mkdir(parents=True)
    Shelves.of_user().folder(ModelKind.VAE).mkdir(parents=True)
    with pytest.raises(AlreadyHere, match="own"):
        use_in_place(home, Shelves.of_user())
    assert not (home / "settings.toml").exists()


def test_settings_that_others_write_are_told(webui, home, monkeypatch):
    home.mkdir(exist_ok=True)
    text = "models = {offline = true, folders = []}\n"
    (home / "settings.toml").write_text(text)
    with pytest.raises(BadSettings, match=str(webui)):
        use_in_place(webui, Shelves.of_user())
    assert (home / "settings.toml").read_text() == text
    monkeypatch.setenv("RITOCCO_MODEL_FOLDERS", str(webui.parent / "other"))
    with pytest.raises(BadSettings, match="RITOCCO_MODEL_FOLDERS"):
        use_in_place(webui, Shelves.of_user())


def test_a_settings_file_that_is_a_link_stays_one(webui, home, tmp_path):
    home.mkdir(exist_ok=True)
    real = tmp_path / "dotfiles.toml"
    real.write_text("# mine\n")
    (home / "settings.toml").symlink_to(real)
    use_in_place(webui, Shelves.of_user())
    assert (home / "settings.toml").is_symlink()
    assert real.read_text().startswith("# mine\n")
    assert folders(real.read_text()) == [str(webui)]


class Person(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_command_line_asks_a_person_and_never_a_pipe(webui, home, capsys, monkeypatch):
    add = ["models", "add", str(webui)]
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert main(add) != 0
    assert "--in-place" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", Person("n\n"))
    assert main(add) != 0
    told = capsys.readouterr().err
    assert "LoRAs: 2" in told
    assert "[y/N]" in told
    assert Settings.of_user().model_folders == ()
    monkeypatch.setattr("sys.stdin", Person("y\n"))
    assert main(add) == 0
    assert Settings.of_user().model_folders == (webui,)


def test_the_command_line_names_lists_and_lets_go(webui, home, tmp_path, capsys):
    assert main(["models", "add", str(webui), "--in-place", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"path": str(webui), "program": "A1111", "models": {"lora": 2, "embedding": 1}}
    assert main(["models", "folders"]) == 0
    assert f"{webui} (A1111). LoRAs: 2" in capsys.readouterr().out
    assert main(["models", "folders", "--remove", str(webui)]) == 0
    capsys.readouterr()
    assert main(["models", "folders", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"folders": []}
    assert main(["models", "folders", "--remove", str(webui)]) != 0
    capsys.readouterr()
    assert main(["models", "add", str(webui), "--copy", "--json"]) == 0  # or its models are copied
    assert {one["name"] for one in json.loads(capsys.readouterr().out)["added"]} == {"ink", "oil"}
