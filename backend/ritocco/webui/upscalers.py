"""The web UI's names of what makes pictures larger -> ours."""

from __future__ import annotations

from dataclasses import dataclass

from ritocco.errors import NotFound
from ritocco.library.find import find
from ritocco.library.kinds import KINDS, ModelKind

NONE = "none"
"""In small letters: the picture keeps its size."""
LATENT = (
    "Latent",
    "Latent (antialiased)",
    "Latent (bicubic)",
    "Latent (bicubic antialiased)",
    "Latent (nearest)",
    "Latent (nearest-exact)",
)
"""The web UI's ways to make latents larger; here they are plain resampling of the picture."""
_PLAIN = frozenset({"lanczos", "bicubic", "latent (bicubic, antialiased)", *map(str.lower, LATENT)})
_NEAREST = "nearest"
_OURS = {
    "r-esrgan 4x+": "realesrgan-x4plus",
    "r-esrgan 2x+": "realesrgan-x4plus",
    "r-esrgan general 4xv3": "realesrgan-x4plus",
    "r-esrgan general wdn 4xv3": "realesrgan-x4plus",
    "esrgan_4x": "realesrgan-x4plus",
    "realesrgan_x4plus": "realesrgan-x4plus",
    "r-esrgan 4x+ anime6b": "realesrgan-x4plus-anime",
    "realesrgan_x4plus_anime_6b": "realesrgan-x4plus-anime",
    "r-esrgan animevideo": "realesr-animevideov3",
}
"""Names that clients have fixed, in small letters -> a network that ships and draws alike."""


@dataclass(frozen=True, slots=True)
class Enlarging:
    """How pictures are made larger.

    network  as a recipe calls it; "": plain resampling
    nearest  each pixel becomes a rectangle (only without a network)
    """

    network: str = ""
    nearest: bool = False


def upscaler_called(name: str) -> Enlarging | None:
    """What a client means by the name of an upscaler; None: pictures keep their size.

    A network that lies on a shelf by that name goes before what the web UI calls so. Raises
    NotFound, saying what is there.
    """
    said = name.strip().lower()
    if not said or said == NONE:
        return None
    if said in _PLAIN:
        return Enlarging()
    if said == _NEAREST:
        return Enlarging(nearest=True)
    own = _OURS.get(said)
    try:
        return Enlarging(_here(name.strip()))
    except NotFound:
        if own is None:
            raise
        return Enlarging(_here(own))


def _here(name: str) -> str:
    """The name by which a recipe finds it: never a path, which a client might choose freely.

    Raises NotFound.
    """
    stem, dot, ending = name.rpartition(".")
    if dot and f".{ending.lower()}" in KINDS[ModelKind.UPSCALER].endings:
        name = stem
    name = name.replace("\\", "/").rpartition("/")[2]
    find(ModelKind.UPSCALER, name)
    return name
