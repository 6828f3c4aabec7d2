"""Hypernetworks at work: what becomes keys and values passes through small networks first.

Hooks before `to_k` and `to_v` of every attention whose context has a width that a file knows,
self-attention too. They are no part of the model's weights, attention processors or memory plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ritocco.diffusion.adapters.adapter_file import AdapterFile
from ritocco.diffusion.adapters.hypernetwork_file import HypernetworkFile, read_hypernetwork
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.families.family import Family
from ritocco.diffusion.headers import Contents, read_contents
from ritocco.diffusion.hypernetwork_widths import hypernetwork_family, hypernetwork_widths
from ritocco.diffusion.loaded import LoadedModel
from ritocco.errors import BadModel
from ritocco.library.version import Version, version_of
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_PLACES = (".to_k", ".to_v")
"""Ends of the names of what makes keys and values; a file's pairs are in this order."""


def hypernetworks(files: Sequence[AdapterFile], family: Family) -> Hypernetworks:
    """See `MakeAttachment`. Those of strength 0 do nothing, and are not read."""
    acting = tuple(file for file in files if file.adapter.unet_strength)
    for file in acting:
        contents = _contents(file.path, version_of(file.path))
        if not hypernetwork_widths(contents):
            raise BadModel(
                "{name} is no hypernetwork: it holds no networks for keys and values. Choose "
                "another file.",
                name=file.path.name,
            )
        made_for = hypernetwork_family(contents)
        if made_for is not None and made_for not in family.configs:
            raise BadModel(
                "The hypernetwork {name} was made for {other}, and the model is {family}. "
                "Choose another model, or take it out.",
                name=file.adapter.name,
                other=FAMILIES[made_for].name.partition(" (")[0],
                family=family.name,
            )
    return Hypernetworks(acting)


@lru_cache(maxsize=64)
def _contents(path: Path, version: Version) -> Contents:
    """Kept, since a plan is made at every turn of a knob."""
    return read_contents(path)


@dataclass(slots=True, eq=False)
class Hypernetworks:
    """See `Attachment`. They act one after another, in the order of the recipe."""

    files: tuple[AdapterFile, ...]
    hints: tuple[Sentence, ...] = field(default=(), init=False)

    @property
    def key(self) -> tuple[tuple[Version, float], ...]:
        """See `Attachment`."""
        return tuple((version_of(one.path), one.adapter.unet_strength) for one in self.files)

    @contextmanager
    def attached(self, model: LoadedModel, watch: Watch) -> Iterator[None]:
        """See `Attachment`. Raises BadModel for a file of which nothing fits this model."""
        read: list[tuple[HypernetworkFile, float]] = []
        for at, file in enumerate(self.files):
            words = Sentence("Loading {name}", name=file.adapter.name)
            watch.step(at / len(self.files), words)
            read.append((read_hypernetwork(file.path), file.adapter.unet_strength))
        places = _places(model.backbone)
        widths = {module.in_features for module, _ in places}
        self.hints = tuple(_hints(file, widths) for file, _ in read if file.pairs.keys() - widths)
        with ExitStack() as hooks:
            for module, side in places:
                steps = tuple(
                    (file.pairs[module.in_features][side], strength)
                    for file, strength in read
                    if module.in_features in file.pairs
                )
                if steps:
                    handle = module.register_forward_pre_hook(_Before(steps))
                    hooks.callback(handle.remove)
            yield


def _places(backbone: nn.Module) -> list[tuple[nn.Linear, int]]:
    """What makes keys (0) and values (1) in all attentions of the part that paints."""
    return [
        (module, _PLACES.index(name[-len(_PLACES[0]) :]))
        for name, module in backbone.named_modules()
        if name.endswith(_PLACES) and isinstance(module, nn.Linear)
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Before:
    """What is done to a context before it becomes keys, or values: (network, strength), in order.

    Reckoned in float32 and rounded once. The networks follow the context to its device, whatever
    the model's memory plan is.
    """

    steps: tuple[tuple[nn.Module, float], ...]

    def __call__(self, module: nn.Module, given: tuple[Any, ...]) -> tuple[Any, ...]:
        context, *others = given
        seen: torch.Tensor = context.float()
        for network, strength in self.steps:
            if next(network.parameters()).device != seen.device:
                network.to(seen.device)
            seen = seen + strength * network(seen)
        return (seen.to(context.dtype), *others)


def _hints(file: HypernetworkFile, widths: set[int]) -> Sentence:
    """That some of a file does nothing here. Raises BadModel where nothing of it does anything."""
    fitting = len(file.pairs.keys() & widths)
    if not fitting:
        raise BadModel(
            "Nothing of the hypernetwork {name} fits this model: it was made for a model of "
            "another kind (widths {widths}). Choose another model, or take it out.",
            name=file.path.stem,
            widths=", ".join(map(str, sorted(file.pairs))),
        )
    return Sentence(
        "{fitting} of {all} parts of the hypernetwork {name} fit this model; the others do "
        "nothing.",
        fitting=fitting,
        all=len(file.pairs),
        name=file.path.stem,
    )
