"""Models on this machine: by a path, by a name on one of the shelves, or by their id."""

from __future__ import annotations

from pathlib import Path

from ritocco.errors import NotFound
from ritocco.library.catalogue import Catalogue
from ritocco.library.kinds import ModelKind
from ritocco.library.missing import missing, none_here
from ritocco.library.shelves import Shelves, Stocked
from ritocco.shipped import resource

SHIPPED = "mini"
"""The model that ships: a demonstration, which any model of the user's takes the place of."""
MOST_NAMED = 12
"""Names that an error lists."""


def find_model(name: str, folder: Path | None = None) -> Path:
    """The file or folder of a model that paints: by a path, its name, or its id in the catalogue.

    folder  the only models folder to look in; None: the user's, and those of other programs

    A model of the user's goes before one of that name that ships. Raises NotFound, saying what
    is there; MissingModel where it can be fetched.
    """
    shelves = Shelves.only(folder)
    found = _direct(name) or _shelved(shelves, ModelKind.MODEL, name)
    if found is None and name == SHIPPED:
        found = shipped()
    if found is not None:
        return found.absolute()
    _offer(ModelKind.MODEL, name)
    here = [one.name for one in shelves.stock(ModelKind.MODEL)]
    raise _unknown("model", name, shelves.own, [*here, *([SHIPPED] if shipped() else [])])


def find_vae(name: str, folder: Path | None = None) -> Path:
    """A VAE: by a path, its name, its id; or a model whose VAE is taken. Raises as `find_model`."""
    shelves = Shelves.only(folder)
    found = (
        _direct(name)
        or _shelved(shelves, ModelKind.VAE, name)
        or _shelved(shelves, ModelKind.MODEL, name)
        or (shipped() if name == SHIPPED else None)
    )
    if found is not None:
        return found.absolute()
    _offer(ModelKind.VAE, name)
    here = [one.name for one in shelves.stock(ModelKind.VAE)]
    raise _unknown("VAE", name, shelves.folder(ModelKind.VAE), here)


def find_network(
    kind: ModelKind, name: str, shelves: Shelves, need: str, instead: str = ""
) -> Path:
    """A network of some kind: by a path, its name, or its id in the catalogue.

    need     who needs it, as a sentence begins: "Repairing faces needs"
    instead  what can be done without it, as a sentence

    Raises NotFound, saying what is there; MissingModel where it can be fetched.
    """
    found = _direct(name, file=True) or _shelved(shelves, kind, name)
    if found is not None:
        return found.absolute()
    _offer(kind, name, need, instead)
    here = [one.name for one in shelves.stock(kind)]
    raise _unknown("network", name, shelves.folder(kind), here)


def shipped() -> Path | None:
    """The folder of the model that ships; None in an installation that does without."""
    try:
        return resource("models", SHIPPED)
    except NotFound:
        return None


def default_model(folder: Path | None = None) -> str:
    """The user's only model, or the one that ships.

    Raises NotFound for a choice, MissingModel where there is none.
    """
    here = [one.name for one in stock(folder)]
    if len(here) > 1:
        raise NotFound(f"There are several models; choose with --model: {_listed(here)}.")
    if here:
        return here[0]
    if shipped():
        return SHIPPED
    raise none_here(
        ModelKind.MODEL,
        "No Stable Diffusion model is here yet.",
        "Without a model, fill and outpaint work from the surroundings.",
    )


def stock(folder: Path | None = None) -> list[Stocked]:
    """The user's models that paint, by name; and those of other programs."""
    return Shelves.only(folder).stock(ModelKind.MODEL)


def _direct(name: str, *, file: bool = False) -> Path | None:
    """A path that is there; one that begins at the root is taken at its word."""
    path = Path(name).expanduser()
    there = path.is_file() if file else path.exists()
    return path if name and there else None


def _shelved(shelves: Shelves, kind: ModelKind, name: str) -> Path | None:
    found = shelves.find(kind, name)
    if found is None:
        known = Catalogue.usual().known_as(name)
        if known is not None and known.kind is kind:
            found = shelves.find(kind, known.path.name)
    return found


def _offer(kind: ModelKind, name: str, need: str = "", instead: str = "") -> None:
    """Raise MissingModel where the catalogue has what was named."""
    known = Catalogue.usual().known_as(name)
    if known is not None and known.kind is kind:
        error = missing(known, need)
        raise type(error)(f"{error} {instead}".strip(), error.model)


def _unknown(what: str, name: str, folder: Path, here: list[str]) -> NotFound:
    listed = f"There are: {_listed(here)}." if here else "There are none yet."
    return NotFound(
        f"No {what} {name!r} was found; the folder is {folder}. {listed} "
        "`ritocco models list` shows what can be fetched."
    )


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
