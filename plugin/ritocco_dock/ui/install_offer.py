"""Where no backend is installed: how to get it, in the artist's words, and a button for it."""

from __future__ import annotations

from pathlib import Path

from ..backend.backend import Standing
from ..backend.installer import Installer
from ..qt import Qt, QtWidgets
from ..words import say
from .flow import Flow
from .look import QuietLabel
from .part import Button


class InstallOffer(QtWidgets.QWidget):
    """Hidden while there is a backend. Nothing is fetched before its button is pressed."""

    def __init__(self, installer: Installer, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._installer = installer
        self._missing = False
        self.words, self.news = QuietLabel(), QuietLabel()
        self.line = QtWidgets.QLineEdit()
        self.line.setReadOnly(True)
        self.line.setAccessibleName(say("Command that installs Ritocco"))
        self.copy, self.start = Button(say("Copy")), Button(say("Install now"))
        self.choose, self.stop = Button(say("Choose Ritocco's folder…")), Button(say("Stop"))
        self.copy.setToolTip(say("To be pasted into a terminal."))
        self.choose.setToolTip(
            say("The folder with run.py, as you unpacked it, or one with install.pyz.")
        )
        self.stop.setToolTip(say("The next installation goes on from there."))
        command = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(command)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.copy)
        self._command = command
        buttons = QtWidgets.QWidget()
        flow = Flow(buttons, gap=4)
        for button in (self.start, self.choose, self.stop):
            flow.addWidget(button)
        self.bar = QtWidgets.QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(6)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for widget in (self.words, command, self.bar, self.news, buttons):
            box.addWidget(widget)
        self.news.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy.clicked.connect(self._copy)
        self.start.clicked.connect(installer.start)
        self.stop.clicked.connect(installer.cancel)
        self.choose.clicked.connect(self._choose)
        installer.changed.connect(self._show)
        self.setVisible(False)

    def show_standing(self, standing: Standing) -> None:
        """How the backend stands now."""
        missing = standing is Standing.MISSING
        if missing and not self._missing:
            self._installer.look()
        self._missing = missing
        self._show()

    def leave(self) -> None:
        """Let go of the installer, before another offer takes this one's place."""
        self._installer.changed.disconnect(self._show)

    def _show(self) -> None:
        installer = self._installer
        self.setVisible(self._missing or installer.runs)
        self.words.setText(_words(installer))
        self._command.setVisible(not installer.runs)
        self.line.setText(installer.found.line() if installer.found else "python3 run.py install")
        self.line.setCursorPosition(0)
        self.bar.setVisible(installer.runs)
        self.news.setText(installer.line if installer.runs else installer.problem)
        self.news.setVisible(bool(self.news.text()))
        self.start.setVisible(installer.able and not installer.runs)
        self.start.setToolTip(self.line.text())
        self.choose.setVisible(not installer.runs)
        self.stop.setVisible(installer.runs)

    def _copy(self) -> None:
        clipboard = QtWidgets.QApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self.line.text())
        self.copy.setText(say("Copied"))

    def _choose(self) -> None:
        chosen = QtWidgets.QFileDialog.getExistingDirectory(self, say("Choose Ritocco's folder"))
        if chosen:
            self._installer.choose(Path(chosen))


def _words(installer: Installer) -> str:
    """What is to be done now."""
    if installer.runs:
        return say("Ritocco is being installed. You can go on painting.")
    size = say("It takes some minutes and fetches about 1 GB, up to 5 GB for some graphics cards.")
    if installer.found and installer.found.file.name == "install.pyz":
        return say(
            "This dock needs Ritocco's backend. A bundle with it is here; no network is needed."
        )
    if installer.found:
        first = say("This dock needs Ritocco's backend. Its folder is here already.")
        return f"{first} {size}"
    first = say(
        "This dock needs Ritocco's backend: get Ritocco's folder, unpack it, and choose it here, "
        "or run this in it with Python 3.11 or later."
    )
    return f"{first} {size}"
