"""Taking models away: only what lies in our own folder, never what a link points to."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import CannotWrite, NotFound
from ritocco.from_disk import bytes_at, is_file, reason
from ritocco.installed.adapter_kinds import ADAPTERS
from ritocco.installed.listing import Item
from ritocco.installed.look import GRAPH, WEIGHTS
from ritocco.library.beside import side_files
from ritocco.library.claim import claim
from ritocco.library.kinds import KINDS, PICTURES, ModelKind
from ritocco.library.shelves import Shelves
from ritocco.library.standing import (
    CLAIMS,
    REMOVED,
    Origin,
    Presence,
    arrived,
    is_linked,
    partial_folder,
)
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
        raise NotOurs("{item} came with Ritocco and stays with it.", item=item.title)
    if standing.origin is Origin.FOLDER:
        raise NotOurs(
            "{item} belongs to {program} ({standing}); Ritocco only reads there. Remove it "
            "with that program, or take its folder out of the settings.",
            item=item.title,
            program=standing.program,
            standing=standing.path,
        )
    if standing.state is Presence.ABSENT:
        raise NotFound("{item} is not here; there is nothing to remove.", item=item.title)


def remove(item: Item, shelves: Shelves) -> Removed:
    """Take a model away, or what has come of it. Raises NotOurs, NotFound, Busy, CannotWrite.

    A folder leaves its name at once, so that what is left of it, should this be cut off, looks
    like no model; the next removal takes that away.
    """
    check_ours(item)
    with claim(shelves.library / CLAIMS, item.id):
        shutil.rmtree(shelves.library / REMOVED, ignore_errors=True)
        if item.standing.state is Presence.PARTIAL and item.listed:
            size = arrived(item.listed, shelves)
            shutil.rmtree(partial_folder(item.listed, shelves), ignore_errors=True)
            return Removed((), size)
        removed = _remove(_paths(item, shelves), shelves)
        if not removed.paths:
            raise NotFound("{item} is not here any more: it was removed just now.", item=item.title)
        return removed


def _paths(item: Item, shelves: Shelves) -> list[Path]:
    path = item.standing.path
    if path is None:
        raise NotFound("{item} is not here; there is nothing to remove.", item=item.title)
    if item.listed and not item.listed.folder:
        folder = shelves.folder(item.kind)
        files = [folder / item.listed.place(file) for file in item.listed.files]
        return files + (_notes(path, item.kind) if item.kind in ADAPTERS else [])
    if item.kind in ADAPTERS:
        return [path, *_notes(path, item.kind)]
    beside = path.with_suffix(WEIGHTS)
    return [path, beside] if path.suffix == GRAPH and is_file(beside) else [path]


def _notes(path: Path, kind: ModelKind) -> list[Path]:
    """What lies beside an adapter and tells of it, unless another file of its name stays."""
    endings = set(KINDS[kind].endings) - PICTURES
    others = [path.with_name(path.stem + ending) for ending in endings]
    if any(is_file(other) for other in others if other != path):
        return []
    return side_files(path)


def _remove(paths: list[Path], shelves: Shelves) -> Removed:
    gone, freed = [], 0
    for path in paths:
        if not shelves.is_ours(path):  # whatever led here, nothing else is touched
            raise NotOurs(
                "{path} does not lie in Ritocco's models folder, so it was left alone.", path=path
            )
        try:
            size = 0 if is_linked(path) else bytes_at(path)
            if path.is_dir() and not path.is_symlink():
                _remove_folder(path, shelves.library / REMOVED)
            else:
                path.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise CannotWrite(
                "{path} cannot be removed ({reason}).", path=path, reason=reason(error)
            ) from None
        freed += size
        gone.append(path)
    return Removed(tuple(gone), freed)


def _remove_folder(path: Path, out_of_the_way: Path) -> None:
    try:
        out_of_the_way.mkdir(parents=True, exist_ok=True)
        moved = path.rename(out_of_the_way / path.name)
    except FileNotFoundError:
        raise
    except OSError:  # its shelf is on another disk
        shutil.rmtree(path)
        return
    with suppress(OSError):
        moved.chmod(0o700)
    shutil.rmtree(moved, ignore_errors=True)
