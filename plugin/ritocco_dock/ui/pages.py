"""The pages behind the main one: settings, the backend's log, and what models are for."""

from __future__ import annotations

from collections.abc import Callable

from ..backend import Standing
from ..desk import Desk
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..tasks import TASKS, Model
from ..words import mark, say
from .flow import Flow
from .language import LANGUAGES
from .look import QuietLabel, line
from .part import Button, Combo, Rows, aligned
from .report import cleaned


def _heading(text: str) -> QtWidgets.QLabel:
    """A bold line."""
    made = QtWidgets.QLabel(text)
    font = made.font()
    font.setBold(True)
    made.setFont(font)
    return made


class Page(QtWidgets.QWidget):
    """A title with a way back, and content below."""

    left = Signal()

    def __init__(self, title: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = QtWidgets.QToolButton()
        self.back.setArrowType(Qt.ArrowType.LeftArrow)
        self.back.setAutoRaise(True)
        self.back.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.back.setAccessibleName(say("Back"))
        self.back.setToolTip(say("Back"))
        self.back.clicked.connect(self.left)
        top = QtWidgets.QHBoxLayout()
        top.addWidget(self.back)
        top.addWidget(_heading(title), 1)
        self.box = QtWidgets.QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.addLayout(top)

    def keyPressEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """Escape goes back."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def entered(self) -> None:
        """The page is shown now."""


class SettingsPage(Page):
    """Language, connection, and the backend."""

    language_wanted = Signal(str)
    log_wanted = Signal()
    models_wanted = Signal()

    def __init__(self, desk: Desk, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(say("Settings"), parent)
        self._desk = desk
        self.language = Combo()
        self.language.offer([("", say("As the editor")), *LANGUAGES.items()])
        self.language.choose(desk.settings.get("ui.language", ""))
        rows = Rows()
        self.address, self.token = QtWidgets.QLineEdit(), QtWidgets.QLineEdit()
        self.address.setPlaceholderText(say("this computer"))
        self.address.setText(desk.settings.get("address", ""))
        self.token.setText(desk.settings.get("token", ""))
        self.token.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
        rows.add(
            say("Address"),
            self.address,
            say("Of a backend on another computer, with http:// or https://. Empty: on this one."),
        )
        rows.add(
            say("Token"),
            self.token,
            say(
                "The other backend's secret, from the file “token” in its data folder. It is sent "
                "to that address only."
            ),
        )
        self.connect_button = Button(say("Connect"))
        self.problem = QuietLabel()
        self.stop, self.log = Button(), Button(say("Show the log"))
        self.stop.setToolTip(say("The backend keeps finished results on disk when it stops."))
        self.log.setToolTip(say("What the backend says about its work."))
        models = Button(say("Models…"))
        models.setToolTip(say("What works without a model, and how to get one."))
        about = Rows()
        about.add(say("Language"), self.language, say("The language of this dock."))
        aligned(about, rows)
        buttons = QtWidgets.QWidget()
        flow = Flow(buttons, gap=4)
        for button in (self.stop, self.log, models):
            flow.addWidget(button)
        self.box.addLayout(about)
        self.box.addWidget(_heading(say("Connection")))
        self.box.addLayout(rows)
        self.box.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addWidget(self.problem)
        self.box.addWidget(_heading(say("Backend")))
        self.box.addWidget(buttons)
        self.box.addStretch(1)
        self.language.chosen.connect(self.language_wanted)
        self.connect_button.clicked.connect(self._connect)
        self.token.returnPressed.connect(self._connect)
        self.address.returnPressed.connect(self._connect)
        self.stop.clicked.connect(self._turn)
        self.log.clicked.connect(self.log_wanted)
        models.clicked.connect(self.models_wanted)
        self.show_backend()

    def show_backend(self) -> None:
        """How the backend stands."""
        backend = self._desk.backend
        self.problem.setText(backend.problem)
        self.problem.setVisible(bool(backend.problem))
        runs = backend.standing in (Standing.STARTING, Standing.READY)
        self.stop.setText(say("Stop the backend") if runs else say("Start the backend"))
        self.stop.setVisible(not backend.is_remote)

    def _connect(self) -> None:
        self._desk.backend.connect_to(self.address.text().strip(), self.token.text().strip())
        self.show_backend()

    def _turn(self) -> None:
        backend = self._desk.backend
        runs = backend.standing in (Standing.STARTING, Standing.READY)
        (backend.stop if runs else backend.start)()
        self.show_backend()


class LogPage(Page):
    """The end of the backend's log, as it grows."""

    def __init__(self, read: Callable[[], str], parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(say("Log of the backend"), parent)
        self._read = read
        self.text = QtWidgets.QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(say("Log of the backend"))
        self.text.setFont(QtGui.QFontDatabase.systemFont(QtGui.QFontDatabase.SystemFont.FixedFont))
        self.text.setMinimumHeight(line(self) * 10)
        self.copy = Button(say("Copy for a bug report"))
        self.copy.setToolTip(say("Without your folders, names or token."))
        self.copy.clicked.connect(self._copy)
        self.box.addWidget(self.text, 1)
        self.box.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.refresh)

    def showEvent(self, event: QtGui.QShowEvent | None) -> None:
        """Read while it is seen."""
        super().showEvent(event)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QtGui.QHideEvent | None) -> None:
        """And not otherwise."""
        super().hideEvent(event)
        self._timer.stop()

    def refresh(self) -> None:
        """Take what was added; follow it where the end is in sight."""
        told = self._read() or say("The log is empty.")
        if told == self.text.toPlainText():
            return
        bar = self.text.verticalScrollBar()
        assert bar is not None
        at_end = bar.value() >= bar.maximum() - 2
        place = bar.value()
        self.text.setPlainText(told)
        bar.setValue(bar.maximum() if at_end else place)

    def _copy(self) -> None:
        clipboard = QtWidgets.QApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(cleaned(self.text.toPlainText()))
        self.copy.setText(say("Copied"))


_NEEDS = {
    Model.NEVER: mark("needs a model of its own"),
    Model.CAN: mark("works without a model; with one it follows your words"),
    Model.MUST: mark("needs a Stable Diffusion model"),
}


class ModelsPage(Page):
    """What each task needs, which models are here, and where to put another."""

    looked_again = Signal()

    def __init__(self, desk: Desk, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(say("Models"), parent)
        self._desk = desk
        self.here, self.place = QtWidgets.QLabel(), QuietLabel()
        self.here.setWordWrap(True)
        self.here.setMinimumWidth(1)
        self.here.setTextFormat(Qt.TextFormat.PlainText)
        self.marks = {task: QtWidgets.QLabel() for task in TASKS}
        self.needs = {task: QuietLabel() for task in TASKS}
        table = QtWidgets.QGridLayout()
        table.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, task in enumerate(TASKS.values()):
            table.addWidget(self.marks[task.id], row, 0, top)
            table.addWidget(QtWidgets.QLabel(say(task.label)), row, 1, top)
            table.addWidget(self.needs[task.id], row, 2, top)
        self.folder_button = Button(say("Open the folder of models"))
        self.folder_button.clicked.connect(self._open)
        again = Button(say("Look again"))
        again.setToolTip(say("Asks the backend which models are here now."))
        again.clicked.connect(self.looked_again)
        self.again = again
        self.box.addLayout(table)
        self.box.addWidget(self.place)
        self.box.addWidget(self.folder_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addWidget(self.here)
        self.box.addStretch(1)
        self.show_models()

    def show_models(self) -> None:
        """What there is now."""
        offered = {task.id for task in self._desk.tasks}
        usable = [one for one in self._desk.models if not one.problem]
        for task in TASKS.values():
            has = task.id in offered and (bool(usable) or task.model is not Model.MUST)
            full = has and (bool(usable) or task.model is Model.NEVER)
            self.marks[task.id].setText("✓" if has else "✕")
            self.needs[task.id].setText(say("ready") if full else say(_NEEDS[task.model]))
        remote = self._desk.backend.is_remote
        self.folder_button.setVisible(not remote)
        self.place.setText(
            say(
                "Put a checkpoint of Stable Diffusion 1.5, 2 or XL (a .safetensors file) into the "
                "folder of models, and look again. Nothing is fetched unless you ask for it."
            )
            if not remote
            else say("Models belong into the data folder of the computer the backend runs on.")
        )
        told = [f"{one.name}: {one.problem or one.title}" for one in self._desk.models] or [
            say("No model is here yet.")
        ]
        self.here.setText("\n".join(told))

    def _open(self) -> None:
        folder = self._desk.settings.folder / "models"
        folder.mkdir(parents=True, exist_ok=True)
        QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(folder)))
