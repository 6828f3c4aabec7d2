"""What opens below a model's line: what it is, its licence, and what can be done with it."""

from __future__ import annotations

from ..knobs.adapters import EMBEDDING
from ..models.arrivals import PAINTS
from ..models.catalogue import LibraryModel, Presence
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..words import say
from .flow import Flow
from .look import QuietLabel
from .main_button import MainButton
from .model_words import UNUSED, facts, lacks_room, problem
from .part import Button, Check
from .telling import memory, unbroken

_GETTABLE = (Presence.ABSENT, Presence.PARTIAL, Presence.DAMAGED)


class LicenceLine(QtWidgets.QWidget):
    """What a licence is called and says, where to read it, and a box to accept it."""

    accepted = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = ""
        self.title, self.note = QuietLabel(), QuietLabel()
        self.read = Button(say("Read the licence"))
        self.read.clicked.connect(self._read)
        self.box = Check(say("I accept this licence"))
        self.box.setToolTip(
            say("What its makers allow, and what not. It can be downloaded once you accept.")
        )
        self.box.toggled.connect(self.accepted)
        lines = QtWidgets.QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        for label in (self.title, self.note):
            lines.addWidget(label)
        lines.addWidget(self.read, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.box)

    def show_licence(self, model: LibraryModel, accepted: bool) -> None:
        """That of a model; `accepted`: it was before, so no box is needed."""
        licence = model.licence
        self.setVisible(licence is not None)
        if licence is None:
            return
        self._link = licence.link
        message = say("Licence: {licence}", licence=licence.title)
        done = say("Licence: {licence} (you accepted it)", licence=licence.title)
        self.title.setText(done if accepted else message)
        self.note.setText(say(licence.note) if licence.note else "")
        self.note.setVisible(bool(licence.note))
        self.read.setVisible(bool(licence.link))
        self.read.setToolTip(licence.link)
        self.box.setVisible(not accepted and model.usable and model.state in _GETTABLE)
        if accepted:
            self.box.setChecked(True)

    def _read(self) -> None:
        QtGui.QDesktopServices.openUrl(QtCore.QUrl(self._link))


class ModelDetails(QtWidgets.QWidget):
    """Made when a line is opened for the first time."""

    get_wanted = Signal()
    check_wanted = Signal()
    size_wanted = Signal()
    """The source is to be asked how large the model is."""
    remove_wanted = Signal()
    use_wanted = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._gettable = False
        self.about, self.facts = QtWidgets.QLabel(), QuietLabel()
        self.about.setWordWrap(True)
        self.about.setMinimumWidth(1)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.ask = Button(say("Ask for its size"))
        self.ask.setToolTip(say("Asks the model's source on the network; nothing is downloaded."))
        self.licence = LicenceLine()
        self.get, self.use = MainButton(), Button()
        self.check = Button(say("Check"))
        self.check.setToolTip(say("Reads the whole file and compares it with what it should be."))
        self.remove = Button()
        self.question = QtWidgets.QLabel()
        self.question.setWordWrap(True)
        self.question.setMinimumWidth(1)
        self.sure, self.keep = Button(say("Remove")), Button(say("Keep"))
        self._lay_out()
        self.licence.accepted.connect(self._allow)
        self.get.clicked.connect(self.get_wanted)
        self.ask.clicked.connect(self.size_wanted)
        self.use.clicked.connect(self.use_wanted)
        self.check.clicked.connect(self.check_wanted)
        self.remove.clicked.connect(self._ask)
        self.sure.clicked.connect(self._remove)
        self.keep.clicked.connect(lambda: self._answer(True))

    def _lay_out(self) -> None:
        self.buttons, self.answers = QtWidgets.QWidget(), QtWidgets.QWidget()
        for room, buttons in (
            (self.buttons, (self.use, self.check, self.remove)),
            (self.answers, (self.sure, self.keep)),
        ):
            flow = Flow(room, gap=4)
            for button in buttons:
                flow.addWidget(button)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(5)
        box.addWidget(self.about)
        box.addWidget(self.facts)
        box.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.licence, self.get, self.buttons):
            box.addWidget(widget)
        box.addWidget(self.question)
        box.addWidget(self.answers)
        self._answer(False)

    def show_model(self, model: LibraryModel, free: int | None, accepted: bool) -> None:
        """How it stands; `free`: bytes on the disk; `accepted`: its licence was."""
        wrong = problem(model)
        about = say(model.good_for) if model.good_for else ""
        unused = "" if model.usable or model.is_foreign else say(UNUSED)
        self.about.setText("\n".join(part for part in (wrong, about, unused) if part))
        self.about.setVisible(bool(self.about.text()))
        self.facts.setText("\n".join(facts(model, free)))
        self.facts.setVisible(bool(self.facts.text()))
        self.licence.show_licence(model, accepted)
        full = lacks_room(model, free)
        offered = model.listed and model.usable and model.state in _GETTABLE
        self._gettable = offered and not full
        self.get.setVisible(offered)
        self.ask.setVisible(offered and model.size is None)
        able = model.kind == PAINTS or (model.is_adapter and model.usable)
        self.use.setVisible(model.is_here and able and bool(model.name))
        self.use.setText(say("Paint with it") if model.kind == PAINTS else say("Use it"))
        self.use.setAccessibleName(self.use.text())
        self.use.setToolTip(_use_tip(model))
        self.get.setText(self._get_text(model))
        self.get.setToolTip(self._get_tip(model, full))
        self.get.setAccessibleName(self.get.text())
        self.check.setVisible(model.state in (Presence.HERE, Presence.DAMAGED) and bool(model.path))
        self.remove.setVisible(model.removable and not model.state.moves)
        self.remove.setText(
            say("Unlink") if model.origin == "linked" else say("Remove from the disk")
        )
        self.remove.setToolTip(
            say("Takes the link away; the file it leads to stays.")
            if model.origin == "linked"
            else say("Deletes its files in Ritocco's folder. It can be downloaded again.")
        )
        self.question.setText(
            say("Remove {model} for good?", model=model.title)
            if model.size is None or model.origin == "linked"
            else say(
                "Remove {model} for good? {size} become free.",
                model=model.title,
                size=memory(model.done or model.size),
            )
        )
        if not model.removable:
            self._answer(False)
        self._settle()
        self._allow()

    def in_order(self) -> list[QtWidgets.QWidget]:
        """What takes the keyboard, in the order of the eye."""
        above = [self.ask, self.licence.read, self.licence.box, self.get]
        return [*above, self.use, self.check, self.remove, self.sure, self.keep]

    def begin(self) -> QtWidgets.QWidget:
        """What to do first here, for the keyboard: the box to accept, or the button."""
        wanted = (self.licence.box, self.get, self.use, self.check, self.remove)
        return next((one for one in wanted if one.isVisibleTo(self)), self)

    @staticmethod
    def _get_text(model: LibraryModel) -> str:
        again = model.state is Presence.DAMAGED
        if model.failure and not again:
            return say("Try again")
        if model.left is None:
            return say("Download again") if again else say("Download")
        size = memory(model.size or 0) if again else memory(model.left)
        if again:
            return unbroken(say("Download again ({size})", size=size))
        if model.state is Presence.PARTIAL:
            return unbroken(say("Go on ({size} left)", size=size))
        return unbroken(say("Download ({size})", size=size))

    @staticmethod
    def _get_tip(model: LibraryModel, full: bool) -> str:
        if full:
            return say("The disk is too full for this.")
        return say(
            "Downloads it into Ritocco's folder. It can be stopped at any time and goes on where "
            "it was; you can paint meanwhile."
        )

    def _allow(self) -> None:
        licensed = self.licence.box.isChecked() or self.licence.isHidden()
        self.get.setEnabled(self._gettable and licensed)

    def _ask(self) -> None:
        self._answer(True)
        self.question.setVisible(True)
        self.answers.setVisible(True)
        self.buttons.setVisible(False)
        self.keep.setFocus()

    def _answer(self, keyboard: bool) -> None:
        """The question is answered, or was never asked."""
        self.question.setVisible(False)
        self.answers.setVisible(False)
        self._settle()
        if keyboard and not self.remove.isHidden():
            self.remove.setFocus()

    def _settle(self) -> None:
        asked = not self.question.isHidden()
        has = any(not one.isHidden() for one in (self.use, self.check, self.remove))
        self.buttons.setVisible(has and not asked)

    def _remove(self) -> None:
        self._answer(False)
        self.remove_wanted.emit()


def _use_tip(model: LibraryModel) -> str:
    if model.kind == PAINTS:
        return say("Takes this model for the open picture.")
    if model.kind == EMBEDDING:
        return say("Puts its word into the prompt of the open picture.")
    return say("Adds it to the adapters of the open picture.")
