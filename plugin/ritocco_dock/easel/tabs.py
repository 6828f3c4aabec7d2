"""The pictures of the window, each a canvas in a tab with a button that closes it."""

from __future__ import annotations

from ..qt import Qt, QtWidgets, Signal
from ..ui.symbols import SymbolButton
from ..words import say
from .canvas import CanvasWidget
from .document import Document


class PictureTabs(QtWidgets.QTabWidget):
    """Any number of canvases; one of them is in front."""

    close_wanted = Signal(object)
    """The `CanvasWidget` whose button was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self._closers: dict[CanvasWidget, SymbolButton] = {}
        self.setDocumentMode(True)
        self.setMovable(True)

    @property
    def front(self) -> CanvasWidget | None:
        """The canvas in front; None without any."""
        widget = self.currentWidget()
        return widget if isinstance(widget, CanvasWidget) else None

    @property
    def canvases(self) -> list[CanvasWidget]:
        """All of them, from left to right."""
        widgets = (self.widget(index) for index in range(self.count()))
        return [widget for widget in widgets if isinstance(widget, CanvasWidget)]

    def canvas_of(self, document: Document) -> CanvasWidget | None:
        """The canvas that shows a document."""
        return next((canvas for canvas in self.canvases if canvas.document is document), None)

    def add(self, canvas: CanvasWidget) -> None:
        """A tab for it, in front."""
        index = self.addTab(canvas, "")
        strip = self.tabBar()
        assert strip is not None
        tip = say("Close this picture (Ctrl+W)")
        closer = SymbolButton("close", say("Close"), tip, strip)
        closer.resize(closer.sizeHint())  # tabs ask for no hint
        closer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        closer.clicked.connect(lambda: self.close_wanted.emit(canvas))
        self._closers[canvas] = closer  # a tab does not keep the Python side of its button alive
        strip.setTabButton(index, QtWidgets.QTabBar.ButtonPosition.RightSide, closer)
        self.name(canvas)
        self.setCurrentWidget(canvas)

    def name(self, canvas: CanvasWidget) -> None:
        """Write the document's name on its tab, with a star where it is not saved."""
        document, index = canvas.document, self.indexOf(canvas)
        star = "*" if document.modified else ""
        self.setTabText(index, document.name.replace("&", "&&") + star)
        self.setTabToolTip(index, document.path)

    def drop(self, canvas: CanvasWidget) -> None:
        """Its tab goes, and the canvas."""
        self.removeTab(self.indexOf(canvas))
        del self._closers[canvas]
        canvas.deleteLater()

    def to_next(self) -> None:
        """The next picture to the front; after the last the first."""
        self.setCurrentIndex((self.currentIndex() + 1) % max(1, self.count()))
