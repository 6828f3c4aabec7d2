"""A result whose files are damaged is told of, takes nothing else with it, and can be released."""

import json
import os
import shutil
from pathlib import Path

import pytest

from ritocco.errors import NotFound
from ritocco.jobs.job import damaged_dict, result_dict
from ritocco.jobs.record import DamagedResult, Record, ResultDamaged
from ritocco.jobs.results import ResultStore
from ritocco.server.answers import Json
from ritocco.state import State
from tests.jobs.test_queue import StudioRig

DEEP = "[" * 100_000
OLD = "0198f0c4a1b2-" + "0" * 20


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    """A folder of results with one in it."""
    folder = tmp_path_factory.mktemp("results") / "results"
    rig = StudioRig(folder)
    rig.until_final(rig.submit())
    rig.queue.close()
    rig.store.close()
    return folder


@pytest.fixture
def folder(kept, tmp_path) -> Path:
    """A copy of it, with the same result once more, older, to be damaged."""
    copy = tmp_path / "results"
    shutil.copytree(kept, copy)
    [whole] = copy.glob("*-*")
    shutil.copytree(whole, copy / OLD)
    record = copy / OLD / "result.json"
    record.write_text(record.read_text().replace(whole.name, OLD))
    return copy


def changed(path: str, value: str) -> str:
    """A record in which one value is another: `path` with dots, `value` as JSON."""

    def change(record: str) -> str:
        whole = json.loads(record)
        *outer, last = path.split(".")
        inner = whole
        for name in outer:
            inner = inner[name]
        inner[last] = "PLACE"
        return json.dumps(whole).replace('"PLACE"', value)

    return change


CHANGES = {
    "year": changed("created", "1e18"),
    "no year": changed("created", "NaN"),
    "endless": changed("created", "1e999"),
    "digits": changed("created", "1" * 5000),
    "long number": changed("created", "1" * 400),
    "text for time": changed("created", '"today"'),
    "deep": changed("report.timings", '{"a":' * 900 + "1" + "}" * 900),
    "too deep to read": lambda _: DEEP,
    "position": changed("report.layer_position", '"sideways"'),
    "depth": changed("layout.depth", '"u64"'),
    "model": changed("layout.model", "[1]"),
    "order": changed("order", '"argb"'),
    "box": changed("report.layer", '{"x": 0, "y": 0, "width": -3, "height": 1}'),
    "box of text": changed("report.layer.x", '"0"'),
    "recipe": changed("report.recipe", "3"),
    "seed": changed("report.recipe.seed", "null"),
    "windows": changed("report.windows", "[[]]"),
    "quality": changed("report.quality.seam", '"good"'),
    "hints": changed("report.hints", '"none"'),
    "half letter": changed("document", '"\\ud800"'),
    "document": changed("document", "7"),
    "another's": changed("id", '"0198f0c4a1b2-11111111111111111111"'),
    "format": changed("format", "99"),
    "extra": changed("more", "1"),
    "no object": lambda _: "[1, 2]",
    "nothing": lambda _: "",
    "cut": lambda record: record[:-20],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_damaged_record_is_one_damaged_result(folder, change):
    record = folder / OLD / "result.json"
    record.write_text(change(record.read_text()), "utf-8")
    check_only_that_one(folder)


OTHERS = {
    "bytes": lambda path: path.write_bytes(b"\xff\xfe\x00"),
    "gone": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a pipe": lambda path: (path.unlink(), os.mkfifo(path)),
    "a loop": lambda path: (path.unlink(), path.symlink_to(path.name)),
    "a device": lambda path: (path.unlink(), path.symlink_to("/dev/zero")),
    "huge": lambda path: os.truncate(path, 1 << 30),
    "a file for the folder": lambda path: (shutil.rmtree(path.parent), path.parent.write_text("x")),
}


@pytest.mark.parametrize("damage", OTHERS.values(), ids=OTHERS)
def test_whatever_lies_there_is_one_damaged_result(folder, damage):
    damage(folder / OLD / "result.json")
    check_only_that_one(folder)


def check_only_that_one(folder: Path) -> None:
    rig = StudioRig(folder)
    try:
        (whole, _), (damaged, on_disk) = rig.queue.newest()
        assert isinstance(whole, Record)
        assert isinstance(damaged, DamagedResult)
        assert (damaged.id, on_disk) == (OLD, True)
        assert "is damaged" in damaged.problem
        assert str(folder) not in damaged.problem
        assert Json.text([result_dict(whole), damaged_dict(damaged)])
        job = rig.queue.job(OLD)
        assert (job.state, job.error.code if job.error else "") == (State.FAILED, "damaged")
        assert Json.text(job.to_dict())
        for asked in (rig.queue.layer, rig.queue.record, rig.queue.thumbnail):
            with pytest.raises(ResultDamaged):
                asked(OLD)
        rig.queue.release(OLD)
        assert [record.id for record, _ in rig.queue.newest()] == [whole.id]
        assert not (folder / OLD).exists()
        assert rig.names(OLD) == ["released"]
    finally:
        rig.queue.close()


def test_the_room_that_a_damaged_result_takes_is_told(folder):
    (folder / OLD / "result.json").write_text("{")
    (folder / OLD / "layer.tif").write_bytes(b"x" * 5000)
    (folder / OLD / "thumbnail.png").write_bytes(b"x" * 500)
    found = [one for one in ResultStore(folder).newest() if isinstance(one, DamagedResult)]
    assert [one.bytes for one in found] == [5501]
    assert "5.5 kB" in found[0].problem


def test_what_can_still_be_read_of_a_damaged_result_is_told(folder):
    record = folder / OLD / "result.json"
    record.write_text(changed("layout.depth", '"u64"')(record.read_text()))
    [found] = [one for one in ResultStore(folder).newest() if isinstance(one, DamagedResult)]
    assert (found.document, found.recipe and found.recipe["kind"]) == ("a.kra", "fill")
    assert found.created == int(OLD[:12], 16) / 1000


@pytest.mark.parametrize("pixels", [b"", b"II*\0", b"\x89PNG\r\n\x1a\n"])
def test_damaged_pixels_are_told_without_a_path(folder, pixels):
    (folder / OLD / "layer.tif").write_bytes(pixels)
    with pytest.raises(ResultDamaged) as told:
        ResultStore(folder).layer(OLD)
    assert str(folder) not in str(told.value)


def test_a_damaged_thumbnail_is_made_again_of_the_layer(folder):
    store = ResultStore(folder)
    for content in (b"", b"no picture"):
        (folder / OLD / "thumbnail.png").write_bytes(content)
        assert store.thumbnail(OLD) is None
    assert store.layer(OLD).box.width


@pytest.mark.parametrize(
    ("ask", "at"),
    [
        ("record", "content"),
        ("layer", "content"),
        ("layer", "opened"),
        ("layer", "load"),
        ("thumbnail", "is_file"),
        ("thumbnail", "content"),
    ],
)
def test_what_is_released_while_it_is_read_was_released(folder, monkeypatch, ask, at):
    from ritocco.canvas import files
    from ritocco.jobs import results

    store = ResultStore(folder)
    where = files if at == "load" else results
    real = getattr(where, at)

    def released_now(path, *rest):
        store.release(OLD)
        return real(path, *rest)

    monkeypatch.setattr(where, at, released_now)
    with pytest.raises(NotFound, match="was released") as told:
        getattr(store, ask)(OLD)
    assert str(folder) not in str(told.value)


def test_a_pipe_by_the_name_of_the_lock_stops_no_server(tmp_path):
    os.mkfifo(tmp_path / ".lock")
    ResultStore(tmp_path).close()
