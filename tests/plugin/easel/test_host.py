"""Easel as an editor: snapshots, layers, extension, previews, as the protocol wants them."""

import numpy as np
import pytest

from ritocco_dock.easel import canvas_commands, commands, steps
from ritocco_dock.easel import selection as levels
from ritocco_dock.easel.canvas import CanvasWidget
from ritocco_dock.easel.document import FileFacts, Layer
from ritocco_dock.easel.host import EaselHost
from ritocco_dock.easel.raster import KINDS
from ritocco_dock.easel.select_tools import select
from ritocco_dock.easel.selection import Combine
from ritocco_dock.editor import SRGB, LayerSpec, Layout, PictureSpec, Source
from ritocco_dock.errors import HostError
from ritocco_dock.geometry import Box, Sides, Size
from ritocco_dock.qt import QtGui, QtWidgets
from tests.plugin.easel.conftest import DTYPES, array_of, document_of, noise, raster
from tests.plugin.easel.test_selection import rectangle

WHOLE = Box(0, 0, 300, 200)


@pytest.fixture
def window(qtbot):
    one = QtWidgets.QWidget()
    qtbot.addWidget(one)
    return one


@pytest.fixture
def shown(window, choices, qtbot):
    """Makes host and host document for a document."""

    def go(document):
        host = EaselHost(window)
        canvas = CanvasWidget(document, choices)
        qtbot.addWidget(canvas)
        host.add(canvas)
        host.show(canvas)
        return host, host.active()

    return go


def grey_of(kind, box):
    pixels = noise(kind, box)
    pixels[..., 1] = pixels[..., 2] = pixels[..., 0]
    return pixels


@pytest.mark.parametrize("model", ["rgb", "grey"])
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_pixels_go_out_and_in_bit_for_bit(kind, model, shown):
    pixels = noise(kind, WHOLE) if model == "rgb" else grey_of(kind, WHOLE)
    document = document_of(Layer("a", raster(kind, pixels)), kind=kind.name)
    document.facts = FileFacts(model)
    _, one = shown(document)
    state = one.state()
    assert state.colour.layout == Layout(model, kind.name, True, "rgba")
    assert (state.size, state.selection, state.layer) == (Size(300, 200), None, "a")
    snapshot = one.snapshot()
    box = Box(13, 21, 150, 99)
    data = snapshot.pixels(box)
    assert len(data) == box.area * state.colour.layout.pixel_bytes
    channels = 4 if model == "rgb" else 2
    sent = np.frombuffer(data, DTYPES[kind.name]).reshape(99, 150, channels)
    part = pixels[21:120, 13:163]
    np.testing.assert_array_equal(sent, part if model == "rgb" else part[..., [0, 3]])
    builder = one.new_layer(LayerSpec("back", box, state.colour))
    for band in box.bands(40):
        builder.write(band, snapshot.pixels(band))
    builder.commit()
    np.testing.assert_array_equal(array_of(document.canvas.layers[-1].raster, box), part)


def test_a_snapshot_is_of_its_moment(picture, shown):
    _, one = shown(picture)
    select(picture, levels.of_path(rectangle(20, 30, 40, 50)), Combine.REPLACE)
    before = array_of(picture.canvas.layer.raster, WHOLE).copy()
    snapshot = one.snapshot(likely=Box(0, 0, 10, 10))
    commands.select_nothing(picture)
    commands.clear_pixels(picture)
    assert snapshot.state.selection == Box(20, 30, 40, 50)
    assert snapshot.pixels(WHOLE) == before.tobytes()
    mask = np.frombuffer(snapshot.mask(WHOLE), np.uint8).reshape(200, 300)
    assert mask.sum() == 255 * 40 * 50
    assert one.snapshot().mask(Box(0, 0, 9, 9)) == bytes(81)
    snapshot.close()
    snapshot.close()
    with pytest.raises(HostError):
        snapshot.pixels(WHOLE)


def test_the_active_layer_alone(picture, shown):
    _, one = shown(picture)
    drawn = noise(KINDS["u8"], Box(0, 0, 40, 40))
    commands.add_layer(picture, Layer("sketch", raster(KINDS["u8"], drawn, 10, 10)), "x")
    alone = one.snapshot(Source.LAYER).pixels(WHOLE)
    found = np.frombuffer(alone, np.uint8).reshape(200, 300, 4)
    np.testing.assert_array_equal(found[10:50, 10:50], drawn)
    assert not found[60:].any()


def test_a_result_with_mask_and_canvas_is_one_step(picture, shown):
    _, one = shown(picture)
    before = array_of(picture.canvas.layer.raster, WHOLE).copy()
    select(picture, levels.of_path(rectangle(5, 5, 9, 9)), Combine.REPLACE)
    commands.new_layer(picture)
    spec = LayerSpec(
        "Extend", Box(-30, 0, 60, 200), one.state().colour, '{"kind": 1}', masked=True,
        extend=Sides(30, 0, 0, 12),
    )  # fmt: skip
    builder = one.new_layer(spec)
    pixels = noise(KINDS["u8"], Box(0, 0, 60, 200), 4)
    mask = np.random.default_rng(5).integers(0, 256, (200, 60)).astype(np.uint8)
    for top in range(0, 200, 64):
        rows = slice(top, min(200, top + 64))
        band = Box(-30, top, 60, rows.stop - top)
        builder.write(band, pixels[rows].tobytes())
        builder.write_mask(band, mask[rows].tobytes())
    assert len(picture.canvas.layers) == 2
    builder.commit()
    builder.commit()
    canvas = picture.canvas
    assert canvas.size == Size(330, 212)
    layer = canvas.layers[-1]
    assert (layer.name, layer.recipe, canvas.active) == ("Extend", '{"kind": 1}', layer.number)
    np.testing.assert_array_equal(array_of(layer.raster, Box(0, 0, 60, 200)), pixels)
    np.testing.assert_array_equal(array_of(layer.mask, Box(0, 0, 60, 200)), mask)
    moved = array_of(canvas.layers[0].raster, Box(30, 0, 300, 200))
    np.testing.assert_array_equal(moved, before)
    assert levels.bounds(canvas.selection) == Box(35, 5, 9, 9)
    assert picture.undo_label == "Extend"
    picture.undo()
    assert picture.canvas.size == Size(300, 200)
    assert len(picture.canvas.layers) == 2


def test_below_means_under_all_layers_and_discarded_means_nothing(picture, shown):
    _, one = shown(picture)
    spec = LayerSpec("Fill", Box(0, 0, 4, 4), one.state().colour, below=True)
    dropped = one.new_layer(spec)
    dropped.write(spec.box, bytes(64))
    dropped.discard()
    dropped.commit()
    assert picture.undo_label == ""
    builder = one.new_layer(spec)
    builder.write(spec.box, bytes(64))
    builder.commit()
    assert picture.canvas.layers[0].name == "Fill"


@pytest.mark.parametrize("name", ["u8", "u16", "f32"])
def test_srgb_results_are_brought_into_the_documents_colours(name, shown):
    kind = KINDS[name]
    document = document_of(Layer("a", raster(kind, noise(kind, WHOLE))), kind=name)
    p3 = QtGui.QColorSpace(QtGui.QColorSpace.NamedColorSpace.DisplayP3)
    document.facts = FileFacts(profile=bytes(p3.iccProfile()))
    _, one = shown(document)
    builder = one.new_layer(LayerSpec("x", Box(0, 0, 2, 1), SRGB))
    builder.write(Box(0, 0, 2, 1), bytes([0, 0, 255, 255, 9, 9, 9, 0]))
    builder.commit()
    red, clear = array_of(document.canvas.layers[-1].raster, Box(0, 0, 2, 1))[0]
    top = {"u8": 255, "u16": 65535}.get(name, 1)
    np.testing.assert_allclose(red / top, [0.9176, 0.2003, 0.1386, 1], atol=5e-3)
    assert clear[3] == 0


def test_a_closed_document_raises_and_never_changes(picture, shown):
    host, one = shown(picture)
    builder = one.new_layer(LayerSpec("x", Box(0, 0, 1, 1), one.state().colour))
    builder.write(Box(0, 0, 1, 1), bytes(4))
    closed = []
    host.closed.connect(closed.append)
    host.remove(one.canvas)
    assert closed == [one]
    assert host.active() is None
    assert not one.alive()
    for act in (one.state, one.snapshot, builder.commit):
        with pytest.raises(HostError):
            act()
    one.show_plan([Box(0, 0, 5, 5)])
    one.show_preview(None)
    assert picture.undo_label == ""


def test_a_turn_that_ends_only_now_leaves_the_layer_out(picture, shown, monkeypatch):
    """The canvas is another than the one the place was found on."""
    monkeypatch.setattr(steps, "AT_ONCE", -1)
    _, one = shown(picture)
    builder = one.new_layer(LayerSpec("a", Box(40, 20, 8, 8), SRGB))
    builder.write(Box(40, 20, 8, 8), bytes(4 * 64))
    going = canvas_commands.DEEDS["turn-right"](picture)
    one.canvas.tool_controller.follow(going)
    assert picture.canvas.size == Size(300, 200)
    with pytest.raises(HostError):
        builder.commit()
    assert (picture.canvas.size, len(picture.canvas.layers)) == (Size(200, 300), 1)


def test_signals_tell_of_changes_and_of_the_active_document(picture, shown, qtbot):
    host, one = shown(picture)
    assert host.active() is one, "the same object for as long as it is open"
    with qtbot.waitSignal(host.changed):
        commands.select_all(picture)
    assert one.state().selection == WHOLE
    with qtbot.waitSignal(host.active_changed):
        host.show(None)


def test_a_new_picture_is_opened_when_it_is_complete(picture, shown):
    host, one = shown(picture)
    made = []
    host.opened.connect(made.append)
    colour = one.state().colour
    builder = host.new_picture(PictureSpec("large", Size(20, 10), colour))
    pixels = noise(KINDS["u8"], Box(0, 0, 20, 10))
    builder.write(Box(0, 0, 20, 10), pixels.tobytes())
    assert made == []
    builder.commit()
    (document,) = made
    assert document.canvas.size == Size(20, 10)
    found = array_of(document.canvas.layer.raster, Box(0, 0, 20, 10))
    np.testing.assert_array_equal(found, pixels)
