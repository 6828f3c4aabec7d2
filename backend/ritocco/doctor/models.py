"""The models on this computer: each whole and readable; with `--deep`, each as published."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator

from ritocco.diffusion.headers import read_contents
from ritocco.doctor.finding import Finding, bad, well
from ritocco.doctor.remedy import reinstall
from ritocco.doctor.table import Look
from ritocco.errors import RitoccoError
from ritocco.installed.adapter_kinds import ADAPTERS
from ritocco.installed.check import check
from ritocco.installed.listing import Item, listing
from ritocco.library.catalogue import Catalogue
from ritocco.library.kinds import KINDS
from ritocco.library.shelves import Shelves, closed, closed_folders, folder_problem
from ritocco.library.standing import Origin, Presence

_HERE = (Presence.HERE, Presence.DAMAGED)
_NAMED = 4
"""Files that are not used, told by name."""


def models(look: Look) -> Iterator[Finding]:
    """One finding for each that cannot be used, and a count of those that can."""
    counted: Counter[str] = Counter()
    foreign: list[str] = []
    shelves = Shelves.of_user()
    for folder in (*closed_folders(shelves), *filter(closed, shelves.others)):
        said = folder_problem(folder) or ""
        yield bad(f"Folder {folder.name}", said, f"chmod u+rx {shlex.quote(str(folder))}")
    for item in listing(shelves, Catalogue.usual()):
        if item.standing.state not in _HERE:
            continue
        problem = check(item).problem if look.deep else _at_a_glance(item)
        if problem:
            yield bad(f"Model {item.name or item.title}", problem, _fix(item))
        elif item.is_foreign:
            foreign.append(item.title)
        else:
            counted[KINDS[item.kind].title.lower()] += 1
    listed = ", ".join(f"{count} {title}" for title, count in counted.items())
    how = "every byte read" if look.deep else "sizes and contents; --deep reads every byte"
    yield well("Models", f"{listed} ({how})" if listed else "none yet; `ritocco models list`")
    if foreign:
        more = ", ..." if len(foreign) > _NAMED else ""
        yield well(
            "Not used",
            f"{', '.join(foreign[:_NAMED])}{more}: whole, and for other models or another folder; "
            "`ritocco models info NAME` tells more",
        )


def _at_a_glance(item: Item) -> str | None:
    """What is wrong by size, and by the list of contents at a file's beginning.

    The library has looked into models that paint and adapters already.
    """
    path, standing = item.standing.path, item.standing
    if path is None or standing.state is Presence.DAMAGED:
        return standing.problem
    if item.kind in ADAPTERS:
        return None if item.facts.foreign else item.facts.problem
    if item.is_foreign or path.is_dir() or path.suffix == ".param":
        return None
    try:
        read_contents(path)
    except RitoccoError as error:
        return str(error)
    return None


def _fix(item: Item) -> str:
    origin, path = item.standing.origin, item.standing.path
    if origin is Origin.SHIPPED:
        return reinstall()
    if origin is Origin.FOLDER:
        return f"see to it in {item.standing.program}: {path}"
    away = f"ritocco models remove {shlex.quote(item.id)}"
    if item.listed:
        return f"{away}, then: ritocco models get {item.id}"
    return f"{away}, then get it again where you had it from"
