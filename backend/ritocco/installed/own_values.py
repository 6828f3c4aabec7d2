"""What a model that is here says of how it paints best, and a LoRA of how models paint with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from ritocco.diffusion.headers import read_safetensors_header
from ritocco.errors import NotFound, RitoccoError
from ritocco.from_disk import is_folder, json_in, reading
from ritocco.library.catalogue import Catalogue
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.library.model_defaults import (
    ANY_MODEL,
    KEY,
    LCM,
    ModelDefaults,
    adapter_defaults_in_name,
    defaults_in_name,
)
from ritocco.library.version import Version, version_of

_TITLE, _OUTPUT = "modelspec.title", "ss_output_name"
"""Metadata of a safetensors file: what its maker calls it, and called it while training."""


def own_values(model: str) -> ModelDefaults:
    """What the model of this name in recipes says of itself; else what its name says."""
    try:
        return own_values_at(find(ModelKind.MODEL, model))
    except NotFound:
        return defaults_in_name(Path(model).stem)


def own_values_at(path: Path) -> ModelDefaults:
    """What this file or folder says: in the catalogue, else itself, else by its name."""
    return _said_by(path, version_of(path))


def adapter_values_at(path: Path) -> ModelDefaults:
    """What this LoRA says of how models paint with it: by its name, or what its maker calls it."""
    return _said_by_adapter(path, version_of(path))


@lru_cache(maxsize=256)
def _said_by_adapter(path: Path, version: Version) -> ModelDefaults:
    metadata = _metadata(path)
    named = (path.stem, *(metadata.get(key, "") for key in (_TITLE, _OUTPUT)))
    known = (adapter_defaults_in_name(name) for name in named)
    return next((own for own in known if own != ANY_MODEL), ANY_MODEL)


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
    """By what its maker calls it."""
    return defaults_in_name(_metadata(path).get(_TITLE, ""))


def _metadata(path: Path) -> Mapping[str, str]:
    """What a file's maker left in it; pickles have no such place, and damaged files nothing."""
    if path.suffix.lower() != ".safetensors":
        return {}
    try:
        return read_safetensors_header(path)[1]
    except RitoccoError:
        return {}
