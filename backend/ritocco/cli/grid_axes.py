"""What a grid can vary: a field of the recipe, words of its prompts, strengths of its adapters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ritocco.diffusion.prompt.tags import KINDS
from ritocco.errors import BadRecipe
from ritocco.installed.adapter_files import file_of
from ritocco.recipe.adapter import Adapter, AdapterKind
from ritocco.recipe.recipe import Recipe
from ritocco.recipe.rows import Row
from ritocco.recipe.usual import KNOBS, PROMPTS, reworded

Axis = tuple[str, list[str]]
"""What varies, and the values it takes; an empty name for nothing."""
WORDS, ADAPTERS = "words", "adapters"
_FIELDS = {
    place: row
    for place, row in KNOBS.items()
    if place == row.name or place == f"diffusion.{row.name}"
}
"""Fields that can vary, by their place in the recipe."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One value of an axis. `first`: the axis's first one, in whose place words are put."""

    name: str
    value: str
    first: str

    @property
    def is_of_adapters(self) -> bool:
        """Whether it is about adapters, so that prompts have to be looked up before."""
        return self.name == ADAPTERS or adapter_meant(self.name) is not None

    @property
    def rank(self) -> int:
        """Which comes first: words stand in a prompt; shares are of what strengths there are."""
        return {WORDS: 1, ADAPTERS: 3}.get(self.name, 2 if self.is_of_adapters else 0)

    def done_to(self, recipe: Recipe) -> Recipe:
        """The recipe with it. Raises BadRecipe for what cannot vary, NotFound for an adapter."""
        meant = adapter_meant(self.name)
        if self.name == WORDS:
            return _with_words(recipe, self.first, self.value)
        if self.name == ADAPTERS:
            return _with_shares(recipe, _number(self))
        if meant is not None:
            return _with_strength(recipe, *meant, _number(self))
        return varied(recipe, self.name, self.value)


def turns_of(axis: Axis) -> list[Turn]:
    """Each value of an axis."""
    name, values = axis
    return [Turn(name, value, values[0]) for value in values]


def adapter_meant(name: str) -> tuple[AdapterKind, str] | None:
    """The adapter whose strength an axis varies: `lora:ink`; None where it varies another thing."""
    called, colon, rest = name.partition(":")
    kind = KINDS.get(called.lower())
    return (kind, rest) if colon and kind and rest else None


def varied(recipe: Recipe, name: str, value: str) -> Recipe:
    """The recipe with one field set from text. Raises BadRecipe for what does not exist."""
    if not name:
        return recipe
    place = next((place for place in (name, f"diffusion.{name}") if place in _FIELDS), None)
    part, _, ours = (place or name).rpartition(".")
    if place is None or (part and recipe.diffusion is None):
        known = ", ".join(axis.removeprefix("diffusion.") for axis in _FIELDS)
        raise BadRecipe(
            f"A grid cannot vary {name!r}. Try one of: {known}, {WORDS}, {ADAPTERS}, lora:NAME."
        )
    changed = {ours: _read(_FIELDS[place], value)}
    if place in PROMPTS:
        recipe = replace(recipe, **reworded({}, {place}))
    if not part:
        return replace(recipe, **changed)
    return replace(recipe, **{part: replace(getattr(recipe, part), **changed)})


def _read(row: Row, text: str) -> Any:
    """The value; text that is none is told by the recipe."""
    try:
        return row.read(text)
    except ValueError:
        return text


def _with_words(recipe: Recipe, before: str, now: str) -> Recipe:
    """With words in the place of others, in both prompts; what they name is looked up again."""
    asked = recipe.diffusion
    if asked is None or not (before in asked.prompt or before in asked.negative):
        raise BadRecipe(f"{before!r} stands in neither prompt; begin the axis with words that do.")
    prompt, negative = (text.replace(before, now) for text in (asked.prompt, asked.negative))
    return replace(recipe, diffusion=replace(asked, prompt=prompt, negative=negative), named=False)


def _with_shares(recipe: Recipe, share: float) -> Recipe:
    """With all LoRAs and hypernetworks at this share of their strengths."""

    def less(one: Adapter) -> Adapter:
        unet, text = round(one.unet_strength * share, 6), round(one.text_strength * share, 6)
        return replace(one, unet_strength=unet, text_strength=text)

    return _changed(recipe, lambda one: True, less, "The prompts name no adapter, so none varies.")


def _with_strength(recipe: Recipe, kind: AdapterKind, name: str, strength: float) -> Recipe:
    """With an adapter at this strength; the text encoder's goes along unless it was set apart."""
    called = file_of(kind, name).name

    def at(one: Adapter) -> Adapter:
        apart = one.unet_strength != one.text_strength
        text = one.text_strength if apart else strength
        return replace(one, unet_strength=strength, text_strength=text)

    tag = next(word for word, of in KINDS.items() if of is kind)
    return _changed(
        recipe,
        lambda one: (one.kind, one.name) == (kind, called),
        at,
        f"The prompt does not name {name}, so its strength cannot vary; write <{tag}:{name}:1> "
        "in it.",
    )


def _changed(
    recipe: Recipe,
    is_meant: Callable[[Adapter], bool],
    change: Callable[[Adapter], Adapter],
    nothing: str,
) -> Recipe:
    """With those adapters changed that are meant; embeddings keep the weight of their words."""
    meant = [one.kind is not AdapterKind.EMBEDDING and is_meant(one) for one in recipe.adapters]
    if not any(meant):
        raise BadRecipe(nothing)
    pairs = zip(recipe.adapters, meant, strict=True)
    return replace(recipe, adapters=tuple(change(one) if yes else one for one, yes in pairs))


def _number(turn: Turn) -> float:
    try:
        return float(turn.value)
    except ValueError:
        raise BadRecipe(f"{turn.name} takes numbers; {turn.value!r} is none.") from None
