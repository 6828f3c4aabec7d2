"""The dock's widget: the main page and those behind it, in the artist's language."""

from __future__ import annotations

from functools import partial

from ..backend.backend import Standing
from ..backend.installer import Installer
from ..desk import Desk
from ..message import Message, Remedy, Tone
from ..qt import QtCore, QtGui, QtWidgets
from ..words import say
from . import language
from .add_part import models_in, pictures_in
from .drop_frame import DropFrame
from .library_page import LibraryPage
from .look import line
from .main_page import MainPage
from .pages import LogPage, Page, SettingsPage

LEAST_WIDTH = 240
"""Logical pixels; docks may be this narrow."""


class Panel(QtWidgets.QWidget):
    """What an editor puts into its dock. Shows one `Desk`."""

    def __init__(self, desk: Desk, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("RitoccoPanel")
        self._desk = desk
        self.setMinimumWidth(LEAST_WIDTH)
        self.setAcceptDrops(True)
        self._frame = DropFrame(self)
        self._box = QtWidgets.QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._stack: QtWidgets.QStackedWidget | None = None
        self.main: MainPage
        self.installer = Installer(desk.settings, self)
        self.installer.installed.connect(desk.backend.start)
        self.models: LibraryPage
        self._spoken = language.use(desk.settings.get("ui.language", ""))
        self._build()
        desk.status_changed.connect(self._status)
        desk.backend.changed.connect(self._status)
        desk.library.message.connect(self._tell)

    def sizeHint(self) -> QtCore.QSize:
        """A comfortable dock."""
        return QtCore.QSize(line(self) * 20, line(self) * 42)

    def speak(self, code: str) -> None:
        """Another language from now on, remembered; "" is the editor's."""
        self._desk.settings.set("ui.language", code)
        self._spoken = language.use(code)
        for session in self._desk.sessions:
            session.reconsider()
        self._build()
        self.show_page(self.settings)
        self._desk.status_changed.emit()

    def _build(self) -> None:
        """Make all pages anew: what they say was translated when they were made."""
        if self._stack is not None:
            self.main.leave()
            self.models.leave()
            self._box.removeWidget(self._stack)
            self._stack.hide()
            self._stack.deleteLater()
        self._stack = QtWidgets.QStackedWidget()
        self.main = MainPage(self._desk, self.installer)
        self.main.taking.added.connect(self.take_in)
        self.settings = SettingsPage(self._desk)
        self.log = LogPage(self._desk.backend.log)
        self.models = LibraryPage(self._desk)
        self._stack.addWidget(self.main)
        for page in (self.settings, self.log, self.models):
            self._stack.addWidget(_roomy(page))
            page.left.connect(self.show_main)
        self.main.settings_wanted.connect(lambda: self.show_page(self.settings))
        self.models.bar.remedy_wanted.connect(self.main.remedy)
        self.main.log_wanted.connect(lambda: self.show_page(self.log))
        self.main.models_wanted.connect(self.show_model)
        self.settings.log_wanted.connect(lambda: self.show_page(self.log))
        self.settings.models_wanted.connect(lambda: self.show_model(""))
        self.settings.language_wanted.connect(self.speak)
        self._box.addWidget(self._stack)
        self._stack.show()

    def show_main(self) -> None:
        """Back to work."""
        if self._stack is not None:
            self._stack.setCurrentIndex(0)

    def show_page(self, page: Page) -> None:
        """One of the pages behind."""
        if self._stack is None:
            return
        for index in range(self._stack.count()):
            widget = self._stack.widget(index)
            if widget is not None and widget.isAncestorOf(page):
                self._stack.setCurrentIndex(index)
                page.back.setFocus()

    def show_model(self, id_: str) -> None:
        """The page of models, opened at this one; "": at none."""
        self.show_page(self.models)
        if id_:
            self.models.show_model(id_)

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent | None) -> None:
        """Files of models are welcome anywhere, if the backend can see them, and pictures, which
        may tell how they were made; all else is the editor's."""
        if event is not None and (self._models_in(event) or pictures_in(event.mimeData())):
            event.acceptProposedAction()
            self._frame.show_frame(True)

    def dragLeaveEvent(self, event: QtGui.QDragLeaveEvent | None) -> None:
        """It went elsewhere."""
        self._frame.show_frame(False)

    def dropEvent(self, event: QtGui.QDropEvent | None) -> None:
        """Take models into the library; pictures are opened, and asked how they were made."""
        self._frame.show_frame(False)
        if event is None:
            return
        for path in self._models_in(event):
            self.take_in(path)
        pictures = pictures_in(event.mimeData())
        if len(pictures) == 1:
            self.main.taking.dropped(pictures[0], partial(self._hand_on, pictures))
        elif pictures:
            self._hand_on(pictures)
        event.acceptProposedAction()

    def _models_in(self, event: QtGui.QDropEvent) -> list[str]:
        return [] if self._desk.backend.is_remote else models_in(event.mimeData())

    def _hand_on(self, paths: list[str]) -> None:
        """Have done with files what is done where they are dropped around the dock."""
        around = self.parentWidget()
        while around is not None and not around.acceptDrops():
            around = around.parentWidget()
        if around is None:
            return
        data = QtCore.QMimeData()
        data.setUrls([QtCore.QUrl.fromLocalFile(path) for path in paths])
        copies, place = QtCore.Qt.DropAction.CopyAction, QtCore.QPoint(0, 0)
        left, none = QtCore.Qt.MouseButton.LeftButton, QtCore.Qt.KeyboardModifier.NoModifier
        enters = QtGui.QDragEnterEvent(place, copies, data, left, none)
        enters.setAccepted(False)
        QtWidgets.QApplication.sendEvent(around, enters)  # Qt drops where it entered last
        if enters.isAccepted():
            drop = QtGui.QDropEvent(QtCore.QPointF(place), copies, data, left, none)
            QtWidgets.QApplication.sendEvent(around, drop)

    def take_in(self, path: str) -> None:
        """Add a file of this computer, and say so."""
        backend, file = self._desk.backend, QtCore.QFileInfo(path).fileName()
        if backend.standing is not Standing.READY:
            text = say("{file} can be added once the backend runs.", file=file)
            self._tell(Message(text, Tone.WARNING))
        else:
            self._desk.library.add(path)
            self._tell(Message(say("Adding {file} to the library…", file=file)))

    def _tell(self, message: Message) -> None:
        """News of the library, in the bar of the page that is seen."""
        if not self.models.isVisible():
            self.main.bar.tell(message)
        elif message.remedy is not Remedy.MODEL:  # else it stands beside the model
            self.models.bar.tell(message)

    def _status(self) -> None:
        if self._spoken != language.spoken():  # changed in the dock of another window
            self._spoken = language.spoken()
            self._build()
        self.settings.show_backend()
        self.models.show_models()


def _roomy(page: Page) -> QtWidgets.QScrollArea:
    """The page with air around it, scrolling where the dock is low."""
    inside = QtWidgets.QWidget()
    box = QtWidgets.QVBoxLayout(inside)
    gap = round(line(page) * 0.45)
    box.setContentsMargins(gap, gap, gap, gap)
    box.addWidget(page)
    scroll = QtWidgets.QScrollArea()
    scroll.setWidget(inside)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return scroll
