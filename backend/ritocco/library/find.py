"""Which file a name means: one way for every kind, by the rules in its row of `kinds.py`.

A name is a path, a name on one of the shelves, an id in the catalogue, or one that ships. Only
what has a separator or a model's ending is a path: what happens to lie in the working folder takes
no bare name away from a shelf.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from ritocco.errors import MissingModel, NotFound
from ritocco.from_disk import is_file, is_folder
from ritocco.library.catalogue import Catalogue
from ritocco.library.catalogue_model import CatalogueModel
from ritocco.library.kinds import KINDS, KindRow, ModelKind
from ritocco.library.missing import missing, none_here
from ritocco.library.shelves import Shelves
from ritocco.library.shipped_models import demonstration, shipped_here
from ritocco.sentence import Sentence, one_after_another
from ritocco.shipped import DEMONSTRATION

MOST_NAMED = 12
"""Names that an error lists."""
_by_path = ContextVar("by_path", default=True)
"""Whether a path is a name."""


@contextmanager
def by_name_alone() -> Iterator[None]:
    """In here, and in threads and tasks that are begun here, `find` takes no path for a name.

    For whoever may not choose which files of this computer are opened.
    """
    before = _by_path.set(False)
    try:
        yield
    finally:
        _by_path.reset(before)


def find(kind: ModelKind, name: str, shelves: Shelves | None = None) -> Path:
    """The file or folder that a recipe means by the name of a model of this kind.

    shelves  the only ones to look at; None: the user's, and those of other programs

    Raises NotFound, saying what is there; MissingModel where it can be fetched.
    """
    shelves, row = shelves or Shelves.of_user(), KINDS[kind]
    for held in (kind, *row.also):
        for look in _looks(KINDS[held]):
            path = look(held, name, shelves)
            if path is not None:
                return path.absolute()
    offered = _offered(kind, name)
    if offered is not None:
        error = missing(offered, row.need)
        raise MissingModel(one_after_another(error.sentence, row.instead), error.model)
    if name.lower() in row.unoffered:
        raise NotFound(row.unoffered[name.lower()])
    names = listed(_names_here(kind, shelves))
    beside = Path(".", name)
    as_path = _by_path.get() and (is_file(beside) or (row.index and is_folder(beside)))
    raise NotFound(
        one_after_another(
            Sentence(
                "No {noun} {name} was found; the folder is {folder}.",
                noun=row.noun,
                name=repr(name),
                folder=shelves.folder(kind),
            ),
            Sentence("For the one in this folder, write {path}.", path=f".{os.sep}{name}")
            if name and as_path
            else "",
            Sentence("There are: {names}.", names=names)
            if names
            else Sentence("There are none yet."),
            Sentence("`ritocco models list` shows what can be fetched."),
        )
    )


def default_model(shelves: Shelves | None = None) -> str:
    """The user's only model that paints, or the one that ships.

    Raises NotFound for a choice, MissingModel where there is none.
    """
    here = [stocked.name for stocked in (shelves or Shelves.of_user()).stock(ModelKind.MODEL)]
    if len(here) > 1:
        raise NotFound(
            "There are several models; choose with --model: {listed}.", listed=listed(here)
        )
    if here:
        return here[0]
    if demonstration():
        return DEMONSTRATION
    raise none_here(
        ModelKind.MODEL,
        Sentence("No Stable Diffusion model is here yet."),
        Sentence("Without a model, fill and outpaint work from the surroundings."),
    )


_Look = Callable[[ModelKind, str, Shelves], Path | None]


def _looks(row: KindRow) -> list[_Look]:
    """Where a name of this kind is looked up, one after the other."""
    looks: list[_Look] = [_at_path, _on_shelf]
    if row.by_beginning:
        looks.append(_beginning_so)
    looks.append(_by_id)
    return [_that_ships, *looks] if row.shipped_first else [*looks, _that_ships]


def _at_path(kind: ModelKind, name: str, shelves: Shelves) -> Path | None:
    """A path that is there."""
    if not _by_path.get() or not _is_path(kind, name):
        return None
    try:
        path = Path(name).expanduser()
    except RuntimeError:  # the home of nobody
        return None
    return path if is_file(path) or (KINDS[kind].index and is_folder(path)) else None


def _is_path(kind: ModelKind, name: str) -> bool:
    """Whether a name is written as a path is: with a separator, or with a model's ending."""
    separators = ("/", os.sep, os.altsep or "/")
    return any(sign in name for sign in separators) or name.lower().endswith(KINDS[kind].endings)


def _on_shelf(kind: ModelKind, name: str, shelves: Shelves) -> Path | None:
    return shelves.find(kind, name)


def _beginning_so(kind: ModelKind, name: str, shelves: Shelves) -> Path | None:
    paths = [stocked.path for stocked in shelves.stock(kind) if _begins(stocked.name, name)]
    return max(paths, key=lambda path: path.stem.lower(), default=None)


def _by_id(kind: ModelKind, name: str, shelves: Shelves) -> Path | None:
    """The file of the model that the catalogue knows so."""
    known = Catalogue.usual().known_as(name)
    of_kind = known is not None and known.kind is kind
    return shelves.find(kind, known.path.name) if known and of_kind else None


def _that_ships(kind: ModelKind, name: str, shelves: Shelves) -> Path | None:
    return shipped_here(kind).get(name)


def _offered(kind: ModelKind, name: str) -> CatalogueModel | None:
    """The model of this kind that can be fetched by this name."""
    known = Catalogue.usual().known_as(name)
    if known is not None and known.kind is kind:
        return known
    if KINDS[kind].by_beginning and name:
        for model in Catalogue.usual().of(kind):
            if any(_begins(each, name) for each in (model.id, model.name, model.path.name)):
                return model
    return None


def _begins(text: str, name: str) -> bool:
    return text.lower().startswith(name.lower())


def _names_here(kind: ModelKind, shelves: Shelves) -> list[str]:
    """What a recipe can call the models of a kind that are here. Opens no file."""
    own = [stocked.name for stocked in shelves.stock(kind)]
    shipped = list(shipped_here(kind))
    return list(dict.fromkeys(shipped + own if KINDS[kind].shipped_first else own + shipped))


def listed(names: list[str]) -> str:
    """Names for a sentence, the first of many."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
