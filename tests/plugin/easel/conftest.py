"""Easel is written for Qt 6 only: `ritocco easel` brings it along, no editor decides about it."""

import numpy as np
import pytest

from ritocco_dock.qt import QT

if QT == 5:
    collect_ignore_glob = ["test_*.py"]
else:
    from ritocco_dock.easel.canvas import CanvasWidget
    from ritocco_dock.easel.document import Canvas, Document, Layer
    from ritocco_dock.easel.raster import KINDS, LEVELS, Raster, bytes_of, image_of
    from ritocco_dock.easel.tools import ToolChoices
    from ritocco_dock.geometry import Box, Size
    from ritocco_dock.qt import Qt, QtCore, QtGui

DTYPES = {"u8": np.uint8, "u16": np.uint16, "f16": np.float16, "f32": np.float32}


def noise(kind, box, seed=0, opaque=False):
    """Random pixels (h, w, 4) of a kind; floats from 0 to 1.5, alpha within 0..1."""
    random = np.random.default_rng(seed)
    dtype = DTYPES[kind.name]
    values = random.random((box.height, box.width, 4))
    values[..., :3] *= 1.5 if kind.name[0] == "f" else 1
    if opaque:
        values[..., 3] = 1
    top = {"u8": 255, "u16": 65535}.get(kind.name, 1)
    scaled = values * top
    return (np.rint(scaled) if kind.name[0] == "u" else scaled).astype(dtype)


def raster(kind, pixels, x=0, y=0):
    """A raster that holds an array at a place."""
    box = Box(x, y, pixels.shape[1], pixels.shape[0])
    return Raster(kind).drawn(image_of(np.ascontiguousarray(pixels).tobytes(), box, kind), box)


def array_of(one, box):
    """The pixels of a raster as an array."""
    data = np.frombuffer(one.bytes(box), DTYPES.get(one.kind.name, np.uint8))
    shape = (box.height, box.width) if one.kind is LEVELS else (box.height, box.width, 4)
    return data.reshape(shape)


def image_array(image, kind):
    """The pixels of an image as an array (h, w, 4)."""
    data = np.frombuffer(bytes_of(image, kind.pixel_bytes), DTYPES[kind.name])
    return data.reshape(image.height(), image.width(), 4)


def document_of(*layers, size=(300, 200), kind="u8"):
    """A document of these layers."""
    canvas = Canvas(Size(*size), KINDS[kind], tuple(layers), layers[-1].number if layers else 0)
    return Document(canvas, name="test")


@pytest.fixture
def choices(qapp):
    return ToolChoices()


@pytest.fixture
def picture(qapp):
    """A document of one opaque layer of noise, 300 x 200, 8 bit."""
    kind = KINDS["u8"]
    pixels = noise(kind, Box(0, 0, 300, 200), opaque=True)
    return document_of(Layer("Background", raster(kind, pixels)))


@pytest.fixture
def canvas(picture, choices, qtbot):
    """Its canvas at 100 %, 500 x 400 on the screen."""
    widget = CanvasWidget(picture, choices)
    qtbot.addWidget(widget)
    widget.resize(500, 400)
    widget.show()
    qtbot.waitExposed(widget)
    widget.actual()
    return widget


@pytest.fixture
def drag(qtbot):
    """Presses at the first point of the canvas, moves along the others, releases at the last."""

    def go(canvas, *points, keys=Qt.KeyboardModifier.NoModifier, end=True):
        places = [canvas.place_of(QtCore.QPointF(*point)).toPoint() for point in points]
        left = Qt.MouseButton.LeftButton
        qtbot.mousePress(canvas, left, keys, places[0])
        for place in places[1:]:
            event = QtGui.QMouseEvent(
                QtCore.QEvent.Type.MouseMove, QtCore.QPointF(place),
                QtCore.QPointF(canvas.mapToGlobal(place)), Qt.MouseButton.NoButton, left, keys,
            )  # fmt: skip
            canvas.mouseMoveEvent(event)
        if end:
            qtbot.mouseRelease(canvas, left, keys, places[-1])

    return go
