"""Whether other programs may paint with Ritocco, where they find it, and who may."""

from __future__ import annotations

from ..backend.webui import WebUi, WebUiStanding
from ..qt import Qt, QtCore, QtGui, QtWidgets
from ..words import say
from .fold import Fold
from .look import QuietLabel, heading, line
from .part import Button, Check, Number, Rows

_LOOK_MS = 3000
"""While it is seen: a port that was taken may be free by now."""


class OtherPrograms(QtWidgets.QWidget):
    """The switch of the web UI's API, with its address to copy, and who may use it."""

    def __init__(self, webui: WebUi, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._webui = webui
        self._shown: WebUiStanding | None = None
        self.switch = Check(say("Answer programs made for A1111"))
        self.switch.setToolTip(
            say(
                "Web pages, plug-ins of other editors and scripts that were made for "
                "AUTOMATIC1111's web UI then paint with Ritocco."
            )
        )
        self.address = QtWidgets.QLineEdit()
        self.address.setReadOnly(True)
        self.address.setAccessibleName(say("Address for other programs"))
        self.address.setToolTip(say("Give this address to the other program."))
        self.copy = Button(say("Copy"))
        self.copy.setToolTip(say("Copy the address."))
        self.found_at = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(self.found_at)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.address, 1)
        row.addWidget(self.copy)
        self.here_too = QuietLabel()
        self.problem = QuietLabel()
        self.who = Fold(
            say("Who may use it"),
            say("Usually all programs of this computer, and no web page."),
            self._door(),
        )
        self.may = QuietLabel()
        """Who may, in lines of its own: none of it may be lost at the end of a narrow one."""
        self.may.setContentsMargins(round(line(self) * 1.15), 0, 0, 0)  # below the fold's title
        self.who.opened.connect(self._show_may)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(heading(say("Other programs")))
        for part in (self.switch, self.found_at, self.here_too, self.problem, self.who, self.may):
            box.addWidget(part)
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(webui.ask)
        self.switch.clicked.connect(lambda on: webui.turn(on=on))
        self.copy.clicked.connect(self._copy)
        webui.changed.connect(self._show)
        self._show()

    def _door(self) -> QtWidgets.QWidget:
        content = QtWidgets.QWidget()
        rows = Rows(content)
        self.port = Number(1, 65535)
        self.pages, self.user, self.password = (QtWidgets.QLineEdit() for _ in range(3))
        self.pages.setPlaceholderText(say("none"))
        self.user.setPlaceholderText(say("no login"))
        self.password.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
        self.listen = Check(say("Also on other computers"))
        self.use = Button(say("Use these"))
        rows.add(say("Port"), self.port, say("Other programs look for the web UI at 7860."))
        rows.add(
            say("Web pages"),
            self.pages,
            say("Their addresses, as https://page.example, with commas between."),
        )
        rows.add(
            say("User"),
            self.user,
            say("Who knows user and password may use it. Empty: nobody is asked."),
        )
        rows.add(say("Password"), self.password, say("Empty: as it is."))
        self.listen.setToolTip(say("Programs on other computers too. Needs user and password."))
        rows.add_wide(self.listen)
        rows.addWidget(self.use, rows.rowCount(), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        for typed in (self.pages, self.user, self.password):
            typed.returnPressed.connect(self._use)
        self.use.clicked.connect(self._use)
        return content

    def showEvent(self, event: QtGui.QShowEvent | None) -> None:
        """Look while it is seen."""
        super().showEvent(event)
        self._webui.ask()
        self._timer.start()

    def hideEvent(self, event: QtGui.QHideEvent | None) -> None:
        """And not otherwise."""
        super().hideEvent(event)
        self._timer.stop()

    def _show(self) -> None:
        """How it stands. What was typed stays, unless something else counts by now."""
        standing = self._webui.standing
        self.switch.setEnabled(standing is not None)
        self.who.setVisible(standing is not None)
        self.switch.setChecked(standing is not None and standing.on)
        self.found_at.setVisible(standing is not None and bool(standing.address))
        reached = _here(standing) if standing else ""
        self.here_too.setText(say("On this computer also {address}", address=reached))
        self.here_too.setVisible(bool(reached))
        problem = self._webui.problem or (standing.problem if standing else "")
        if standing is None:
            problem = problem or say("It can be turned on once the backend runs.")
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if standing is not None and standing != self._shown:
            self._shown = standing
            self.address.setText(standing.address)
            self.address.setCursorPosition(0)
            self.copy.setText(say("Copy"))
            self._show_door(standing)
        self._show_may()

    def _show_door(self, standing: WebUiStanding) -> None:
        self.port.show_value(standing.port)
        self.pages.setText(", ".join(standing.origins))
        self.user.setText(standing.user)
        self.password.clear()
        self.password.setPlaceholderText("••••••" if standing.user else "")
        self.listen.setChecked(standing.listen)
        who = (
            say("with a login") if standing.user else "",
            say("other computers") if standing.listen else "",
            say("web pages") if standing.origins else "",
        )
        self.may.setText(" · ".join(filter(None, who)))
        self.who.set_summary("" if self.may.text() else say("this computer"))

    def _show_may(self) -> None:
        self.may.setVisible(
            self._webui.standing is not None and bool(self.may.text()) and not self.who.is_open()
        )

    def _use(self) -> None:
        asked: dict[str, object] = {
            "port": self.port.value(),
            "origins": [page for part in self.pages.text().split(",") if (page := part.strip())],
            "user": self.user.text().strip(),
            "listen": self.listen.isChecked(),
        }
        if self.password.text():
            asked["password"] = self.password.text()
        self._webui.turn(**asked)

    def _copy(self) -> None:
        clipboard = QtWidgets.QApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self.address.text())
        self.copy.setText(say("Copied"))


def _here(standing: WebUiStanding) -> str:
    """Where programs of this computer find it too, as they always do; "" where that is said."""
    own = f"127.0.0.1:{standing.port}"
    return own if standing.listen and standing.address not in ("", f"http://{own}") else ""
