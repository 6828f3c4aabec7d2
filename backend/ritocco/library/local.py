"""Models on this machine: by a name in the models folder, or by a path."""

from __future__ import annotations

from pathlib import Path

from ritocco.errors import NotFound
from ritocco.places import Places
from ritocco.shipped import resource

ENDINGS = ("", ".safetensors", ".ckpt", ".pt")
"""What may be left away when a model is named."""
SHIPPED = "mini"
"""The model that ships: a demonstration, which any model of the user's takes the place of."""


def find_model(name: str, folder: Path | None = None) -> Path:
    """The file or folder of a model named by a path, or by its name in the models folder.

    A model of the user's goes before one of that name that ships. Raises NotFound, saying what
    is there.
    """
    folder = folder or Places.of_user().models
    direct = Path(name).expanduser()
    if direct.is_absolute() or direct.exists():
        places = [direct]
    else:
        places = [folder / f"{name}{ending}" for ending in ENDINGS]
        places += [path for path in (shipped(),) if path and name == SHIPPED]
    for place in places:
        if place.exists():
            return place.absolute()
    here = [*names(folder), *([SHIPPED] if shipped() else [])]
    listed = f"There are: {', '.join(here)}." if here else "There are none yet."
    raise NotFound(f"No model {name!r} was found; the models folder is {folder}. {listed}")


def shipped() -> Path | None:
    """The folder of the model that ships; None in an installation that does without."""
    try:
        return resource("models", SHIPPED)
    except NotFound:
        return None


def default_model(folder: Path | None = None) -> str:
    """The user's only model, or the one that ships. Raises NotFound for none, or a choice."""
    folder = folder or Places.of_user().models
    here = names(folder)
    if len(here) > 1:
        raise NotFound(f"There are several models; choose with --model: {', '.join(here)}.")
    if here:
        return here[0]
    if shipped():
        return SHIPPED
    raise NotFound(
        "No Stable Diffusion model is here yet. Name a .safetensors file with --model, or put it "
        f"into {folder}. Without a model, fill and outpaint work from the surroundings."
    )


def names(folder: Path) -> list[str]:
    """Names of the user's models in a folder, sorted."""
    if not folder.is_dir():
        return []
    found = set()
    for path in folder.iterdir():
        if path.suffix in ENDINGS[1:]:
            found.add(path.stem)
        elif (path / "model_index.json").is_file():
            found.add(path.name)
    return sorted(found)
