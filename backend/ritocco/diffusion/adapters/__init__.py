"""Adapters: for each kind a file that says what one changes in a model, and the table of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ritocco.diffusion.attachments import Attachment
from ritocco.diffusion.families.family import Family
from ritocco.errors import BadRecipe
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.recipe.adapter import Adapter, AdapterKind

MakeAttachment = Callable[[Adapter, Path, Family], Attachment]
"""An adapter, its file and the family of the model it is for. Raises BadModel; loads no weights."""

ADAPTERS: dict[AdapterKind, MakeAttachment] = {}
"""What can be put to use."""


def attachments(adapters: Sequence[Adapter], family: Family) -> tuple[Attachment, ...]:
    """What adapters change in a model, in the order of the recipe.

    Raises BadRecipe for a kind that cannot be put to use, NotFound for a file that is not here, and
    what its maker raises.
    """
    unused = next((one for one in adapters if one.kind not in ADAPTERS), None)
    if unused is not None:
        raise BadRecipe(
            "{unused} cannot be used yet: it is of the kind {kind}. Take it out of the recipe.",
            unused=repr(unused.name),
            kind=unused.kind.value,
        )
    return tuple(
        ADAPTERS[adapter.kind](adapter, find(ModelKind(adapter.kind), adapter.name), family)
        for adapter in adapters
    )
