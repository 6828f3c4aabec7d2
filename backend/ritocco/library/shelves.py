"""Where models of a kind lie: our own folder, and those of other programs, which are only read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ritocco.from_disk import is_file, is_folder, printable, reason
from ritocco.library.beside import is_beside
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.layouts import OURS, PLAIN, layout_of
from ritocco.places import Places
from ritocco.sentence import Sentence
from ritocco.settings import Settings

DEEPEST = 4
"""Levels of folders that are looked into in other programs' folders."""
LIBRARY = ".library"
"""Folder in the models folder for what is on its way, locks and notes; never looked into."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder with models of one kind.

    program  whose it is; None: ours
    deep     whether models lie in folders below it too
    """

    kind: ModelKind
    folder: Path
    program: str | None = None
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Stocked:
    """A model on a shelf: its name in recipes, and its file or folder."""

    name: str
    path: Path
    shelf: Shelf


@dataclass(frozen=True, slots=True)
class Shelves:
    """All places where models are looked for.

    own     our models folder
    others  folders of other programs, in the order in which they are looked into
    """

    own: Path
    others: tuple[Path, ...] = ()

    @classmethod
    def of_user(cls) -> Shelves:
        """Those of the user who runs this process. Raises BadSettings."""
        return cls(Places.of_user().models, Settings.of_user().model_folders)

    @classmethod
    def only(cls, folder: Path | None) -> Shelves:
        """One models folder alone; None: all of the user's."""
        return cls(folder) if folder else cls.of_user()

    @property
    def library(self) -> Path:
        """Folder for what is on its way."""
        return self.own / LIBRARY

    def folder(self, kind: ModelKind) -> Path:
        """Our folder for a kind."""
        return self.own / KINDS[kind].folder

    def of(self, kind: ModelKind) -> list[Shelf]:
        """The shelves with a kind, ours first.

        A folder of no known program is one of models that paint; what else lies in it, only those
        can tell who look into files.
        """
        return [
            Shelf(kind, self.folder(kind)),
            *(shelf for folder in self.others for shelf in _shelves_in(folder, kind)),
        ]

    def stock(self, kind: ModelKind) -> list[Stocked]:
        """Every model of a kind, by name within each shelf; of one name the first alone.

        Told by name and place; opens no file.
        """
        stocked: dict[str, Stocked] = {}
        for shelf in self.of(kind):
            for name, path in sorted(_models_in(shelf)):
                stocked.setdefault(name, Stocked(name, path, shelf))
        return list(stocked.values())

    def find(self, kind: ModelKind, name: str) -> Path | None:
        """The model of this name or file name; None where there is none."""
        for shelf in self.of(kind):
            for ending in ("", *KINDS[kind].endings):
                path = shelf.folder / f"{name}{ending}"
                there = is_file(path) or is_folder(path)  # else one elsewhere may be whole
                if _leads_down(name) and there and _is_model(path, shelf.kind):
                    return path
        for stocked in self.stock(kind):
            if name in (stocked.name, stocked.path.name, stocked.path.stem):
                return stocked.path
        return None

    def is_ours(self, path: Path) -> bool:
        """Whether a path lies in our own folder (as it is named; links are not followed)."""
        return path.absolute().is_relative_to(self.own.absolute())


def found_in(folder: Path, kind: ModelKind) -> int:
    """How many models of a kind would be found in another program's folder. Opens no file."""
    return len({name for shelf in _shelves_in(folder, kind) for name, _ in _models_in(shelf)})


def _shelves_in(folder: Path, kind: ModelKind) -> list[Shelf]:
    """The shelves with a kind in a folder that is not ours."""
    layout, root = layout_of(folder)
    if layout is None:
        return [Shelf(kind, folder, PLAIN, deep=True)] if kind is ModelKind.MODEL else []
    return [
        Shelf(kind, root / inner, layout.program, deep=layout.program != OURS)
        for inner, held in layout.folders
        if held is kind and is_folder(root / inner)
    ]


def closed_folders(shelves: Shelves) -> list[Path]:
    """Those of our own folders that are there and cannot be looked into."""
    if closed(shelves.own):
        return [shelves.own]
    return [folder for kind in KINDS if closed(folder := shelves.folder(kind))]


def folder_problem(folder: Path) -> str | None:
    """What is wrong with a folder of models, as a sentence; None where it can be looked into."""
    why = closed(folder)
    if why:
        return Sentence(
            "{folder} cannot be read ({reason}). Give yourself the right to.",
            folder=folder,
            reason=why,
        )
    if is_folder(folder):
        return None
    return Sentence("{folder} is not there: unplugged, moved, or mistyped.", folder=folder)


def closed(folder: Path) -> str | None:
    """Why a folder cannot be looked into; None where it can, or is not there."""
    try:
        os.scandir(folder).close()
    except FileNotFoundError:
        return None
    except OSError as error:
        return reason(error)
    return None


def _leads_down(name: str) -> bool:
    """Whether what a name says lies below its shelf: no path from the root, no way back up."""
    path = Path(name)
    return bool(path.parts) and not path.anchor and os.pardir not in path.parts


def _is_model(path: Path, kind: ModelKind) -> bool:
    """Whether something is meant as a model: by its ending, or as a folder by its index.

    What has the ending and is no file (a link that leads nowhere, a pipe) is meant as one too.
    """
    row = KINDS[kind]
    if is_folder(path):
        return bool(row.index) and is_file(path / row.index)
    ending = path.suffix.lower()
    of_graph = ending == ".bin" and is_file(path.with_suffix(".param"))
    of_another = of_graph or is_beside(path, row.endings)
    return ending in row.endings and not of_another and os.path.lexists(path)


def _models_in(shelf: Shelf) -> Iterator[tuple[str, Path]]:
    """(name, path) of what is meant as a model; a folder that nobody may look into may be one."""
    seen: set[str] = set()

    def walk(folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, Path]]:
        real = os.path.realpath(folder)
        if real in seen:  # a link that leads back up
            return
        seen.add(real)
        try:
            inside = sorted(folder.iterdir())
        except OSError:  # not there, not ours to read, or a disk that was unplugged
            return
        for path in inside:
            if path.name.startswith(".") or path in others:
                continue
            folder_too = is_folder(path)
            if (folder_too and closed(path)) or _is_model(path, shelf.kind):
                yield prefix + printable(path.name if folder_too else path.stem), path
            elif folder_too and not shelf.deep and path.suffix.lower() in row.endings:
                yield printable(path.name), path  # a file was meant
            elif folder_too and shelf.deep and depth < DEEPEST:
                yield from walk(path, f"{prefix}{printable(path.name)}/", depth + 1)

    row, ours = KINDS[shelf.kind], shelf.program is None and shelf.kind is ModelKind.MODEL
    others = {shelf.folder / kind.folder for kind in KINDS.values()} if ours else set()
    yield from walk(shelf.folder, "", 0)
