"""What a press would do, before it is pressed: the window on the canvas, its cost and time."""

from __future__ import annotations

from functools import reduce
from operator import or_

from ..editor import DocumentState
from ..geometry import Box, Size
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..session.plan import Plan
from ..words import say
from .language import counted
from .look import Meaning, QuietLabel, Role, colour, line, mixed, quiet
from .symbols import SymbolButton
from .telling import duration, memory, unbroken


class PlanDrawing(QtWidgets.QWidget):
    """The canvas with the windows the engine looks at, and what can change in it."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = Size(0, 0)
        self._plan: Plan | None = None
        self.setFixedSize(line(self) * 5, line(self) * 4)

    def show_plan(self, canvas: Size, plan: Plan | None) -> None:
        """Draw this."""
        self._canvas, self._plan = canvas, plan
        self.update()

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws it."""
        whole = Box.of(self._canvas)
        if not whole:
            return
        windows = self._plan.windows if self._plan else ()
        everything = reduce(or_, windows, whole)
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        room = QtCore.QRectF(self.rect()).adjusted(1, 1, -1, -1)
        scale = min(room.width() / everything.width, room.height() / everything.height)
        origin = QtCore.QPointF(
            room.center().x() - everything.width * scale / 2 - everything.x * scale,
            room.center().y() - everything.height * scale / 2 - everything.y * scale,
        )

        def placed(box: Box) -> QtCore.QRectF:
            size = QtCore.QSizeF(max(2.0, box.width * scale), max(2.0, box.height * scale))
            return QtCore.QRectF(origin + QtCore.QPointF(box.x * scale, box.y * scale), size)

        palette = self.palette()
        ink = colour(Meaning.CALM, palette)
        painter.setPen(QtGui.QPen(quiet(palette), 1))
        painter.setBrush(mixed(palette.color(Role.Window), palette.color(Role.Base), 0.7))
        painter.drawRect(placed(whole))
        if self._plan:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mixed(palette.color(Role.Window), ink, 0.45))
            painter.drawRect(placed(self._plan.layer))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QtGui.QPen(ink, 1.2, Qt.PenStyle.DashLine))
        for box in windows:
            painter.drawRect(placed(box))


class FittedLabel(QuietLabel):
    """Asks for no room: what does not fit into the lines it has ends in "…"."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Ignored)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws the lines that fit, in the quiet colour of the palette of this moment."""
        painter = QtGui.QPainter(self)
        painter.setPen(quiet(self.palette()))
        painter.drawText(self.contentsRect(), int(self.alignment()), "\n".join(self.lines()))

    def lines(self) -> list[str]:
        """The text in the lines that are drawn."""
        room, metrics = self.contentsRect(), self.fontMetrics()
        lines = [one for part in self.text().split("\n") for one in self._wrapped(part)]
        most = max(1, room.height() // metrics.lineSpacing())
        if len(lines) > most:
            rest = " ".join(lines[most - 1 :])
            lines[most - 1 :] = [
                metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room.width())
            ]
        return lines

    def _wrapped(self, text: str) -> list[str]:
        layout = QtGui.QTextLayout(text, self.font())
        lines = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.contentsRect().width())
            lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
        layout.endLayout()
        return lines


class PlanView(QtWidgets.QWidget):
    """Drawing at the left, numbers at the right; of one height, whatever is known of the plan.

    The button below it is about to be pressed when the plan comes in: nothing may move then.
    """

    overlay_wanted = Signal(bool)

    def __init__(self, overlay: bool, parent: QtWidgets.QWidget | None = None) -> None:
        """`overlay`: the editor can draw the window on its canvas."""
        super().__init__(parent)
        self.drawing, self.numbers = PlanDrawing(), FittedLabel()
        self.on_canvas = SymbolButton(
            "eye",
            say("Show on the canvas"),
            say("Draws the window the engine will look at over the canvas. Nothing is painted."),
        )
        self.on_canvas.setCheckable(True)
        self.on_canvas.setVisible(overlay)
        self.on_canvas.toggled.connect(self.overlay_wanted)
        self.setFixedHeight(self.drawing.height())
        box = QtWidgets.QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.drawing)
        box.addWidget(self.numbers, 1)
        box.addWidget(self.on_canvas, 0, Qt.AlignmentFlag.AlignTop)

    def show_overlay(self, on: bool) -> None:
        """Whether the editor draws it."""
        blocked = self.on_canvas.blockSignals(True)
        self.on_canvas.setChecked(on)
        self.on_canvas.blockSignals(blocked)

    def show_plan(
        self, state: DocumentState | None, plan: Plan | None, batch: int, grown: int = 0
    ) -> None:
        """The plan for `batch` pictures; while there is none, the canvas.

        `grown`: pixels by which the selection is widened for it.
        """
        canvas = state.size if state else Size(0, 0)
        self.drawing.show_plan(canvas, plan)
        tip = say("The dashed frame is what the engine looks at; only the tinted part can change.")
        if plan is not None:
            text = _told(plan, batch, grown)
        else:
            text, tip = say("Canvas {size} px", size=canvas) if state else "", ""
        self.numbers.setText(_sizes_kept_whole(text))
        self.setToolTip(f"{text}\n{tip}".strip())


def _told(plan: Plan, batch: int, grown: int) -> str:
    main = plan.windows[0].size
    window = (
        say("Window {size} px", size=main)
        if main == plan.model
        else say("Window {size} px, painted at {model}", size=main, model=plan.model)
    )
    if plan.picture is not None:
        window = say("A new picture of {size} px", size=plan.picture)
    facts = [say("about {time}", time=duration(plan.seconds * batch))]
    if plan.passes > 1:
        facts.append(unbroken(counted("%n pass(es)", plan.passes)))
    facts.append(memory(plan.memory))
    lines = [window, "\N{NO-BREAK SPACE}· ".join(facts)]
    if grown:
        lines.append(say("Selection, {px} px wider", px=grown))
    return "\n".join([*lines, *plan.hints])


def _sizes_kept_whole(text: str) -> str:
    """No line ends within "576 × 512 px"."""
    for place in (" ×", "× ", " px"):
        text = text.replace(place, unbroken(place))
    return text
