"""What a family is: all that sets one kind of model apart, as one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ritocco.canvas.window import Native
from ritocco.diffusion.conditioning import PromptReader
from ritocco.diffusion.extras import Extras
from ritocco.diffusion.latents import LatentSpace
from ritocco.diffusion.laws import Law, Prediction
from ritocco.diffusion.seams import Network
from ritocco.diffusion.signs import Sign
from ritocco.geometry import Size

if TYPE_CHECKING:  # families are read by faces that never load torch
    import torch
    from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class Part:
    """One module of a model.

    folder   its folder in a diffusers folder, and among the shipped configs
    words    what the artist is told it is
    make     its module by a diffusers config, with no values in it
    convert  its weights out of a single file's tensors, by the names the module gives them;
             None where a family has no single files
    weights  how many it has at full size
    tidy     its weights out of a diffusers folder's tensors; None: as they are
    prefixes  what its keys begin with in a single file, one or another of these
    finish   gives the module, on a device, what no file holds (buffers that are counted or
             computed anew); None where there is no such thing
    """

    folder: str
    words: str
    make: Callable[[Mapping[str, Any]], nn.Module]
    convert: Callable[[dict[str, Tensor], nn.Module], dict[str, Tensor]] | None
    weights: int
    tidy: Callable[[dict[str, Tensor], nn.Module], dict[str, Tensor]] | None = None
    finish: Callable[[nn.Module, torch.device], None] | None = None
    prefixes: tuple[str, ...] = ()


class Guidance(StrEnum):
    """What CFG does to a family."""

    TRUE = "true"
    """Prompt and negative are predicted apart, and their difference weighed."""
    NONE = "none"
    """Nothing: distilled models were taught without."""
    EMBEDDED = "embedded"
    """The network is told the number."""


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of model.

    id           its name in files and answers
    name         as shown to the artist
    configs      folders below resources/diffusion with its diffusers configs, searched in this
                 order for each part, so that a part shared by families is there once
    sign         what a single file of it shows; None where there are none
    is_folder    whether a diffusers folder is one, by its model_index.json and the config of
                 the part that paints
    native       the window sizes it draws well
    latents      the space it paints in
    law          what its latents obey, unless a file or a person says otherwise
    texts        its text encoders, in the order in which their hidden states are joined
    backbone     the part that paints
    vae          the part between pixels and latents
    reader       what reads prompts, by the text encoders
    network      how its backbone is called for a window of this size
    channels     input channels of the backbone
    pace         how long a step takes for each pixel, beside one of Stable Diffusion 1
    active       elements alive at the backbone's peak, per latent pixel and picture
    vae_active   the same of the VAE, decoding
    guidance     what CFG does
    siblings     families with the same keys, told apart by what they predict: prediction -> id
    architecture  what tells it from its siblings in a file's `modelspec.architecture`
    vae_in_half  whether its VAE keeps to the range of float16 (SDXL's overflows)
    """

    id: str
    name: str
    configs: tuple[str, ...]
    sign: Sign | None
    is_folder: Callable[[Mapping[str, Any], Mapping[str, Any]], bool]
    native: Native
    latents: LatentSpace
    law: Law
    texts: tuple[Part, ...]
    backbone: Part
    vae: Part
    reader: Callable[[Sequence[Any]], PromptReader]
    network: Callable[[Any, Size, Extras], Network]
    channels: int
    active: int
    vae_active: int
    pace: float = 1.0
    guidance: Guidance = Guidance.TRUE
    siblings: Mapping[Prediction, str] = field(default_factory=dict)
    architecture: str = ""
    vae_in_half: bool = True

    @property
    def inpaints(self) -> bool:
        """Whether the model was trained to see mask and masked image beside its latents."""
        return self.channels == 2 * self.latents.channels + 1

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts, in the order in which they are loaded: what is large comes last."""
        return (*self.texts, self.vae, self.backbone)
