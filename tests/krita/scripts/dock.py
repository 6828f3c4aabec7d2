"""What scripts about the dock share: the dock, a picture, the artist's gestures."""

from ritocco_dock.backend.backend import Standing
from ritocco_dock.geometry import Box
from ritocco_dock.hosts.krita import DOCK, Shared
from ritocco_dock.hosts.krita_overlay import scale_of
from ritocco_dock.qt import QtCore, QtWidgets


class Dock:
    """The dock of the window."""

    def __init__(self, t):
        self.t = t
        self.widget = t.main.findChild(QtWidgets.QDockWidget, DOCK)
        self.panel = t.main.findChild(QtWidgets.QWidget, "RitoccoPanel")
        self.desk, self.host = Shared.desk, Shared.host

    @property
    def page(self):
        """The main page, made anew when the language changes."""
        return self.panel.main

    @property
    def session(self):
        """Of the active document."""
        return self.desk.session

    def ready(self, own):
        """Wait until this document is the dock's, and the backend is there."""
        yield self.is_settled
        yield lambda: self.host.active() is not None and self.host.active().is_of(own)
        yield lambda: self.desk.backend.standing is Standing.READY
        yield lambda: self.session is not None and self.session.document.is_of(own)

    def is_settled(self):
        """It has been shown to an artist who sees it for the first time, and will not move."""
        return self.host.settings.get("krita.shown", False)

    def open(self, picture):
        """A picture file, in a view, at a zoom that shows it all."""
        own = self.t.krita.openDocument(str(picture))
        own.setBatchmode(True)
        yield from self.t.show(own)
        yield from self.ready(own)
        self.t.window.activeView().canvas().setZoomLevel(1.0)
        yield 400
        self.opened = own

    def select(self, box):
        """By the rectangle tool, by hand; within a pixel or two of `box`."""
        t = self.t
        t.krita.action("KisToolSelectRectangular").trigger()
        yield 200
        canvas = t.canvas()
        first, last = (
            self.on_screen(canvas, box.x, box.y),
            self.on_screen(canvas, box.right, box.bottom),
        )
        middle = ((first[0] + last[0]) // 2, (first[1] + last[1]) // 2)
        yield from t.drag(canvas, first, middle, last)
        yield lambda: self.session.state.selection is not None

    def on_screen(self, canvas, x, y):
        """Where a pixel of the picture is, in the canvas widget, without rotation."""
        area = canvas.parent()
        scale = scale_of(self.t.window.activeView())
        left, top = area.horizontalScrollBar().value(), area.verticalScrollBar().value()
        return round(x * scale - left), round(y * scale - top)

    def press(self):
        """The main button, by hand, when it can be pressed."""
        yield lambda: self.page.start.isEnabled() and self.session.readiness.ready
        yield lambda: self.session.plan is not None
        yield from self.at_rest(self.page.start)
        yield from self.t.click(self.page.start)

    def at_rest(self, widget):
        """Until it has stayed where it is: what is above it may still be growing."""
        before, now = None, widget.mapToGlobal(widget.rect().center())
        while now != before:
            yield 200
            before, now = now, widget.mapToGlobal(widget.rect().center())

    def result(self, but=()):
        """Wait for a result that is none of these; it is the newest."""
        yield lambda: [one for one in self.session.results if one.id not in but]

    def task(self, name):
        """Choose a task."""
        self.session.choose(name)
        yield 100

    def click_first_result(self):
        """On its thumbnail, by hand."""
        gallery = self.page.results.gallery
        place = gallery.visualRect(gallery.model().index(0, 0))
        self.page.room.ensureWidgetVisible(gallery)
        yield 100
        yield from self.t.click(gallery.viewport(), place.center())


def outside(pixels, width, box, each):
    """The bytes of all pixels that do not lie in the box, as one value to compare."""
    rows = []
    for row in range(len(pixels) // (width * each)):
        line = pixels[row * width * each : (row + 1) * width * each]
        if box.y <= row < box.bottom:
            line = line[: box.x * each] + line[box.right * each :]
        rows.append(line)
    return b"".join(rows)


def selected_box(own):
    """Bounds of the selection."""
    selection = own.selection()
    return Box(selection.x(), selection.y(), selection.width(), selection.height())


__all__ = ["Box", "Dock", "QtCore", "outside", "selected_box"]
