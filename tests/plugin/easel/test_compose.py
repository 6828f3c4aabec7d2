"""Layers from above: bytes stay where nothing lies over them, in every depth."""

from dataclasses import replace

import numpy as np
import pytest

from ritocco_dock.easel import selection as levels
from ritocco_dock.easel.colours import Screen
from ritocco_dock.easel.compose import projection, screen
from ritocco_dock.easel.document import Canvas, FileFacts, Layer
from ritocco_dock.easel.raster import KINDS, LEVELS, Raster
from ritocco_dock.geometry import Box, Size
from ritocco_dock.qt import QtGui
from tests.plugin.easel.conftest import document_of, image_array, noise, raster

pytestmark = pytest.mark.usefixtures("qapp")
BOX = Box(-40, 70, 300, 270)
ALL = [pytest.param(kind, id=kind.name) for kind in KINDS.values()]


def full(kind):
    return {"u8": 255, "u16": 65535}.get(kind.name, 1)


@pytest.mark.parametrize("kind", ALL)
def test_one_layer_alone_keeps_every_byte(kind):
    pixels = noise(kind, BOX)
    layers = [Layer("a", raster(kind, pixels, BOX.x, BOX.y))]
    np.testing.assert_array_equal(image_array(projection(layers, kind, BOX), kind), pixels)
    hidden = replace(layers[0], visible=False)
    assert not image_array(projection([hidden], kind, BOX), kind).any()


@pytest.mark.parametrize("kind", ALL)
def test_where_a_layer_above_shows_nothing_the_bytes_below_stay(kind):
    below = noise(kind, BOX, 1)  # also half transparent pixels, which Qt would round
    above = noise(kind, BOX, 2)
    mask = np.random.default_rng(3).integers(0, 256, (BOX.height, BOX.width)).astype(np.uint8)
    mask[:, :140] = 0
    above[60:120, 140:, 3] = 0
    layers = [
        Layer("below", raster(kind, below, BOX.x, BOX.y)),
        Layer(
            "above",
            raster(kind, above, BOX.x, BOX.y),
            mask=levels.tidied(raster(LEVELS, mask, BOX.x, BOX.y)),
        ),
    ]
    found = image_array(projection(layers, kind, BOX), kind)
    empty = (mask == 0) | (above[..., 3] == 0)
    np.testing.assert_array_equal(found[empty], below[empty])
    assert (found[~empty] != below[~empty]).any(-1).mean() > 0.9


@pytest.mark.parametrize("kind", ALL)
def test_an_opaque_layer_hides_what_is_below(kind):
    above = noise(kind, BOX, 2, opaque=True)
    layers = [
        Layer("below", raster(kind, noise(kind, BOX, 1), BOX.x, BOX.y)),
        Layer("above", raster(kind, above, BOX.x, BOX.y)),
    ]
    found = image_array(projection(layers, kind, BOX), kind).astype(float)
    # Floats are blended in single precision; half floats are rounded to 11 bits.
    error = {"f16": 2e-3, "f32": 1e-5}.get(kind.name, 0)
    np.testing.assert_allclose(found, above.astype(float), atol=error)


@pytest.mark.parametrize("kind", ALL)
def test_mixing_is_that_of_straight_alpha_to_a_level(kind):
    below, above = noise(kind, BOX, 1, opaque=True), noise(kind, BOX, 2)
    layers = [
        Layer("below", raster(kind, below, BOX.x, BOX.y)),
        Layer("above", raster(kind, above, BOX.x, BOX.y), opacity=0.5),
    ]
    found = image_array(projection(layers, kind, BOX), kind).astype(float) / full(kind)
    a, b = above.astype(float) / full(kind), below.astype(float) / full(kind)
    share = a[..., 3:] * 0.5
    expected = a[..., :3] * share + b[..., :3] * (1 - share)
    worst = {"u8": 2.1 / 255, "u16": 4 / 65535}.get(kind.name, 4e-3)
    assert np.abs(found[..., :3] - expected).max() <= worst
    assert (found[..., 3] >= 1 - worst).all()


P3 = QtGui.QColorSpace(QtGui.QColorSpace.NamedColorSpace.DisplayP3)


def test_the_screen_shows_colours_through_the_profile():
    kind = KINDS["u16"]
    pixels = np.full((64, 64, 4), 65535, np.uint16)
    pixels[..., :3] = (40000, 20000, 30000)
    canvas = Canvas(Size(64, 64), kind, (Layer("a", raster(kind, pixels)),))
    facts = FileFacts("rgb", False, bytes(P3.iccProfile()))
    colours = Screen(kind, facts)
    assert colours.shown
    image = screen(canvas, Box(0, 0, 64, 64), 1, colours.transform, colours.grey)
    plain = screen(canvas, Box(0, 0, 64, 64), 1, None)
    assert plain.pixelColor(3, 3).red() == 156
    assert image.pixelColor(3, 3).red() > 162, "the same numbers are redder in P3"
    back = colours.to_document(image.pixelColor(3, 3))
    assert abs(back.rgba64().red() - 40000) < 400


def test_grey_is_shown_through_its_own_curve():
    kind = KINDS["u8"]
    gamma = QtGui.QColorSpace(QtGui.QColorSpace.NamedColorSpace.SRgb).whitePoint()  # D65
    space = QtGui.QColorSpace(gamma, QtGui.QColorSpace.TransferFunction.Linear)
    pixels = np.full((8, 8, 4), 128, np.uint8)
    pixels[..., 3] = 255
    canvas = Canvas(Size(8, 8), kind, (Layer("a", raster(kind, pixels)),))
    colours = Screen(kind, FileFacts("grey", False, bytes(space.iccProfile())))
    assert colours.grey
    shown = screen(canvas, Box(0, 0, 8, 8), 1, colours.transform, colours.grey).pixelColor(1, 1)
    assert shown.red() == shown.green() == shown.blue()
    assert abs(shown.red() - 188) <= 2, "half the light"
    assert shown.alpha() == 255


def test_a_profile_that_cannot_be_read_is_said_and_nothing_breaks():
    colours = Screen(KINDS["u8"], FileFacts(profile=b"no profile at all"))
    assert not colours.shown
    assert colours.transform is None


def test_floats_without_profile_are_linear_light():
    kind = KINDS["f32"]
    pixels = np.full((4, 4, 4), 0.5, np.float32)
    pixels[..., 3] = 1
    document = document_of(Layer("a", raster(kind, pixels)), size=(4, 4), kind="f32")
    colours = Screen(kind, document.facts)
    shown = screen(document.canvas, Box(0, 0, 4, 4), 1, colours.transform, colours.grey)
    assert abs(shown.pixelColor(1, 1).red() - 188) <= 1


def test_reduced_drafts_show_the_same_places():
    kind = KINDS["u8"]
    pixels = np.zeros((512, 512, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[256:, :256, 0] = 200
    canvas = Canvas(Size(512, 512), kind, (Layer("a", raster(kind, pixels)),))
    image = screen(canvas, Box(0, 0, 512, 512), 4, None)
    assert (image.width(), image.height()) == (128, 128)
    assert image.pixelColor(10, 100).red() == 200
    assert image.pixelColor(100, 100).red() == 0
    assert image.pixelColor(10, 10).red() == 0
    assert Raster(kind).box == Box(0, 0, 0, 0)
