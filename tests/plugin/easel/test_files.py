"""Files through a real backend: opened and saved again, nothing is lost, whatever the depth."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ritocco.canvas import files
from ritocco.canvas.openraster_reader import load_stack
from ritocco.canvas.picture import ColourModel, Depth, Layout
from ritocco_dock.backend.backend import Backend
from ritocco_dock.easel import commands
from ritocco_dock.easel import selection as levels
from ritocco_dock.easel.document import Document, Layer
from ritocco_dock.easel.file_types import is_flat, loses
from ritocco_dock.easel.files import Opening, Saving
from ritocco_dock.easel.raster import KINDS
from ritocco_dock.easel.select_tools import select
from ritocco_dock.easel.selection import Combine
from ritocco_dock.geometry import Box
from ritocco_dock.settings import Settings
from tests.canvas import profiles
from tests.canvas.pictures import LOSSLESS, METADATA, picture
from tests.plugin.easel.conftest import array_of, noise, raster
from tests.plugin.easel.test_selection import rectangle

MOST_MS = 60_000


@pytest.fixture(scope="module")
def backend(qapp, tmp_path_factory):
    """One backend for all of these."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RITOCCO_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("RITOCCO_BACKEND", sys.executable)
        one = Backend(Settings())
        yield one
        one.close()


@pytest.fixture
def opened(backend, qtbot):
    def go(path):
        opening = Opening(backend, str(path))
        with qtbot.waitSignal(opening.done, timeout=MOST_MS) as found:
            pass
        came = found.args[0]
        return Document(came.canvas, name=Path(path).name, path=str(path), facts=came.facts)

    return go


@pytest.fixture
def saved(backend, qtbot):
    def go(document, path):
        saving = Saving(backend, document.canvas, document.facts, str(path))
        with qtbot.waitSignal(saving.done, timeout=MOST_MS):
            pass

    return go


@pytest.mark.parametrize(("layout", "suffix"), LOSSLESS, ids=str)
def test_opened_and_saved_a_file_is_the_same_byte_for_byte(layout, suffix, tmp_path, opened, saved):
    profile = profiles.rgb("p3", 2.2) if layout.model is ColourModel.RGB else None
    path = tmp_path / f"a{suffix}"
    files.save(picture(layout, 301, 270, profile=profile, metadata=METADATA), path)
    document = opened(path)
    whole = files.load(path)
    box = document.canvas.box
    found = array_of(document.canvas.layer.raster, box)
    np.testing.assert_array_equal(found[..., : layout.colours], whole.colour)
    assert is_flat(document.canvas)
    saved(document, tmp_path / f"b{suffix}")
    assert (tmp_path / f"b{suffix}").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("suffix", [".tif", ".png"])
@pytest.mark.parametrize("model", list(ColourModel))
@pytest.mark.parametrize("alpha", [False, True])
def test_outside_of_what_was_painted_a_16_bit_file_keeps_its_bytes(
    suffix, model, alpha, tmp_path, opened, saved
):
    """Promise 1: profile, EXIF and every pixel the layer does not touch."""
    layout = Layout(model, Depth.U16, alpha)
    profile = profiles.rgb("p3", 2.2) if model is ColourModel.RGB else None
    path = tmp_path / f"a{suffix}"
    files.save(picture(layout, 300, 280, profile=profile, metadata=METADATA), path)
    document = opened(path)
    pixels = noise(KINDS["u16"], Box(0, 0, 120, 90), 9)
    if model is ColourModel.GREY:
        pixels[..., 1] = pixels[..., 2] = pixels[..., 0]
    select(document, levels.of_path(rectangle(60, 70, 80, 50)), Combine.REPLACE, 8)
    chosen = array_of(document.canvas.selection, document.canvas.box).copy()
    layer = Layer("Fill", raster(KINDS["u16"], pixels, 40, 55), mask=document.canvas.selection)
    commands.add_layer(document, layer, "Fill")
    saved(document, tmp_path / f"b{suffix}")
    before, after = files.load(path), files.load(tmp_path / f"b{suffix}")
    assert after.layout == before.layout
    assert (after.profile, after.metadata) == (before.profile, before.metadata)
    assert (chosen == 0).mean() > 0.8
    np.testing.assert_array_equal(after.pixels[chosen == 0], before.pixels[chosen == 0])
    changed = (after.pixels[chosen == 255] != before.pixels[chosen == 255]).any(-1)
    assert changed.mean() > 0.95


@pytest.mark.parametrize("depth", [Depth.U8, Depth.U16])
def test_a_layered_file_holds_all_there_is(depth, tmp_path, opened, saved):
    layout = Layout(ColourModel.RGB, depth, False)
    path = tmp_path / "a.tif"
    files.save(picture(layout, 300, 280, profile=profiles.rgb("p3", 2.2), metadata=METADATA), path)
    document = opened(path)
    kind = document.canvas.kind
    pixels = raster(kind, noise(kind, Box(0, 0, 90, 70)), -30, 250)
    layer = Layer("Über & <unter>", pixels, opacity=0.35, recipe='{"kind": "fill"}')
    commands.add_layer(document, layer, "x")
    select(document, levels.of_path(rectangle(10, 200, 80, 70)), Combine.REPLACE, 5)
    commands.mask_from_selection(document)
    commands.new_layer(document)
    number = document.canvas.active
    commands.set_layer(document, number, "x", visible=False)
    select(document, levels.of_path(rectangle(100, 20, 33, 44)), Combine.REPLACE, 2)
    document.choose_layer(document.canvas.layers[1].number)
    saved(document, tmp_path / "a.ora")
    back = opened(tmp_path / "a.ora")
    ours, theirs = document.canvas, back.canvas
    wide = Box(-40, 0, 400, 400)
    assert (theirs.size, theirs.kind, theirs.index) == (ours.size, ours.kind, 1)
    assert back.facts.profile == document.facts.profile
    for one, other in zip(ours.layers, theirs.layers, strict=True):
        for name in ("name", "visible", "opacity", "masked", "recipe"):
            assert getattr(one, name) == getattr(other, name)
        np.testing.assert_array_equal(array_of(one.raster, wide), array_of(other.raster, wide))
        assert (one.mask is None) == (other.mask is None)
    masked, box = ours.layers[1], Box(-30, 250, 90, 30)
    np.testing.assert_array_equal(array_of(masked.mask, box), array_of(theirs.layers[1].mask, box))
    np.testing.assert_array_equal(
        array_of(ours.selection, ours.box), array_of(theirs.selection, ours.box)
    )
    saved(back, tmp_path / "flat.tif")
    saved(document, tmp_path / "flat-2.tif")
    assert (tmp_path / "flat.tif").read_bytes() == (tmp_path / "flat-2.tif").read_bytes()
    assert files.load(tmp_path / "flat.tif").metadata == files.load(path).metadata
    assert [layer.name for layer in load_stack(tmp_path / "a.ora").layers][1] == "Über & <unter>"


def test_a_file_that_cannot_be_opened_says_why(tmp_path, backend, qtbot):
    for name, text in (("gone.png", None), ("bad.png", b"\x89PNG\r\n\x1a\nrubbish")):
        if text:
            (tmp_path / name).write_bytes(text)
        opening = Opening(backend, str(tmp_path / name))
        with qtbot.waitSignal(opening.failed, timeout=MOST_MS) as told:
            pass
        assert told.args[0].message.startswith(name)


def test_an_old_file_stays_where_the_new_one_cannot_be_written(tmp_path, backend, qtbot, opened):
    path = tmp_path / "a.png"
    files.save(picture(Layout(ColourModel.RGB, Depth.U8, False), 20, 20), path)
    document = opened(path)
    old = path.read_bytes()
    for bad in (tmp_path / "none" / "a.png", tmp_path / "a.gif"):
        saving = Saving(backend, document.canvas, document.facts, str(bad))
        with qtbot.waitSignal(saving.failed, timeout=MOST_MS):
            pass
    floats = replace(document.canvas, kind=KINDS["f32"], layers=())
    saving = Saving(backend, floats, document.facts, str(tmp_path / "a.ora"))
    with qtbot.waitSignal(saving.failed, timeout=MOST_MS) as told:
        pass
    assert "TIFF" in told.args[0].message
    assert path.read_bytes() == old
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"], "no part is left"


def test_what_a_file_would_lose_is_known_before(picture):
    document = picture
    assert loses(document.canvas, document.facts, "a.png") == ""
    assert loses(document.canvas, document.facts, "a.jpg") == ""
    deep = replace(document.canvas, kind=KINDS["u16"])
    assert "8 bits" in loses(deep, document.facts, "a.jpg")
    commands.new_layer(document)
    assert "flattened" in loses(document.canvas, document.facts, "a.png")
    assert loses(document.canvas, document.facts, "a.ora") == ""
