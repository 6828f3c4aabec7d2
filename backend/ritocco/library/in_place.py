"""Folders of other programs that are used where they lie: looking, taking one up, letting it go.

They stand in the user's settings file, which keeps its comments; nothing is written in them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import BadModel, BadSettings, NotFound
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.layouts import OURS, layout_of
from ritocco.library.rewriting import rewrite
from ritocco.library.shelves import Shelves, folder_problem, found_in
from ritocco.library.standing import CLAIMS
from ritocco.library.troubles import AlreadyHere
from ritocco.settings import settings_file
from ritocco.settings.keys import KEYS
from ritocco.settings.lists import parts_of, with_part, without_part

_KEY = next(key for key in KEYS if key.path == "models.folders")


@dataclass(frozen=True, slots=True)
class FolderLook:
    """What lies in a folder.

    path     the program's own folder; else the one that was asked about
    program  whose it is; None: no other program's
    models   how many of each kind would be found there
    """

    path: Path
    program: str | None
    models: Mapping[ModelKind, int]

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.models.values())


def look(folder: Path) -> FolderLook:
    """What a folder holds that could be used in place. Opens no file.

    Raises BadModel where it is no folder that can be looked into, named from the root.
    """
    if not folder.is_absolute() or folder == Path(folder.anchor):
        raise BadModel("Name a folder with models from the root; {folder} is none.", folder=folder)
    problem = folder_problem(folder)
    if problem:
        raise BadModel(problem)
    layout, root = layout_of(folder)
    counts = {kind: found_in(root, kind) for kind in KINDS}
    program = layout.program if layout is not None and layout.program != OURS else None
    return FolderLook(root, program, {kind: count for kind, count in counts.items() if count})


def use_in_place(folder: Path, shelves: Shelves) -> FolderLook:
    """Name a folder in the settings, so that its models are found from now on.

    Raises BadModel, AlreadyHere, BadSettings where the settings cannot be changed by us,
    CannotWrite, Busy.
    """
    found = look(folder)
    if shelves.is_ours(found.path) or shelves.own.absolute().is_relative_to(found.path):
        raise AlreadyHere("{folder} is Ritocco's own folder of models.", folder=found.path)
    if layout_of(found.path)[0] is None and not found.count:
        raise BadModel(
            "{folder} holds nothing that can be used in place: it is no folder of another program, "
            "and holds no model that paints. Add it without --in-place, as links.",
            folder=found.path,
        )
    for other in shelves.others:
        if _real(found.path).is_relative_to(_real(layout_of(other)[1])):
            raise AlreadyHere("{folder} is used in place already.", folder=found.path)
    _change(shelves, lambda text: with_part(text, _KEY, str(found.path)), str(found.path))
    return found


def leave_alone(folder: Path, shelves: Shelves) -> Path:
    """Take a folder out of the settings; what is in it stays. The folder as it was named there.

    Raises NotFound where it is not used, BadSettings, CannotWrite, Busy.
    """
    named = next((one for one in shelves.others if _is_same(one, folder)), None)
    if named is None:
        raise NotFound("{folder} is not among the folders used in place.", folder=folder)

    def without(text: str) -> str:
        read = [_KEY.kind.read([part])[0] for part in parts_of(text, _KEY)]
        return without_part(text, _KEY, read.index(named))

    _change(shelves, without, str(named))
    return named


def _change(shelves: Shelves, changed: Callable[[str], str], folder: str) -> None:
    """Write the settings file anew. It is whole, or as it was."""
    if os.environ.get(_KEY.variable, "").strip():
        raise BadSettings(
            "The variable {variable} names the folders, and counts before the settings file. "
            "Change it there.",
            variable=_KEY.variable,
        )
    try:
        rewrite(shelves.library / CLAIMS, changed)
    except ValueError:
        raise BadSettings(
            "{file} is written in a way that only you can change: see to {folder} there, under "
            "[models], as folders.",
            file=settings_file(),
            folder=folder,
        ) from None


def _is_same(one: Path, other: Path) -> bool:
    return one == other or _real(one) in (_real(other), _real(layout_of(other)[1]))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
