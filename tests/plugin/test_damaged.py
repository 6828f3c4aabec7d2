"""What the dock keeps, and what the backend tells it, may be damaged: one is lost, no list."""

import json
import os
from types import SimpleNamespace

import pytest

from ritocco_dock.backend import locate
from ritocco_dock.easel.bundle import Unbundler
from ritocco_dock.errors import DockError
from ritocco_dock.from_disk import opened
from ritocco_dock.knobs.styles import read_folder
from ritocco_dock.net.client import Answer
from ritocco_dock.qt import QObject
from ritocco_dock.session.gallery import Gallery
from ritocco_dock.session.looking import Looking
from ritocco_dock.session.result import DamagedResult, Result, listed
from ritocco_dock.settings import Settings

DEEP = "[" * 100_000
CONTENTS = ["", "{", DEEP, '{"command": ' + DEEP, "null", '{"command": {}}', "\ud800", "1" * 5000]
TOLD = {
    "id": "0002-a",
    "created": "2026-11-28T00:00:00.000+00:00",
    "note": "",
    "layout": {"model": "rgb", "depth": "u8", "alpha": True, "order": "bgra"},
    "recipe": {"kind": "fill", "seed": 4},
    "canvas": {"width": 9, "height": 9},
    "layer": {"x": 0, "y": 0, "width": 3, "height": 3},
    "layer_position": "above",
    "seconds": 1.0,
    "quality": {"seam": 1.0, "drift": None, "style": None},
    "problem": None,
}
DAMAGED = {"id": "0001-a", "problem": "The result is damaged.", "bytes": 5_000_000, "note": ""}


@pytest.fixture(params=CONTENTS, ids=range(len(CONTENTS)))
def content(request):
    return request.param.encode("utf-8", "surrogatepass")


def test_settings_keep_what_is_known(tmp_path, content):
    file = tmp_path / "dock.json"
    settings = Settings(file)
    settings.set("name", 3)
    file.write_bytes(content)
    another = content == b'{"command": {}}'  # whole, and written by somebody else
    assert settings.get("name") == (None if another else 3)
    settings.set("name", 4)
    assert json.loads(file.read_text())["name"] == 4


def test_a_pointer_that_cannot_be_read_names_no_command(tmp_path, content):
    (tmp_path / "backend.json").write_bytes(content)
    assert locate._pointed(tmp_path / "backend.json") is None


def test_a_damaged_style_is_one_problem_beside_the_others(tmp_path, content):
    whole = {"ritocco_style": 1, "name": "Oil"}
    (tmp_path / "whole.json").write_text(json.dumps(whole))
    (tmp_path / "damaged.json").write_bytes(content)
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "loop.json").symlink_to("loop.json")
    (tmp_path / "folder.json").mkdir()
    styles, problems = read_folder(tmp_path)
    assert [style.name for style in styles] == ["Oil"]
    assert len(problems) == 4


def test_opening_waits_for_nobody(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(OSError, match="is no file"):
            opened(path)


@pytest.mark.parametrize("lacking", sorted(set(TOLD) - {"id", "note", "problem"}))
def test_a_result_of_another_kind_is_a_damaged_one(lacking):
    assert isinstance(listed(TOLD), Result)
    for value in ("x", None, [], 7):
        told = listed({**TOLD, lacking: value})
        assert told.id == TOLD["id"], "whatever it is taken for"
    assert isinstance(listed({key: TOLD[key] for key in TOLD if key != lacking}), DamagedResult)


def test_a_result_tells_what_there_is_to_choose_from_and_an_older_one_has_no_other():
    older = listed(TOLD)
    assert (older.rough, older.candidate, older.candidates, older.others) == (False, 0, 1, ())
    told = {
        **TOLD,
        "recipe": {**TOLD["recipe"], "candidate": 2},
        "quality": {**TOLD["quality"], "joins": 2.5, "rough": True},
        "candidates": 4,
    }
    newer = listed(told)
    assert (newer.rough, newer.others) == (True, (3, 0, 1))
    assert isinstance(listed({**told, "candidates": "many"}), DamagedResult)
    assert listed({**told, "candidates": 10**9}).candidates == 16


class Asked(SimpleNamespace):
    """A client that notes what is asked of it, and a call that never ends."""

    def delete(self, path):
        self.paths.append(path)
        return SimpleNamespace(then=lambda *_: None)

    get = delete


def test_a_damaged_result_is_in_the_gallery_and_can_only_be_let_go(qtbot):
    owner, client = QObject(), Asked(paths=[])
    gallery = Gallery("doc", client, owner)
    gallery.failed.connect(lambda error: pytest.fail(str(error)))
    body = json.dumps({"results": [TOLD, DAMAGED], "next": None}).encode()
    gallery._listed(Answer(200, {}, body))
    assert [one.id for one in gallery.results] == ["0002-a", "0001-a"]
    assert gallery.results[1] == DamagedResult("0001-a", 5_000_000)
    looking = Looking(None, False, gallery, None, client, owner)
    looking.show("0001-a")
    assert looking.shown == ""
    assert [one.id for one in looking.whole] == ["0002-a"]
    assert gallery.result("0001-a") is None
    assert gallery.thumbnail("0001-a") is None
    assert client.paths == []
    gallery.discard("0001-a")
    assert client.paths == ["/v1/jobs/0001-a"]
    assert [one.id for one in gallery.results] == ["0002-a"]


def test_a_kept_picture_of_anything_is_told_in_one_sentence(content):
    def unbundled(head):
        taken = Unbundler()
        taken.feed(len(head).to_bytes(8, "little") + head)
        taken.opened()

    box = {"x": 0, "y": 0, "width": 0, "height": 10**15}
    endless = json.dumps({"depth": "u8", "layers": [{"box": box}]}).encode()
    for head in (content, endless):
        with pytest.raises(DockError):
            unbundled(head)
