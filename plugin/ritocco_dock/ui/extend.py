"""By how much the canvas grows: four sides in pixels or percent, aspects, and a live drawing."""

from __future__ import annotations

from dataclasses import dataclass

from ..geometry import Box, Sides, Size
from ..knobs.extend import pixels_of, pulled, sides_for
from ..knobs.knobs import Knobs
from ..knobs.presets import ASPECTS
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..words import say
from .choices import Chip, Choice
from .flow import Flow
from .look import Meaning, QuietLabel, Role, colour, line, mixed, quiet
from .part import Combo, Part

_STEP = 64
"""Pixels by which the arrow keys change a side."""


_ROOM = 1.6
"""The diagram shows at least so much of the canvas's width and height."""
_Shape = Qt.CursorShape
_CURSORS = {
    (0, 0): _Shape.ArrowCursor,
    **dict.fromkeys([(-1, 0), (1, 0)], _Shape.SizeHorCursor),
    **dict.fromkeys([(0, -1), (0, 1)], _Shape.SizeVerCursor),
    **dict.fromkeys([(-1, -1), (1, 1)], _Shape.SizeFDiagCursor),
    **dict.fromkeys([(1, -1), (-1, 1)], _Shape.SizeBDiagCursor),
}


@dataclass(frozen=True)
class _Pull:
    """Edges in the hand: which, where they were taken hold of, the sides and the scale then."""

    edges: tuple[int, int]
    at: QtCore.QPointF
    sides: Sides
    transform: QtGui.QTransform


def shifted(sides: Sides, where: str) -> Sides:
    """The same extension with all of it "before" (left, above) or "after" (right, below) the
    picture; "both" leaves it shared."""
    across, down = sides.left + sides.right, sides.top + sides.bottom
    moved = {
        "both": sides,
        "before": Sides(left=across, top=down),
        "after": Sides(right=across, bottom=down),
    }
    return moved[where]


class SideField(QtWidgets.QLineEdit):
    """One side: "256", "25%". Up and Down change it; what cannot be read is shown in red."""

    pixels_changed = Signal()

    def __init__(self, name: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.pixels, self._along = 0, 0
        self.setAccessibleName(name)
        self.setToolTip(say("{side}: pixels to add, or percent of the canvas (25%).", side=name))
        self.setPlaceholderText("0")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(round(line(self) * 3.4))
        self.textEdited.connect(self._typed)

    def show_pixels(self, pixels: int, along: int) -> None:
        """The side has so many pixels now, on a canvas so long; what was typed stays if it fits."""
        self._along = along
        if pixels != self.pixels or pixels_of(self.text(), along) != pixels:
            self.pixels = pixels
            self.setText(str(pixels) if pixels else "")
        self._judge(True)

    def keyPressEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """Arrows change the number."""
        steps = {Qt.Key.Key_Up: _STEP, Qt.Key.Key_Down: -_STEP}
        assert event is not None
        if event.key() in steps:
            changed = max(0, self.pixels + steps[Qt.Key(event.key())])
            self.setText(str(changed))
            self._typed()
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        typed = pixels_of(self.text(), self._along)
        self._judge(typed is not None)
        if typed is not None and typed != self.pixels:
            self.pixels = typed
            self.pixels_changed.emit()

    def _judge(self, readable: bool) -> None:
        palette = QtWidgets.QApplication.palette(self)
        if not readable:
            palette.setColor(Role.Text, colour(Meaning.BAD, palette))
        self.setPalette(palette)


class Diagram(QtWidgets.QWidget):
    """The new canvas with the present one in it, to scale; its edges can be pulled."""

    pulled = Signal(object)
    """The edges were pulled to these `Sides`."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._sides = Size(0, 0), Sides()
        self._pull: _Pull | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(line(self) * 3, line(self) * 5)
        self.setToolTip(say("Pull at an edge or a corner to add canvas there."))
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Expanding)

    def show_sides(self, canvas: Size, sides: Sides) -> None:
        """Draw this."""
        self._canvas, self._sides = canvas, sides
        new = Box.of(canvas).grown(sides)
        self.setAccessibleName(say("New canvas: {size} pixels", size=new.size))
        self.update()

    def sizeHint(self) -> QtCore.QSize:
        """A small square."""
        return QtCore.QSize(line(self) * 6, line(self) * 5)

    def place_of(self, x: float, y: float) -> QtCore.QPointF:
        """The point of the widget over a point of the present canvas."""
        return self._transform().map(QtCore.QPointF(x, y))

    def _transform(self) -> QtGui.QTransform:
        """Pixels of the present canvas -> the widget; while an edge is pulled it stands still."""
        if self._pull is not None:
            return self._pull.transform
        new = Box.of(self._canvas).grown(self._sides)
        # There is always room to pull into.
        wide = max(new.width, round(self._canvas.width * _ROOM), 1)
        high = max(new.height, round(self._canvas.height * _ROOM), 1)
        room = QtCore.QRectF(self.rect()).adjusted(2, 2, -2, -2)
        scale = min(room.width() / wide, room.height() / high)
        middle = QtCore.QPointF(new.x + new.width / 2, new.y + new.height / 2) * scale
        at = room.center() - middle
        return QtGui.QTransform.fromTranslate(at.x(), at.y()).scale(scale, scale)

    def _edge_at(self, place: QtCore.QPointF) -> tuple[int, int]:
        """Which edges of the new canvas are hit: -1, 0 or 1 across and down."""
        outer = _mapped(self._transform(), Box.of(self._canvas).grown(self._sides))
        reach = line(self) * 0.5
        if not outer.adjusted(-reach, -reach, reach, reach).contains(place):
            return 0, 0
        across = [abs(place.x() - edge) for edge in (outer.left(), outer.right())]
        down = [abs(place.y() - edge) for edge in (outer.top(), outer.bottom())]
        return (
            (across.index(min(across)) * 2 - 1) if min(across) <= reach else 0,
            (down.index(min(down)) * 2 - 1) if min(down) <= reach else 0,
        )

    def mousePressEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """Take hold of an edge or a corner."""
        assert event is not None
        place = QtCore.QPointF(event.pos())
        edges = self._edge_at(place)
        if event.button() == Qt.MouseButton.LeftButton and edges != (0, 0) and self._canvas.area:
            self._pull = _Pull(edges, place, self._sides, self._transform())

    def mouseMoveEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """Pull, or show what can be pulled."""
        assert event is not None
        place = QtCore.QPointF(event.pos())
        self.setCursor(_CURSORS[self._pull.edges if self._pull else self._edge_at(place)])
        self._go_on(place)

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """Let go."""
        assert event is not None
        self._go_on(QtCore.QPointF(event.pos()))
        self._pull = None
        self.update()

    def _go_on(self, place: QtCore.QPointF) -> None:
        """With edges in the hand, they are here now."""
        if self._pull is not None:
            way = (place - self._pull.at) / self._pull.transform.m11()
            sides = pulled(self._pull.sides, *self._pull.edges, way.x(), way.y())
            if sides != self._sides:
                self.pulled.emit(sides)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws both."""
        if not self._canvas.area:
            return
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        palette, transform = self.palette(), self._transform()
        outer = _mapped(transform, Box.of(self._canvas).grown(self._sides))
        inner = _mapped(transform, Box.of(self._canvas))
        ink = colour(Meaning.CALM, palette)
        painter.fillRect(outer, mixed(palette.color(Role.Window), ink, 0.28))
        painter.setPen(QtGui.QPen(ink, 1, Qt.PenStyle.DashLine))
        painter.drawRect(outer)
        painter.fillRect(inner, mixed(palette.color(Role.Window), palette.color(Role.Text), 0.3))
        painter.setPen(QtGui.QPen(quiet(palette), 1))
        painter.drawRect(inner)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        middle = outer.center()
        for x, y in (
            (outer.left(), middle.y()),
            (outer.right(), middle.y()),
            (middle.x(), outer.top()),
            (middle.x(), outer.bottom()),
        ):
            painter.drawRect(QtCore.QRectF(x - 2.5, y - 2.5, 5, 5))


def _mapped(transform: QtGui.QTransform, box: Box) -> QtCore.QRectF:
    return transform.mapRect(QtCore.QRectF(box.x, box.y, box.width, box.height))


class ExtendPart(Part):
    """Sides around the drawing, as they lie on the canvas."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._sides = Size(0, 0), Sides()
        names = {
            "left": say("Left"),
            "top": say("Above"),
            "right": say("Right"),
            "bottom": say("Below"),
        }
        self.fields = {side: SideField(name) for side, name in names.items()}
        for field in self.fields.values():
            field.pixels_changed.connect(self._typed)
        self.diagram, self.size_label = Diagram(), QuietLabel()
        self.diagram.pulled.connect(self._give)
        self.size_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid = QtWidgets.QGridLayout()
        grid.setSpacing(4)
        middle = Qt.AlignmentFlag.AlignCenter
        grid.addWidget(self.fields["left"], 1, 0, middle)
        grid.addWidget(self.fields["top"], 0, 1, middle)
        grid.addWidget(self.fields["right"], 1, 2, middle)
        grid.addWidget(self.fields["bottom"], 2, 1, middle)
        grid.addWidget(self.diagram, 1, 1)
        grid.setColumnStretch(1, 1)
        self.where = Combo()
        self.where.offer(
            [
                ("both", say("on both sides")),
                ("after", say("right or below")),
                ("before", say("left or above")),
            ]
        )
        row = QtWidgets.QHBoxLayout()
        label = QtWidgets.QLabel(say("Shapes grow"))
        label.setBuddy(self.where)
        row.addWidget(label)
        row.addWidget(self.where, 1)
        for widget in (label, self.where):
            widget.setToolTip(say("Where the shapes below add their canvas."))
        self.where.setAccessibleName(say("Where the shapes below add their canvas."))
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(5)
        box.addLayout(grid)
        box.addWidget(self.size_label)
        box.addLayout(row)
        box.addWidget(self._shapes())

    def _shapes(self) -> QtWidgets.QWidget:
        shapes = QtWidgets.QWidget()
        flow = Flow(shapes, gap=3)
        tip = say("The smallest canvas of this shape that holds the picture.")
        self.shapes: dict[tuple[int, int], Chip] = {}
        for width, height in ASPECTS:
            chip = Chip(Choice(f"{width}:{height}", f"{width}:{height}", tip))
            chip.clicked.connect(lambda _=False, shape=(width, height): self._shape(*shape))
            self.shapes[width, height] = chip
            flow.addWidget(chip)
        self.around = Chip(Choice("around", "+25 %", say("A quarter more on every side.")))
        self.around.clicked.connect(self._quarter)
        self.reset = Chip(Choice("reset", say("Reset"), say("All sides back to nothing.")))
        self.reset.clicked.connect(lambda: self._give(Sides()))
        flow.addWidget(self.around)
        flow.addWidget(self.reset)
        return shapes

    def show_canvas(self, canvas: Size) -> None:
        """The present canvas."""
        if canvas != self._canvas:
            self._canvas = canvas
            self._refresh()

    def show_knobs(self, knobs: Knobs) -> None:
        """Show these sides."""
        if knobs.extend != self._sides:
            self._sides = knobs.extend
            self._refresh()

    def _refresh(self) -> None:
        for side, field in self.fields.items():
            across = side in ("left", "right")
            along = self._canvas.width if across else self._canvas.height
            field.show_pixels(getattr(self._sides, side), along)
        self._tell()

    def _tell(self) -> None:
        self.diagram.show_sides(self._canvas, self._sides)
        new = Box.of(self._canvas).grown(self._sides).size
        self.size_label.setText(
            say("{old} → {new} px", old=self._canvas, new=new)
            if self._sides
            else say("Pull at an edge, type how much to add at a side, or choose a shape.")
        )

    def _typed(self) -> None:
        self._sides = Sides(**{side: field.pixels for side, field in self.fields.items()})
        self._tell()
        self.turned.emit({"extend": self._sides})

    def _shape(self, width: int, height: int) -> None:
        if self._canvas.area:
            self._give(shifted(sides_for(self._canvas, width, height), self.where.key()))

    def _quarter(self) -> None:
        wide, high = self._canvas.width // 4, self._canvas.height // 4
        self._give(Sides(wide, high, wide, high))

    def _give(self, sides: Sides) -> None:
        self._sides = sides
        self._refresh()
        self.turned.emit({"extend": sides})
