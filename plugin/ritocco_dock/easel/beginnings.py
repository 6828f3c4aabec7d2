"""How a picture begins that is in no file: empty, or painted by the dock from words."""

from __future__ import annotations

from collections.abc import Callable

from ..desk import Desk
from ..geometry import Size
from ..qt import Qt, QtWidgets
from ..ui.panel import Panel
from .by_words import AskWords, WhenReady
from .document import Document
from .new_picture import NewPicture, empty_document


class Beginnings:
    """Asks for what is needed; `add` shows the document that comes of it."""

    def __init__(
        self,
        window: QtWidgets.QWidget,
        desk: Desk,
        panel: Panel,
        add: Callable[[Document], object],
    ) -> None:
        self._window, self._desk, self._panel, self._add = window, desk, panel, add

    def ask_new(self) -> None:
        """How large an empty picture is to be."""
        dialog = NewPicture(self._window, 1024, 1024)
        dialog.accepted.connect(lambda: self._add(dialog.document()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def ask_words(self) -> None:
        """What a picture is to show."""
        dialog = AskWords(self._window, self._paint)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _paint(self, prompt: str, size: Size, pictures: int) -> None:
        """A new picture that the dock paints by these words, at once or when it can."""
        self._add(empty_document(size, "u8", white=True))
        if self._desk.session is not None:
            WhenReady(self._desk.session, prompt, pictures, self._panel.main.submit)
