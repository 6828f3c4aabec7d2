"""Hypernetworks in files: the web UI's, with all they may be made of, and NovelAI's first ones.

For each width of an attention's context there are two networks, one for what becomes keys and
one for what becomes values. A file says of which layers they are made; their order decides under
which number each weight lies, so they are built again as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ritocco.diffusion.headers import Contents, read_pickled
from ritocco.diffusion.hypernetwork_widths import hypernetwork_widths
from ritocco.diffusion.weights import Weights
from ritocco.errors import BadModel
from ritocco.from_disk import told_of_damage
from ritocco.library.weights_format import is_pickled
from ritocco.plain import shown
from ritocco.sentence import Sentence

Pair = tuple[nn.Module, nn.Module]
"""What goes before the keys, and before the values: each the change of a context, float32."""

_MOST_LAYERS, _WIDEST = 50, 100.0
"""Layers, and widths of one beside the context's, beyond which nobody has trained any."""
_USUAL_DROPOUT = 0.3
_NO_ACTIVATION = ("linear", "identity", None)
_OTHER_NAMES = {"swish": nn.Hardswish, "leakyrelu": nn.LeakyReLU}
_UNFIT = {nn.MultiheadAttention, nn.Threshold, nn.GLU}
"""Of torch's activations: what needs more than to be named, or changes the width."""
_ACTIVATIONS: Mapping[str, type[nn.Module]] = {
    name.lower(): kind
    for name, kind in vars(nn.modules.activation).items()
    if isinstance(kind, type) and kind.__module__ == nn.modules.activation.__name__
    if kind not in _UNFIT
} | _OTHER_NAMES
_OLD_NAMES = {"linear1.": "linear.0.", "linear2.": "linear.1."}


@dataclass(frozen=True, slots=True, eq=False)
class HypernetworkFile:
    """A hypernetwork. pairs: width of a context -> its networks, in main memory."""

    path: Path
    pairs: Mapping[int, Pair]


@dataclass(frozen=True, slots=True)
class _Layers:
    """Of what each network is made.

    widths      of its layers, the first and the last 1, beside the context's own
    activation  after each layer; None: there is none
    at_end      whether after the last as well
    norms       whether each layer is normalised
    dropouts    whether something was dropped after a layer in training, by the width it leads to
    """

    widths: tuple[float, ...]
    activation: str | None
    at_end: bool
    norms: bool
    dropouts: tuple[bool, ...]

    def made(self, width: int) -> nn.Sequential:
        """A network for contexts of this width, without weights."""
        layers: list[nn.Module] = []
        sides = [int(width * share) for share in self.widths]
        last = len(sides) - 2
        for at, (before, after) in enumerate(pairwise(sides)):
            layers.append(nn.Linear(before, after))
            if self.activation is not None and (at < last or self.at_end):
                layers.append(_ACTIVATIONS[self.activation]())
            if self.norms:
                layers.append(nn.LayerNorm(after))
            if self.dropouts[at + 1]:
                layers.append(nn.Dropout())  # changes nothing now, but counts as a layer
        return nn.Sequential(*layers)


def read_hypernetwork(path: Path) -> HypernetworkFile:
    """The networks in a file. Runs no code from it. Raises BadModel, with what is wrong."""
    with told_of_damage(lambda why: _damaged(path, why)):
        said, tensors = _said_and_tensors(path)
        widths = sorted(hypernetwork_widths(Contents(dict.fromkeys(tensors, ()))))
        if not widths:
            raise BadModel(
                "{name} is no hypernetwork: it holds no networks for keys and values. Choose "
                "another file.",
                name=path.name,
            )
        layers = _layers(path, said)
        pairs = {
            width: (
                _network(path, layers, width, 0, tensors),
                _network(path, layers, width, 1, tensors),
            )
            for width in widths
        }
    return HypernetworkFile(path, pairs)


def _said_and_tensors(path: Path) -> tuple[Mapping[Any, Any], dict[str, Tensor]]:
    """What a file says of itself, and its tensors as `WIDTH.SIDE.NAME`."""
    if not is_pickled(path):
        weights = Weights.open(path)
        try:
            tensors = {
                name: weights.exact(tensor).clone() for name, tensor in weights.tensors.items()
            }
        finally:
            weights.close()
        return {}, tensors
    said = read_pickled(path)
    if not isinstance(said, dict):
        raise ValueError("not a dictionary")
    tensors = {}
    for width, sides in said.items():
        if type(width) is not int or not isinstance(sides, list | tuple):
            continue
        for side, state in enumerate(sides):
            for name, tensor in state.items():
                tensors[f"{width}.{side}.{name}"] = tensor
    return said, tensors


def _layers(path: Path, said: Mapping[Any, Any]) -> _Layers:
    """What a file says of its networks; what it does not say is as the web UI takes it."""
    widths = said.get("layer_structure") or (1, 2, 1)
    known = isinstance(widths, list | tuple) and 2 <= len(widths) <= _MOST_LAYERS
    if not known or not all(type(one) in (int, float) and 0 < one <= _WIDEST for one in widths):
        raise _damaged(path, Sentence("layers {widths}", widths=shown(widths)))
    activation = said.get("activation_func")
    if activation in _NO_ACTIVATION:
        activation = None
    elif not isinstance(activation, str) or activation.lower() not in _ACTIVATIONS:
        raise BadModel(
            "The hypernetwork {name} was trained with an activation that is not known here "
            "({activation}). Choose another one.",
            name=path.stem,
            activation=shown(activation),
        )
    return _Layers(
        widths=tuple(widths),
        activation=activation and activation.lower(),
        at_end=bool(said.get("activate_output", True)),
        norms=bool(said.get("is_layer_norm", False)),
        dropouts=_dropouts(said, len(widths)),
    )


def _dropouts(said: Mapping[Any, Any], count: int) -> tuple[bool, ...]:
    """After which layers there was a dropout, by the widths they lead to."""
    given = said.get("dropout_structure")
    if isinstance(given, list | tuple) and any(given):
        return (*(float(share) > 0 for share in given), *[False] * count)[:count]
    if not said.get("use_dropout", False):
        return (False,) * count
    at_end = bool(said.get("last_layer_dropout", False))
    # After each hidden layer, after the last one of them only where that was asked for.
    hidden = [True] * max(count - 3, 0)
    return (False, *hidden, *([at_end] if count > 2 else []), False)[:count]


def _network(
    path: Path, layers: _Layers, width: int, side: int, tensors: Mapping[str, Tensor]
) -> nn.Module:
    """One network with its weights. Raises BadModel where the file's do not fit it."""
    prefix = f"{width}.{side}."
    found = {
        _named(name.removeprefix(prefix)): tensor
        for name, tensor in tensors.items()
        if name.startswith(prefix)
    }
    with torch.device("meta"):
        made = layers.made(width)
    wanted = {f"linear.{name}": weight for name, weight in made.state_dict().items()}
    if found.keys() != wanted.keys() or any(
        not isinstance(found[name], Tensor) or found[name].shape != like.shape
        for name, like in wanted.items()
    ):
        raise _damaged(
            path,
            Sentence("the weights for width {width} are not those of its layers", width=width),
        )
    if not all(tensor.is_floating_point() for tensor in found.values()):
        raise BadModel(
            "The hypernetwork {name} stores whole numbers in place of weights. Choose another "
            "version of it.",
            name=path.stem,
        )
    state = {
        name.removeprefix("linear."): tensor.to("cpu", torch.float32, copy=True)
        for name, tensor in found.items()
    }
    if not all(bool(weight.isfinite().all()) for weight in state.values()):
        raise BadModel(
            "The hypernetwork {name} holds weights that are no numbers (NaN). The file is "
            "damaged: get it again.",
            name=path.stem,
        )
    made.load_state_dict(state, assign=True)
    return made.requires_grad_(False).eval()


def _named(name: str) -> str:
    """By today's names."""
    old = next((old for old in _OLD_NAMES if name.startswith(old)), None)
    return _OLD_NAMES[old] + name.removeprefix(old) if old else name


def _damaged(path: Path, why: str) -> BadModel:
    return BadModel(
        "The hypernetwork {name} is damaged ({reason}). Get it again.",
        name=path.stem,
        reason=why,
    )
