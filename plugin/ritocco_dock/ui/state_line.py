"""How things stand, in one line, with the way to do something about it."""

from __future__ import annotations

from ..backend.backend import Standing
from ..desk import Status
from ..knobs.painting import By, Painting
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..words import say
from .look import ElidedLabel, Meaning, colour, line
from .symbols import SymbolButton

_MEANINGS = {
    Standing.OFF: None,
    Standing.MISSING: Meaning.BAD,
    Standing.STARTING: Meaning.CAUTION,
    Standing.READY: Meaning.GOOD,
    Standing.LOST: Meaning.BAD,
    Standing.REFUSED: Meaning.BAD,
}


def painter(painting: Painting) -> str:
    """Who paints now, in a few words; "" while nobody can know."""
    name = painting.name
    told_of = {
        By.UNKNOWN: "",
        By.CONTENT_AWARE: say("content-aware"),
        By.MODEL: name,
        By.DEMONSTRATION: say("{model}, a demonstration", model=name),
        By.NETWORK: name,
        By.MISSING: say("{model} is not here", model=name),
        By.DAMAGED: say("{model} cannot be used", model=name),
        By.NOBODY: say("no model for this"),
    }
    return told_of[painting.by]


def sentences(status: Status, problem: str = "") -> tuple[str, ...]:
    """The state: who paints now, first of all, and where; fullest first, then with less of that."""
    if problem and status.standing not in (Standing.READY, Standing.STARTING):
        return (problem,)
    paints = painter(status.painting)
    if status.standing is Standing.READY:
        where = status.device or status.address or say("this computer")
        if not paints:
            paints = say("asking which models are here…")
        if not status.painting.name:  # names stay as they are
            paints = paints[:1].upper() + paints[1:]
        line_up = say("{jobs} in line", jobs=status.waiting) if status.waiting else ""
        said = ((paints, where, line_up), (paints, line_up), (paints,))
        return tuple(" · ".join(filter(None, parts)) for parts in said)
    if status.standing is Standing.STARTING and paints:
        return f"{say('Starting the backend…')} · {paints}", say("Starting the backend…")
    told_of = {
        Standing.OFF: say("The backend is off; it starts when it is needed"),
        Standing.MISSING: say("No backend is installed"),
        Standing.STARTING: say("Starting the backend…"),
        Standing.LOST: say("The backend stopped answering"),
        Standing.REFUSED: say("The backend refuses us: check address and token"),
    }
    return (told_of[status.standing],)


class _Dot(QtWidgets.QWidget):
    """A coloured dot; hollow while the backend is off."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.meaning: Meaning | None = None
        side = round(line(self) * 0.9)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws itself."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        centre, radius = QtCore.QRectF(self.rect()).center(), self.width() * 0.28
        palette = self.palette()
        if self.meaning is None:
            painter.setPen(QtGui.QPen(palette.color(QtGui.QPalette.ColorRole.Mid), 1.5))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(self.meaning, palette))
        painter.drawEllipse(centre, radius, radius)


class StateLine(QtWidgets.QWidget):
    """Dot, sentence, and a gear for the pages behind."""

    settings_wanted = Signal()
    models_wanted = Signal()
    start_wanted = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.dot, self.words = _Dot(), ElidedLabel()
        self.action = QtWidgets.QToolButton()
        self.action.setAutoRaise(True)
        self.action.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.action.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.gear = SymbolButton(
            "gear",
            say("Settings"),
            say("Language, connection, the backend's log, and the folders of styles and models."),
        )
        box = QtWidgets.QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(self.dot)
        box.addWidget(self.words, 1)
        box.addWidget(self.action)
        box.addWidget(self.gear)
        self._standing = Standing.OFF
        self.gear.clicked.connect(self.settings_wanted)
        self.action.clicked.connect(self._act)

    def show_status(self, status: Status, problem: str, has_models: bool) -> None:
        """How it stands now; `has_models`: there is one that can be used."""
        self._standing = status.standing
        self.dot.meaning = _MEANINGS[status.standing]
        if status.standing is Standing.READY and not (has_models and status.painting.is_able):
            self.dot.meaning = Meaning.CAUTION
        self.dot.update()
        text, *shorter = sentences(status, problem)
        self.words.show_words(text, *shorter)
        self.words.setToolTip("\n".join(part for part in (text, status.painting.title) if part))
        self.words.setAccessibleName(text)
        ready, fetched = status.standing is Standing.READY, status.fetched
        stopped = (Standing.OFF, Standing.LOST, Standing.MISSING)
        self.action.setVisible(
            status.standing in stopped or (ready and (not has_models or fetched is not None))
        )
        if not ready:
            self.action.setText(say("Start"))
            self.action.setToolTip(say("Starts the backend on this computer."))
        elif fetched is not None:
            percent = round(fetched * 100)
            self.action.setText(say("↓ {percent} %", percent=percent))
            self.action.setToolTip(say("Models are being downloaded. A click shows them."))
        else:
            self.action.setText(say("Get one…"))
            self.action.setToolTip(
                say("Shows what works without a model, and which one to begin with.")
            )

    def _act(self) -> None:
        ready = self._standing is Standing.READY
        (self.models_wanted if ready else self.start_wanted).emit()
