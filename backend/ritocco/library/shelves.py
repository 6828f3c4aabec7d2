"""Where models of a kind lie: our own folder, and those of other programs, which are only read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.layouts import PLAIN, layout_of
from ritocco.places import Places
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
        shelves = [Shelf(kind, self.folder(kind))]
        for folder in self.others:
            layout, root = layout_of(folder)
            if layout is None:
                if kind is ModelKind.MODEL:
                    shelves.append(Shelf(kind, folder, PLAIN, deep=True))
                continue
            deep = layout.program != "Ritocco"
            shelves += [
                Shelf(kind, root / inner, layout.program, deep)
                for inner, held in layout.folders
                if held is kind and (root / inner).is_dir()
            ]
        return shelves

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
                if name and _is_model(path, shelf.kind):
                    return path
        for stocked in self.stock(kind):
            if name in (stocked.name, stocked.path.name, stocked.path.stem):
                return stocked.path
        return None

    def is_ours(self, path: Path) -> bool:
        """Whether a path lies in our own folder (as it is named; links are not followed)."""
        return path.absolute().is_relative_to(self.own.absolute())


def _is_model(path: Path, kind: ModelKind) -> bool:
    row = KINDS[kind]
    try:
        if path.is_dir():
            return bool(row.index) and (path / row.index).is_file()
        ending = path.suffix.lower()
        of_graph = ending == ".bin" and path.with_suffix(".param").exists()
        return ending in row.endings and not of_graph and path.is_file()
    except OSError:  # a name longer than the disk takes
        return False


def _models_in(shelf: Shelf) -> Iterator[tuple[str, Path]]:
    """(name, path) of what looks like a model: by its ending, or as a folder by its index."""
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
            if path.name.startswith("."):
                continue
            if _is_model(path, shelf.kind):
                name = path.name if path.is_dir() else path.stem
                yield prefix + name, path
            elif shelf.deep and depth < DEEPEST and path.is_dir():
                yield from walk(path, f"{prefix}{path.name}/", depth + 1)

    yield from walk(shelf.folder, "", 0)
