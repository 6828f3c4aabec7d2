"""The pages behind the main one: settings, and the backend's log."""

from __future__ import annotations

from collections.abc import Callable

from ..backend.backend import Standing
from ..desk import Desk
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..session.made import SHOW_FINISHED
from ..words import say
from .flow import Flow
from .language import LANGUAGES
from .look import QuietLabel, heading, line
from .other_programs import OtherPrograms
from .part import Button, Check, Combo, Rows, aligned
from .report import cleaned


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
        top.addWidget(heading(title), 1)
        self.box = QtWidgets.QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.addLayout(top)

    def keyPressEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """Escape goes back."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SettingsPage(Page):
    """Language, connection, the backend, and who else may use it."""

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
        models.setToolTip(say("What is here, what each feature needs, and how to get it."))
        about = Rows()
        about.add(say("Language"), self.language, say("The language of this dock."))
        aligned(about, rows)
        self.shows = Check(say("Show finished results on the canvas"))
        self.shows.setToolTip(
            say("As soon as one is there, unless you look at another or are in mid-stroke.")
        )
        self.shows.setChecked(desk.settings.get(SHOW_FINISHED, True))
        self.shows.toggled.connect(lambda on: desk.settings.set(SHOW_FINISHED, on))
        buttons = QtWidgets.QWidget()
        flow = Flow(buttons, gap=4)
        for button in (self.stop, self.log, models):
            flow.addWidget(button)
        self.box.addLayout(about)
        self.box.addWidget(self.shows)
        self.box.addWidget(heading(say("Connection")))
        self.box.addLayout(rows)
        self.box.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addWidget(self.problem)
        self.box.addWidget(heading(say("Backend")))
        self.box.addWidget(buttons)
        self.others = OtherPrograms(desk.webui)
        self.box.addWidget(self.others)
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
        self.others.setVisible(not backend.is_remote)

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
        log = self._read() or say("The log is empty.")
        if log == self.text.toPlainText():
            return
        bar = self.text.verticalScrollBar()
        assert bar is not None
        at_end = bar.value() >= bar.maximum() - 2
        place = bar.value()
        self.text.setPlainText(log)
        bar.setValue(bar.maximum() if at_end else place)

    def _copy(self) -> None:
        clipboard = QtWidgets.QApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(cleaned(self.text.toPlainText()))
        self.copy.setText(say("Copied"))
