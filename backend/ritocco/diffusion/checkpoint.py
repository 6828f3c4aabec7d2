"""A model from its file: single files of the original layout, and diffusers folders. Offline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from huggingface_hub.errors import StrictDataclassError
from torch import nn

from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.families.family import Family, Part
from ritocco.diffusion.latents import as_vae_says
from ritocco.diffusion.laws import Prediction
from ritocco.diffusion.layouts import DiffusersFolder, SingleFile, VaeFile, WeightSource
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import MemoryPlan, Offload
from ritocco.diffusion.placement import place
from ritocco.diffusion.sniff import SniffedModel, settled, sniff
from ritocco.diffusion.tiny_files import tiny_files
from ritocco.diffusion.tiny_vae import TinyVaeFile
from ritocco.diffusion.weights import Target, fill
from ritocco.errors import BadModel
from ritocco.from_disk import told_of_damage
from ritocco.sentence import Sentence
from ritocco.watch import Watch


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
    vae_from, vae_part = _vae(vae, family, main)
    try:
        loading = [
            _Loading(vae_from, vae_part) if part is family.vae else _Loading(main, part)
            for part in family.parts
        ]
        latents = as_vae_says(family.latents, vae_from.config(family.vae), vae_from.path.name)
        _fill_all(loading, plan, path.name, watch or Watch())
    finally:
        main.close()
        vae_from.close()
    modules: dict[str, Any] = {one.part.folder: one.module for one in loading}
    if family.siblings and found.prediction is None:
        found = settled(found, probe_prediction(modules[family.backbone.folder]))
        family = FAMILIES[found.family]
    model = LoadedModel(
        path=path,
        family=family,
        law=family.law.marked(found.marks),
        modules=modules,
        plan=plan,
        said=latents,
    )
    place(model, plan)
    return model


def _vae(path: Path | None, family: Family, main: WeightSource) -> tuple[WeightSource, Part]:
    """Where the VAE comes from, and what part it is: the model's own, another, or a small one."""
    if path is None:
        return main, family.vae
    tiny = tiny_files(path)
    if tiny is None:
        return VaeFile(path, main), family.vae
    small = TinyVaeFile(tiny, family)
    return small, small.part


_MOST_LAYERS = 1000
"""Of a network that is being read; a number beyond would keep us busy for ever."""


class _Loading:
    """One module to be loaded: made without memory, then filled from its source."""

    def __init__(self, source: WeightSource, part: Part) -> None:
        self.source, self.part = source, part
        config = source.config(part)
        with (
            told_of_damage(
                lambda why: BadModel(
                    "{name}: the config of {part} is damaged ({reason}).",
                    name=source.path.name,
                    part=part.words,
                    reason=why,
                )
            ),
            torch.device("meta"),
        ):
            self.module: nn.Module = _made(part, config)

    @property
    def size(self) -> int:
        """Number of weights."""
        return sum(weight.numel() for weight in self.module.parameters())


def _made(part: Part, config: dict[str, Any]) -> nn.Module:
    """A part without weights. Raises ValueError, and what else a config of anything leads to."""
    counted = [value for name, value in config.items() if "layers" in name or "blocks" in name]
    if any(count > _MOST_LAYERS for count in _numbers(counted)):
        raise ValueError("more layers than any network has")
    try:
        return part.make(config)
    except StrictDataclassError as error:  # transformers, of a field of another kind
        raise ValueError(str(error)) from error


def _numbers(value: Any) -> Iterator[int]:
    if isinstance(value, int):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _numbers(one)


def _fill_all(parts: list[_Loading], plan: MemoryPlan, name: str, watch: Watch) -> None:
    # Parts that take turns on the device wait in main memory.
    device = torch.device(plan.device if plan.offload is Offload.NONE else "cpu")
    total, done = sum(loading.size for loading in parts), 0
    for loading in parts:
        source, part = loading.source, loading.part
        dtype = plan.vae_dtype if part.folder == "vae" else plan.dtype
        state = source.state(part, loading.module)
        target = Target(device, dtype, plan.channels_last)
        for tensor in fill(
            loading.module, state, target, source.path.name, part.words, source.exact
        ):
            done += tensor.numel()
            source.copied(tensor.nbytes)
            watch.step(done / total, Sentence("Loading {name}", name=name))
        if part.finish is not None:
            part.finish(loading.module, device)


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
