"""What the backend offers: the kinds of work it can do, and what it does them with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..backend.backend import Backend, Standing
from ..editor import Capabilities
from ..errors import DockError
from ..knobs.adapters import EMBEDDING, HYPERNETWORK, LORA
from ..knobs.knobs import Knobs
from ..knobs.known import AdapterInfo, Known
from ..knobs.models import ModelInfo, NetworkInfo
from ..knobs.painting import Painting, painting_of
from ..knobs.tasks import TASKS, Task
from ..net.client import Answer
from ..qt import QObject, Signal
from ..words import say
from .library import Library

_NEVER = (Standing.MISSING, Standing.REFUSED)
"""While it stands so, nothing can be asked of it."""
_MODELS = "/v1/models"
_ADAPTERS = {LORA: "loras", HYPERNETWORK: "hypernetworks", EMBEDDING: "embeddings"}
"""Kind of adapter -> the list of them in the answer about models."""
_SURE = frozenset(("fill", "outpaint", "inpaint", "refine", "generate"))
"""Kinds of recipe of the very first version."""


@dataclass(frozen=True)
class SamplerInfo:
    """A sampler of the backend. `schedules`: those it can be run on, the first is its own."""

    id: str
    name: str
    schedules: tuple[str, ...]


class Offer(QObject):
    """Of one backend, to one editor; asked for anew whenever the backend has come (back)."""

    changed = Signal()
    """Something here is another one."""

    def __init__(
        self, backend: Backend, capabilities: Capabilities, library: Library, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._backend, self._capabilities, self._library = backend, capabilities, library
        library.changed.connect(self.changed)
        self._kinds: frozenset[str] | None = None
        self.known = False
        """Whether the backend has said which models are here."""
        self.device = ""
        """"CPU", "NVIDIA ..."; "" until known."""
        self.models: tuple[ModelInfo, ...] = ()
        self.samplers: tuple[SamplerInfo, ...] = ()
        self.upscalers: tuple[NetworkInfo, ...] = ()
        self.face_networks: tuple[NetworkInfo, ...] = ()
        self.adapters = Known()

    @property
    def tasks(self) -> Sequence[Task]:
        """The tasks that can be offered: those of the backend's kinds.

        Until these are known, all that any Ritocco can do.
        """
        kinds = _SURE if self._kinds is None else self._kinds
        return [
            task
            for task in TASKS.values()
            if kinds.intersection(kind for kind in task.kinds if kind)
            and (self._capabilities.new_picture or not task.picture)
            and (self._has_network(task) or self._library.suggestion(task) is not None)
        ]

    def lacking(self, task: Task) -> str:
        """What the network of a task is lacking, for the artist; "" where it is here."""
        model = None if self._has_network(task) else self._library.suggestion(task)
        if model is None:
            return ""
        return say(
            "{task} needs {model}, which is not here yet.", task=say(task.label), model=model.title
        )

    def painting(self, knobs: Knobs) -> Painting:
        """Who paints with these knobs."""
        networks = {"upscaler": self.upscalers, "face_network": self.face_networks}
        return painting_of(knobs, self.models if self.known else None, networks)

    @property
    def blocked(self) -> str:
        """Why nothing at all can be asked for; "" where it can."""
        return self._backend.problem if self._backend.standing in _NEVER else ""

    def ask(self) -> None:
        """Ask for all of it: models may have been added."""
        self._ask("/v1/status", self._take_status)
        self._ask(_MODELS, self._take_models)
        self._ask("/v1/samplers", self._take_samplers)

    def job_done(self) -> None:
        """What engines there are, and on which device, shows with the first job."""
        if not self.device:
            self._ask("/v1/status", self._take_status)

    def _has_network(self, task: Task) -> bool:
        """Whether the network a task may need is here."""
        networks = {"upscale": self.upscalers, "faces": self.face_networks}
        return bool(networks.get(task.id, True))

    def _ask(self, path: str, take: Callable[[Mapping[str, Any]], None]) -> None:
        def answered(answer: Answer) -> None:
            take(answer.json())
            self.changed.emit()

        def refused(error: DockError) -> None:
            """An older backend may have no such list: it stays as it was, and nothing waits for it.

            One that cannot be reached will be asked again.
            """
            if path == _MODELS and error.code != "unreachable":
                self.known = True
                self.changed.emit()

        self._backend.client.get(path).then(self, answered, refused)

    def _take_status(self, data: Mapping[str, Any]) -> None:
        self.device = str(data["device"])
        if "kinds" in data:
            self._kinds = frozenset(data["kinds"])

    def _take_models(self, data: Mapping[str, Any]) -> None:
        self.known = True
        self.models = tuple(ModelInfo.from_dict(one) for one in data["models"])
        self.upscalers = _networks(data.get("upscalers"))
        self.face_networks = _networks(data.get("face_networks"))
        self.adapters = Known(
            AdapterInfo.from_dict(kind, one)
            for kind, plural in _ADAPTERS.items()
            for one in data.get(plural) or ()
        )

    def _take_samplers(self, data: Mapping[str, Any]) -> None:
        self.samplers = tuple(
            SamplerInfo(row["name"], row["title"], tuple(row["schedules"]))
            for row in data["samplers"]
        )


def _networks(rows: Any) -> tuple[NetworkInfo, ...]:
    return tuple(NetworkInfo.from_dict(row) for row in rows or ())
