"""Textures whose opposite sides meet: in their runs every convolution sees the picture go on there.

Attention knows no places, so nothing else in a U-Net or a VAE has a side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from ritocco.diffusion.loaded import LoadedModel
from ritocco.errors import BadRecipe
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_REACH = 32
"""Latents on each side that a VAE's tiles are shown of the opposite one: what a tile can see."""


@dataclass(frozen=True, slots=True)
class Seamless:
    """See `Attachment`."""

    key: str = "seamless"
    hints: tuple[Sentence, ...] = ()

    @contextmanager
    def attached(self, model: LoadedModel, watch: Watch) -> Iterator[None]:
        """See `Attachment`. Raises BadRecipe for a model that paints without convolutions."""
        if not any(_looks_beyond(module) for module in model.backbone.modules()):
            raise BadRecipe(
                "{model} cannot paint a texture whose sides meet. Leave seamless away, or choose "
                "a Stable Diffusion model.",
                model=model.family.name,
            )
        with meeting(model.backbone):
            model.seamless = True
            try:
                yield
            finally:
                model.seamless = False


@contextmanager
def meeting(network: nn.Module) -> Iterator[None]:
    """Within it, what a network's convolutions see beyond a side is the opposite one."""
    with ExitStack() as undone:
        for module in network.modules():
            if _looks_beyond(module):
                undone.callback(setattr, module, "padding_mode", module.padding_mode)
                module.padding_mode = "circular"  # type: ignore[assignment]
            elif _adds_a_rim(module):
                handle = module.conv.register_forward_pre_hook(_met)  # type: ignore[union-attr]
                undone.callback(handle.remove)
        yield


def through_vae(model: LoadedModel, run: Callable[[Tensor], Tensor], tensor: Tensor) -> Tensor:
    """What a half of a model's VAE makes of a tensor (N, C, h, w): latents of pixels, or back."""
    if not model.seamless:
        return run(tensor)
    if not model.plan.vae_tile:
        with meeting(model.vae):
            return run(tensor)
    # A tile's own sides do not meet. Those of the picture do in a larger one, of which tiles are
    # made.
    factor, (height, width) = model.latents.factor, tensor.shape[-2:]
    reach = _REACH * (1 if tensor.shape[1] == model.latents.channels else factor)
    rows, columns = (
        torch.arange(-reach, side + reach, device=tensor.device) % side for side in (height, width)
    )
    made = run(tensor[..., rows[:, None], columns])
    cut = reach * made.shape[-1] // (width + 2 * reach)
    return made[..., cut:-cut, cut:-cut]


def _looks_beyond(module: nn.Module) -> bool:
    """Whether a module is a convolution that sees more than there is."""
    return isinstance(module, nn.Conv2d) and module.padding not in ((0, 0), "valid")


def _adds_a_rim(module: nn.Module) -> bool:
    """Whether a module halves what it gets, with a row and a column of zeros put to its end."""
    halves = getattr(module, "use_conv", False) and getattr(module, "padding", None) == 0
    return halves and isinstance(getattr(module, "conv", None), nn.Conv2d)


def _met(module: nn.Module, inputs: tuple[Any, ...]) -> None:
    """The first row and column, in place of such zeros."""
    pixels: Tensor = inputs[0]
    pixels[..., -1, :] = pixels[..., 0, :]
    pixels[..., -1] = pixels[..., 0]
