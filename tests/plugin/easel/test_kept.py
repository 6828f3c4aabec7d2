"""Pictures kept on the disk for a crash: all layers, any depth, bit for bit; and no backend."""

import json
import os
from dataclasses import replace

import numpy as np
import pytest

from ritocco_dock.easel import commands
from ritocco_dock.easel import selection as levels
from ritocco_dock.easel.autosave import Autosave
from ritocco_dock.easel.document import Document, FileFacts, Layer
from ritocco_dock.easel.kept import SUFFIX, Keeping, Recalling
from ritocco_dock.easel.raster import KINDS
from ritocco_dock.easel.select_tools import select
from ritocco_dock.errors import DockError
from ritocco_dock.geometry import Box
from tests.plugin.easel.conftest import array_of, document_of, noise, raster
from tests.plugin.easel.test_selection import rectangle

MOST_MS = 20_000
FACTS = FileFacts("rgb", True, b"a profile", "EXIF and more")
WIDE = Box(-40, -20, 400, 300)


def layered(name):
    """Three layers: one whole, one half outside with a mask and a recipe, one hidden and empty."""
    kind = KINDS[name]
    whole = Layer("Background", raster(kind, noise(kind, Box(0, 0, 300, 200), opaque=True)))
    part = Layer("Über", raster(kind, noise(kind, Box(0, 0, 90, 70), 3), -30, 150), opacity=0.35)
    document = document_of(whole, part, size=(300, 200), kind=name)
    document = Document(document.canvas, name="a.tif", path="/x/a.tif", facts=FACTS, key="k1")
    select(document, levels.of_path(rectangle(5, 160, 40, 30)), levels.Combine.REPLACE, 4)
    commands.mask_from_selection(document)
    number = document.canvas.active
    commands.set_layer(document, number, "x", recipe='{"kind": "fill"}', masked=False)
    commands.new_layer(document)
    commands.set_layer(document, document.canvas.active, "x", visible=False)
    select(document, levels.of_path(rectangle(100, 20, 33, 44)), levels.Combine.REPLACE, 2)
    document.choose_layer(number)
    return document


def keep(document, path, qtbot):
    keeping = Keeping(document.canvas, document.facts, path)
    with qtbot.waitSignal(keeping.done, timeout=MOST_MS):
        pass


def recall(path, qtbot):
    recalling = Recalling(path)
    with qtbot.waitSignal(recalling.done, timeout=MOST_MS) as told:
        pass
    return told.args[0]


def bits(one, box=WIDE):
    """Bytes, so that no two floats pass for one another."""
    return array_of(one, box).tobytes()


@pytest.mark.parametrize("name", ["u8", "u16", "f16", "f32"])
def test_all_there_is_comes_back_bit_for_bit(name, tmp_path, qtbot):
    document = layered(name)
    keep(document, tmp_path / "one.kept", qtbot)
    back = recall(tmp_path / "one.kept", qtbot)
    ours, theirs = document.canvas, back.canvas
    assert back.facts == FACTS
    assert (theirs.size, theirs.kind, theirs.index) == (ours.size, ours.kind, 1)
    if name[0] == "f":
        assert array_of(ours.layers[0].raster, ours.box).max() > 1, "beyond white, too"
    for one, other in zip(ours.layers, theirs.layers, strict=True):
        for field in ("name", "visible", "opacity", "masked", "recipe"):
            assert getattr(one, field) == getattr(other, field)
        assert bits(one.raster) == bits(other.raster)
        assert (one.mask is None) == (other.mask is None)
    place = Box(-30, 150, 90, 70)
    assert bits(ours.layers[1].mask, place) == bits(theirs.layers[1].mask, place)
    assert bits(ours.selection, ours.box) == bits(theirs.selection, ours.box)
    assert [file.name for file in tmp_path.iterdir()] == ["one.kept"], "no part is left"


@pytest.mark.parametrize("cut", [0, 5, 200, 90_000])
def test_a_torn_file_is_said_and_stays(cut, tmp_path, qtbot):
    path = tmp_path / "one.kept"
    keep(layered("f32"), path, qtbot)
    path.write_bytes(path.read_bytes()[:cut])
    recalling = Recalling(path)
    with qtbot.waitSignal(recalling.failed, timeout=MOST_MS) as told:
        pass
    assert str(path) in told.args[0].message
    assert path.is_file()


def test_what_was_kept_before_stays_until_the_new_one_is_whole(tmp_path, qtbot):
    path = tmp_path / "one.kept"
    document = layered("f16")
    keep(document, path, qtbot)
    before = path.read_bytes()
    commands.delete_layer(document)
    keeping = Keeping(document.canvas, document.facts, path)
    assert path.read_bytes() == before
    keeping.cancel()
    qtbot.wait(50)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["one.kept"]


def test_where_nothing_can_be_written_it_says_so(tmp_path, qtbot):
    document = layered("u8")
    with pytest.raises(DockError, match=r"a\.kept could not be written"):
        Keeping(document.canvas, document.facts, tmp_path / "none" / "a.kept")


@pytest.mark.parametrize("name", ["u8", "f32"])
def test_unsaved_pictures_are_kept_and_let_go(name, tmp_path, qtbot):
    document = layered(name)
    folder = tmp_path / "easel"
    autosave = Autosave(folder, lambda: [document], document)
    autosave.keep()
    qtbot.waitUntil((folder / "k1.json").is_file, timeout=MOST_MS)
    assert (folder / f"k1{SUFFIX}").stat().st_size > 300 * 200 * KINDS[name].pixel_bytes
    stamp = (folder / f"k1{SUFFIX}").stat().st_mtime_ns
    autosave.keep()
    qtbot.wait(100)
    assert (folder / f"k1{SUFFIX}").stat().st_mtime_ns == stamp, "nothing has changed since"
    assert autosave.left() == [], "this window still runs"
    said = json.loads((folder / "k1.json").read_text())
    assert said["process"] == os.getpid()
    (folder / "k1.json").write_text(json.dumps(said | {"process": 2**22 + 7}))
    [left] = autosave.left()
    assert (left.name, left.path, left.key) == ("a.tif", "/x/a.tif", "k1")
    back = recall(left.file, qtbot)
    assert len(back.canvas.layers) == 3
    commands.new_layer(document)
    autosave.keep()
    autosave.forget(document)
    qtbot.wait(100)
    assert list(folder.iterdir()) == []


def test_a_picture_that_was_saved_is_not_kept(tmp_path, qtbot):
    document = layered("f32")
    document.mark_saved(document.canvas)
    autosave = Autosave(tmp_path / "easel", lambda: [document], document)
    autosave.keep()
    assert not (tmp_path / "easel").exists()


def test_negative_and_endless_floats_survive(tmp_path, qtbot):
    kind = KINDS["f32"]
    pixels = np.full((20, 20, 4), 1.0, np.float32)
    pixels[0, :4, 0] = [-0.25, np.inf, 65536.0, 1e-40]
    document = document_of(Layer("a", raster(kind, pixels)), size=(20, 20), kind="f32")
    keep(replace_facts(document), tmp_path / "a.kept", qtbot)
    back = recall(tmp_path / "a.kept", qtbot)
    assert bits(back.canvas.layers[0].raster) == bits(document.canvas.layers[0].raster)


def replace_facts(document):
    return Document(replace(document.canvas), name="a", facts=FileFacts("rgb", False))


@pytest.mark.parametrize("note", ["", "[" * 100_000, "[]", '{"name": 1}', "\ud800", None])
def test_a_kept_picture_whose_note_is_damaged_is_offered_all_the_same(note, tmp_path, qtbot):
    document = layered("u8")
    keep(document, tmp_path / f"k1{SUFFIX}", qtbot)
    if note is None:
        os.mkfifo(tmp_path / "k1.json")
    else:
        (tmp_path / "k1.json").write_text(note, "utf-8", "surrogatepass")
    autosave = Autosave(tmp_path, list, document)
    [left] = autosave.left()
    assert (left.name, left.path, left.key) == ("k1", "", "k1")
    autosave.drop(left)
    assert list(tmp_path.iterdir()) == []


def test_a_process_of_any_number_is_asked_after(tmp_path, qtbot):
    document = layered("u8")
    keep(document, tmp_path / f"k1{SUFFIX}", qtbot)
    for process in (-1, 0, 10**30):
        said = {"name": "a", "path": "", "process": process}
        (tmp_path / "k1.json").write_text(json.dumps(said))
        assert len(Autosave(tmp_path, list, document).left()) == 1
