"""A model from its file: single files of the original layout, and diffusers folders. Offline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from ritocco.diffusion.attention import AttentionProcessors
from ritocco.diffusion.family import FAMILIES, Family, Prediction
from ritocco.diffusion.hashes import short_hash
from ritocco.diffusion.layouts import DiffusersFolder, SingleFile, VaeFile, WeightSource
from ritocco.diffusion.memory import MemoryPlan, Offload
from ritocco.diffusion.placement import place
from ritocco.diffusion.sniff import SniffedModel, settled, sniff
from ritocco.diffusion.weights import Target, fill
from ritocco.watch import Watch

if TYPE_CHECKING:
    from ritocco.diffusion.prompt.encode import TextEncoders


@dataclass(slots=True, eq=False, weakref_slot=True)
class LoadedModel:
    """A loaded model, placed by `plan`.

    path        the file or folder it came from
    family_id   its key in FAMILIES
    prediction  what its U-Net predicts: said by a person, by the file, or by the family
    zero_snr    whether its noise schedule ends in pure noise
    unet, vae   diffusers' UNet2DConditionModel and AutoencoderKL, whose methods have no types
    text        tokenizers and text encoders
    attention   owns the U-Net's attention processors
    """

    path: Path
    family_id: str
    prediction: Prediction
    zero_snr: bool
    unet: Any
    vae: Any
    text: TextEncoders
    plan: MemoryPlan
    attention: AttentionProcessors = field(init=False)

    def __post_init__(self) -> None:
        self.attention = AttentionProcessors(self.unet)

    @property
    def family(self) -> Family:
        """The row of the table for this model."""
        return FAMILIES[self.family_id]

    @property
    def name(self) -> str:
        """As infotext and lists show it: the file's name without its ending."""
        return self.path.name if self.path.is_dir() else self.path.stem

    @property
    def modules(self) -> dict[str, nn.Module]:
        """Part -> module, for whoever moves them about."""
        texts = {f"text encoder {i + 1}": m for i, (_, m) in enumerate(self.text.pairs)}
        return {**texts, "VAE": self.vae, "U-Net": self.unet}

    def hash(self) -> str:
        """A1111's model hash: the first 10 digits of the file's sha256. Slow the first time."""
        return short_hash(self.path)


def load_model(
    path: Path,
    plan: MemoryPlan,
    *,
    sniffed: SniffedModel | None = None,
    vae: Path | None = None,
    prediction: Prediction | None = None,
    configs: Path | None = None,
    watch: Watch | None = None,
) -> LoadedModel:
    """Load a model as `plan` says: in its precision, on its device.

    sniffed     what the file is, where it was looked into before
    vae         another VAE, in either layout, or a model whose VAE is taken
    prediction  what the U-Net predicts, when a person knows better than the file
    configs     folder with PART/config.json to use for a single file instead of the shipped ones

    Peak memory is the weights in their new precision and one tensor more. Raises BadModel for
    what is no model, damaged or incomplete, and Cancelled.
    """
    found = settled(sniffed or sniff(path), prediction)
    family = FAMILIES[found.family]
    main: WeightSource = (
        DiffusersFolder(path) if found.folder else SingleFile(path, family, configs)
    )
    vae_from: WeightSource = VaeFile(vae, main) if vae else main
    try:
        # Large parts last: text encoders of the OpenCLIP layout are taken apart in memory, which
        # must not come on top of a loaded U-Net.
        texts = [_Part(main, text.part, "text encoder") for text in family.text]
        vae_part = _Part(vae_from, "vae", "VAE")
        unet_part = _Part(main, "unet", "U-Net")
        _fill_all([*texts, vae_part, unet_part], plan, path.name, watch or Watch())
    finally:
        main.close()
        vae_from.close()
    unet: Any = unet_part.module
    if found.family == "sd2" and found.prediction is None:
        found = settled(found, probe_prediction(unet))
    model = LoadedModel(
        path=path,
        family_id=found.family,
        prediction=found.prediction or family.prediction,
        zero_snr=found.zero_snr,
        unet=unet,
        vae=vae_part.module,
        text=_text_encoders(family, [part.module for part in texts]),
        plan=plan,
    )
    place(model, plan)
    return model


class _Part:
    """One module to be loaded: made without memory, then filled from its source."""

    def __init__(self, source: WeightSource, folder: str, words: str) -> None:
        self.source, self.folder, self.words = source, folder, words
        self.module = _made(folder, source.config(folder))

    @property
    def size(self) -> int:
        """Number of weights."""
        return sum(weight.numel() for weight in self.module.parameters())


def _made(folder: str, config: dict[str, Any]) -> nn.Module:
    """A module of the part's class by its config, on the meta device: no memory, no values."""
    import diffusers
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    untyped: Any = diffusers
    makers: dict[str, Callable[[], nn.Module]] = {
        "unet": lambda: untyped.UNet2DConditionModel.from_config(config),
        "vae": lambda: untyped.AutoencoderKL.from_config(config),
        "text_encoder": lambda: CLIPTextModel(CLIPTextConfig.from_dict(config)),
        "text_encoder_2": lambda: CLIPTextModelWithProjection(CLIPTextConfig.from_dict(config)),
    }
    with torch.device("meta"):
        return makers[folder]()


def _fill_all(parts: list[_Part], plan: MemoryPlan, name: str, watch: Watch) -> None:
    # Parts that take turns on the device wait in main memory.
    device = torch.device(plan.device if plan.offload is Offload.NONE else "cpu")
    total, done = sum(part.size for part in parts), 0
    for part in parts:
        dtype = plan.vae_dtype if part.folder == "vae" else plan.dtype
        state = part.source.state(part.folder, part.module)
        target = Target(device, dtype, plan.channels_last)
        for tensor in fill(part.module, state, target, part.source.path.name, part.words):
            done += tensor.numel()
            part.source.copied(tensor.nbytes)
            watch.step(done / total, f"Loading {name}")


def _text_encoders(family: Family, modules: list[nn.Module]) -> TextEncoders:
    from ritocco.diffusion.prompt.encode import TextEncoders
    from ritocco.diffusion.prompt.tokens import load_tokenizer

    tokenizers = [load_tokenizer(second=text.open_clip) for text in family.text]
    pairs: Any = tuple(zip(tokenizers, modules, strict=True))
    return TextEncoders(pairs, family.clip_skip)


_MEANS_NOISE = 0.8
"""Correlation with the noise from which a prediction is the noise itself."""


def probe_prediction(unet: Any) -> Prediction:
    """What a U-Net predicts, asked of itself.

    At the last step its input is all noise. One that predicts the noise gives it back
    (correlation near 1); v is then minus the picture, which knows nothing of that noise.
    """
    noise = torch.randn(1, 4, 32, 32, generator=torch.Generator().manual_seed(0))
    text = torch.zeros(1, 77, unet.config.cross_attention_dim)
    near = {"device": unet.device, "dtype": unet.dtype}
    with torch.inference_mode():
        out = unet(noise.to(**near), 999, text.to(**near)).sample.float().cpu()
    both = torch.stack((noise.flatten(), out.flatten()))
    alike = float(torch.corrcoef(both)[0, 1])
    return Prediction.EPSILON if alike > _MEANS_NOISE else Prediction.V
