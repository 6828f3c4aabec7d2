"""Taking models away: only what lies in our own folder, never what a link points to."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import CannotWrite, NotFound
from ritocco.installed.listing import Item
from ritocco.installed.look import GRAPH, WEIGHTS
from ritocco.library.claim import claim
from ritocco.library.shelves import Shelves
from ritocco.library.standing import CLAIMS, Origin, Presence, arrived, partial_folder
from ritocco.library.troubles import NotOurs


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken away, and the bytes that came free (none for links)."""

    paths: tuple[Path, ...]
    bytes: int


def check_ours(item: Item) -> None:
    """Raise NotOurs or NotFound where there is nothing that may be taken away."""
    standing = item.standing
    if standing.origin is Origin.SHIPPED:
        raise NotOurs(f"{item.title} came with Ritocco and stays with it.")
    if standing.origin is Origin.FOLDER:
        raise NotOurs(
            f"{item.title} belongs to {standing.program} ({standing.path}); Ritocco only reads "
            "there. Remove it with that program, or take its folder out of the settings."
        )
    if standing.state is Presence.ABSENT:
        raise NotFound(f"{item.title} is not here; there is nothing to remove.")


def remove(item: Item, shelves: Shelves) -> Removed:
    """Take a model away, or what has come of it. Raises NotOurs, NotFound, Busy, CannotWrite."""
    check_ours(item)
    name = item.id.replace(":", "-").replace("/", "-")
    with claim(shelves.library / CLAIMS, name):
        if item.standing.state is Presence.PARTIAL and item.listed:
            size = arrived(item.listed, shelves)
            shutil.rmtree(partial_folder(item.listed, shelves), ignore_errors=True)
            return Removed((), size)
        return _remove(_paths(item, shelves), shelves)


def _paths(item: Item, shelves: Shelves) -> list[Path]:
    path = item.standing.path
    if path is None:
        raise NotFound(f"{item.title} is not here; there is nothing to remove.")
    if item.listed and not item.listed.folder:
        folder = shelves.folder(item.kind)
        return [folder / item.listed.place(file) for file in item.listed.files]
    beside = path.with_suffix(WEIGHTS)
    return [path, beside] if path.suffix == GRAPH and beside.is_file() else [path]


def _remove(paths: list[Path], shelves: Shelves) -> Removed:
    gone, freed = [], 0
    for path in paths:
        if not shelves.is_ours(path):  # whatever led here, nothing else is touched
            raise NotOurs(f"{path} does not lie in Ritocco's models folder, so it was left alone.")
        try:
            if path.is_symlink():
                path.unlink()
            elif path.is_dir():
                freed += sum(inner.stat().st_size for inner in path.rglob("*") if inner.is_file())
                shutil.rmtree(path)
            elif path.exists():
                freed += path.stat().st_size if path.stat().st_nlink == 1 else 0
                path.unlink()
            else:
                continue
        except OSError as error:
            raise CannotWrite(f"{path} cannot be removed ({error.strerror}).") from None
        gone.append(path)
    return Removed(tuple(gone), freed)
