"""How the catalogue's models stand on this machine: absent, on their way, here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ritocco.from_disk import is_file, is_folder
from ritocco.library import packages
from ritocco.library.catalogue_model import CatalogueModel, Package
from ritocco.library.kinds import ModelKind
from ritocco.library.part import ENDING
from ritocco.library.shelves import Shelves, Stocked
from ritocco.sentence import Sentence
from ritocco.sizes import size_text

PARTIAL, CLAIMS, REMOVED, DONE = "partial", "claims", "removed", "done"
"""Folders in the library's: models on their way, who is at work on them, what is on its way out;
in a model's folder of the first, the files of it that are whole."""


class Presence(StrEnum):
    """Whether a model is here."""

    ABSENT = "absent"
    PARTIAL = "partial"
    HERE = "here"
    DAMAGED = "damaged"


class Origin(StrEnum):
    """Whose a model that is here is.

    own      a file in our folder
    linked   a link in our folder; its target is the user's
    folder   in another program's folder
    shipped  came with Ritocco
    """

    OWN = "own"
    LINKED = "linked"
    FOLDER = "folder"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a model stands.

    path     its file or folder, where it is here
    done     bytes of it on the disk
    program  the other program in whose folder it is
    problem  a sentence, where it is damaged; of one that is here, why it is not used
    """

    state: Presence
    path: Path | None = None
    origin: Origin | None = None
    done: int = 0
    program: str | None = None
    problem: str | None = None


@dataclass(slots=True)
class Survey:
    """Looks at the shelves, each kind of them once."""

    shelves: Shelves
    _stock: dict[ModelKind, list[Stocked]] = field(default_factory=dict)

    def stock(self, kind: ModelKind) -> list[Stocked]:
        """What is on the shelves of a kind."""
        if kind not in self._stock:
            self._stock[kind] = self.shelves.stock(kind)
        return self._stock[kind]

    def of(self, model: CatalogueModel) -> Standing:
        """How a model of the catalogue stands. Opens no file."""
        own = own_standing(model, self.shelves)
        if own.state in (Presence.HERE, Presence.DAMAGED):
            return own
        for stocked in self.stock(model.kind):
            if (
                stocked.shelf.program
                and stocked.path.name == model.path.name
                and _fits(model, stocked.path)
            ):
                origin = Origin.FOLDER
                return Standing(
                    Presence.HERE, stocked.path, origin, model.bytes or 0, stocked.shelf.program
                )
        return _shipped(model) or own


def own_standing(model: CatalogueModel, shelves: Shelves) -> Standing:
    """How a model stands in our own folder, by names and sizes."""
    folder = shelves.folder(model.kind)
    path = folder / model.path
    sizes = [_size(folder / model.place(file)) for file in model.files]
    if None not in sizes:
        pairs = zip(model.files, sizes, strict=True)
        wrong = [(f, size) for f, size in pairs if f.bytes not in (None, size) or size == 0]
        origin = Origin.LINKED if is_linked(path) else Origin.OWN
        done = sum(size or 0 for size in sizes)
        if not wrong:
            return Standing(Presence.HERE, path, origin, done)
        file, size = wrong[0]
        problem = Sentence(
            "{path} is {size} ({count} bytes) and should be {wanted} ({bytes} bytes): another "
            "version, or cut short. Remove it, and get it again.",
            path=file.path,
            size=size_text(size),
            count=size,
            wanted=size_text(file.bytes),
            bytes=file.bytes,
        )
        return Standing(Presence.DAMAGED, path, origin, done, problem=problem)
    done = arrived(model, shelves)
    if is_folder(path) and done == 0 and model.folder:
        missing = [f.path for f, size in zip(model.files, sizes, strict=True) if size is None]
        problem = Sentence(
            "{name} lacks {missing}. Remove it, and get it again.",
            name=path.name,
            missing=missing[0],
        )
        return Standing(Presence.DAMAGED, path, Origin.OWN, problem=problem)
    return Standing(Presence.PARTIAL if done else Presence.ABSENT, done=done)


def arrived(model: CatalogueModel, shelves: Shelves) -> int:
    """Bytes of a model that is on its way."""
    folder = partial_folder(model, shelves)
    total = 0
    for file in model.files:
        whole = _size(folder / DONE / file.path)
        part = _size(folder / f"{file.path}{ENDING}")
        total += whole or part or 0
    return total


def partial_folder(model: CatalogueModel, shelves: Shelves) -> Path:
    """Where a model lies while it is on its way."""
    return shelves.library / PARTIAL / model.id


def _fits(model: CatalogueModel, path: Path) -> bool:
    """Whether another program's file or folder has the sizes of this model's."""
    if model.folder:
        return all(
            file.bytes in (None, size) if (size := _size(path / file.path)) is not None else False
            for file in model.files
        )
    return all(
        size is not None and file.bytes in (None, size)
        for file in model.files
        for size in [_size(path.with_name(Path(file.path).name))]
    )


def _shipped(model: CatalogueModel) -> Standing | None:
    for source in model.sources:
        folder = packages.installed(source) if isinstance(source, Package) else None
        if folder and all(is_file(folder / file.path) for file in model.files):
            path = folder / model.files[0].path
            return Standing(Presence.HERE, path, Origin.SHIPPED, model.bytes or 0)
    return None


def is_linked(path: Path) -> bool:
    """Whether a file or folder of ours is a link of either kind, whose bytes are the user's."""
    try:
        return path.is_symlink() or (is_file(path) and path.stat().st_nlink > 1)
    except OSError:  # gone meanwhile
        return False


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size if is_file(path) else None
    except OSError:  # gone meanwhile
        return None
