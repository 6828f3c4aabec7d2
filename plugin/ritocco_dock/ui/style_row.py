"""Choosing, saving and sharing styles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from ..knobs.knobs import Knobs
from ..knobs.styles import PLACE, BadStyle, Style, delete, parse, read_folder, save
from ..message import Message, Tone
from ..qt import QtCore, QtGui, QtWidgets, Signal
from ..settings import Settings
from ..words import say
from .part import Button, Combo, Part
from .prompt import PromptEdit
from .symbols import SymbolButton

KEY = "ui.style"


class StyleRow(Part):
    """The style in use, and a menu for the rest; saving opens two fields below."""

    message = Signal(object)

    def __init__(
        self, settings: Settings, folder: Path, parent: QtWidgets.QWidget | None = None
    ) -> None:
        """`folder` holds the style files."""
        super().__init__(parent)
        self._settings, self._folder = settings, folder
        self._styles: dict[str, Style] = {}
        self._knobs = Knobs()
        self.choice = Combo()
        self.choice.setAccessibleName(say("Style"))
        self.choice.setToolTip(
            say(
                "A style sets model and knobs, and puts its words around yours. Choosing another "
                "one takes them off again."
            )
        )
        self.menu_button = SymbolButton("bookmark", say("Styles: save, share, delete"))
        self.menu_button.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QtWidgets.QMenu(self)
        self.menu_button.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._fill_menu)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.choice, 1)
        row.addWidget(self.menu_button)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(row)
        box.addWidget(self._saving())
        self.choice.chosen.connect(self._chosen)
        self.read(quietly=True)

    def _saving(self) -> QtWidgets.QWidget:
        self.save_box = QtWidgets.QWidget()
        self.name, self.template = QtWidgets.QLineEdit(), PromptEdit(None, 1, 4)
        self.name.setPlaceholderText(say("Name of the style"))
        self.name.setAccessibleName(say("Name of the style"))
        self.name.setMaxLength(60)
        self.template.setAccessibleName(say("Words of the style"))
        self.template.setPlaceholderText(f"{PLACE}, …")
        self.template.setToolTip(
            say("The words of the style; {place} is where those of a picture go.", place=PLACE)
        )
        self.save_button = Button(say("Save style"))
        cancel = Button(say("Cancel"))
        buttons = QtWidgets.QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        box = QtWidgets.QVBoxLayout(self.save_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.name)
        box.addWidget(self.template)
        box.addLayout(buttons)
        self.save_box.setVisible(False)
        self.name.textChanged.connect(lambda text: self.save_button.setEnabled(bool(text.strip())))
        self.name.returnPressed.connect(self._save)
        self.template.submitted.connect(self._save)
        self.save_button.clicked.connect(self._save)
        self.save_button.setEnabled(False)
        cancel.clicked.connect(lambda: self.save_box.setVisible(False))
        return self.save_box

    @property
    def style_in_use(self) -> Style | None:
        """The chosen style."""
        return self._styles.get(self.choice.key())

    def show_knobs(self, knobs: Knobs) -> None:
        """What a style would be saved from, and put on."""
        self._knobs = knobs

    def read(self, quietly: bool = False) -> None:
        """Read the folder again; files that are no styles are named in messages."""
        styles, problems = read_folder(self._folder)
        self._styles = {one.name: one for one in styles}
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.blockSignals(False)
        self.choice.offer([("", say("No style")), *((name, name) for name in self._styles)])
        kept = self._settings.get(KEY, "")
        self.choice.choose(kept if kept in self._styles else "")
        if problems:
            # Told once the dock stands, so that the bar is there to show it.
            QtCore.QTimer.singleShot(0, lambda: self._complain(*problems))
        elif not quietly:
            self.message.emit(Message(say("The styles were read again."), Tone.DONE))

    def _chosen(self, name: str) -> None:
        before = self._styles.get(self._settings.get(KEY, ""))
        self._settings.set(KEY, name)
        knobs = before.taken_off(self._knobs) if before else self._knobs
        style = self._styles.get(name)
        self._turn(style.put_on(knobs) if style else knobs)

    def _turn(self, knobs: Knobs) -> None:
        changes = {
            one.name: getattr(knobs, one.name)
            for one in fields(Knobs)
            if getattr(knobs, one.name) != getattr(self._knobs, one.name)
        }
        self._knobs = knobs
        if changes:
            self.turned.emit(changes)

    def _fill_menu(self) -> None:
        self.menu.clear()
        chosen = self.style_in_use is not None
        entries: list[tuple[str, Callable[[], None], bool]] = [
            (say("Save the present settings as a style…"), self._ask, True),
            (say("Delete this style"), self._delete, chosen),
            (say("Copy this style as text"), self._copy, chosen),
            (say("Paste a style"), self._paste, True),
            (say("Open the folder of styles"), self._open_folder, True),
            (say("Read the folder again"), self.read, True),
        ]
        for text, does, possible in entries:
            action = self.menu.addAction(text)
            assert action is not None
            action.setEnabled(possible)
            action.triggered.connect(lambda _=False, does=does: does())

    def _ask(self) -> None:
        style = self.style_in_use
        self.name.setText(style.name if style else "")
        bare = style.taken_off(self._knobs) if style else self._knobs
        self.template.show_text(style.prompt if style else bare.prompt)
        self.save_box.setVisible(True)
        self.name.setFocus()
        self.name.selectAll()

    def _save(self) -> None:
        name = self.name.text().strip()
        if not name:
            return
        if self._keep(Style.of(name, self._knobs, self.template.toPlainText())):
            self.save_box.setVisible(False)

    def _keep(self, style: Style) -> bool:
        try:
            save(style, self._folder)
        except BadStyle as error:
            self._complain(error)
            return False
        self._settings.set(KEY, style.name)
        self.read(quietly=True)
        self.message.emit(Message(say("The style “{name}” is saved.", name=style.name), Tone.DONE))
        return True

    def _delete(self) -> None:
        style = self.style_in_use
        if style is None:
            return
        try:
            delete(style, self._folder)
        except BadStyle as error:
            self._complain(error)
            return
        self._chosen("")
        self.read(quietly=True)
        self.message.emit(
            Message(say("The style “{name}” is deleted.", name=style.name), Tone.DONE)
        )

    def _copy(self) -> None:
        clipboard = QtWidgets.QApplication.clipboard()
        if self.style_in_use is not None and clipboard is not None:
            clipboard.setText(self.style_in_use.to_json())
            self.message.emit(Message(say("The style is on the clipboard as text."), Tone.DONE))

    def _paste(self) -> None:
        clipboard = QtWidgets.QApplication.clipboard()
        try:
            text = clipboard.text() if clipboard is not None else ""
            style = parse(text, say("The clipboard"))
        except BadStyle as error:
            self._complain(error)
            return
        if self._keep(style):
            self._chosen(style.name)

    def _open_folder(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(self._folder)))

    def _complain(self, *errors: BadStyle) -> None:
        for error in errors:
            self.message.emit(Message.of(error))
