"""Recipes that follow what their model says of itself, and over it what their adapters say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ritocco.diffusion.prompt.tag_arguments import adapter_of
from ritocco.diffusion.prompt.tags import split
from ritocco.errors import NotFound
from ritocco.installed.adapter_files import file_of
from ritocco.installed.own_values import adapter_values_at, own_values
from ritocco.library.model_defaults import (
    ANY_MODEL,
    ModelDefaults,
    adapter_defaults_in_name,
)
from ritocco.recipe.adapter import AdapterKind, check_count
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.recipe.usual import is_whole, with_usual


def following(data: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a recipe's JSON with the own values of model and adapters where it sets none."""
    asked, kind = data.get("diffusion"), data.get("kind", Kind.FILL)
    if not isinstance(asked, dict) or kind not in tuple(Kind):
        return dict(data)
    if not isinstance(asked.get("model"), str) or is_whole(data):
        return dict(data)
    return with_usual(data, Kind(kind), own_values_in(data))


def own_values_of(recipe: Recipe) -> ModelDefaults:
    """What the model and the adapters of a recipe say."""
    return own_values_in(recipe.to_dict())


def own_values_in(data: Mapping[str, Any]) -> ModelDefaults:
    """What model and adapters say that are named in a recipe's JSON, whatever else it holds.

    Of several LoRAs that teach a model to paint in few steps the first counts: one is enough.
    Raises BadRecipe for a tag whose strength is out of range, and for more tags than recipes hold.
    """
    asked = data.get("diffusion")
    model = asked.get("model") if isinstance(asked, dict) else None
    if not isinstance(asked, dict) or not isinstance(model, str) or not model:
        return ANY_MODEL
    taught = (_adapter_values(name) for name in _loras(data, asked))
    return next((own for own in taught if own != ANY_MODEL), ANY_MODEL).over(own_values(model))


def _loras(data: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[str]:
    """Names of the LoRAs that act: those of the recipe, then those that its prompts name."""
    adapters = data.get("adapters")
    for adapter in adapters if isinstance(adapters, list) else ():
        if isinstance(adapter, dict) and adapter.get("kind", "lora") == AdapterKind.LORA:
            name = adapter.get("name")
            if isinstance(name, str) and name and adapter.get("unet_strength", 1):
                yield name
    prompts = (asked.get("prompt"), asked.get("negative"))
    tags = [tag for prompt in prompts if isinstance(prompt, str) for tag in split(prompt)[1]]
    check_count(len(tags))
    for tag in tags:
        if tag.kind is AdapterKind.LORA and adapter_of(tag)[0].unet_strength:
            yield tag.name


def _adapter_values(name: str) -> ModelDefaults:
    try:
        return adapter_values_at(file_of(AdapterKind.LORA, name).path)
    except NotFound:  # told when it is to be used
        return adapter_defaults_in_name(name)
