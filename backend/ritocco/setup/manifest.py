"""The manifest: all that was installed, written down before it is made, so that it can be undone.

Killed at any moment, an installation leaves nothing that the manifest does not know.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from ritocco.errors import CannotInstall
from ritocco.from_disk import content, told_of_damage

FORMAT = 1
_PATIENCE = 10.0
"""Seconds that a file may still be held by a program that is just ending (Windows)."""


class ItemKind(StrEnum):
    """What was made."""

    FOLDER = "folder"
    """A folder that may hold others' things too: goes when it is empty."""
    TREE = "tree"
    """A folder that is all ours."""
    FILE = "file"
    SWITCH = "switch"
    """Our plugin switched on in a file of settings, which is not ours (`kritarc.py`)."""


class ManifestPart(StrEnum):
    """What an entry is part of, so that one part alone can be taken back."""

    HOME = "home"
    ENVIRONMENT = "environment"
    POINTER = "pointer"
    KRITA = "krita"
    DESKTOP = "desktop"


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One thing that was made. `made` for a switch: the file was not there before."""

    kind: ItemKind
    part: ManifestPart
    path: str
    made: bool = False


@dataclass(slots=True)
class Manifest:
    """The entries, oldest first, and their file."""

    file: Path
    entries: list[ManifestEntry] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path) -> Manifest:
        """What was written down; an empty one where nothing was. Raises CannotInstall."""
        with told_of_damage(
            lambda why: CannotInstall(
                f"The list of what was installed, {file}, is damaged ({why}). Delete that file and "
                "run the installation again; it finds what is there."
            )
        ):
            try:
                listed = json.loads(content(file).decode("utf-8"))  # paths may be no text
            except FileNotFoundError:
                return cls(file)
            entries = [
                ManifestEntry(
                    ItemKind(entry["kind"]),
                    ManifestPart(entry["part"]),
                    os.fspath(entry["path"]),
                    bool(entry["made"]),
                )
                for entry in listed["entries"]
            ]
        return cls(file, entries)

    def note(self, kind: ItemKind, part: ManifestPart, path: Path, *, made: bool = False) -> None:
        """Write down what is about to be made; what is known already is not noted again."""
        if any((entry.kind, entry.path) == (kind, str(path)) for entry in self.entries):
            return
        self.entries.append(ManifestEntry(kind, part, str(path), made))
        self.save()

    def make_folder(self, part: ManifestPart, folder: Path) -> None:
        """Make a folder and those above it; the new ones are noted."""
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        if self.file.parent in missing:  # the manifest itself lies there
            self.file.parent.mkdir(mode=0o700, parents=True)
        for parent in reversed(missing):
            self.note(ItemKind.FOLDER, part, parent)
            parent.mkdir(exist_ok=True)

    def save(self) -> None:
        """Write the file, whole or not at all; without its folder nothing is to be remembered."""
        if not self.file.parent.is_dir():
            return
        whole = {"format": FORMAT, "entries": [asdict(entry) for entry in self.entries]}
        write_whole(self.file, json.dumps(whole, indent=1))

    def forget(self, entries: list[ManifestEntry]) -> None:
        """These are undone."""
        self.entries = [entry for entry in self.entries if entry not in entries]
        self.save()

    def of(self, *parts: ManifestPart) -> list[ManifestEntry]:
        """The entries of some parts, newest first: the order of undoing."""
        return [entry for entry in reversed(self.entries) if entry.part in parts]


def write_whole(file: Path, text: str, mode: int | None = None) -> None:
    """Write a text file so that it is never seen half-written, on its disk before we go on.

    mode  who may read it, as in 0o600; None: who could before
    """
    with _written(file, text, 0o666 if mode is None else mode) as fresh:
        if mode is None and file.exists():
            fresh.chmod(file.stat().st_mode & 0o777)
        fresh.replace(file)


def write_new(file: Path, text: str, mode: int = 0o666) -> None:
    """Write a text file that is not there yet, whole. Raises FileExistsError: another was first."""
    with _written(file, text, mode) as fresh:
        try:
            os.link(fresh, file)
        except FileExistsError:
            raise
        except OSError:  # a disk that knows no second names
            if file.exists():
                raise FileExistsError(errno.EEXIST, "it is there", str(file)) from None
            fresh.replace(file)


@contextlib.contextmanager
def _written(file: Path, text: str, mode: int = 0o666) -> Iterator[Path]:
    """A file beside another, with this text and on its disk; gone at the end if it still is there.

    Its name is its thread's own.
    """
    fresh = file.with_name(f"{file.name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(
            descriptor, "w", encoding="utf-8", errors="surrogateescape", newline=""
        ) as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        yield fresh
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()


def remove_tree(folder: Path) -> None:
    """Delete a folder, or the link that stands for one; waits a little for files in use."""
    ends = time.monotonic() + _PATIENCE
    while True:
        try:
            if folder.is_symlink() or folder.is_file():
                folder.unlink()
            elif folder.exists():
                shutil.rmtree(folder)
        except FileNotFoundError:
            continue  # somebody deletes beside us
        except PermissionError:
            if os.name != "nt" or time.monotonic() > ends:
                raise
            time.sleep(0.3)
            continue
        return


def remove_if_empty(folder: Path) -> bool:
    """Whether it is gone."""
    with contextlib.suppress(OSError):
        folder.rmdir()
    return not folder.exists()
