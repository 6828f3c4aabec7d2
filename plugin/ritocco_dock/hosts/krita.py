"""Krita 5.1 to 5.3, and 6: the host, and the dock in Krita's window.

One host and one desk serve all of Krita's windows; each window has a dock of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import krita as api

from ..dock import dock_for
from ..editor import Builder, Capabilities, Host, HostDocument, PictureSpec
from ..errors import HostError
from ..geometry import Box
from ..qt import Qt, QtCore, QtWidgets
from ..settings import Settings
from ..words import mark, say
from .krita_actions import RitoccoActions, key_of, tell
from .krita_colour import Colours
from .krita_document import KritaDocument
from .krita_layer import PictureBuilder
from .krita_overlay import Overlay, focus_canvas, show_whole

if TYPE_CHECKING:
    from ..desk import Desk

DOCK = "ritocco_dock"
_LOOK = 250
"""Milliseconds between two looks at the document while the dock is visible."""
_BUSY = 50
"""Milliseconds until a document that Krita is still working on is looked at again."""
_LOOKS, _SETTLED = 6, 400
"""How often, and each time after how many milliseconds, a new window's docks are looked at: Krita
arranges them once more when it has told of the window, on a slow machine late."""
_SHOWN = "krita.shown"
"""Setting: the dock has been brought to the artist's eyes once."""


class KritaHost(Host):
    """Krita."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings, self.colours = settings, Colours()
        krita = api.Krita.instance()
        self.name = f"Krita {krita.version().split()[0]}"
        self.capabilities = Capabilities(
            transparency_mask=hasattr(api.Document, "createTransparencyMask"),
            plan_overlay=True,
            preview_overlay=True,
            layer_source=True,
            new_picture=True,
            thumbnail=True,
            note=mark("In Krita, undo takes an extension back in two steps: layer, then canvas."),
        )
        self._documents: list[KritaDocument] = []
        self._active: KritaDocument | None = None
        self._seen: object = None
        self._looking = False
        self._meeting: Iterator[None] | None = None
        self._overlay: Overlay | None = None
        self._whole: Box | None = None
        """What was shown as a whole, since it reaches beyond its canvas."""
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)
        self._soon = QtCore.QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        notifier = krita.notifier()
        notifier.setActive(True)
        for happened in (notifier.imageClosed, notifier.viewClosed, notifier.viewCreated):
            happened.connect(self.look_soon)
        notifier.imageSaved.connect(self._saved)

    def active(self) -> HostDocument | None:
        """As `Host.active`."""
        return self._active

    def window(self) -> QtWidgets.QWidget | None:
        """As `Host.window`."""
        window = api.Krita.instance().activeWindow()
        shown: QtWidgets.QWidget | None = window.qwindow() if window else None
        return shown

    def new_picture(self, spec: PictureSpec) -> Builder:
        """As `Host.new_picture`. Krita itself takes a moment to make and to open it."""
        space = self.colours.space(spec.colour)
        if space is None:
            raise HostError(say("Krita has not seen this colour profile since it was started."))
        active = api.Krita.instance().activeDocument()
        return PictureBuilder(spec, space, active.xRes() if active else 72.0)

    def key_of(self, action: str) -> str:
        """As `Host.key_of`."""
        return key_of(action)

    def focus_canvas(self) -> None:
        """As `Host.focus_canvas`."""
        focus_canvas()

    def tell(self, sentence: str) -> None:
        """As `Host.tell`."""
        tell(sentence)

    def watch(self, looking: bool) -> None:
        """As `Host.watch`."""
        if looking:
            self._timer.start()
            self.look_soon()
        else:
            self._timer.stop()

    def look_soon(self, *_: object) -> None:
        """When Krita is done with what it is doing."""
        self._soon.start(0)

    def look(self) -> None:
        """Tell what has changed since the last look."""
        if self._looking:  # Krita runs its event loop inside some of what is asked of it
            return
        self._looking = True
        try:
            self._look()
        finally:
            self._looking = False

    def _look(self) -> None:
        for gone in [document for document in self._documents if not document.alive()]:
            self._documents.remove(gone)
            self.closed.emit(gone)
        own = api.Krita.instance().activeDocument()
        shown = next(
            (document for document in self._documents if own and document.is_of(own)), None
        )
        if shown is None and own is not None and own.width():
            self._meet(own)
        elif shown is not self._active:
            self._active, self._seen = shown, shown.state() if shown else None
            self.draw()
            self.active_changed.emit()
        elif shown is not None and shown.alive():
            now = shown.state()
            if now != self._seen:
                self._seen = now
                self.changed.emit()

    def draw(self) -> None:
        """Over the canvas, what the active document wants there."""
        active = self._active
        boxes = (*active.boxes, *active.outline) if active is not None else ()
        if active is None or not (boxes or active.preview):
            if self._overlay is not None:
                self._overlay.draw((), None)
            return
        self._overlay = self._overlay or Overlay()
        self._overlay.draw(boxes, active.preview)
        if active.beyond != self._whole:  # once: the artist may look closer from then on
            self._whole = active.beyond
            if self._whole:
                show_whole(self._whole)

    def _meet(self, own: Any) -> None:
        """A document not seen before: ask for its colours, in steps, before telling of it."""
        if not own.tryBarrierLock():  # still being opened
            self._soon.start(_BUSY)
            return
        own.unlock()
        if self._meeting is None:
            self._meeting = self.colours.meet(own)
        try:
            next(self._meeting)
        except StopIteration:
            self._meeting = None
            self._documents.append(KritaDocument(own, self.settings, self.colours, self.draw))
        self.look_soon()

    def _saved(self, *_: object) -> None:
        """Some document has a path now."""
        for document in self._documents:
            if document.alive():
                document.saved()


class Shared:
    """What all windows share; made for the first of them."""

    host: KritaHost | None = None
    desk: Desk | None = None

    @classmethod
    def widget(cls) -> tuple[KritaHost, Desk, QtWidgets.QWidget]:
        """The host, the desk, and a dock's content for one more window."""
        if cls.host is None:
            cls.host = KritaHost(Settings())
            api.Krita.instance().notifier().applicationClosing.connect(cls.end)
        cls.desk, widget = dock_for(cls.host, cls.desk)
        return cls.host, cls.desk, widget

    @classmethod
    def end(cls) -> None:
        """Krita ends."""
        if cls.desk is not None:
            cls.desk.close()
        cls.desk = None


class RitoccoDock(api.DockWidget):  # type: ignore[misc]
    """The dock in one window of Krita."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Ritocco")
        self._host, self._desk, widget = Shared.widget()
        self._is_open = False
        self.setWidget(widget)
        self.visibilityChanged.connect(self._visible)
        if not self._host.settings.get(_SHOWN, False):
            # When Krita 5.2 tells of its window, it has yet to put the docks where they were.
            created = api.Krita.instance().notifier().windowCreated
            created.connect(lambda: QtCore.QTimer.singleShot(_SETTLED, self._introduce))

    def canvasChanged(self, canvas: object) -> None:
        """Another view is active, or none."""
        self._host.look_soon()

    def _visible(self, visible: bool) -> None:
        """Shown, or hidden behind another dock."""
        if visible == self._is_open or Shared.desk is not self._desk:
            return  # at Krita's end docks are hidden too, when the desk is no more
        self._is_open = visible
        if visible:
            self._desk.open()
        else:
            self._desk.rest()

    def _introduce(self, looks: int = _LOOKS) -> None:
        """The first time the artist should see it, as a column of its own, wherever Krita put it.

        From then on Krita remembers where they want it.
        """
        window = self.parentWidget()
        if self._host.settings.get(_SHOWN, False) or not isinstance(window, QtWidgets.QMainWindow):
            return
        if not looks:
            self._host.settings.set(_SHOWN, True)
            return
        if not self._is_column_of(window):
            area, across = Qt.DockWidgetArea.RightDockWidgetArea, Qt.Orientation.Horizontal
            window.addDockWidget(area, self, across)
            self.show()
            window.resizeDocks([self], [self.widget().sizeHint().width()], across)
        QtCore.QTimer.singleShot(_SETTLED, lambda: self._introduce(looks - 1))

    def _is_column_of(self, window: QtWidgets.QMainWindow) -> bool:
        """Whether it is seen, with no other dock above or below."""
        here = self.geometry()
        others = (
            docker.geometry()
            for docker in window.findChildren(QtWidgets.QDockWidget)
            if docker is not self and docker.isVisible() and not docker.isFloating()
        )
        return (
            self.isVisible()
            and not self.isFloating()
            and all(
                docker.right() < here.left() or docker.left() > here.right() for docker in others
            )
        )


def install() -> None:
    """Put the dock into Krita; called when the plugin is imported there."""
    krita = api.Krita.instance()
    krita.addDockWidgetFactory(
        api.DockWidgetFactory(DOCK, api.DockWidgetFactoryBase.DockPosition.DockRight, RitoccoDock)
    )
    krita.addExtension(RitoccoActions(krita))
