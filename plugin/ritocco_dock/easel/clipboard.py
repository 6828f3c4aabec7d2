"""What comes and goes by clipboard and by dropping: files, and pictures without one."""

from __future__ import annotations

from collections.abc import Callable

from ..geometry import Size
from ..qt import QtCore, QtGui, QtWidgets
from ..words import say
from . import selection as levels
from .bar import Bar
from .canvas import CanvasWidget
from .colours import Screen, converted
from .commands import add_layer, fresh_name
from .compose import as_alpha, screen
from .document import Document, FileFacts, Layer, new_canvas
from .raster import KINDS, Raster

_Mode = QtGui.QPainter.CompositionMode


class Exchange:
    """Takes in what is pasted or dropped, and gives out what is copied.

    front      the canvas it goes to and comes from
    open_path  opens a file
    add        shows a new document
    """

    def __init__(
        self,
        bar: Bar,
        front: Callable[[], CanvasWidget | None],
        open_path: Callable[[str], object],
        add: Callable[[Document], object],
    ) -> None:
        self._bar, self._front, self._open, self._add = bar, front, open_path, add

    def copy(self) -> None:
        """What is selected, to the clipboard."""
        board, canvas = QtWidgets.QApplication.clipboard(), self._front()
        if canvas is not None and board is not None:
            board.setImage(copied(canvas.document, canvas.colours))

    def paste(self) -> None:
        """What the clipboard holds."""
        board = QtWidgets.QApplication.clipboard()
        if not self.take(board.mimeData() if board is not None else None):
            self._bar.tell(say("There is no picture in the clipboard."))

    def paste_as_new(self) -> None:
        """What the clipboard holds as pictures of their own, whatever is open."""
        board = QtWidgets.QApplication.clipboard()
        mime = board.mimeData() if board is not None else None
        if mime is not None and (self._open_all(mime) or self._place(mime, None)):
            return
        self._bar.tell(say("There is no picture in the clipboard."))

    def may_take(self, mime: QtCore.QMimeData | None) -> bool:
        """Whether it may hold a picture, as far as can be told without looking."""
        return mime is not None and (mime.hasUrls() or mime.hasImage())

    def take(self, mime: QtCore.QMimeData | None) -> bool:
        """Open the files, or place the picture; False where there is neither."""
        return mime is not None and (self._open_all(mime) or self._place(mime, self._front()))

    def _open_all(self, mime: QtCore.QMimeData) -> bool:
        """Open all files, whatever they are called: what is none of ours is told by its name."""
        paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
        for path in paths:
            self._open(path)
        return bool(paths)

    def _place(self, mime: QtCore.QMimeData, canvas: CanvasWidget | None) -> bool:
        """The picture in it, as a layer of a canvas or as a document."""
        image = QtGui.QImage(mime.imageData()) if mime.hasImage() else QtGui.QImage()
        if image.isNull():
            return False
        if canvas is None:
            self._add(document_of(image))
        else:
            centre = canvas.at(QtCore.QRectF(canvas.rect()).center()).toPoint()
            paste(canvas.document, image, canvas.colours, centre)
        return True


def document_of(image: QtGui.QImage) -> Document:
    """A new document of a picture: 8 bit, not saved anywhere."""
    kind = KINDS["u8"]
    pixels = converted(image, kind, Screen(kind, FileFacts()))
    size = Size(image.width(), image.height())
    canvas = new_canvas(size, "u8", Raster.of(kind, pixels), say("Pasted"))
    document = Document(canvas, name=say("Untitled"))
    document.mark_unsaved()
    return document


def copied(document: Document, colours: Screen) -> QtGui.QImage:
    """What is selected of the visible picture, in sRGB, as soft as the selection."""
    canvas = document.canvas
    box = (levels.bounds(canvas.selection) if canvas.selection else canvas.box) & canvas.box
    image = screen(canvas, box, 1, colours.transform, colours.grey)
    if canvas.selection:
        painter = QtGui.QPainter(image)
        painter.setCompositionMode(_Mode.CompositionMode_DestinationIn)
        painter.drawImage(0, 0, as_alpha(canvas.selection.image(box)))
        painter.end()
    return image.convertToFormat(QtGui.QImage.Format.Format_ARGB32)


def paste(document: Document, image: QtGui.QImage, colours: Screen, centre: QtCore.QPoint) -> None:
    """An image as a layer of its own, around a point."""
    canvas = document.canvas
    pixels = converted(image, canvas.kind, colours)
    x, y = centre.x() - image.width() // 2, centre.y() - image.height() // 2
    if image.width() <= canvas.size.width and image.height() <= canvas.size.height:
        x = max(0, min(x, canvas.size.width - image.width()))
        y = max(0, min(y, canvas.size.height - image.height()))
    layer = Layer(fresh_name(document, say("Pasted")), Raster.of(canvas.kind, pixels, x, y))
    add_layer(document, layer, say("Paste"))
