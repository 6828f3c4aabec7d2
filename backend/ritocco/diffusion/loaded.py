"""A model that has been loaded: its family, its modules, and how they lie in memory."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torch import nn

from ritocco.diffusion.attention import AttentionProcessors
from ritocco.diffusion.conditioning import Embedding, PromptReader
from ritocco.diffusion.families.family import Family
from ritocco.diffusion.hashes import short_hash
from ritocco.diffusion.kept_weights import KeptWeights
from ritocco.diffusion.latents import LatentSpace
from ritocco.diffusion.laws import DiffusionLaw, Law, Prediction
from ritocco.diffusion.memory import MemoryPlan


@dataclass(slots=True, eq=False, weakref_slot=True)
class LoadedModel:
    """A loaded model, placed by `plan`.

    path       the file or folder it came from
    family     the row of the table for it
    law        what its latents obey: said by a person, by the file, or by the family
    modules    folder of a part -> its module, of diffusers' or transformers' classes, whose
               methods have no types
    said       the space it paints in, where its VAE's config says something of it
    embeddings  what prompts may name for now, set for a run as any change to it is
    seamless   whether what it paints for now meets itself at opposite sides, set likewise
    holds      what was put into its weights while there was no room to keep its own: it serves
               those who want that, and nobody else. None: nothing
    kept       its own weights while others are in its modules, and sets of others for later
    attention  owns the attention processors of the part that paints
    """

    path: Path
    family: Family
    law: Law
    modules: dict[str, Any]
    plan: MemoryPlan
    said: LatentSpace | None = None
    embeddings: tuple[Embedding, ...] = ()
    seamless: bool = False
    holds: Hashable = None
    kept: KeptWeights = field(default_factory=KeptWeights)
    attention: AttentionProcessors = field(init=False)

    def __post_init__(self) -> None:
        self.attention = AttentionProcessors(self.backbone)

    @property
    def backbone(self) -> Any:
        """The module that paints."""
        return self.modules[self.family.backbone.folder]

    @property
    def unet(self) -> Any:
        """The same, by the name that scripts and Stable Diffusion's own files give it."""
        return self.backbone

    @property
    def prediction(self) -> Prediction | None:
        """What its output means; None on a flow, where it is the velocity."""
        return self.law.prediction if isinstance(self.law, DiffusionLaw) else None

    @property
    def latents(self) -> LatentSpace:
        """The space it paints in: the family's, unless its files say otherwise."""
        return self.family.latents if self.said is None else self.said

    @property
    def vae(self) -> Any:
        """The module between pixels and latents."""
        return self.modules[self.family.vae.folder]

    def reader(self) -> PromptReader:
        """What reads prompts for it; a new one, which remembers nothing yet."""
        return self.family.reader([self.modules[part.folder] for part in self.family.texts])

    @property
    def name(self) -> str:
        """As infotext and lists show it: the file's name without its ending."""
        return self.path.name if self.path.is_dir() else self.path.stem

    @property
    def placed(self) -> list[nn.Module]:
        """All modules, for whoever moves them about: as they are called, texts first."""
        return [self.modules[part.folder] for part in self.family.parts]

    def hash(self) -> str:
        """A1111's model hash: the first 10 digits of the file's sha256. Slow the first time."""
        return short_hash(self.path)
