"""The canvas cut, resized, turned, mirrored; layers made one; selections wider and narrower."""

from dataclasses import replace
from itertools import product

import cv2
import numpy as np
import pytest

from ritocco_dock.easel import canvas_commands, commands
from ritocco_dock.easel import selection as levels
from ritocco_dock.easel.bounds import bounds
from ritocco_dock.easel.compose import projection
from ritocco_dock.easel.document import Layer
from ritocco_dock.easel.frames import TURNS
from ritocco_dock.easel.raster import FULL, KINDS, LEVELS, Raster, image_of
from ritocco_dock.geometry import Anchor, Box, Size
from tests.plugin.easel.conftest import DTYPES, array_of, document_of, image_array, noise, raster

NUMPY = {
    "right": lambda array: np.rot90(array, -1),
    "left": np.rot90,
    "around": lambda array: np.rot90(array, 2),
    "mirror": np.fliplr,
    "flip": np.flipud,
}


def soft(array, x=0, y=0):
    """A selection or mask of these levels at a place."""
    box = Box(x, y, array.shape[1], array.shape[0])
    return levels.tidied(Raster(LEVELS).drawn(image_of(array.tobytes(), box, LEVELS), box))


def random_levels(width, height, seed=3):
    return np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)


@pytest.fixture
def stack(qapp):
    """A masked layer that reaches beyond the canvas, on an opaque one; a soft selection."""

    def make(kind="u8", size=(300, 200)):
        one = KINDS[kind]
        low = Layer("low", raster(one, noise(one, Box(0, 0, *size), opaque=True)))
        high = Layer("high", raster(one, noise(one, Box(0, 0, 280, 270), 1), -13, 9),
                     opacity=0.6, mask=soft(random_levels(290, 150), 5, 20))  # fmt: skip
        document = document_of(low, high, size=size, kind=kind)
        chosen = soft(random_levels(90, 70, 9), 30, 40)
        document.apply("s", document.canvas.selecting(chosen))
        return document

    return make


def shown(canvas):
    return image_array(projection(canvas.layers, canvas.kind, canvas.box), canvas.kind)


def everything(canvas):
    """All pixels, masks and the selection of a canvas and 100 px around it."""
    box = Box(-100, -100, canvas.size.width + 200, canvas.size.height + 200)
    found = [array_of(layer.raster, box) for layer in canvas.layers]
    found += [array_of(layer.mask, box) for layer in canvas.layers if layer.mask]
    return [*found, array_of(canvas.selection, box)]


def turned(document, *names):
    for name in names:
        assert canvas_commands.turn(document, name) is None
    return document.canvas


@pytest.mark.parametrize(("kind", "name"), [*product(KINDS, TURNS)])
def test_turning_moves_every_byte_of_layers_masks_and_selection(stack, kind, name):
    document = stack(kind)
    before = everything(document.canvas)
    after = turned(document, name)
    across = name in ("right", "left")
    assert after.size == (Size(200, 300) if across else Size(300, 200))
    for old, new in zip(before, everything(after), strict=True):
        np.testing.assert_array_equal(NUMPY[name](old), new)
    document.undo()
    for old, new in zip(before, everything(document.canvas), strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize(
    "names",
    [("right",) * 4, ("left", "right"), ("around",) * 2, ("mirror",) * 2, ("flip",) * 2,
     ("mirror", "flip", "around")],
)  # fmt: skip
def test_ways_that_end_where_they_began_change_no_byte(stack, names):
    document = stack("u16")
    before = everything(document.canvas)
    for old, new in zip(before, everything(turned(document, *names)), strict=True):
        np.testing.assert_array_equal(old, new)
    assert document.canvas.size == Size(300, 200)
    assert document.undo_label


def test_a_turned_selection_can_be_combined(stack):
    document = stack()
    turned(document, "right")
    commands.invert_selection(document)
    commands.invert_selection(document)
    np.testing.assert_array_equal(
        array_of(document.canvas.selection, Box(0, 0, 200, 300)),
        NUMPY["right"](np.pad(random_levels(90, 70, 9), ((40, 90), (30, 180)))),
    )


def test_a_large_picture_turns_between_events_and_whatever_comes_next_waits(qapp):
    kind = KINDS["u8"]
    document = document_of(
        Layer("a", raster(kind, noise(kind, Box(0, 0, 9, 9)))), size=(3000, 2000)
    )
    commands.select_all(document)
    going = canvas_commands.turn(document, "right")
    assert document.canvas.size == Size(3000, 2000)
    going.finish()
    assert document.canvas.size == Size(2000, 3000)
    chosen = document.canvas.selection
    inside = [place for place in chosen.tiles if document.canvas.box.holds(chosen.place_box(place))]
    assert len(inside) == 7 * 11
    assert all(chosen.tiles[place] is FULL for place in inside), "what is full stays shared"
    document.undo()
    assert document.canvas.size == Size(3000, 2000)


def test_a_crop_keeps_what_is_inside_and_undo_brings_all_back(stack):
    document = stack()
    before, seen = everything(document.canvas), shown(document.canvas)
    canvas_commands.crop_to_selection(document)
    after = document.canvas
    assert (after.size, after.anchor.x, after.anchor.y) == (Size(90, 70), 30, 40)
    np.testing.assert_array_equal(shown(after), seen[40:110, 30:120])
    assert all(layer.raster.fits(after.box) for layer in after.layers), "nothing beyond is kept"
    np.testing.assert_array_equal(array_of(after.selection, after.box), random_levels(90, 70, 9))
    document.undo()
    for old, new in zip(before, everything(document.canvas), strict=True):
        np.testing.assert_array_equal(old, new)
    canvas_commands.crop(document, Box(400, 0, 10, 10))
    assert document.redo_label == "Crop", "a box beside the canvas does nothing"


def test_another_canvas_size_moves_everything_alike_and_loses_nothing(stack):
    document = stack()
    before, anchor = everything(document.canvas), document.canvas.anchor
    canvas_commands.resize_canvas(document, Box(40, 30, 100, 90))
    small = document.canvas
    assert small.size == Size(100, 90)
    assert small.anchor.offset(anchor) == (-40, -30)
    assert anchor.offset(small.anchor) == (40, 30)
    canvas_commands.resize_canvas(document, Box(-40, -30, 300, 200))
    for old, new in zip(before[:-1], everything(document.canvas)[:-1], strict=True):
        np.testing.assert_array_equal(old, new)
    turned(document, "mirror")
    assert document.canvas.anchor.offset(anchor) is None
    document.undo()
    assert document.canvas.anchor.offset(anchor) == (0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_merging_down_and_flattening_change_nothing_that_is_seen(stack, kind):
    document = stack(kind)
    canvas = document.canvas
    seen = shown(canvas)
    beyond = image_array(projection(canvas.layers, canvas.kind, Box(-13, 9, 280, 270)), canvas.kind)
    commands.merge_down(document)
    (merged,) = document.canvas.layers
    assert (merged.name, merged.mask, merged.opacity) == ("low", None, 1.0)
    np.testing.assert_array_equal(shown(document.canvas), seen)
    np.testing.assert_array_equal(array_of(merged.raster, Box(-13, 9, 280, 270)), beyond)
    assert document.undo_label == "Merge down"
    document.undo()
    assert [layer.name for layer in document.canvas.layers] == ["low", "high"]
    commands.flatten(document)
    (flat,) = document.canvas.layers
    np.testing.assert_array_equal(shown(document.canvas), seen)
    assert flat.raster.fits(document.canvas.box)
    assert document.undo_label == "Flatten"


def test_a_hidden_layer_is_not_merged_and_goes_when_all_is_flattened(stack):
    document = stack()
    low = document.canvas.layers[0]
    document.apply("hide", document.canvas.with_layer(replace(low, visible=False)))
    commands.merge_down(document)
    assert document.undo_label == "hide"
    alone = shown(document.canvas)
    commands.flatten(document)
    np.testing.assert_array_equal(shown(document.canvas), alone)
    assert len(document.canvas.layers) == 1


def disc(radius):
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    return (x * x + y * y <= radius * radius).astype(np.uint8)


@pytest.mark.parametrize("radius", [1, 2, 17, 33])
def test_growing_and_shrinking_take_the_most_and_the_least_within_a_disc(radius, qapp):
    chosen = np.zeros((320, 560), np.uint8)
    chosen[100:170, 150:420] = random_levels(270, 70)
    chosen[180:300, 470:560] = 255
    chosen[10, 20] = 200
    document = document_of(size=(560, 320))
    document.apply("s", document.canvas.selecting(soft(chosen)))
    assert commands.grow_selection(document, radius) is None
    box = document.canvas.box
    wide = cv2.dilate(chosen, disc(radius), borderValue=0)
    np.testing.assert_array_equal(array_of(document.canvas.selection, box), wide)
    assert levels.bounds(document.canvas.selection).right == 560, "not beyond the canvas"
    document.undo()
    commands.shrink_selection(document, radius)
    narrow = cv2.erode(chosen, disc(radius), borderValue=255)
    found = document.canvas.selection
    held = array_of(found, box) if found else np.zeros_like(chosen)
    np.testing.assert_array_equal(held, narrow)
    assert document.undo_label == "Shrink selection"


@pytest.mark.parametrize("name", ["u8", "f16"])
@pytest.mark.parametrize(("width", "height"), [(600, 500), (130, 97), (61, 51)])
def test_a_picture_is_scaled_in_all_its_layers_and_keeps_its_edges(name, width, height, qapp):
    kind, place = KINDS[name], Box(0, 0, 300, 250)
    y, x = np.mgrid[0:250, 0:300]
    top = 255 if name == "u8" else 1
    shades = np.stack([x / 300, y / 250, x * 0 + 0.5, x * 0 + 1], -1) * top
    flat = raster(kind, shades.astype(DTYPES[name]))
    document = document_of(Layer("a", flat), size=(300, 250), kind=name)
    document.apply("", document.canvas.selecting(levels.everything(Box(0, 0, 150, 250))))
    going = canvas_commands.scale(document, Size(width, height))
    if going is not None:
        going.finish()
    canvas, whole = document.canvas, Box(0, 0, width, height)
    assert (canvas.size, canvas.anchor.offset(Anchor())) == (whole.size, None)
    got = array_of(canvas.layers[0].raster, whole).astype(float) / top
    y, x = np.mgrid[0:height, 0:width]
    np.testing.assert_array_equal(got[..., 3], 1)
    wanted = np.stack([(x + 0.5) / width - 0.5 / 300, (y + 0.5) / height - 0.5 / 250], -1)
    np.testing.assert_allclose(got[..., :2], np.clip(wanted, 0, 1), atol=0.012)
    assert bounds(canvas.layers[0].raster) == whole
    chosen = array_of(canvas.selection, whole)
    assert abs(int((chosen > 127).sum()) - height * (width // 2)) <= height
    document.undo()
    assert array_of(document.canvas.layers[0].raster, place).tobytes() == flat.bytes(place)
