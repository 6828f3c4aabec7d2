"""What the backend's library tells: models that are here or can be had, as frozen values.

Sizes are in bytes, speeds in bytes per second, times in seconds; None where unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from ..knobs.adapters import KINDS, LORA
from ..knobs.known import fits
from ..knobs.tasks import Task
from ..phase import Phase
from ..words import from_backend
from .transfer import Transfer


class Presence(Enum):
    """How a model stands."""

    ABSENT = "absent"
    """Not here; it can be had."""
    PARTIAL = "partial"
    """Some of it is here from an earlier try."""
    WAITING = "waiting"
    """Another one is fetched first."""
    FETCHING = "fetching"
    CHECKING = "checking"
    HERE = "here"
    DAMAGED = "damaged"
    """Here, but not as it should be."""

    @property
    def moves(self) -> bool:
        """Whether something is being done to it now."""
        return self in (Presence.WAITING, Presence.FETCHING, Presence.CHECKING)


@dataclass(frozen=True)
class Licence:
    """What the model's makers allow. `note`: the gist in a sentence, or ""."""

    id: str
    title: str
    link: str = ""
    note: str = ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Licence | None:
        """From the API's JSON."""
        if data is None:
            return None
        return cls(
            data["id"],
            data.get("title") or data["id"],
            data.get("link") or "",
            data.get("note") or "",
        )


_STATES = {"get": Presence.FETCHING, "check": Presence.CHECKING, "add": Presence.CHECKING}
"""Kind of transfer -> how the model stands while it runs."""


@dataclass(frozen=True)
class LibraryModel:
    """A model of the catalogue, or another one that is here.

    kind       "model", "vae", "lora", "upscaler", "faces" ...; `kind_title` for the artist
    good_for   one sentence, or ""
    size       bytes of all its files; `done`: of these on disk
    memory     least memory of the graphics card
    listed     whether it is of the catalogue
    checked    whether the catalogue's address for it was tried when Ritocco was made
    program    of another program's folder: which
    name       what recipes call it while it is here; "" where they have no name for it
    usable     whether this Ritocco can do anything with its kind, and, of one here, with it
    recommended  whether it is the one to begin with
    removable  whether it lies in Ritocco's own folder
    problem    why it cannot be used; ""
    transfer   what is being done to it, or the last failure
    families   ids of the families it is of, or fits; none: not known
    stems      names of its files without their endings
    few_steps  how many steps it was made for, where these are few; else 0
    """

    id: str
    title: str
    kind: str
    kind_title: str
    family: str = ""
    good_for: str = ""
    size: int | None = None
    memory: int | None = None
    licence: Licence | None = None
    listed: bool = False
    checked: bool = True
    sources: tuple[str, ...] = ()
    state: Presence = Presence.ABSENT
    done: int = 0
    origin: str = ""
    program: str = ""
    path: str = ""
    removable: bool = False
    name: str = ""
    usable: bool = True
    recommended: bool = False
    problem: str = ""
    transfer: Transfer | None = None
    families: tuple[str, ...] = ()
    few_steps: int = 0
    stems: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> LibraryModel:
        """From the API's JSON."""
        transfer = data.get("task")
        return cls(
            data["id"],
            data["title"],
            data["kind"],
            data.get("kind_title") or data["kind"],
            data.get("family_title") or "",
            data.get("good_for") or "",
            data.get("bytes"),
            data.get("memory"),
            Licence.from_dict(data.get("licence")),
            bool(data.get("listed")),
            bool(data.get("checked", True)),
            tuple(data.get("sources") or ()),
            Presence(data["state"]),
            data.get("done_bytes") or 0,
            data.get("origin") or "",
            data.get("program") or "",
            data.get("path") or "",
            bool(data.get("removable")),
            data.get("name") or "",
            bool(data.get("usable", True)),
            bool(data.get("recommended")),
            from_backend(data, "problem"),
            Transfer.from_dict(transfer) if transfer else None,
            tuple(data.get("families") or filter(None, [data.get("family")])),
            (data.get("defaults") or {}).get("steps") or 0,
            tuple(name.rpartition(".")[0] for name in data.get("file_names") or ()),
        )

    @property
    def is_here(self) -> bool:
        """Whether it can be used."""
        return self.state is Presence.HERE and not self.problem

    @property
    def is_foreign(self) -> bool:
        """Whether it is here and whole, and none that Ritocco uses from where it lies."""
        return self.state is Presence.HERE and bool(self.problem)

    @property
    def is_adapter(self) -> bool:
        """Whether it goes beside a model that paints, and changes what that knows."""
        return self.kind in KINDS

    def fits(self, family: str) -> bool:
        """Whether it may be used with models of this family; "" is any."""
        return fits(family, self.families)

    @property
    def is_few_steps(self) -> bool:
        """Whether it is an adapter that makes a model paint in few steps."""
        return self.kind == LORA and self.few_steps > 0

    @property
    def failure(self) -> Transfer | None:
        """The transfer that failed last; None where nothing went wrong since."""
        failed = self.transfer is not None and self.transfer.phase is Phase.FAILED
        return self.transfer if failed and not self.is_here else None

    @property
    def left(self) -> int | None:
        """Bytes still to be fetched."""
        return None if self.size is None else max(0, self.size - self.done)

    def during(self, transfer: Transfer) -> LibraryModel:
        """How it stands while, or after, this is done to it."""
        if transfer.phase is Phase.WAITING:
            return replace(self, transfer=transfer, state=Presence.WAITING)
        if transfer.phase is Phase.RUNNING:
            done = self.done if transfer.done is None or transfer.kind != "get" else transfer.done
            return replace(self, transfer=transfer, state=_STATES[transfer.kind], done=done)
        kept = Presence.PARTIAL if self.done else Presence.ABSENT
        return replace(self, transfer=transfer, state=kept if self.state.moves else self.state)


@dataclass(frozen=True)
class Feature:
    """Something Ritocco can do with the right model.

    kinds          of recipes it serves
    ready          whether a model for it is here; `uses`: its name
    suggested      ids of models that would do, the best first
    demonstration  whether the only one here is what came with Ritocco
    """

    id: str
    kinds: tuple[str, ...]
    ready: bool
    uses: str = ""
    suggested: tuple[str, ...] = ()
    demonstration: bool = False

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Feature:
        """From the API's JSON."""
        return cls(
            data["id"],
            tuple(data.get("kinds") or ()),
            bool(data["ready"]),
            data.get("uses") or "",
            tuple(data.get("suggested") or ()),
            bool(data.get("demonstration")),
        )

    @property
    def wants_model(self) -> bool:
        """Whether a model is to be offered: none is here, or only the demonstration."""
        return not self.ready or self.demonstration


@dataclass(frozen=True)
class Folder:
    """A folder of another program whose models are used where they lie."""

    path: str
    program: str = ""
    models: int = 0
    problem: str = ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Folder:
        """From the API's JSON."""
        program, problem = data.get("program") or "", from_backend(data, "problem")
        return cls(data["path"], program, data.get("models") or 0, problem)


@dataclass(frozen=True)
class Catalogue:
    """All of it, as the backend told it at one moment.

    folder   where fetched models go; `free`: bytes free on its disk
    offline  whether the settings forbid the network
    """

    models: tuple[LibraryModel, ...] = ()
    features: tuple[Feature, ...] = ()
    folders: tuple[Folder, ...] = ()
    folder: str = ""
    free: int | None = None
    offline: bool = False

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Catalogue:
        """From the API's JSON."""
        return cls(
            tuple(LibraryModel.from_dict(one) for one in data["models"]),
            tuple(Feature.from_dict(one) for one in data.get("features") or ()),
            tuple(Folder.from_dict(one) for one in data.get("folders") or ()),
            data.get("folder") or "",
            data.get("free"),
            bool(data.get("offline")),
        )

    def model(self, id_: str) -> LibraryModel | None:
        """A model by its id."""
        return next((model for model in self.models if model.id == id_), None)

    def feature(self, task: Task) -> Feature | None:
        """What a task is at its best; None where the library knows nothing of it."""
        kind = task.kinds[0] or task.kinds[1]
        return next((feature for feature in self.features if kind in feature.kinds), None)

    def used_by(self, feature: Feature) -> str:
        """Title of the model that a feature uses; "" where it has none."""
        titles = {one.name: one.title for one in self.models if one.name}
        return titles.get(feature.uses, feature.uses)

    def suggestion(self, task: Task) -> LibraryModel | None:
        """The model to get for a task that lacks one; None where it lacks none."""
        feature = self.feature(task)
        return None if feature is None or feature.ready else self.best_for(feature)

    def best_for(self, feature: Feature) -> LibraryModel | None:
        """The model to get for a feature: what is on its way, or else the best known one."""
        known = [self.model(id_) for id_ in feature.suggested]
        moving = [one for one in known if one is not None and one.state.moves]
        return next((one for one in [*moving, *known] if one is not None), None)

    def offering(self, kind: str, name: str) -> LibraryModel | None:
        """The one that is not here and would bring a file of this name; None where none would."""
        alike = (one for one in self.models if one.kind == kind and name in one.stems)
        return next((one for one in alike if one.listed and not one.is_here), None)

    def kinds(self) -> Sequence[tuple[str, str]]:
        """The kinds of models with their titles, in the catalogue's order."""
        return list(dict.fromkeys((one.kind, one.kind_title) for one in self.models))

    def with_model(self, model: LibraryModel) -> Catalogue:
        """With this model in the place of the one with its id."""
        models = tuple(model if one.id == model.id else one for one in self.models)
        return replace(self, models=models)
