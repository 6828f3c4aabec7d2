"""The backend's library as the dock follows it: what is here, fetching, adding, removing.

No widgets. When the backend dies while it fetches, what the artist had asked for is asked for
again once it is back, and goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from ..backend.backend import Backend
from ..errors import DockError
from ..knobs.tasks import Task
from ..message import Message, Remedy, Tone
from ..net.client import Answer, Call
from ..phase import Phase
from ..qt import QObject, QtCore, Signal
from ..settings import Settings
from ..words import say
from .catalogue import Catalogue, Folder, LibraryModel, Presence
from .transfer import Transfer
from .transfers import PATH, Transfers

MOST_TRIES = 2
"""How often a model is asked for again because the backend died."""
ACCEPTED = "accepted_licences"
"""Setting: model id -> id of the licence that was accepted for it."""


class Library(QObject):
    """One per desk. Methods answer at once; what comes of them is told by signals."""

    changed = Signal()
    """`catalogue`, `adding` or `problem` is another one."""
    moved = Signal(str)
    """The model with this id stands otherwise now: progress, or a failure."""
    arrived = Signal(object)
    """This `LibraryModel` was fetched or added just now, and can be used."""
    stock_changed = Signal()
    """Other models are here than before."""
    found = Signal(object)
    """This `Folder` was to be added, and is another program's: it can be used in place."""
    message = Signal(object)
    """A `Message`; `about` is the id of a model, where it is about one."""

    def __init__(self, backend: Backend, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings, self._client = settings, backend.client
        self._catalogue: Catalogue | None = None
        self._problem = ""
        self._failures: dict[str, Transfer] = {}
        self._wanted: dict[str, int] = {}
        """Models asked for and not here yet -> how often again."""
        self._arrivals: list[str] = []
        self._lost: tuple[str, ...] | None = None
        """The backend has just come (back): what was wanted of the one before it."""
        self._looking: Call | None = None
        self._transfers = Transfers(self._client, self)
        self._transfers.moved.connect(self._advance)
        self._transfers.ended.connect(self._end)
        self._transfers.looked.connect(self._looked)
        self._transfers.failed.connect(lambda error: self._tell(error))
        backend.ready.connect(self._backend_ready)
        backend.changed.connect(self._backend_changed)

    # What there is

    @property
    def catalogue(self) -> Catalogue | None:
        """All models and features, with the progress of this moment; None until known."""
        return self._catalogue

    @property
    def problem(self) -> str:
        """Why there is no catalogue, for the artist; "" where nothing is wrong."""
        return self._problem

    @property
    def adding(self) -> Sequence[Transfer]:
        """What is being added from the disk now."""
        return [transfer for transfer in self._transfers.all() if transfer.kind == "add"]

    @property
    def fetched(self) -> float | None:
        """How much (0..1) of what is being fetched is here; None while nothing is."""
        parts = [transfer.fraction for transfer in self._transfers.all() if transfer.kind == "get"]
        return sum(parts) / len(parts) if parts else None

    def model(self, id_: str) -> LibraryModel | None:
        """A model by its id."""
        return self._catalogue.model(id_) if self._catalogue else None

    def suggestion(self, task: Task) -> LibraryModel | None:
        """The model to get for a task that lacks one; None where it lacks none."""
        return self._catalogue.suggestion(task) if self._catalogue else None

    def offering(self, kind: str, name: str) -> LibraryModel | None:
        """What can be had that would bring an adapter of this name; None where nothing would."""
        return self._catalogue.offering(kind, name) if self._catalogue else None

    def is_accepted(self, model: LibraryModel) -> bool:
        """Whether the artist accepted the licence this model has now."""
        accepted = self._settings.get(ACCEPTED, {})
        return model.licence is None or accepted.get(model.id) == model.licence.id

    # What the artist does

    def refresh(self) -> None:
        """Look again at what is here."""
        self._look_away()
        if self._client.address:
            self._looking = self._client.get(PATH).then(self, self._take, self._not_had)

    def get(self, id_: str) -> None:
        """Fetch a model. With this its licence, as the artist saw it, is accepted."""
        model = self.model(id_)
        if model is None or model.is_here or model.state.moves:
            return
        if model.licence is not None:
            accepted = self._settings.get(ACCEPTED, {})
            self._settings.set(ACCEPTED, {**accepted, id_: model.licence.id})
        self._wanted[id_] = 0
        self._order(model)

    def cancel(self, id_: str) -> None:
        """Stop what is being done to a model, or adding one (then `id_` is that transfer's).

        What was fetched is kept.
        """
        if self._wanted.pop(id_, None) is not None:
            model = self.model(id_)
            asked = model.transfer if model is not None else None
            if model is not None and asked is not None and not asked.id:  # not answered yet
                self._put(model.during(replace(asked, phase=Phase.CANCELLED)))
        for transfer in self._transfers.all():
            if id_ in (transfer.model, transfer.id):
                self._transfers.stop(transfer)

    def ask_size(self, id_: str) -> None:
        """Have the model's source asked how large it is; that needs the network."""
        call = self._client.get(f"{PATH}/models/{_quoted(id_)}", {"ask": True})
        call.then(
            self,
            lambda answer: self._put(LibraryModel.from_dict(answer.json())),
            lambda error: self._tell(error, about=id_),
        )

    def check(self, id_: str) -> None:
        """Read a model's files and compare them with what they should be."""
        call = self._client.post(f"{PATH}/models/{_quoted(id_)}/check")
        call.then(self, self._transfers.begun, partial(self._refused, id_, "check"))

    def remove(self, id_: str) -> None:
        """Delete a model from the disk, or what is here of it; of a link only the link."""
        model = self.model(id_)
        if model is not None:
            call = self._client.delete(f"{PATH}/models/{_quoted(id_)}")
            refused = partial(self._tell, about=id_)
            call.then(self, partial(self._removed, model), refused)

    def add(self, path: str, copy: bool = False) -> None:
        """Take in a file or folder of this computer: linked, or copied.

        What to do with another program's folder, which is not to be copied, is asked: `found`.
        """
        if copy or not QtCore.QFileInfo(path).isDir():
            self._add(path, copy)
            return
        call = self._client.get(f"{PATH}/folders/look", {"path": path})
        call.then(self, partial(self._looked_into, path), lambda _: self._add(path, copy))

    def use_folder(self, path: str) -> None:
        """Use another program's folder where it lies from now on."""
        call = self._client.post(f"{PATH}/folders", {"path": path})
        call.then(self, self._used, self._tell)

    def leave_folder(self, path: str) -> None:
        """Use a folder no more; nothing in it is touched."""
        call = self._client.delete(f"{PATH}/folders", {"path": path})
        call.then(self, self._left, self._tell)

    def _looked_into(self, path: str, answer: Answer) -> None:
        folder = Folder.from_dict(answer.json())
        if folder.program:
            self.found.emit(folder)
        else:
            self._add(path, copy=False)

    def _used(self, answer: Answer) -> None:
        folder = Folder.from_dict(answer.json())
        self.refresh()
        message = say("{folder} is used in place now.", folder=folder.path)
        self.message.emit(Message(message, Tone.DONE))

    def _left(self, answer: Answer) -> None:
        self.refresh()
        message = say(
            "{folder} is used no more; nothing in it was touched.", folder=answer.json()["path"]
        )
        self.message.emit(Message(message, Tone.DONE))

    def _add(self, path: str, copy: bool) -> None:
        call = self._client.post(f"{PATH}/add", {"path": path, "copy": copy})
        call.then(self, self._transfers.begun, self._tell)

    # Within: orders

    def _order(self, model: LibraryModel) -> None:
        self._failures.pop(model.id, None)
        consent = {"licence": model.licence.id if model.licence else ""}
        call = self._client.post(f"{PATH}/models/{_quoted(model.id)}/get", consent)
        call.then(self, self._taken_on, partial(self._refused, model.id, "get"))
        self._put(model.during(self._asked()[model.id]))

    def _taken_on(self, answer: Answer) -> None:
        transfer = self._transfers.begun(answer)
        if transfer.model not in self._wanted and not transfer.phase.is_final:
            self._transfers.stop(transfer)  # cancelled meanwhile

    def _refused(self, id_: str, kind: str, error: DockError) -> None:
        """It could not even begin."""
        if error.code == "unreachable" and id_ in self._wanted:
            return  # asked again when the backend is back
        self._wanted.pop(id_, None)
        if error.code != "already_here":
            self._fail(Transfer("", kind, Phase.FAILED, id_), error)
        self.refresh()

    def _removed(self, model: LibraryModel, _: Answer) -> None:
        self._failures.pop(model.id, None)
        self.refresh()
        message = say("{model} was removed.", model=model.title)
        self.message.emit(Message(message, Tone.DONE, about=model.id))

    # Within: the catalogue

    def _take(self, answer: Answer) -> None:
        self._looking = None
        before = self._catalogue
        catalogue = Catalogue.from_dict(answer.json())
        known = {**self._failures, **self._asked(), **self._transfers.of_models()}
        for model in catalogue.models:
            if model.is_here and model.id in self._failures:
                del self._failures[model.id]
            elif model.id in known:
                catalogue = catalogue.with_model(model.during(known[model.id]))
        self._catalogue, self._problem = catalogue, ""
        self.changed.emit()
        if before is not None and _stock(before) != _stock(catalogue):
            self.stock_changed.emit()
        for come in map(catalogue.model, self._arrivals):
            if come is not None and come.is_here:
                self.arrived.emit(come)
        self._arrivals.clear()
        if self._lost is not None:
            self._transfers.look()
        elif self._moves():
            self._transfers.look_soon()

    def _look_away(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def _not_had(self, error: DockError) -> None:
        self._looking = None
        if error.code == "unreachable":
            return  # said elsewhere, and it will be back
        self._problem = error.message
        if error.code == "not_found":
            self._problem = say("This backend has no library of models yet. Update Ritocco.")
        self.changed.emit()

    def _asked(self) -> dict[str, Transfer]:
        """Model id -> what was asked for, though the backend may not know it yet."""
        return {id_: Transfer("", "get", Phase.WAITING, id_) for id_ in self._wanted}

    def _moves(self) -> bool:
        """Whether something is being done to a model."""
        return any(model.state.moves for model in (self._catalogue or Catalogue()).models)

    def _put(self, model: LibraryModel) -> None:
        if self._catalogue is not None:
            self._catalogue = self._catalogue.with_model(model)
            self.moved.emit(model.id)

    # Within: following

    def _advance(self, transfer: Transfer) -> None:
        model = self.model(transfer.model)
        if model is not None:
            self._put(model.during(transfer))
        else:
            self.changed.emit()

    def _end(self, transfer: Transfer) -> None:
        model = self.model(transfer.model)
        self._wanted.pop(transfer.model, None)
        if transfer.phase is Phase.FAILED:
            self._fail(transfer, DockError(transfer.problem, transfer.code))
        elif transfer.phase is Phase.CANCELLED and model is not None:
            self._put(model.during(transfer))
        elif transfer.phase is Phase.DONE and transfer.kind == "check":
            message = say("{model} is complete and unharmed.", model=transfer.title)
            self.message.emit(Message(message, Tone.DONE, about=transfer.model))
        elif transfer.phase is Phase.DONE:
            self._arrivals += transfer.added or ([transfer.model] if transfer.model else [])
            for refused in transfer.refused:
                self._tell(DockError(refused, "bad_model"))
        self.refresh()

    def _fail(self, transfer: Transfer, error: DockError) -> None:
        """Keep the failure beside the model, and say it."""
        model = self.model(transfer.model)
        if model is None:
            self._tell(error)
            return
        failed = replace(transfer, phase=Phase.FAILED, code=error.code, problem=error.message)
        self._failures[model.id] = failed
        self._put(model.during(failed))
        self._tell(error, Remedy.MODEL, model.id)

    def _looked(self) -> None:
        """All transfers of the backend are known."""
        if self._lost is not None:
            lost, self._lost = self._lost, None
            self._take_up(lost)
        if not self._transfers.all() and self._moves():
            self.refresh()  # another program is at it

    def _take_up(self, lost: Sequence[str]) -> None:
        """The backend is back: ask again for what it had not finished."""
        busy = self._transfers.of_models()
        for id_ in lost:
            model, tries = self.model(id_), self._wanted.get(id_)
            if tries is None:
                continue  # stopped meanwhile
            if model is None or model.is_here:
                del self._wanted[id_]
            elif id_ not in busy and tries >= MOST_TRIES:
                del self._wanted[id_]
                message = say(
                    "The backend stopped while it fetched this. Try again when it is well."
                )
                self._fail(Transfer("", "get", Phase.FAILED, id_), DockError(message, "crashed"))
            elif id_ not in busy:
                self._wanted[id_] = tries + 1
                self._order(model)

    # Within: the backend

    def _backend_ready(self) -> None:
        self._transfers.forget()
        self._lost = tuple(self._wanted)
        self.refresh()

    def _backend_changed(self) -> None:
        if not self._client.address:
            self._look_away()
            self._transfers.forget()
            for transfer in self._asked().values():
                self._advance(transfer)
        self.changed.emit()

    def _tell(self, error: DockError, remedy: Remedy = Remedy.NONE, about: str = "") -> None:
        if error.code != "unreachable":  # the dock says that in its first line
            self.message.emit(Message.of(error, remedy, about))


def _stock(catalogue: Catalogue) -> frozenset[str]:
    """What can be used, also while it is checked."""
    usable = (one for one in catalogue.models if one.is_here or one.state is Presence.CHECKING)
    return frozenset(one.id for one in usable)


def _quoted(id_: str) -> str:
    return QtCore.QUrl.toPercentEncoding(id_).data().decode()
