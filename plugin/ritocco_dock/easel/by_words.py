"""A new picture out of words: how large, and what is to be on it; then the dock paints it."""

from __future__ import annotations

from collections.abc import Callable

from ..geometry import Size
from ..knobs.knobs import KNOBS
from ..qt import QObject, QtWidgets
from ..session.session import Session
from ..ui.look import line
from ..ui.plain_knobs import number_of
from ..words import say
from .ask_pixels import decision

_TASK = "generate"
_USUAL = Size(512, 512)


class AskWords(QtWidgets.QDialog):
    """What is to be seen, how large and how often; `then` is called with that if accepted."""

    def __init__(self, parent: QtWidgets.QWidget, then: Callable[[str, Size, int], object]) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Generate a picture"))
        self.words = QtWidgets.QPlainTextEdit()
        self.words.setPlaceholderText(say("What is to be seen, in a few words"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(line(self) * 5)
        self.words.setMinimumWidth(line(self) * 22)
        self.width_box, self.height_box = QtWidgets.QSpinBox(), QtWidgets.QSpinBox()
        for box, value in ((self.width_box, _USUAL.width), (self.height_box, _USUAL.height)):
            box.setRange(64, 4096)
            box.setSingleStep(64)
            box.setValue(value)
            box.setSuffix(" px")
        self.pictures = number_of(KNOBS["batch"])
        buttons = decision(self)
        self.begin = buttons.button(QtWidgets.QDialogButtonBox.StandardButton.Ok)
        assert self.begin is not None
        self.begin.setText(say("Generate"))
        self.words.textChanged.connect(self._look)
        self._look()
        form = QtWidgets.QFormLayout(self)
        form.addRow(self.words)
        form.addRow(say("Width"), self.width_box)
        form.addRow(say("Height"), self.height_box)
        form.addRow(say("Number of pictures"), self.pictures)
        form.addRow(buttons)
        self.accepted.connect(lambda: then(self._prompt, self._size, self.pictures.value()))

    @property
    def _prompt(self) -> str:
        return self.words.toPlainText().strip()

    @property
    def _size(self) -> Size:
        return Size(self.width_box.value(), self.height_box.value())

    def _look(self) -> None:
        assert self.begin is not None
        self.begin.setEnabled(bool(self._prompt))


class WhenReady(QObject):
    """Begins one press as soon as the dock can, unless the artist has turned to something else."""

    def __init__(
        self, session: Session, prompt: str, pictures: int, press: Callable[[], object]
    ) -> None:
        super().__init__(session)
        self._session, self._prompt, self._press = session, prompt, press
        session.choose(_TASK)
        session.turn(prompt=prompt, batch=pictures)
        session.readiness_changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        knobs = self._session.knobs
        if (knobs.task, knobs.prompt) == (_TASK, self._prompt):
            if not self._session.readiness.ready:
                return
            self._end()
            self._press()
        else:
            self._end()

    def _end(self) -> None:
        self._session.readiness_changed.disconnect(self._look)
        self.deleteLater()
