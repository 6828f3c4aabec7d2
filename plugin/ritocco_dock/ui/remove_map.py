"""A small picture of the canvas to paint on: what a stroke goes over is taken away."""

from __future__ import annotations

from ..geometry import Size
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..session.stroke import Stroke
from ..words import say
from .look import Meaning, Role, colour, line, mixed, quiet

_SIZES = (6, 9, 13, 19, 28, 40)
"""Diameters of the brush, in pixels of the map."""
_AGAIN_MS = 400
"""After which a picture that may have changed is asked for once more."""


class RemoveMap(QtWidgets.QWidget):
    """Press, paint over the thing, let go. The wheel, and the keys [ and ], change the brush."""

    stroked = Signal(object)
    """This `Stroke` was painted."""
    picture_wanted = Signal()
    """The picture may be another by now: `show_picture` is to be called."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._image = Size(0, 0), QtGui.QImage()
        self._size = 2
        self._points: list[QtCore.QPointF] = []
        self._done: list[tuple[list[QtCore.QPointF], float]] = []
        self._hover: QtCore.QPointF | None = None
        self._painting = False
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self.picture_wanted)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(say("Map of the picture"))
        self.setToolTip(
            say(
                "Map of the picture: paint over a thing, and it is taken away when you let go. "
                "What is selected stays so. The wheel changes the size of the brush."
            )
        )
        policy = QtWidgets.QSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, canvas: Size, image: QtGui.QImage, keep: bool = False) -> None:
        """This is how it looks now; strokes that were painted stay where they are to `keep`."""
        if canvas != self._canvas:
            self.updateGeometry()
        self._canvas, self._image = canvas, image
        if not keep:
            self._done.clear()
        self.update()

    def ask_soon(self) -> None:
        """The picture has changed, or is about to."""
        if self.isVisible():
            self._timer.start()

    @property
    def diameter(self) -> float:
        """Of the brush, in pixels of the canvas."""
        scale = self._transform().m11()
        return _SIZES[self._size] / scale if scale else 0.0

    def place_of(self, x: float, y: float) -> QtCore.QPointF:
        """The point of the widget over a point of the canvas."""
        return self._transform().map(QtCore.QPointF(x, y))

    def resize_brush(self, steps: int) -> None:
        """A larger (1) or a smaller (-1) brush."""
        self._size = min(max(0, self._size + steps), len(_SIZES) - 1)
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Of the picture's shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of the picture's shape, but no more than a third of a dock."""
        if not self._canvas.area:
            return line(self) * 8
        high = width * self._canvas.height // self._canvas.width
        return min(max(high, line(self) * 4), line(self) * 16)

    def sizeHint(self) -> QtCore.QSize:
        """As wide as there is room."""
        width = line(self) * 16
        return QtCore.QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QtCore.QSize:
        """Narrow docks are fine."""
        return QtCore.QSize(line(self) * 4, line(self) * 4)

    def _transform(self) -> QtGui.QTransform:
        """Pixels of the canvas -> the widget."""
        if not self._canvas.area:
            return QtGui.QTransform()
        scale = min(self.width() / self._canvas.width, self.height() / self._canvas.height)
        return QtGui.QTransform.fromTranslate(
            (self.width() - self._canvas.width * scale) / 2,
            (self.height() - self._canvas.height * scale) / 2,
        ).scale(scale, scale)

    # What the artist does

    def mousePressEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """The stroke begins."""
        assert event is not None
        if event.button() == Qt.MouseButton.LeftButton and self._canvas.area:
            self._painting = True
            self._points = [QtCore.QPointF(event.pos())]
            self.update()

    def mouseMoveEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """It goes on; or the brush is over another place."""
        assert event is not None
        self._hover = QtCore.QPointF(event.pos())
        if self._painting:
            self._points.append(self._hover)
        self.update()

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """It is done: tell it."""
        assert event is not None
        if not self._painting or event.button() != Qt.MouseButton.LeftButton:
            return
        self._painting = False
        self._points.append(QtCore.QPointF(event.pos()))
        back, _ = self._transform().inverted()
        points = [back.map(point) for point in self._points]
        stroke = Stroke.along([(one.x(), one.y()) for one in points], self.diameter, self._canvas)
        if stroke.box:
            self._done.append((self._points, _SIZES[self._size]))
            self.stroked.emit(stroke)
        self._points = []
        self.update()

    def wheelEvent(self, event: QtGui.QWheelEvent | None) -> None:
        """Another size of brush."""
        assert event is not None
        self.resize_brush(1 if event.angleDelta().y() > 0 else -1)
        event.accept()

    def keyPressEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """[ and ] change the brush, Escape drops a stroke."""
        assert event is not None
        steps = {Qt.Key.Key_BracketLeft: -1, Qt.Key.Key_BracketRight: 1}
        if event.key() in steps:
            self.resize_brush(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and self._painting:
            self._painting, self._points = False, []
            self.update()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: object) -> None:
        """The artist may have painted elsewhere meanwhile."""
        self.ask_soon()

    def leaveEvent(self, event: QtCore.QEvent | None) -> None:
        """The brush is elsewhere."""
        self._hover = None
        self.update()

    def showEvent(self, event: QtGui.QShowEvent | None) -> None:
        """There is something to look at."""
        super().showEvent(event)
        self.picture_wanted.emit()

    # How it looks

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """The picture, the strokes, the brush."""
        painter = QtGui.QPainter(self)
        hints = QtGui.QPainter.RenderHint
        painter.setRenderHints(hints.Antialiasing | hints.SmoothPixmapTransform)
        palette = self.palette()
        box = self._transform().mapRect(
            QtCore.QRectF(0, 0, self._canvas.width, self._canvas.height)
        )
        painter.fillRect(box, mixed(palette.color(Role.Window), palette.color(Role.Text), 0.2))
        if not self._image.isNull():
            painter.drawImage(box, self._image)
        painter.setPen(QtGui.QPen(quiet(palette), 1))
        painter.drawRect(box)
        painter.setClipRect(box)
        tint = QtGui.QColor(colour(Meaning.BAD, palette))
        tint.setAlpha(130)
        for points, wide in [*self._done, (self._points, _SIZES[self._size])]:
            if points:
                self._stroke(painter, points, wide, tint)
        painter.setClipping(False)
        if self._hover is not None:
            radius = _SIZES[self._size] / 2
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for ink, width in ((QtGui.QColor(0, 0, 0, 170), 3.0), (QtGui.QColor("white"), 1.0)):
                painter.setPen(QtGui.QPen(ink, width))
                painter.drawEllipse(self._hover, radius, radius)

    def _stroke(
        self, painter: QtGui.QPainter, points: list[QtCore.QPointF], wide: float, ink: QtGui.QColor
    ) -> None:
        path = QtGui.QPainterPath(points[0])
        for point in points[1:] or [points[0] + QtCore.QPointF(0.01, 0)]:
            path.lineTo(point)
        round_pen = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, QtGui.QPen(ink, wide, *round_pen))
