"""Adapters: for each kind a file that says what those change in a model, and the table of them."""

from __future__ import annotations

from collections.abc import Sequence

from ritocco.diffusion.adapters.adapter_file import AdapterFile, MakeAttachment
from ritocco.diffusion.adapters.embedding import embeddings
from ritocco.diffusion.adapters.hypernetwork import hypernetworks
from ritocco.diffusion.adapters.merging import merged_loras
from ritocco.diffusion.attachments import Attachment
from ritocco.diffusion.families.family import Family
from ritocco.errors import BadRecipe
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.recipe.adapter import Adapter, AdapterKind

ADAPTERS: dict[AdapterKind, MakeAttachment] = {
    AdapterKind.LORA: merged_loras,
    AdapterKind.HYPERNETWORK: hypernetworks,
    AdapterKind.EMBEDDING: embeddings,
}
"""What can be put to use, in the order in which it is attached."""


def attachments(adapters: Sequence[Adapter], family: Family) -> tuple[Attachment, ...]:
    """What adapters change in a model: one attachment for each kind that there is any of.

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
    files = [AdapterFile(one, find(ModelKind(one.kind), one.name)) for one in adapters]
    of_kind = {kind: [file for file in files if file.adapter.kind is kind] for kind in ADAPTERS}
    return tuple(ADAPTERS[kind](some, family) for kind, some in of_kind.items() if some)
