"""What each feature needs: whether it is ready, with which model, or which one to get."""

from __future__ import annotations

from dataclasses import dataclass

from ..knobs.tasks import TASKS
from ..models.catalogue import Catalogue, Feature, LibraryModel
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..words import mark, say
from .look import Meaning, QuietLabel, colour, line, quiet
from .model_words import figure
from .symbols import drawn


@dataclass(frozen=True)
class Need:
    """A row of the table: what an artist wants to do, and the tasks behind it."""

    title: str
    tasks: tuple[str, ...]
    tip: str

    def feature(self, catalogue: Catalogue) -> Feature | None:
        """The feature of the library it hangs on."""
        return catalogue.feature(TASKS[self.tasks[0]])


NEEDS = (
    Need(
        mark("Paint from words"),
        ("fill", "extend", "refine", "generate"),
        mark("Fill and Extend as your words say; Refine and Generate."),
    ),
    Need(mark("Upscale"), ("upscale",), mark("A larger copy of the picture, with detail.")),
    Need(mark("Repair faces"), ("faces",), mark("Mends small or broken faces.")),
)
_WITHOUT = mark("Fill, remove, extend")


class _Mark(QtWidgets.QWidget):
    """A tick, or what says that something can be had."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.ready = False
        side = line(self)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws itself."""
        painter, palette = QtGui.QPainter(self), self.palette()
        ink = colour(Meaning.GOOD, palette) if self.ready else quiet(palette)
        box = QtCore.QRectF(self.rect()).adjusted(1, 1, -1, -1)
        drawn(painter, "check" if self.ready else "get", box, ink)


class NeedRow(QtWidgets.QWidget):
    """One feature: mark, name, and with what; "Get…" where a model is missing."""

    wanted = Signal(str)
    """The id of the model to get."""

    def __init__(self, title: str, tip: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark, self.words = _Mark(), QuietLabel()
        self.title = QtWidgets.QLabel(title)
        self.title.setWordWrap(True)
        self.title.setMinimumWidth(1)
        self.get = QtWidgets.QToolButton()
        self.get.setText(say("Get…"))
        self.get.setAutoRaise(True)
        self.get.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(tip)
        self._model = ""
        grid = QtWidgets.QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(round(line(self) * 0.4))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.mark, 0, 0, top)
        grid.addWidget(self.title, 0, 1)
        grid.addWidget(self.words, 1, 1)
        grid.addWidget(self.get, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self.get.clicked.connect(lambda: self.wanted.emit(self._model))

    def show_state(self, ready: bool, words: str, model: LibraryModel | None = None) -> None:
        """Whether it is ready, what is said below, and the model to get."""
        self.mark.ready = ready
        self.mark.update()
        self.words.setText(words)
        self._model = model.id if model is not None else ""
        self.get.setVisible(model is not None and not model.state.moves)
        if model is not None:
            name = say("Get {model}", model=model.title)
            self.get.setAccessibleName(name)
            self.get.setToolTip(
                say("Shows {model}: what it is good for, its size and licence.", model=model.title)
            )
        state = say("ready") if ready else words
        self.setAccessibleName(f"{self.title.text()}: {state}")


class NeedsView(QtWidgets.QWidget):
    """All features."""

    wanted = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.always = NeedRow(say(_WITHOUT), say("Works without any model."))
        self.always.show_state(True, say("from the surroundings, without a model"))
        self.rows = {need: NeedRow(say(need.title), say(need.tip)) for need in NEEDS}
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(round(line(self) * 0.35))
        box.addWidget(self.always)
        for row in self.rows.values():
            box.addWidget(row)
            row.wanted.connect(self.wanted)

    def show_catalogue(self, catalogue: Catalogue) -> None:
        """How it stands now."""
        for need, row in self.rows.items():
            feature = need.feature(catalogue)
            row.setVisible(feature is not None)
            if feature is None:
                continue
            model = catalogue.suggestion(TASKS[need.tasks[0]])
            row.show_state(feature.ready, _words(feature, catalogue.used_by(feature), model), model)


def _words(feature: Feature, used: str, model: LibraryModel | None) -> str:
    if feature.ready:
        return used or say("ready")
    if model is None:
        return say("needs a model; add one of yours below")
    if model.state.moves:
        return say("{model} is on its way", model=model.title)
    size = figure(model)
    words = f"{model.title}, {size}" if size else model.title
    return say("needs {model}", model=words)
