"""A result that is only looked at is no part of the picture: asked about before that is lost."""

from __future__ import annotations

from collections.abc import Callable

from ..qt import QObject
from ..session.session import Session
from ..words import say
from .bar import Bar, BarButton
from .document import Document

Act = Callable[[], None]


class Unapplied(QObject):
    """Stands before what writes or closes a picture; asks once for each result that is shown."""

    def __init__(
        self, bar: Bar, session_of: Callable[[Document], Session | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bar, self._session_of = bar, session_of
        self._answered: set[str] = set()

    def asks_about(self, document: Document) -> bool:
        """Whether a result is shown on it that nothing was said about yet."""
        return bool(self._open(document))

    def before_saving(self, document: Document, act: Act) -> None:
        """Save, or export: with the result, or as the picture is."""
        self._before(document, say("Apply and save"), say("Save without it"), act)

    def before_closing(self, document: Document, act: Act) -> None:
        """Close: what was not applied waits in the gallery."""
        self._before(document, say("Apply it"), say("Close without it"), act)

    def _before(self, document: Document, with_it: str, without: str, act: Act) -> None:
        session, shown = self._session_of(document), self._open(document)
        if session is None or not shown:
            act()
            return

        def leave() -> None:
            self._answered.add(shown)
            act()

        self._bar.ask(
            f"shown {document.key}",
            say("A result is shown on {name}, but not applied.", name=document.name),
            (
                BarButton(with_it, lambda: self._apply(session, shown, act)),
                BarButton(without, leave),
                BarButton(say("Cancel"), lambda: None),
            ),
            say("Looking is not applying. A result that is left stays in the gallery."),
        )

    def _open(self, document: Document) -> str:
        session = self._session_of(document)
        shown = session.shown if session is not None else ""
        return "" if shown in self._answered else shown

    def _apply(self, session: Session, result: str, act: Act) -> None:
        """Apply it, then go on; where it cannot be applied the dock says why, and nothing else."""

        def ended() -> None:
            if session.applying:
                return
            session.applying_changed.disconnect(ended)
            if session.is_applied(result):
                act()

        session.apply(result)
        if session.applying:
            session.applying_changed.connect(ended)
