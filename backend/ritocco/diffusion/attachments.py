"""What changes a loaded model for one run: entered in order, and left with the run.

An adapter's weights, a hook or wrapper on a module, attention processors (`attention.py`): each
is an `Attachment` in the painter's sequence, and nothing else touches a model that is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Protocol

from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import MemoryPlan
from ritocco.sentence import Sentence
from ritocco.watch import Watch


class Attachment(Protocol):
    """One change to a model."""

    @property
    def key(self) -> Hashable:
        """All that decides what it does to the model's weights, with the mark of its file.

        What was encoded or measured under one key does not hold under another.
        """
        ...

    @property
    def hints(self) -> Sequence[Sentence]:
        """What the artist is to be told of it; whole once it was attached."""
        ...

    def attached(self, model: LoadedModel, watch: Watch) -> AbstractContextManager[object]:
        """The change, undone to the bit when the manager is left, whatever happened within.

        What takes a while to enter tells `watch`, and can be cancelled by it.
        """
        ...


class RunModel:
    """The model a run works with.

    get  hands out the model as a memory plan places it (see `ModelCache.get`)

    Attachments are entered when the model is first handed out, and stay while it is placed anew;
    where a retry gets another one, they move over. The run's end undoes them, last one first.
    """

    def __init__(
        self,
        get: Callable[[MemoryPlan, Watch], LoadedModel],
        attachments: Sequence[Attachment] = (),
    ) -> None:
        self._get, self._attachments = get, attachments
        self._depth = 0
        self._entered = ExitStack()
        self._model: LoadedModel | None = None

    @property
    def hints(self) -> tuple[Sentence, ...]:
        """What there is to tell of what is attached, each once."""
        return tuple(dict.fromkeys(hint for one in self._attachments for hint in one.hints))

    @contextmanager
    def running(self) -> Iterator[None]:
        """A run. One within another is part of it."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self._leave()

    def placed(self, plan: MemoryPlan, watch: Watch) -> LoadedModel:
        """The model, placed as `plan` says, with all that is attached. Only within a run."""
        assert self._depth
        count = len(self._attachments)
        model = self._get(plan, watch.part(0, 0.5) if count else watch)
        if model is not self._model:
            self._leave()
            with ExitStack() as entering:
                for at, attachment in enumerate(self._attachments):
                    own = watch.part(0.5 * (1 + at / count), 0.5 * (1 + (at + 1) / count))
                    entering.enter_context(attachment.attached(model, own))
                self._entered, self._model = entering.pop_all(), model
        return model

    def _leave(self) -> None:
        entered, self._entered, self._model = self._entered, ExitStack(), None
        entered.close()
