"""Small VAEs (TAESD and its kin) at work: in a model's place of a VAE, or for previews alone.

A tenth of the time and a fortieth of the weights; fine texture and small letters suffer.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from diffusers import AutoencoderTiny
from torch import Tensor, nn

from ritocco.diffusion.families.family import Family, Part
from ritocco.diffusion.headers import Contents
from ritocco.diffusion.latents import ScaledLatents
from ritocco.diffusion.leftovers import check_all_used
from ritocco.diffusion.tiny_files import TinyFiles, halves
from ritocco.diffusion.weights import Target, Weights, fill
from ritocco.errors import BadModel
from ritocco.from_disk import told_of_damage
from ritocco.sentence import Sentence

_WORDS = Sentence("small VAE")
_WEIGHTS = 2_445_063
_FIRST = "layers.0.weight"
_COUNTED_ANEW = "block_out_channels"
"""In configs of theirs that diffusers wrote, and warns of when it reads them."""
_LATENTS = {"scaling_factor": 1.0}
"""Its latents are as networks see them, where its config says nothing else."""


_Tiny: Any = AutoencoderTiny
"""diffusers' class, whose methods have no types."""


class TinyVae(_Tiny):  # type: ignore[misc]
    """A small VAE that answers as a whole one does."""

    def encode(self, x: Tensor, return_dict: bool = True) -> Any:
        """Latents as the mode of a distribution that has no other values."""
        latents = super().encode(x, return_dict=False)[0]
        return SimpleNamespace(latent_dist=SimpleNamespace(mode=lambda: latents, mean=latents))


class TinyVaeFile:
    """See `WeightSource`. Raises BadModel for one that is for the latents of another family."""

    def __init__(self, files: TinyFiles, family: Family) -> None:
        self.path = files.path
        if not _fits(files, family):
            raise BadModel(
                "The small VAE {name} is for {families}, and the model is {family}. Choose "
                "another VAE, or none.",
                name=files.path.name,
                families=", ".join(files.families),
                family=family.name,
            )
        self._opened = [Weights.open(file) for file in files.files]
        self._state = _by_diffusers_names(self._opened)
        self._config = _config(files, self._state)
        if len({name.partition(".")[0] for name in self._state}) < 2:
            self.close()
            raise BadModel(
                "{name} holds only one half of a small VAE: it can show previews. To paint with "
                "it, put its other half (encoder or decoder) beside it.",
                name=files.path.name,
            )
        self.part = Part(
            family.vae.folder, _WORDS, TinyVae.from_config, None, _WEIGHTS, prefixes=("",)
        )

    def config(self, part: Part) -> dict[str, Any]:
        """Its config, which says of what scale its latents are."""
        return self._config

    def state(self, part: Part, module: nn.Module) -> dict[str, Tensor]:
        """Its weights."""
        check_all_used(self.path.name, _WORDS, self._state, self._state, module.state_dict())
        return self._state

    def exact(self, tensor: Tensor) -> Tensor:
        """What a tensor means."""
        return _exact(self._opened, tensor)

    def copied(self, nbytes: int) -> None:
        """Told after this much has been read."""
        self._opened[-1].copied(nbytes)

    def close(self) -> None:
        """Let go of the files."""
        for weights in self._opened:
            weights.close()


def read_decoder(files: TinyFiles, family: Family, target: Target) -> nn.Module | None:
    """The decoder alone, latents as the network sees them -> pixels of -1..1; None where it is for
    another family's latents. Raises BadModel."""
    if not _fits(files, family):
        return None
    opened = [Weights.open(file) for file in files.files]
    try:
        state = _by_diffusers_names(opened)
        with told_of_damage(lambda why: _damaged(files.path, why)), torch.device("meta"):
            module: nn.Module = _Tiny.from_config(_config(files, state)).decoder
        ours = {
            name.removeprefix("decoder."): tensor
            for name, tensor in state.items()
            if name.startswith("decoder.")
        }
        for _ in fill(module, ours, target, files.path.name, _WORDS, partial(_exact, opened)):
            pass
    finally:
        for weights in opened:
            weights.close()
    return module


def _fits(files: TinyFiles, family: Family) -> bool:
    """Whether its latents are a family's: as many, and of a space that is only scaled."""
    return family.configs[0] in files.families and isinstance(family.latents, ScaledLatents)


def _exact(opened: list[Weights], tensor: Tensor) -> Tensor:
    for weights in opened:
        tensor = weights.exact(tensor)
    return tensor


def _by_diffusers_names(opened: list[Weights]) -> dict[str, Tensor]:
    """All weights by the names of diffusers' class, whatever their maker called them."""
    state: dict[str, Tensor] = {}
    for weights in opened:
        shapes = Contents({name: tuple(t.shape) for name, t in weights.tensors.items()})
        for half, how in halves(shapes).items():
            for name, tensor in weights.tensors.items():
                number, _, rest = name.removeprefix(how.prefix).partition(".")
                if name.startswith(how.prefix) and number.isdigit():
                    state[f"{half}.layers.{int(number) - how.before}.{rest}"] = tensor
    return state


def _config(files: TinyFiles, state: dict[str, Tensor]) -> dict[str, Any]:
    """diffusers' config; of single files as their makers build them, as wide as they are."""
    if files.config:
        said = {name: value for name, value in files.config.items() if name != _COUNTED_ANEW}
        return {**_LATENTS, **said}
    widths, channels = {}, 4
    for half in ("encoder", "decoder"):
        first = state.get(f"{half}.{_FIRST}")
        if first is not None and first.dim() == 4:
            widths[f"{half}_block_out_channels"] = [first.shape[0]] * 4
            channels = first.shape[1] if half == "decoder" else channels
    return {**_LATENTS, "latent_channels": channels, **widths}


def _damaged(path: Path, why: str) -> BadModel:
    return BadModel(
        "The small VAE {name} is damaged ({reason}). Get it again.", name=path.name, reason=why
    )
