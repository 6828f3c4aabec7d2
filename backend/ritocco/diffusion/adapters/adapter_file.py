"""What the files of adapters are made of: an adapter, its file, and what attaches them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ritocco.diffusion.attachments import Attachment
from ritocco.diffusion.families.family import Family
from ritocco.recipe.adapter import Adapter


@dataclass(frozen=True, slots=True)
class AdapterFile:
    """An adapter of a recipe, and the file that its name means."""

    adapter: Adapter
    path: Path


MakeAttachment = Callable[[Sequence[AdapterFile], Family], Attachment]
"""All adapters of a kind, in the order of the recipe, and the family of the model they are for.

Raises BadModel for a file that is none, or is for another family; loads no weights.
"""
