"""Any change of any of a model's files is another version of it."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from ritocco.diffusion import model_cache
from ritocco.diffusion.headers import read_safetensors_header
from ritocco.diffusion.model_cache import ModelCache, WantedModel
from ritocco.diffusion.sniff import sniff
from ritocco.errors import BadModel
from ritocco.installed.families import family_of
from ritocco.installed.look import look_into
from ritocco.library.shelves import Shelves
from ritocco.library.version import version_of

MINI = Path(__file__).parents[2] / "resources" / "models" / "mini"
WEIGHTS = "unet/diffusion_pytorch_model.safetensors"


@pytest.fixture
def folder(tmp_path) -> Path:
    """mini, with as much of its weights as their tables of contents need."""
    copy = tmp_path / "model"
    shutil.copytree(MINI, copy, ignore=shutil.ignore_patterns("*.safetensors", "*.svg", "*.webp"))
    for file in MINI.rglob("*.safetensors"):
        stored, _ = read_safetensors_header(file)
        length = min(one.start for one in stored.values())
        place = copy / file.relative_to(MINI)
        with file.open("rb") as opened:
            place.write_bytes(opened.read(length))
        os.truncate(place, file.stat().st_size)
    return copy


def written_over(file: Path) -> None:
    """The same size, and the same time put back."""
    stat = file.stat()
    with file.open("r+b") as opened:
        opened.seek(-1, os.SEEK_END)
        opened.write(b"x")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def replaced(file: Path) -> None:
    """By another file of the same size and time."""
    fresh = file.with_name("fresh")
    shutil.copy2(file, fresh)
    fresh.replace(file)


CHANGES = {
    "written over": written_over,
    "replaced": replaced,
    "emptied": lambda file: file.write_bytes(b""),
    "cut": lambda file: os.truncate(file, file.stat().st_size - 9),
    "gone": lambda file: file.unlink(),
    "another beside it": lambda file: file.with_name("model.safetensors").write_bytes(b""),
    "config": lambda file: file.with_name("config.json").write_text("{}"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_model_whose_weights_changed_is_loaded_again(folder, change, monkeypatch):
    monkeypatch.setattr(model_cache.gc, "collect", lambda: 0)  # a quarter of a second each
    loaded = []

    def load(wanted, plan, watch):
        loaded.append(wanted.path)
        return SimpleNamespace(plan=plan, placed=(), holds=None)

    models = ModelCache(load, room=lambda where: 1 << 40)
    wanted = WantedModel(folder, sniff(folder))
    plan = SimpleNamespace(dtype=None, vae_dtype=None, device="cpu", offload=None)
    first = models.get(wanted, plan)
    assert models.get(wanted, plan) is first
    change(folder / WEIGHTS)
    assert models.get(wanted, plan) is not first
    assert len(models) == 1
    assert loaded == [folder, folder]


@pytest.mark.parametrize("name", ["emptied", "cut", "gone"])
def test_a_folder_without_its_weights_is_damaged_in_lists(folder, tmp_path, name):
    shelves = Shelves(tmp_path / "shelf")
    assert family_of(folder, shelves)[1] is None
    CHANGES[name](folder / WEIGHTS)
    problem = family_of(folder, shelves)[1]
    assert problem is not None
    assert "again" in problem


def test_what_belongs_to_a_file_is_part_of_its_version(tmp_path):
    graph = tmp_path / "net.param"
    for name in ("net.param", "net.bin", "net.yaml", "other.bin"):
        (tmp_path / name).write_text(name)
    before = version_of(graph)
    (tmp_path / "other.bin").write_text("changed")
    assert version_of(graph) == before
    for name in ("net.bin", "net.yaml"):
        (tmp_path / name).write_text("changed")
        assert version_of(graph) != before
        before = version_of(graph)


def test_links_that_lead_back_up_end(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "weights").write_bytes(b"12")
    for name in ("one", "two", "three"):
        (tmp_path / name).symlink_to(".")
        (tmp_path / "deep" / name).symlink_to("..")
    assert [version[:2] for version in version_of(tmp_path)] == [("deep/weights", 2)]


def test_shards_lie_beside_their_index(folder):
    unet = folder / "unet"
    (unet / "diffusion_pytorch_model.safetensors").unlink()
    index = unet / "diffusion_pytorch_model.safetensors.index.json"
    for weights in ('{"a": "../../../secret"}', '{"a": 3}', "[]", '{"a": "gone.safetensors"}'):
        index.write_text(f'{{"weight_map": {weights}}}')
        with pytest.raises(BadModel):
            look_into(folder)
