"""The picture on the map of the remove brush: the document as it looks now, small."""

from __future__ import annotations

from ..errors import DockError
from ..pending import Pending
from ..qt import QObject, QtGui
from ..session.session import Session
from .remove_map import RemoveMap

_MAP_SIDE = 640
"""Most pixels on the longer side of the map."""


class MapPicture(QObject):
    """Asks the session's document for it, and shows it when it comes."""

    def __init__(self, on: RemoveMap) -> None:
        super().__init__(on)
        self._map = on
        self._session: Session | None = None
        self._coming: object = None
        on.picture_wanted.connect(self.ask)

    def show_session(self, session: Session | None) -> None:
        """From now on the picture is this one's."""
        self._session = session

    def ask(self) -> None:
        """The picture of this moment, small, is wanted on the map."""
        session = self._session
        if session is None or session.state is None or not session.document.alive():
            return
        coming = self._coming = session.document.thumbnail(_MAP_SIDE)
        if isinstance(coming, Pending) and not coming.is_settled:
            coming.settled.connect(lambda: self._came(session, coming))
        else:
            self._came(session, coming)

    def _came(self, session: Session, answer: QtGui.QImage | Pending[QtGui.QImage]) -> None:
        """Unless another was asked for meanwhile, or it could not be made."""
        if answer is not self._coming or session is not self._session or session.state is None:
            return
        try:
            image = answer.result() if isinstance(answer, Pending) else answer
        except DockError:
            return  # the document was closed
        on_its_way = session.applying or any(not job.phase.is_final for job in session.jobs)
        self._map.show_picture(session.state.size, image, keep=bool(on_its_way))
