"""Plan and preview over the canvas: exactly on the picture, whatever its resolution."""

from ritocco_dock.editor import Preview
from ritocco_dock.geometry import Box
from ritocco_dock.hosts.krita import Shared
from ritocco_dock.qt import QtGui, QtWidgets

GROUND, RED = (32, 64, 96), QtGui.QColor(250, 10, 20)
"""The picture, in a colour that nothing else on Krita's canvas is near to; and the preview."""
TURNED = ((1.0, 0, False), (0.5, 0, False), (1.0, 30, True))
"""Zoom, rotation, mirrored."""


def run(t):
    """A picture for the screen, and one for paper. The screen's scale is for who starts Krita."""
    host = Shared.host
    host.watch(True)
    t.note("scale of the screen", t.main.devicePixelRatioF())
    for dpi in (25.4, 300.0):
        yield from preview(t, host, dpi)
        yield from beyond(t, host, dpi)
    yield from behind(t, host)
    host.watch(False)


def preview(t, host, dpi):
    """Plan and preview lie on the picture, without an undo step or a mouse's hindrance."""
    own = t.document(400, 300, dpi=dpi)
    t.paint(own, bytes([*reversed(GROUND), 255]) * 400 * 300)
    yield from t.shown_to(host, own)
    document, before, undo = host.active(), t.bytes_of(own), t.undo_text
    picture = QtGui.QImage(100, 50, QtGui.QImage.Format.Format_ARGB32)
    picture.fill(RED)
    document.show_preview(Preview(picture, Box(200, 100, 200, 100)))
    canvas = t.canvas()
    view = t.window.activeView().canvas()
    for zoom, rotation, mirror in TURNED:
        view.setZoomLevel(zoom)
        view.setRotation(rotation)
        view.setMirror(mirror)
        yield 600
        name = f"overlay-{dpi:.0f}-{zoom}-{rotation}-{int(mirror)}"
        t.screenshot(name)
        t.check(f"{name}: the preview is where it belongs", *preview_lies_right(t, canvas))
    view.setMirror(False)
    view.setRotation(0)
    document.show_plan([Box(50, 40, 200, 150), Box(20, 20, 100, 100)])
    yield 400
    t.screenshot(f"plan-{dpi:.0f}")
    document.show_preview(None)
    yield 300
    yield from t.hand("mousemove", 10, 10)
    t.krita.action("KisToolSelectRectangular").trigger()
    yield 300
    middle = canvas.rect().center()
    yield from t.drag(
        canvas, (middle.x() - 60, middle.y() - 40), (middle.x() + 60, middle.y() + 40)
    )
    yield 500
    t.check("the mouse goes through the drawing", document.state().selection is not None)
    document.show_plan([])
    t.krita.action("deselect").trigger()
    yield 200
    t.check("no pixel has changed", t.bytes_of(own) == before)
    t.check("undo knew of nothing before", undo.strip() == "Undo", undo)
    yield from t.close(own)


def beyond(t, host, dpi):
    """A result that makes the canvas larger is seen as a whole, wherever the artist looked."""
    own = t.document(400, 300, dpi=dpi)
    t.paint(own, bytes([*reversed(GROUND), 255]) * 400 * 300)
    yield from t.shown_to(host, own)
    t.window.activeView().canvas().setZoomLevel(3.0)
    yield 500
    picture = QtGui.QImage(40, 60, QtGui.QImage.Format.Format_ARGB32)
    picture.fill(RED)
    box = Box(-200, 0, 200, 300)
    host.active().show_preview(Preview(picture, box))
    yield 700
    t.screenshot(f"beyond-{dpi:.0f}")
    t.check(f"beyond, {dpi:.0f} dpi: all is seen", *all_is_seen(t))
    host.active().show_preview(None)
    yield from t.close(own)


def behind(t, host):
    """A result that belongs under the picture shows only where that is see-through."""
    own = t.document(400, 300)
    t.paint(own, (bytes(4) * 100 + bytes([*reversed(GROUND), 255]) * 300) * 300)
    yield from t.shown_to(host, own)
    t.window.activeView().canvas().setZoomLevel(1.0)
    picture = QtGui.QImage(200, 150, QtGui.QImage.Format.Format_ARGB32)
    picture.fill(RED)
    host.active().show_preview(Preview(picture, Box(0, 0, 400, 300), below=True))
    yield 700
    red, ground = found(t, t.canvas())
    share = len(red) / max(1, len(red) + len(ground))
    t.check("behind: only through what is transparent", abs(share - 1 / 4) < 0.02, share)
    host.active().show_preview(None)
    yield from t.close(own)


def all_is_seen(t):
    """Red makes up a third of what is there: 200 x 300 of 600 x 300."""
    red, ground = found(t, t.canvas())
    share = len(red) / max(1, len(red) + len(ground))
    return abs(share - 1 / 3) < 0.02, (share, len(red))


def preview_lies_right(t, canvas):
    """Compare the screen with the picture's own corners: red fills the right part of the ground."""
    red, ground = found(t, canvas)
    # The preview is a sixth of the picture: 200 x 100 of 400 x 300.
    share = len(red) / max(1, len(red) + len(ground))
    centre = [sum(one[axis] for one in red) / max(1, len(red)) for axis in (0, 1)]
    both = red + ground
    middle = [sum(one[axis] for one in both) / max(1, len(both)) for axis in (0, 1)]
    size = (len(both) * 4 / (400 * 300)) ** 0.5
    # Its centre is (300, 150), that of the picture (200, 150).
    distance = ((centre[0] - middle[0]) ** 2 + (centre[1] - middle[1]) ** 2) ** 0.5 / max(
        size, 0.01
    )
    return abs(share - 1 / 6) < 0.01 and abs(distance - 100) < 3, (share, distance, size)


def found(t, canvas):
    """Where on the screen the preview is, and where the picture beside it."""
    shot = QtWidgets.QApplication.primaryScreen().grabWindow(0).toImage()
    left, top = t.on_glass(canvas, canvas.rect().topLeft())
    right, bottom = t.on_glass(canvas, canvas.rect().bottomRight())
    red, ground = [], []
    for y in range(top, bottom, 2):
        for x in range(left, right, 2):
            colour = shot.pixelColor(x, y)
            if colour.red() > 200 and colour.green() < 60:
                red.append((x, y))
            elif all(
                abs(seen - own) < 24 for seen, own in zip(colour.getRgb(), GROUND, strict=False)
            ):
                ground.append((x, y))
    return red, ground
