"""What a model that is here says of how it paints best, and recipes that follow it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ritocco.diffusion.headers import read_safetensors_header
from ritocco.errors import NotFound, RitoccoError
from ritocco.from_disk import is_folder, json_in, reading
from ritocco.library.catalogue import Catalogue
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.library.model_defaults import ANY_MODEL, KEY, LCM, ModelDefaults, defaults_in_name
from ritocco.library.version import Version, version_of
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.recipe.usual import FOLLOWING, with_usual

_TITLE = "modelspec.title"
"""Metadata of a safetensors file: what its maker calls it."""


def own_values(model: str) -> ModelDefaults:
    """What the model of this name in recipes says of itself; else what its name says."""
    try:
        return own_values_at(find(ModelKind.MODEL, model))
    except NotFound:
        return defaults_in_name(Path(model).stem)


def own_values_at(path: Path) -> ModelDefaults:
    """What this file or folder says: in the catalogue, else itself, else by its name."""
    return _said_by(path, version_of(path))


def own_values_of(recipe: Recipe) -> ModelDefaults:
    """What the model of a recipe says of itself."""
    return own_values(recipe.diffusion.model) if recipe.diffusion else ANY_MODEL


def following(data: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a recipe's JSON with the model's own values where it sets none."""
    asked, kind = data.get("diffusion"), data.get("kind", Kind.FILL)
    if not isinstance(asked, dict) or kind not in tuple(Kind):
        return dict(data)
    model = asked.get("model")
    said = {f"diffusion.{name}" for name in asked} | set(data)
    if not isinstance(model, str) or said >= FOLLOWING:
        return dict(data)
    return with_usual(data, Kind(kind), own_values(model))


@lru_cache(maxsize=256)
def _said_by(path: Path, version: Version) -> ModelDefaults:
    known = Catalogue.usual().known_as(path.name)
    listed = known.defaults if known and known.kind is ModelKind.MODEL else ANY_MODEL
    itself = _by_folder(path) if is_folder(path) else _by_metadata(path)
    name = path.name if is_folder(path) else path.stem
    return listed.over(itself).over(defaults_in_name(name))


def _by_folder(path: Path) -> ModelDefaults:
    said = reading(
        lambda: ModelDefaults.from_dict(json_in(path / "model_index.json").get(KEY, {})), ANY_MODEL
    )
    of_lcm = reading(
        lambda: json_in(path / "scheduler" / "scheduler_config.json")["_class_name"], ""
    )
    return said.over(LCM if of_lcm == "LCMScheduler" else ANY_MODEL)


def _by_metadata(path: Path) -> ModelDefaults:
    """By what its maker calls it; pickles have no such place."""
    if path.suffix.lower() != ".safetensors":
        return ANY_MODEL
    try:
        return defaults_in_name(read_safetensors_header(path)[1].get(_TITLE, ""))
    except RitoccoError:
        return ANY_MODEL
