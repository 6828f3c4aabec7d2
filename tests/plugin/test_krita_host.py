"""The host for Krita against a Krita of stubs, on either Qt: what a real one cannot show."""

import importlib
import sys
from types import ModuleType, SimpleNamespace

import pytest

from ritocco_dock.geometry import Size
from ritocco_dock.qt import QtCore, QtGui, QtWidgets, Signal

HOSTS = "ritocco_dock.hosts."


NEWS = (
    *("imageClosed", "imageSaved", "viewClosed", "viewCreated", "windowCreated"),
    "applicationClosing",
)
Notifier = type(
    "Notifier",
    (QtCore.QObject,),
    {**{name: Signal() for name in NEWS}, "setActive": lambda self, active: None},
)


def application():
    """Krita without a window or a document."""
    notifier = Notifier()
    return SimpleNamespace(
        notifier=lambda: notifier,
        version=lambda: "6.0.0",
        activeDocument=lambda: None,
        activeWindow=lambda: None,
        documents=list,
    )


class DockWidget(QtWidgets.QDockWidget):
    """As `krita.DockWidget` is one of Qt's."""


@pytest.fixture
def krita(home, qapp, monkeypatch):
    """The module `krita` of such an application, and afterwards neither it nor our host."""
    running = application()
    module = ModuleType("krita")
    module.Krita = SimpleNamespace(instance=lambda: running)
    module.DockWidget = DockWidget
    module.Extension, module.Document = QtCore.QObject, object
    monkeypatch.setitem(sys.modules, "krita", module)
    yield running
    for name in [name for name in sys.modules if name.startswith(HOSTS + "krita")]:
        del sys.modules[name]


def test_docks_are_hidden_after_krita_has_ended(krita, qtbot):
    """Qt 6 hides them when what they show is gone already: nothing is asked of it then."""
    host = importlib.import_module(HOSTS + "krita")
    dock = host.RitoccoDock()
    qtbot.addWidget(dock)
    desk = host.Shared.desk
    asked = []
    desk.open, desk.rest = (lambda: asked.append("open")), (lambda: asked.append("rest"))
    dock.visibilityChanged.emit(True)
    assert asked == ["open"]
    krita.notifier().applicationClosing.emit()
    assert host.Shared.desk is None
    dock.visibilityChanged.emit(False)
    assert asked == ["open"]


class View:
    """A view at this zoom, in one of three Kritas."""

    def __init__(self, zoom, dpi, since=None, screen=1.0):
        self._zoom, self._dpi, self._since, self._screen = zoom, dpi, since, screen
        if since:
            self.flakeToImageTransform = self._flake

    def _flake(self):
        each = self._zoom / self._screen
        return QtGui.QTransform.fromScale(1 / each, 1 / each)

    def canvas(self):
        level = self._zoom if self._since == (5, 3) else self._zoom * self._dpi / 72 / self._screen
        return SimpleNamespace(zoomLevel=lambda: level)

    def document(self):
        return SimpleNamespace(xRes=lambda: self._dpi)


@pytest.mark.parametrize("since", [None, (5, 2), (5, 3)])
@pytest.mark.parametrize("screen", [1.0, 1.5])
def test_a_pixel_of_the_picture_on_the_screen(krita, since, screen):
    """Whatever `zoomLevel` means, and whatever the resolution: at 200 % a pixel is two wide."""
    overlay = importlib.import_module(HOSTS + "krita_overlay")
    for dpi in (72.0, 300.0):
        scale = overlay.scale_of(View(2.0, dpi, since, screen))
        assert scale == pytest.approx(2.0 / screen)


def test_where_a_turned_picture_lies(krita):
    """Scroll bars say where its bounds begin."""
    overlay = importlib.import_module(HOSTS + "krita_overlay")
    turned = overlay.canvas_transform(Size(40, 30), 0.5, 90, False, (-7, -9))
    assert turned.mapRect(QtCore.QRectF(0, 0, 40, 30)) == QtCore.QRectF(7, 9, 15, 20)
