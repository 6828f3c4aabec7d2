"""One bad file is one bad item: whatever lies on a shelf, every list shows all the rest."""

import json
import os
import shutil
from argparse import Namespace
from pathlib import Path

import pytest

from ritocco.cli.models import models as models_command
from ritocco.doctor.models import models as doctors_look
from ritocco.doctor.table import Look
from ritocco.errors import BadModel, RitoccoError
from ritocco.from_disk import NotAFile, is_file, json_from, opened, told_of_damage
from ritocco.installed.here import models_here
from ritocco.installed.listing import find_item, listing
from ritocco.installed.look import look_into
from ritocco.installed.remove import remove
from ritocco.library.catalogue import Catalogue
from ritocco.library.catalogue_model import BadCatalogue
from ritocco.library.kinds import ModelKind
from ritocco.library.shelves import Shelves
from ritocco.library.standing import Presence
from ritocco.library.transfers import Transfers
from ritocco.server import library, offer
from tests.library.damage import DEEP, FILES, OTHERS, PICKLES, lay
from tests.restore.nets import write_tiny

EMPTY = Catalogue(())


@pytest.fixture(scope="module")
def bad(tmp_path_factory) -> tuple[Shelves, set[str]]:
    """All that is damaged on one shelf, and a whole model on another."""
    shelves = Shelves(tmp_path_factory.mktemp("damaged") / "models")
    names = lay(shelves.own)
    (shelves.own / "upscale").mkdir()
    write_tiny(shelves.own / "upscale" / "whole.safetensors")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RITOCCO_HOME", str(shelves.own.parent))
        yield shelves, names


def test_each_is_one_damaged_item_with_its_problem_and_its_space(bad):
    shelves, names = bad
    items = {item.title: item for item in listing(shelves, EMPTY)}
    assert set(items) == names | {"whole", "mini"}
    for name in names:
        item = items[name]
        assert item.standing.state is Presence.DAMAGED, name
        assert item.standing.problem, name
        assert item.removable, name
        assert len(item.standing.problem) < 300, name
    assert items["whole"].is_here
    assert items["web-page"].standing.done == len(FILES["web-page"])


def test_routes_show_the_rest(bad):
    _, names = bad
    here = json.loads(offer.models().body)
    assert names <= {model["name"] for model in here["models"] if model["problem"]}
    assert [one["name"] for one in here["upscalers"] if not one["shipped"]] == ["whole"]
    told = json.loads(library.library(Transfers()).body)
    damaged = {model["title"] for model in told["models"] if model["state"] == "damaged"}
    assert damaged == names


def test_commands_and_doctor_show_the_rest(bad, capsys):
    _, names = bad
    models_command(Namespace(action="list", here=True, kind=None, json=True))
    told = json.loads(capsys.readouterr().out)
    assert names <= {model["title"] for model in told["models"] if model["state"] == "damaged"}
    with pytest.raises(SystemExit):
        models_command(Namespace(action="check", models=[], json=True))
    rows = json.loads(capsys.readouterr().out)["checked"]
    assert {row["id"] for row in rows if not row["ok"]} == {f"model:{name}" for name in names}
    found = [finding.name for finding in doctors_look(Look()) if finding.fix]
    assert {f"Model {name}" for name in names} <= set(found)


@pytest.mark.parametrize("kind", [ModelKind.LORA, ModelKind.UPSCALER, ModelKind.VAE])
def test_a_shelf_that_is_told_by_names_alone_waits_for_no_pipe(tmp_path, kind):
    shelves = Shelves(tmp_path)
    shelves.folder(kind).mkdir()
    for name, make in OTHERS.items():
        make(shelves.folder(kind) / f"{name}.safetensors")
    here = models_here(kind, shelves)
    assert all(model.problem for model in here if not model.shipped)
    assert len([model for model in here if not model.shipped]) == len(OTHERS)


@pytest.mark.parametrize("name", sorted({**FILES, **PICKLES}))
def test_a_file_of_anything_is_refused_in_one_sentence(tmp_path, name):
    path = tmp_path / f"{name}{'.ckpt' if name in PICKLES else '.safetensors'}"
    path.write_bytes({**FILES, **PICKLES}[name])
    with pytest.raises(BadModel, match=path.name) as told:
        look_into(path)
    assert len(str(told.value)) < 400


def test_a_damaged_one_goes_by_its_name(tmp_path):
    shelves = Shelves(tmp_path / "models")
    for name in lay(shelves.own):
        remove(find_item(f"model:{name}", shelves, EMPTY), shelves)
    assert [path.name for path in shelves.own.iterdir()] == [".library"]


def test_a_part_of_a_folder_that_is_damaged_is_no_part_that_is_missing(tmp_path):
    folder = tmp_path / "model"
    mini = Path(__file__).parents[2] / "resources" / "models" / "mini"
    shutil.copytree(mini, folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "scheduler" / "scheduler_config.json").write_text(DEEP)
    with pytest.raises(BadModel, match=r"scheduler_config\.json is damaged"):
        look_into(folder)


@pytest.mark.parametrize("root", ["models", "models/lora", "models/closed"])
def test_a_folder_that_nobody_may_look_into_hides_only_itself(tmp_path, monkeypatch, root):
    shelves = Shelves(tmp_path / "models")
    for folder in ("lora", "upscale", "closed"):
        (shelves.own / folder).mkdir(parents=True)
    write_tiny(shelves.own / "upscale" / "whole.safetensors")
    (shelves.own / "closed" / "model_index.json").write_text("{}")
    closed, stat, scandir, listdir = tmp_path / root, os.stat, os.scandir, os.listdir

    def guarded(real, *, inside):
        def call(path=".", *rest, **more):
            lies_in = isinstance(path, (str, Path)) and closed in Path(path).parents
            if lies_in or (inside and Path(path) == closed):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *rest, **more)

        return call

    monkeypatch.setattr(os, "stat", guarded(stat, inside=False))
    monkeypatch.setattr(os, "scandir", guarded(scandir, inside=True))
    monkeypatch.setattr(os, "listdir", guarded(listdir, inside=True))
    items = {item.title: item for item in listing(shelves, EMPTY)}
    assert ("whole" in items) == (root != "models")
    if root == "models/closed":
        assert "denied" in (items["closed"].standing.problem or "")
    assert library.closed_folders(shelves) == ([] if root == "models/closed" else [closed])


@pytest.mark.parametrize(
    "text",
    [b"\xff\xfe", b"a = " + b"[" * 100_000, b"model = 3", b"[[model]]\nid = 1", b"licence = [1]"],
)
def test_a_damaged_catalogue_is_one_sentence(tmp_path, monkeypatch, text):
    file = tmp_path / "catalogue.toml"
    file.write_bytes(text)
    monkeypatch.setenv("RITOCCO_CATALOGUE", str(file))
    with pytest.raises(BadCatalogue, match=r"catalogue\.toml"):
        Catalogue.usual()


def test_opening_waits_for_nobody(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path(os.devnull)):
        assert not is_file(path)
        with pytest.raises(NotAFile):
            opened(path)


@pytest.mark.parametrize("text", [DEEP, '"\\ud800"', b"\xff", "[" * 70 + "]" * 70, "{", "1" * 5000])
def test_json_that_could_not_be_walked_or_written_again_is_refused(text):
    with pytest.raises(RitoccoError), told_of_damage(BadModel):
        json_from(text)
