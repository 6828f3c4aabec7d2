"""What the backend's library is doing, followed by asking while something is unfinished.

The backend goes on whatever happens here, also with the editor closed; its list of transfers is
of its own life, so after a restart nothing is there any more.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import partial

from ..errors import DockError
from ..net.client import Answer, Call, Client
from ..qt import QObject, QTimer, Signal
from .transfer import Transfer

POLL_MS = 1000
SOON_MS = 250
"""Until a new transfer is asked about for the first time."""
PATH = "/v1/library"


class Transfers(QObject):
    """The unfinished transfers."""

    moved = Signal(object)
    """This `Transfer` is new, or is another one than before."""
    ended = Signal(object)
    """This `Transfer` has come to its end."""
    looked = Signal()
    """All are known as they are now."""
    failed = Signal(object)
    """A `DockError`: it could not be stopped."""

    def __init__(self, client: Client, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._transfers: dict[str, Transfer] = {}
        self._over: set[str] = set()
        """Ids of those that ended; an older answer may still come and call them unfinished."""
        self._call: Call | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def all(self) -> Sequence[Transfer]:
        """Oldest first."""
        return tuple(self._transfers.values())

    def of_models(self) -> dict[str, Transfer]:
        """Model id -> what is being done to it."""
        return {transfer.model: transfer for transfer in self._transfers.values() if transfer.model}

    def look(self) -> None:
        """Ask how they stand."""
        self._timer.stop()
        if self._client.address:
            # Where nobody answers, this is called again when the backend is back.
            self._give_up()
            self._call = self._client.get(f"{PATH}/tasks")
            self._call.then(self, partial(self._take, frozenset(self._transfers)), self._not_had)

    def look_soon(self) -> None:
        """Ask before long, where that is not on its way."""
        if not self._timer.isActive():
            self._timer.start(POLL_MS)

    def begun(self, answer: Answer) -> Transfer:
        """The backend took an order: it answered with this transfer."""
        transfer = Transfer.from_dict(answer.json())
        self._follow(transfer)
        if self._transfers:
            self._timer.start(SOON_MS)
        return transfer

    def stop(self, transfer: Transfer) -> None:
        """Have it stopped."""
        call = self._client.post(f"{PATH}/tasks/{transfer.id}/cancel")
        call.then(self, self.begun, self._not_stopped)

    def forget(self) -> None:
        """The backend is gone, and all of it with it."""
        self._timer.stop()
        self._give_up()
        self._transfers.clear()
        self._over.clear()

    def _take(self, known: Set[str], answer: Answer) -> None:
        """How all stand. `known`: those that were there when it was asked; later ones may not
        be in the answer, which was on its way when they began."""
        self._call = None
        transfers = [Transfer.from_dict(one) for one in answer.json()["tasks"]]
        for id_ in known - {transfer.id for transfer in transfers}:
            self._transfers.pop(id_, None)
        for transfer in transfers:
            if transfer.id in self._transfers or not transfer.phase.is_final:
                self._follow(transfer)
        if self._transfers:
            self._timer.start(POLL_MS)
        self.looked.emit()

    def _not_had(self, error: DockError) -> None:
        self._call = None

    def _give_up(self) -> None:
        if self._call is not None:
            self._call.cancel()
            self._call = None

    def _follow(self, transfer: Transfer) -> None:
        if self._transfers.get(transfer.id) == transfer or transfer.id in self._over:
            return
        if transfer.phase.is_final:
            self._transfers.pop(transfer.id, None)
            self._over.add(transfer.id)
            self.ended.emit(transfer)
        else:
            self._transfers[transfer.id] = transfer
            self.moved.emit(transfer)

    def _not_stopped(self, error: DockError) -> None:
        self.look()
        self.failed.emit(error)
