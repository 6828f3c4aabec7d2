"""The two ways a model lies on the disk, both read as diffusers names its weights."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Protocol

from torch import Tensor, nn

from ritocco.diffusion.family import Family
from ritocco.diffusion.headers import read_contents
from ritocco.diffusion.sniff import is_vae, name_other
from ritocco.diffusion.weights import Weights
from ritocco.errors import BadModel, NotFound
from ritocco.shipped import resource

_UNET = "model.diffusion_model."
_VAE_PREFIXES = ("first_stage_model.", "vae.", "")
_OLD_ATTENTION = {"query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"}


class WeightSource(Protocol):
    """Where the parts of a model come from. Parts are named as a diffusers folder names them."""

    path: Path

    def config(self, part: str) -> dict[str, Any]:
        """The diffusers config of a part. Raises BadModel."""
        ...

    def state(self, part: str, module: nn.Module) -> dict[str, Tensor]:
        """The weights of a part by the names `module` gives them, and perhaps others.

        They may be views into a mapped file. Raises BadModel.
        """
        ...

    def copied(self, nbytes: int) -> None:
        """Told after this much has been read."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class SingleFile:
    """A file of the original layout, as A1111 reads it. EMA copies of weights are passed over."""

    def __init__(self, path: Path, family: Family, configs: Path | None = None) -> None:
        self.path, self._family, self._configs = path, family, configs
        self._weights = Weights.open(path)
        self.copied, self.close = self._weights.copied, self._weights.close

    def config(self, part: str) -> dict[str, Any]:
        """The diffusers config of a part."""
        if self._configs is not None:
            return _read_json(self._configs / part / "config.json")
        config = _read_json(_shipped(self._family, part))
        # One config serves a family and its inpainting twin; this is all they differ in.
        return config | ({"in_channels": self._family.channels} if part == "unet" else {})

    def state(self, part: str, module: nn.Module) -> dict[str, Tensor]:
        """The weights of a part."""
        ldm = _converters()
        tensors: dict[str, Tensor]
        if part == "vae":
            return _vae_state(self._weights.tensors, module)
        if part == "unet":
            tensors = _starting(self._weights.tensors, _UNET, keep=True)
            return dict(ldm.convert_ldm_unet_checkpoint(tensors, module.config))
        text = next(text for text in self._family.text if text.part == part)
        every = (_starting(self._weights.tensors, prefix) for prefix in text.prefixes)
        tensors = next((found for found in every if found), {})
        if text.open_clip:
            tensors = ldm.convert_open_clip_checkpoint(module, tensors, prefix="")
        return _as_text_model(tensors, module)


class DiffusersFolder:
    """A folder with model_index.json and one folder for each part."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: list[Weights] = []

    def config(self, part: str) -> dict[str, Any]:
        """The diffusers config of a part."""
        return _read_json(self.path / part / "config.json")

    def state(self, part: str, module: nn.Module) -> dict[str, Tensor]:
        """The weights of a part."""
        tensors: dict[str, Tensor] = {}
        for file in weight_files(self.path / part):
            self._open.append(Weights.open(file))
            tensors |= self._open[-1].tensors
        if part == "vae":
            return _vae_state(tensors, module)
        return _as_text_model(tensors, module) if part.startswith("text") else tensors

    def copied(self, nbytes: int) -> None:
        """Told after this much has been read."""
        if self._open:
            self._open[-1].copied(nbytes)

    def close(self) -> None:
        """Let go of the files."""
        for weights in self._open:
            weights.close()


class VaeFile:
    """A VAE from elsewhere: a file in either layout, a model's file, or a diffusers folder.

    Its architecture is the model's own; one of another size is found out by its shapes.
    """

    def __init__(self, path: Path, model: WeightSource) -> None:
        self.path, self._model = path, model
        if path.is_dir():
            inner = path / "vae"
            file = next(iter(weight_files(inner if inner.is_dir() else path)))
        else:
            file = path
        contents = read_contents(file)
        if not is_vae(contents):
            raise BadModel(f"{path.name} is no VAE but {name_other(contents)}")
        self._weights = Weights.open(file)
        self.copied, self.close = self._weights.copied, self._weights.close

    def config(self, part: str) -> dict[str, Any]:
        """The diffusers config of a part."""
        return self._model.config(part)

    def state(self, part: str, module: nn.Module) -> dict[str, Tensor]:
        """The weights of a part."""
        return _vae_state(self._weights.tensors, module)


def weight_files(folder: Path) -> list[Path]:
    """The files with the weights of one part: one, or all its shards. Raises BadModel.

    Full precision comes before half, safetensors before pickles.
    """
    for variant in ("", ".fp16"):
        for stem, end in (
            ("diffusion_pytorch_model", "safetensors"),
            ("model", "safetensors"),
            ("diffusion_pytorch_model", "bin"),
            ("pytorch_model", "bin"),
        ):
            file = folder / f"{stem}{variant}.{end}"
            if file.is_file():
                return [file]
            index = folder / f"{stem}.{end}.index{variant}.json"
            if index.is_file():
                shards = set(_read_json(index).get("weight_map", {}).values())
                return [folder / str(shard) for shard in sorted(shards)]
    raise BadModel(
        f"{folder.parent.name} lacks the weights of its part {folder.name}. "
        "Download the whole folder again."
    )


def _converters() -> Any:
    """diffusers' own conversions from the original layout: pure functions on dictionaries."""
    from diffusers.loaders import single_file_utils

    return single_file_utils


def _vae_state(tensors: dict[str, Tensor], module: nn.Module) -> dict[str, Tensor]:
    """A VAE's weights in either layout, by diffusers' names of today."""
    ldm = _converters()
    every = (_starting(tensors, prefix) for prefix in _VAE_PREFIXES)
    found = next((some for some in every if any(n.startswith("encoder.") for n in some)), {})
    if any(name.startswith("encoder.down.") for name in found):
        return dict(ldm.convert_ldm_vae_checkpoint(found, module.config))
    old = re.compile(rf"(?<=\.attentions\.0\.)({'|'.join(_OLD_ATTENTION)})(?=\.)")
    renamed = {old.sub(lambda m: _OLD_ATTENTION[m[1]], name): t for name, t in found.items()}
    flat = re.compile(r"\.attentions\.0\.to_\w+(\.0)?\.weight$")
    return {n: t[:, :, 0, 0] if t.dim() == 4 and flat.search(n) else t for n, t in renamed.items()}


def _as_text_model(tensors: dict[str, Tensor], module: nn.Module) -> dict[str, Tensor]:
    """A text encoder's weights with or without `text_model.` in front, as the module has it.

    Which classes have it changes between versions of transformers.
    """
    wrapper = "text_model."
    outside = "text_projection."
    bare = {name.removeprefix(wrapper): tensor for name, tensor in tensors.items()}
    if not hasattr(module, "text_model"):
        return bare
    return {n if n.startswith(outside) else wrapper + n: tensor for n, tensor in bare.items()}


def _starting(tensors: dict[str, Tensor], prefix: str, *, keep: bool = False) -> dict[str, Tensor]:
    """The tensors whose names begin with a prefix, that prefix taken off unless kept."""
    cut = 0 if keep else len(prefix)
    return {name[cut:]: t for name, t in tensors.items() if name.startswith(prefix)}


def _shipped(family: Family, part: str) -> Path:
    """The shipped config of a part, from the first of the family's folders that has it."""
    for folder in family.configs:
        try:
            return resource("diffusion", folder, part, "config.json")
        except NotFound:
            continue
    return resource("diffusion", family.configs[0], part, "config.json")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        where = "/".join(path.parts[-3:])
        raise BadModel(f"{where} is missing or damaged. Download the whole folder again.") from None
