"""The two ways a model lies on the disk, both read as diffusers names its weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from torch import Tensor, nn

from ritocco.diffusion.families.family import Family, Part
from ritocco.diffusion.folders import part_json, weight_files
from ritocco.diffusion.headers import read_contents
from ritocco.diffusion.latents import VAE_FACTS
from ritocco.diffusion.leftovers import check_all_used
from ritocco.diffusion.original import vae_state
from ritocco.diffusion.other_files import is_vae, name_other
from ritocco.diffusion.quantised import UNKNOWN, unreadable
from ritocco.diffusion.weights import Weights
from ritocco.errors import BadModel, NotFound
from ritocco.sentence import Sentence
from ritocco.shipped import resource


class WeightSource(Protocol):
    """Where the parts of a model come from."""

    path: Path

    def config(self, part: Part) -> dict[str, Any]:
        """The diffusers config of a part. Raises BadModel."""
        ...

    def state(self, part: Part, module: nn.Module) -> dict[str, Tensor]:
        """The weights of a part by the names `module` gives them, and perhaps others.

        They may be views into a mapped file. Raises BadModel.
        """
        ...

    def exact(self, tensor: Tensor) -> Tensor:
        """What a tensor of `state` means, where it was stored with a scale. Raises BadModel."""
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
        self.exact = self._weights.exact

    def config(self, part: Part) -> dict[str, Any]:
        """The diffusers config of a part."""
        if self._configs is not None:
            return part_json(self._configs / part.folder / "config.json") | self._scale(part)
        config = part_json(_shipped(self._family, part.folder))
        # One config serves a family and its inpainting twin; this is all they differ in.
        paints = part is self._family.backbone
        return config | ({"in_channels": self._family.channels} if paints else self._scale(part))

    def _scale(self, part: Part) -> dict[str, Any]:
        """The scale of its latents, which training leaves in some files as a number."""
        said = self._weights.tensors.get("scale_factor")
        if part is not self._family.vae or said is None or said.numel() != 1:
            return {}
        return {"scaling_factor": float(said)}

    def state(self, part: Part, module: nn.Module) -> dict[str, Tensor]:
        """The weights of a part."""
        if part.convert is None:
            raise BadModel(
                "{name} is a single file, and models of its kind are folders.", name=self.path.name
            )
        state = part.convert(self._weights.tensors, module)
        held = {n: t for n, t in self._weights.tensors.items() if n.startswith(part.prefixes)}
        check_all_used(self.path.name, part.words, held, state, module.state_dict())
        return state


class DiffusersFolder:
    """A folder with model_index.json and one folder for each part."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: list[Weights] = []

    def config(self, part: Part) -> dict[str, Any]:
        """The diffusers config of a part. Raises BadModel for a format that cannot be read."""
        config = part_json(self.path / part.folder / "config.json")
        packed = config.get("quantization_config")
        if packed:
            method = packed.get("quant_method") if isinstance(packed, dict) else None
            raise unreadable(
                self.path.name,
                Sentence("in a packed format ({method})", method=method) if method else UNKNOWN,
            )
        return config

    def state(self, part: Part, module: nn.Module) -> dict[str, Tensor]:
        """The weights of a part."""
        tensors: dict[str, Tensor] = {}
        for file in weight_files(self.path / part.folder):
            self._open.append(Weights.open(file))
            tensors |= self._open[-1].tensors
        state = part.tidy(tensors, module) if part.tidy else tensors
        check_all_used(self.path.name, part.words, tensors, state, module.state_dict())
        return state

    def exact(self, tensor: Tensor) -> Tensor:
        """What a tensor means."""
        for weights in self._open:
            tensor = weights.exact(tensor)
        return tensor

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
        self._says: dict[str, Any] = {}
        file = path
        if path.is_dir():
            inner = path / "vae" if (path / "vae").is_dir() else path
            file = next(iter(weight_files(inner)))
            own = part_json(inner / "config.json")
            self._says = {fact: own[fact] for fact in VAE_FACTS if own.get(fact) is not None}
        contents = read_contents(file)
        if not is_vae(contents):
            raise BadModel("{name} is no VAE but {what}", name=path.name, what=name_other(contents))
        self._weights = Weights.open(file)
        self.copied, self.close = self._weights.copied, self._weights.close
        self.exact = self._weights.exact

    def config(self, part: Part) -> dict[str, Any]:
        """The diffusers config of a part."""
        return self._model.config(part) | self._says

    def state(self, part: Part, module: nn.Module) -> dict[str, Tensor]:
        """The weights of a part."""
        tensors = self._weights.tensors
        state = vae_state(tensors, module)
        inside = [name for name in tensors if name.startswith(part.prefixes)]
        held = {name: tensors[name] for name in inside or tensors}
        check_all_used(self.path.name, part.words, held, state, module.state_dict())
        return state


def text_layers(path: Path, family: Family) -> int | None:
    """How many layers a model's text encoders have, that with fewest; None where that is not told.

    Raises BadModel for a folder that cannot be read.
    """
    places = [
        path / part.folder / "config.json" if path.is_dir() else _shipped(family, part.folder)
        for part in family.texts
    ]
    counts = [part_json(place).get("num_hidden_layers") for place in places]
    return min((count for count in counts if isinstance(count, int)), default=None)


def _shipped(family: Family, part: str) -> Path:
    """The shipped config of a part, from the first of the family's folders that has it."""
    for folder in family.configs:
        try:
            return resource("diffusion", folder, part, "config.json")
        except NotFound:
            continue
    return resource("diffusion", family.configs[0], part, "config.json")
