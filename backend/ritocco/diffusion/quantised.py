"""Weights stored as small numbers: the formats whose numbers are exact, the others by name.

A scaled weight `X.weight` (8 bits) means `X.weight * X.scale_weight`, with one scale for all of
it or one for each row; newer files write `X.weight_scale`, and the format's name into
`X.comfy_quant`. Scales of a layer's input change no weight.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ritocco.errors import BadModel
from ritocco.from_disk import json_from, reading
from ritocco.sentence import Sentence

if TYPE_CHECKING:  # names are looked at by faces that never load torch
    from torch import Tensor

_SCALES = (".scale_weight", ".weight_scale")
_FORMAT = ".comfy_quant"
_MARKS = ("scaled_fp8", "scale_input", "input_scale")
"""Last words of keys beside weights that do not change what these mean."""
_SCALED_FORMATS = ("float8_e4m3fn", "float8_e5m2", "int8_tensorwise")
_OTHER_FORMATS: dict[Sentence, tuple[str, ...]] = {
    Sentence("in 4 bits by bitsandbytes"): (".quant_state.bitsandbytes__", ".absmax", ".quant_map"),
    Sentence("in 8 bits by bitsandbytes"): (".SCB", ".weight_format"),
    Sentence("in 4 bits (NVFP4)"): (".weight_scale_2",),
    Sentence("by Quanto"): (".weight._data", ".weight._scale"),
    Sentence("in packed integers (GPTQ, AWQ or SVDQuant)"): (".qweight", ".qzeros", ".wscales"),
}
"""Words for a format -> what is in its keys."""


UNKNOWN = Sentence("in an unknown format")


def check_format(where: str, names: Iterable[str]) -> None:
    """Raise BadModel, naming the format, where these keys tell one that cannot be read."""
    for name in names:
        for words, parts in _OTHER_FORMATS.items():
            if any(part in name for part in parts):
                raise unreadable(where, words)


def unreadable(where: str, words: Sentence) -> BadModel:
    """The error for weights that are stored so: "in 4 bits"."""
    return BadModel(
        "{where} is stored {words}, which Ritocco cannot read. Use a version in 16 bits "
        "(fp16 or bf16), or plain fp8.",
        where=where,
        words=words,
    )


class Scales:
    """The scales of a file's weights, taken out of its tensors."""

    def __init__(self, where: str, tensors: dict[str, Tensor]) -> None:
        """Take all that describes weights out of `tensors`. Raises BadModel as `check_format`."""
        self._where = where
        self._by_storage: dict[int, Tensor] = {}
        check_format(where, tensors)
        for name in [name for name in tensors if name.endswith(_FORMAT)]:
            self._check(tensors.pop(name))
        for name in [name for name in tensors if name.rsplit(".", 1)[-1] in _MARKS]:
            del tensors[name]
        for ending in _SCALES:
            for name in [name for name in tensors if name.endswith(ending)]:
                scale, weight = (
                    tensors.pop(name),
                    tensors.get(name.removesuffix(ending) + ".weight"),
                )
                if weight is None or scale.numel() not in (1, weight.shape[0]):
                    raise unreadable(where, Sentence("with scales in blocks"))
                self._by_storage[storage(weight)] = scale

    def exact(self, tensor: Tensor) -> Tensor:
        """What a tensor of the file, or a part of one, means. Raises BadModel for integers."""
        scale = self._by_storage.get(storage(tensor))
        if scale is None:
            return tensor
        if scale.numel() not in (1, tensor.shape[0]):
            raise unreadable(self._where, Sentence("with scales for rows of joined weights"))
        return tensor.float() * scale.float().reshape(-1, *[1] * (tensor.dim() - 1))

    def _check(self, said: Tensor) -> None:
        named = reading(lambda: json_from(bytes(said.tolist())).get("format"), None)
        if named not in _SCALED_FORMATS:
            words = Sentence("as {format}", format=named) if named else UNKNOWN
            raise unreadable(self._where, words)


def storage(tensor: Tensor) -> int:
    """Where a tensor's numbers lie: the same for all views of it."""
    return tensor.untyped_storage().data_ptr()
