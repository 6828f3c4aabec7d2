"""Taking settings from elsewhere: a picture that is dropped, or a text that is pasted."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial

from ..backend.backend import Standing
from ..desk import Desk
from ..errors import DockError
from ..knobs.knobs import Knobs
from ..knobs.told import ToldRecipe
from ..message import Message, Remedy, Tone
from ..qt import QObject, QtCore, Signal
from ..session.session import Session
from ..words import say

_KEPT = 16
"""What was told, and what was set before it: so many of each can be asked for."""


@dataclass(frozen=True)
class _Before:
    """How the knobs of a document stood."""

    document: str
    knobs: Knobs


class Taking(QObject):
    """Asks what they tell, offers it in the bar, and can put back what was set before."""

    message = Signal(object)
    added = Signal(str)
    """The file with this path holds an adapter: it belongs into the library."""

    def __init__(self, desk: Desk, session: Callable[[], Session | None], parent: QObject) -> None:
        """`session`: the one in front."""
        super().__init__(parent)
        self._desk, self._session = desk, session
        self._told: OrderedDict[str, ToldRecipe] = OrderedDict()
        self._before: OrderedDict[str, _Before] = OrderedDict()

    def dropped(self, path: str, opens: Callable[[], object]) -> None:
        """A picture was dropped: `opens` does what its drop does otherwise.

        One that holds an embedding is added instead; where it tells a recipe, that is offered.
        """
        if self._desk.backend.standing is not Standing.READY:
            opens()
            return

        def heard(told: ToldRecipe) -> None:
            if told.embedding and not self._desk.backend.is_remote:
                self.added.emit(path)
                return
            opens()
            if told.recipe:
                self._offer(path, told)

        recipes = self._desk.recipes
        recipes.read_file(path, self._kind(), heard, lambda _: opens())

    def pasted(self, text: str) -> None:
        """This text goes into a prompt as words; where it tells a recipe, knobs are set by it."""
        session = self._session()
        if session is None or self._desk.backend.standing is not Standing.READY:
            return
        before = _Before(session.key, session.knobs)
        self._desk.recipes.read(
            text.encode(errors="replace"),
            "",
            self._kind(),
            partial(self._set, session, before),
            _leave_as_words,
        )

    def use(self, about: str) -> None:
        """Set the knobs by what this told."""
        session, told = self._session(), self._told.get(about)
        if session is not None and told is not None:
            self._set(session, _Before(session.key, session.knobs), told)

    def put_back(self, about: str) -> None:
        """Set the knobs as they were before."""
        before = self._before.get(about)
        session = next(
            (one for one in self._desk.sessions if before and one.key == before.document), None
        )
        if before is not None and session is not None:
            session.turn(**{one.name: getattr(before.knobs, one.name) for one in fields(Knobs)})

    def _offer(self, path: str, told: ToldRecipe) -> None:
        self._told[path] = told
        while len(self._told) > _KEPT:
            self._told.popitem(last=False)
        file = QtCore.QFileInfo(path).fileName()
        text = say("{file} tells how it was made.", file=file)
        self.message.emit(Message(text, remedy=Remedy.SETTINGS, about=path))

    def _set(self, session: Session, before: _Before, told: ToldRecipe) -> None:
        models = self._desk.models
        session.turn(**told.turning(session.knobs, models, self._desk.adapters))
        about = f"before {session.key}"
        self._before[about] = before
        while len(self._before) > _KEPT:
            self._before.popitem(last=False)
        missing = told.missing(models)
        parts = [say("Prompt and knobs are set as they were for that picture.")]
        if missing:
            parts.append(
                say("Its model {model} is not here; the one you have paints.", model=missing)
            )
        text = " ".join([*parts, *told.hints])
        tone = Tone.WARNING if missing or told.hints else Tone.DONE
        self.message.emit(Message(text, tone, Remedy.PUT_BACK, about))

    def _kind(self) -> str:
        """What a recipe is to be used for, where it does not say."""
        session = self._session()
        return (session.knobs.about.kinds[0] if session is not None else "") or "inpaint"


def _leave_as_words(error: DockError) -> None:
    """It tells no recipe, or nobody can say: it is in the prompt already, as any text is."""
