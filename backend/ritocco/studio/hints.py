"""What of a recipe is not done, though it was asked for, in the artist's words."""

from __future__ import annotations

from ritocco.diffusion.prompt.tags import split
from ritocco.recipe.adapter import AdapterKind
from ritocco.recipe.recipe import Recipe

_CALLED = {AdapterKind.LORA: "LoRA", AdapterKind.HYPERNETWORK: "hypernetwork"}


def left_out(recipe: Recipe) -> tuple[str, ...]:
    """A sentence for each kind of thing that the run passes over; none where it does all."""
    asked = recipe.diffusion
    if asked is None:
        return ()
    named = [
        (tag.kind, tag.name) for text in (asked.prompt, asked.negative) for tag in split(text)[1]
    ]
    return tuple(_sentence(_CALLED[kind], _names(named, kind)) for kind in dict(named))


def _names(named: list[tuple[AdapterKind, str]], wanted: AdapterKind) -> list[str]:
    """The names of one kind, each once, in order."""
    return list(dict.fromkeys(name for kind, name in named if kind is wanted))


def _sentence(kind: str, names: list[str]) -> str:
    what = f"the {kind}" if len(names) == 1 else f"the {kind}s"
    return (
        f"{what[:1].upper()}{what[1:]} {', '.join(names)} named in the prompt "
        f"{'is' if len(names) == 1 else 'are'} not applied: this release cannot do so yet; the "
        "rest of the prompt counts."
    )
