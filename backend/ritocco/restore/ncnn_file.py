"""The files of ncnn, a small inference library: `.param` (a graph) and `.bin` (its weights).

Format (ncnn's wiki, "param and model file structure"): a magic number, counts, then a line for
each layer: kind, name, numbers of inputs and outputs, their names, and `key=value` parameters,
where key -23300 - n holds the list n. Weights lie in the order of the layers, float32 or, after
a mark, float16, padded to four bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

MAGIC = "7767517"
_LISTS = -23300
_HALF, _FULL = 0x01306B47, 0
"""Marks before weights: float16, float32."""

Parameters = Mapping[int, Any]


@dataclass(frozen=True, slots=True)
class NcnnLayer:
    """One line of a `.param` file."""

    kind: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    parameters: Parameters


class NcnnWeights:
    """Reads a `.bin` file from its start to its end."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def tagged(self, count: int) -> Tensor:
        """So many numbers after the mark that says how they are stored, as float32."""
        mark = int(self._take(1, "<u4")[0])
        if mark == _FULL:
            return self.plain(count)
        if mark != _HALF:
            raise ValueError("weights of a kind that is not known (int8 or tables)")
        half = self._take(count, "<f2")
        self._at += self._at % 4
        return torch.from_numpy(half.astype(np.float32))

    def plain(self, count: int) -> Tensor:
        """So many numbers without a mark: float32."""
        return torch.from_numpy(self._take(count, "<f4").astype(np.float32))

    def finished(self) -> bool:
        """Whether nothing is left."""
        return self._at == len(self._data)

    def _take(self, count: int, dtype: str) -> NDArray[Any]:
        taken = np.dtype(dtype).itemsize * count
        if self._at + taken > len(self._data):
            raise ValueError("the weights end too early")
        numbers = np.frombuffer(self._data, dtype, count, self._at)
        self._at += taken
        return numbers


def parsed(text: str) -> tuple[NcnnLayer, ...]:
    """The layers of a `.param` file. Raises ValueError where it is none."""
    lines = text.split("\n")
    if lines[0].strip() != MAGIC:
        raise ValueError("it does not begin with ncnn's number")
    return tuple(_layer(line.split()) for line in lines[2:] if line.strip())


def _layer(words: list[str]) -> NcnnLayer:
    inputs, outputs = int(words[2]), int(words[3])
    names = words[4 : 4 + inputs + outputs]
    parameters = dict(_parameter(word) for word in words[4 + inputs + outputs :])
    return NcnnLayer(words[0], words[1], tuple(names[:inputs]), tuple(names[inputs:]), parameters)


def _parameter(word: str) -> tuple[int, Any]:
    key, _, value = word.partition("=")
    if int(key) <= _LISTS:
        return _LISTS - int(key), [float(number) for number in value.split(",")[1:]]
    return int(key), float(value) if "." in value or "e" in value else int(value)
