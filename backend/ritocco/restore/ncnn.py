"""Networks in the files of ncnn, run by torch.

Its nets of pictures are chains of few kinds of layers, so the graph itself is run: no code
knows an architecture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812  torch's own custom
from torch import Tensor, nn

from ritocco.errors import BadModel
from ritocco.from_disk import DAMAGE, content, opened, reason
from ritocco.restore.ncnn_file import NcnnLayer, NcnnWeights, Parameters, parsed

STRIP = 32
"""Rows of a picture whose enlargement is computed at a time."""

Operation = Callable[..., Tensor]
"""From the tensors of a layer's inputs to its output."""
Make = Callable[[Parameters, NcnnWeights], Operation]


class _Convolution(nn.Module):
    """A convolution with its activation."""

    def __init__(self, parameters: Parameters, weights: NcnnWeights) -> None:
        super().__init__()
        wide, filters = parameters[1], parameters[0]
        high = parameters.get(11, wide)
        count = parameters[6]
        channels = count // (filters * wide * high)
        pad = parameters.get(4, 0)
        if pad < 0:
            raise ValueError("a padding that is not known")
        self.convolution = nn.Conv2d(
            channels,
            filters,
            (high, wide),
            stride=parameters.get(3, 1),
            padding=(parameters.get(14, pad), pad),
            dilation=parameters.get(2, 1),
            bias=bool(parameters.get(5, 0)),
        )
        shape = self.convolution.weight.shape
        self.convolution.weight = nn.Parameter(weights.tagged(count).reshape(shape), False)
        if self.convolution.bias is not None:
            self.convolution.bias = nn.Parameter(weights.plain(filters), False)
        self.activation = _ACTIVATIONS[parameters.get(9, 0)](parameters.get(10, []))

    def forward(self, pixels: Tensor) -> Tensor:
        done: Tensor = self.convolution(pixels)
        return done if self.activation is None else cast(Tensor, self.activation(done))


_ACTIVATIONS: dict[int, Callable[[list[float]], nn.Module | None]] = {
    0: lambda _: None,
    1: lambda _: nn.ReLU(inplace=True),
    2: lambda slopes: nn.LeakyReLU(slopes[0], inplace=True),
}


def _prelu(parameters: Parameters, weights: NcnnWeights) -> Operation:
    made = nn.PReLU(parameters[0])
    made.weight = nn.Parameter(weights.plain(parameters[0]), False)
    return made


def _relu(parameters: Parameters, _: NcnnWeights) -> Operation:
    return nn.LeakyReLU(parameters.get(0, 0.0))


def _concat(parameters: Parameters, _: NcnnWeights) -> Operation:
    if parameters.get(0, 0):
        raise ValueError("a join along another axis than the channels")
    return lambda *parts: torch.cat(parts, 1)


def _sum(parameters: Parameters, _: NcnnWeights) -> Operation:
    if parameters.get(0, 0) != 1:
        raise ValueError("a combination that is no sum")
    factors = parameters.get(1) or [1.0, 1.0]

    def add(first: Tensor, second: Tensor) -> Tensor:
        scaled = second if factors[1] == 1 else second * factors[1]
        return torch.add(scaled, first, alpha=factors[0])

    return add


def _binary(parameters: Parameters, _: NcnnWeights) -> Operation:
    combine = _COMBINATIONS[parameters.get(0, 0)]
    if not parameters.get(1, 0):
        return combine
    number = parameters.get(2, 0.0)
    return lambda left: combine(left, number)


_COMBINATIONS: dict[int, Operation] = {0: torch.add, 1: torch.sub, 2: torch.mul}


def _shuffle(parameters: Parameters, _: NcnnWeights) -> Operation:
    return nn.PixelShuffle(parameters.get(0, 1))


class _Interpolation(nn.Module):
    """Another size, by factors; `reach` is how many pixels away it looks."""

    def __init__(self, parameters: Parameters, _: NcnnWeights) -> None:
        super().__init__()
        self.way, self.reach = _WAYS[parameters.get(0, 0)]
        self.factors = (float(parameters.get(1, 1)), float(parameters.get(2, 1)))
        if parameters.get(6, 0):
            raise ValueError("an enlargement that keeps corners, which cannot be tiled")

    def forward(self, pixels: Tensor) -> Tensor:
        return F.interpolate(pixels, scale_factor=self.factors, mode=self.way)


_WAYS = {1: ("nearest", 0), 2: ("bilinear", 1), 3: ("bicubic", 2)}


_LAYERS: dict[str, Make] = {
    "Convolution": _Convolution,
    "PReLU": _prelu,
    "ReLU": _relu,
    "Concat": _concat,
    "Eltwise": _sum,
    "BinaryOp": _binary,
    "PixelShuffle": _shuffle,
    "Interp": _Interpolation,
}


@dataclass(frozen=True, slots=True)
class _Step:
    """One operation: the places of its inputs and output, and those not needed after it."""

    run: Operation
    inputs: tuple[str, ...]
    output: str
    done: tuple[str, ...]


class Graph(nn.Module):
    """A network of one input and one output, (N, C, H, W) each.

    Raises BadModel where it has layers of a kind that is not known.
    """

    def __init__(self, layers: tuple[NcnnLayer, ...], weights: NcnnWeights) -> None:
        super().__init__()
        self.parts = nn.ModuleList()
        names: dict[str, str] = {}
        steps: list[tuple[Operation, tuple[str, ...], str]] = []
        for layer in layers:
            if layer.kind == "Input":
                self._input = layer.outputs[0]
            elif layer.kind == "Split":  # another name for the same tensor
                names.update(
                    dict.fromkeys(layer.outputs, names.get(layer.inputs[0], layer.inputs[0]))
                )
            elif layer.kind in _LAYERS:
                run = _LAYERS[layer.kind](layer.parameters, weights)
                if isinstance(run, nn.Module):
                    self.parts.append(run)
                inputs = tuple(names.get(name, name) for name in layer.inputs)
                steps.append((run, inputs, layer.outputs[0]))
            else:
                raise ValueError(f"a layer of the kind {layer.kind}, which is not known")
        self._output = steps[-1][2]
        every = tuple(_with_last_uses(steps))
        first = next((at for at, step in enumerate(every) if _enlarges(step.run)), len(every))
        self._head, self._tail = every[:first], every[first:]
        self._reach = _reach(self._tail)

    def forward(self, pixels: Tensor) -> Tensor:
        """The layers up to where the picture is enlarged, then those at large size, in strips.

        What lies at large size would take ten times the memory of all that was before it; each
        strip sees as many rows around it as those layers do, so that the result is the same.
        """
        held = _through(self._head, {self._input: pixels})
        rows = pixels.shape[2]
        if rows <= STRIP or not self._tail:
            return _through(self._tail, held)[self._output]
        made = []
        for top in range(0, rows, STRIP):
            bottom = min(rows, top + STRIP)
            low, high = max(0, top - self._reach), min(rows, bottom + self._reach)
            seen = {name: tensor[:, :, low:high] for name, tensor in held.items()}
            strip = _through(self._tail, seen)[self._output]
            scale = strip.shape[2] // (high - low)
            made.append(strip[:, :, (top - low) * scale : (bottom - low) * scale])
        return torch.cat(made, 2)


def _through(steps: tuple[_Step, ...], held: dict[str, Tensor]) -> dict[str, Tensor]:
    """Run some steps; each tensor is let go after its last use."""
    for step in steps:
        held[step.output] = step.run(*(held[name] for name in step.inputs))
        for name in step.done:
            del held[name]
    return held


def _enlarges(run: Operation) -> bool:
    return isinstance(run, _Interpolation | nn.PixelShuffle)


def _reach(steps: tuple[_Step, ...]) -> int:
    """Rows of the picture, before it is enlarged, that a row of the result may hang on."""
    scale, reach = 1.0, 0.0
    for step in steps:
        if isinstance(step.run, _Convolution):
            convolution = step.run.convolution
            reach += convolution.dilation[0] * (convolution.kernel_size[0] // 2) / scale
        elif isinstance(step.run, nn.PixelShuffle):
            scale *= step.run.upscale_factor
        elif isinstance(step.run, _Interpolation):
            reach += step.run.reach / min(scale, scale * step.run.factors[0])
            scale = max(scale, scale * step.run.factors[0])
    return math.ceil(reach) + 1


def _with_last_uses(steps: list[tuple[Operation, tuple[str, ...], str]]) -> Iterator[_Step]:
    last = {name: index for index, (_, inputs, _) in enumerate(steps) for name in inputs}
    for index, (run, inputs, output) in enumerate(steps):
        done = tuple(name for name in dict.fromkeys(inputs) if last[name] == index)
        yield _Step(run, inputs, output, done)


def load(param: Path) -> Graph:
    """The network in a `.param` file and the `.bin` beside it. Raises BadModel."""
    try:
        layers = parsed(content(param).decode("ascii"))
        with opened(param.with_suffix(".bin")) as file:
            weights = NcnnWeights(file.read())
        graph = Graph(layers, weights)
        if not weights.finished():
            raise ValueError("weights are left over")
    except OSError as error:
        name = Path(error.filename or param).name
        raise BadModel(
            "{name} cannot be read: {reason}.", name=name, reason=reason(error)
        ) from None
    except DAMAGE as error:
        raise BadModel(
            "{name} is not an ncnn network that Ritocco can run: {reason}.",
            name=param.name,
            reason=str(error)[:200],
        ) from None
    return graph.eval()
