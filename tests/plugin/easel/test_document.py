"""The history: every step back and forth gives exactly what was, and saved means saved."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ritocco_dock.easel import commands, document
from ritocco_dock.easel import selection as levels
from ritocco_dock.easel.document import Layer, differences
from ritocco_dock.easel.raster import KINDS, Raster
from ritocco_dock.easel.select_tools import select
from ritocco_dock.geometry import Box, Sides, Size
from tests.effort import examples
from tests.plugin.easel.conftest import array_of, document_of, noise, raster
from tests.plugin.easel.test_selection import rectangle

pytestmark = pytest.mark.usefixtures("qapp")
KIND = KINDS["u8"]


def seen(one):
    """All that a canvas is, as plain values."""
    canvas = one.canvas
    return (
        canvas.size,
        tuple(
            (layer.name, layer.visible, layer.opacity, layer.masked,
             array_of(layer.raster, canvas.box).tobytes(),
             layer.mask and array_of(layer.mask, canvas.box).tobytes())
            for layer in canvas.layers
        ),
        canvas.selection and array_of(canvas.selection, canvas.box).tobytes(),
    )  # fmt: skip


class History(RuleBasedStateMachine):
    """Commands in any order, undone and redone in any order."""

    def __init__(self):
        super().__init__()
        pixels = noise(KIND, Box(0, 0, 300, 200), opaque=True)
        self.document = document_of(Layer("Background", raster(KIND, pixels)))
        self.moments, self.at = [seen(self.document)], 0

    def do(self, act):
        before = self.document.canvas
        act(self.document)
        if self.document.canvas is not before:
            del self.moments[self.at + 1 :]
            self.moments.append(seen(self.document))
            self.at += 1

    @rule(command=st.sampled_from([
        commands.select_all, commands.select_nothing, commands.invert_selection,
        commands.new_layer, commands.duplicate_layer, commands.delete_layer,
        commands.mask_from_selection, commands.delete_mask, commands.selection_from_mask,
        commands.clear_pixels,
    ]))  # fmt: skip
    def command(self, command):
        self.do(command)

    @rule(x=st.integers(-50, 300), y=st.integers(-50, 200), how=st.sampled_from(levels.Combine))
    def select(self, x, y, how):
        shape = levels.of_path(rectangle(x, y, 90, 70), smooth=False)
        self.do(lambda one: select(one, shape, how, 3))

    @rule(by=st.sampled_from([-1, 1]))
    def move(self, by):
        self.do(lambda one: commands.move_layer(one, by))

    @rule(opacity=st.floats(0, 1), visible=st.booleans())
    def show(self, opacity, visible):
        number = self.document.canvas.active
        self.do(lambda one: commands.set_layer(one, number, "x", opacity=opacity, visible=visible))

    @rule(left=st.integers(0, 40), bottom=st.integers(1, 40))
    def extend(self, left, bottom):
        sides = Sides(left, 0, 0, bottom)
        self.do(lambda one: one.apply("Extend", one.canvas.extended(sides)))

    @rule()
    def undo(self):
        self.document.undo()
        self.at = max(0, self.at - 1)

    @rule()
    def redo(self):
        self.document.redo()
        self.at = min(len(self.moments) - 1, self.at + 1)

    @invariant()
    def is_what_it_was(self):
        assert seen(self.document) == self.moments[self.at]
        assert bool(self.document.undo_label) == (self.at > 0)
        assert bool(self.document.redo_label) == (self.at < len(self.moments) - 1)


def test_any_order_of_commands_can_be_taken_back_and_done_again():
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=examples(20), stateful_step_count=15, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_a_slider_is_one_step_and_a_second_drag_another(picture):
    number = picture.canvas.active
    for percent in (90, 70, 40):
        commands.set_layer(picture, number, "Opacity", "slider", opacity=percent / 100)
    picture.settle()
    commands.set_layer(picture, number, "Opacity", "slider", opacity=0.1)
    picture.undo()
    assert picture.canvas.layer.opacity == 0.4
    picture.undo()
    assert picture.canvas.layer.opacity == 1.0
    assert picture.undo_label == ""


def test_modified_knows_what_is_in_the_file(picture):
    assert not picture.modified
    commands.select_all(picture)
    assert not picture.modified, "a selection is no change of the picture"
    commands.new_layer(picture)
    assert picture.modified
    saved = picture.canvas
    picture.undo()
    assert not picture.modified
    picture.redo()
    picture.mark_saved(saved)
    assert not picture.modified
    picture.undo()
    assert picture.modified
    picture.choose_layer(picture.canvas.layers[0].number)
    picture.mark_saved(picture.canvas)
    assert not picture.modified
    picture.mark_unsaved()
    assert picture.modified


def test_choosing_a_layer_is_no_step(picture):
    commands.new_layer(picture)
    low = picture.canvas.layers[0].number
    picture.choose_layer(low)
    assert picture.canvas.layer.name == "Background"
    picture.undo()
    assert len(picture.canvas.layers) == 1


def test_the_oldest_steps_go_where_memory_or_number_is_short(picture, monkeypatch):
    monkeypatch.setattr(document, "STEPS", 5)
    for _ in range(9):
        commands.invert_selection(picture)
    for _ in range(9):
        picture.undo()
    assert picture.redo_label
    monkeypatch.setattr(document, "STEPS", 500)
    monkeypatch.setattr(document, "MEMORY", 3 * 256 * 256 * 4)
    for seed in range(6):
        fresh = raster(KIND, noise(KIND, Box(0, 0, 256, 256), seed))
        picture.apply("x", picture.canvas.with_layer(replace(picture.canvas.layer, raster=fresh)))
    last = picture.canvas
    steps = 0
    while picture.undo_label:
        picture.undo()
        steps += 1
    assert 2 <= steps <= 4
    for _ in range(steps):
        picture.redo()
    assert picture.canvas is last


def test_extending_moves_everything_and_changes_no_pixel(picture):
    before = array_of(picture.canvas.layer.raster, picture.canvas.box).copy()
    select(picture, levels.of_path(rectangle(10, 20, 30, 40)), levels.Combine.REPLACE)
    commands.mask_from_selection(picture)
    wide = picture.canvas.extended(Sides(17, 5, 3, 2))
    assert wide.size == Size(320, 207)
    (layer,) = wide.layers
    assert (array_of(layer.raster, Box(17, 5, 300, 200)) == before).all()
    assert levels.bounds(layer.mask) == Box(27, 25, 30, 40)


def test_differences_hold_every_pixel_that_changed(picture):
    before = picture.canvas
    commands.new_layer(picture)
    assert not [box for box in differences(before, picture.canvas) if box]
    layer = picture.canvas.layer
    drawn = raster(KIND, noise(KIND, Box(0, 0, 10, 10)), 200, 100)
    with_pixels = picture.canvas.with_layer(replace(layer, raster=drawn))
    found = Box(0, 0, 0, 0)
    for box in differences(picture.canvas, with_pixels):
        found |= box
    assert found.holds(Box(200, 100, 10, 10))
    order = with_pixels.ordered(layer.number, 0)
    assert Box(0, 0, 300, 200) in list(differences(with_pixels, order))
    hidden = with_pixels.with_layer(replace(with_pixels.layer, visible=False))
    assert any(box.holds(Box(200, 100, 10, 10)) for box in differences(with_pixels, hidden))


def test_clearing_takes_away_as_much_as_is_selected_and_nothing_else(picture):
    before = array_of(picture.canvas.layer.raster, picture.canvas.box).copy()
    select(picture, levels.of_path(rectangle(40, 40, 80, 60)), levels.Combine.REPLACE, 6)
    chosen = array_of(picture.canvas.selection, picture.canvas.box)
    commands.clear_pixels(picture)
    after = array_of(picture.canvas.layer.raster, picture.canvas.box)
    assert (after[chosen == 0] == before[chosen == 0]).all()
    assert (after[chosen == 255][:, 3] == 0).all()
    half = (chosen > 100) & (chosen < 155)
    assert abs(after[half][:, 3].astype(int) - (255 - chosen[half].astype(int))).max() <= 2


def test_names_of_new_layers_are_not_taken_twice(picture):
    commands.new_layer(picture)
    commands.new_layer(picture)
    commands.duplicate_layer(picture)
    names = [layer.name for layer in picture.canvas.layers]
    assert len(set(names)) == 4
    assert not Raster(KIND).tiles
