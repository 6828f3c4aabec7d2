"""Weights from a file into a module, one tensor at a time.

Safetensors are mapped from the disk and their pages given back while loading, so that the peak
is the module itself and one tensor. Everything is copied: a file that is replaced or deleted
afterwards cannot change or crash a loaded model.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from ritocco.diffusion.headers import (
    Stored,
    pickled_tensors,
    read_safetensors_header,
)
from ritocco.diffusion.quantised import Scales, unreadable
from ritocco.errors import BadModel
from ritocco.library.weights_format import is_pickled
from ritocco.sentence import Sentence

_DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "F8_E4M3": torch.float8_e4m3fn,
    "F8_E5M2": torch.float8_e5m2,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}
_GIVE_BACK_EVERY = 64 << 20
"""Bytes copied between two givings-back of the mapped pages."""


@dataclass(slots=True)
class Weights:
    """The tensors of one file by name, mapped where possible; valid until `close`.

    tensors  as they are stored; what they mean is said by `exact`
    """

    path: Path
    tensors: dict[str, Tensor]
    _scales: Scales
    _map: mmap.mmap | None = None
    _since: int = 0

    @classmethod
    def open(cls, path: Path) -> Weights:
        """Open a file in safetensors or pickle format. Raises BadModel."""
        if is_pickled(path):
            pickled = pickled_tensors(path)
            return cls(path, pickled, Scales(path.name, pickled))
        stored, _ = read_safetensors_header(path)
        with path.open("rb") as file:
            # A private writable map: torch warns about buffers it may not write to.
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        tensors = {name: _view(mapped, entry) for name, entry in stored.items()}
        return cls(path, tensors, Scales(path.name, tensors), mapped)

    def exact(self, tensor: Tensor) -> Tensor:
        """What one of the tensors, or a view of one, means where it was stored with a scale."""
        return self._scales.exact(tensor)

    def copied(self, nbytes: int) -> None:
        """Note that this much has been read; gives mapped pages back now and then."""
        self._since += nbytes
        if self._map is not None and self._since >= _GIVE_BACK_EVERY:
            self._since = 0
            if hasattr(mmap, "MADV_DONTNEED"):  # Windows trims mapped pages by itself
                self._map.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        """Let go of the file."""
        self.tensors.clear()
        if self._map is not None:
            with suppress(BufferError):  # a view is still alive; its end closes the map
                self._map.close()
            self._map = None


def _view(mapped: mmap.mmap, stored: Stored) -> Tensor:
    dtype = _DTYPES[stored.dtype]
    count = (stored.end - stored.start) // dtype.itemsize
    if count == 0:
        return torch.empty(stored.shape, dtype=dtype)
    if stored.start % dtype.itemsize:  # rare: an odd header; a copy of this one tensor aligns it
        raw = torch.frombuffer(
            mapped, dtype=torch.uint8, count=stored.end - stored.start, offset=stored.start
        )
        return raw.clone().view(dtype).view(stored.shape)
    return torch.frombuffer(mapped, dtype=dtype, count=count, offset=stored.start).view(
        stored.shape
    )


@dataclass(frozen=True, slots=True)
class Target:
    """How weights are to lie in memory."""

    device: torch.device
    dtype: torch.dtype
    channels_last: bool = False

    def place(self, tensor: Tensor) -> Tensor:
        """A copy of a tensor in its place; four axes make it a convolution's weight."""
        four = self.channels_last and tensor.dim() == 4
        layout = torch.channels_last if four else torch.contiguous_format
        dtype = self.dtype if tensor.is_floating_point() else tensor.dtype
        return tensor.to(self.device, dtype, copy=True, memory_format=layout)


def fill(
    module: nn.Module,
    found: Mapping[str, Tensor],
    target: Target,
    where: str,
    part: str,
    exact: Callable[[Tensor], Tensor],
) -> Iterator[Tensor]:
    """Give a module on the meta device its weights; what it does not know is passed over.

    `exact` says what a stored tensor means. Yields each tensor of the file once it is copied;
    the module is whole when the iteration has ended. Raises BadModel when weights of `part` are
    missing from `where` or have another shape, before any is read, and for integers.
    """
    wanted = module.state_dict()
    missing = [name for name in wanted if name not in found]
    if len(missing) == len(wanted):
        raise BadModel(
            "{where} has no {part} inside. Use a complete version of this model.",
            where=where,
            part=part,
        )
    if missing:
        raise BadModel(
            "{where} lacks {count} of the {all} weights of its {part} (such as {missing}). "
            "Use a complete version of this model.",
            where=where,
            count=len(missing),
            all=len(wanted),
            part=part,
            missing=missing[0],
        )
    for name, like in wanted.items():
        if found[name].shape != like.shape:
            raise BadModel(
                "{where} does not fit together: {name} of its {part} is {found}, not {like}. "
                "It is a model of another kind.",
                where=where,
                name=name,
                part=part,
                found=_size(found[name]),
                like=_size(like),
            )
    placed = {}
    for name, like in wanted.items():
        value = exact(found[name])
        if like.is_floating_point() and not value.is_floating_point():
            raise unreadable(
                where,
                Sentence("as {type} without a scale", type=str(value.dtype).removeprefix("torch.")),
            )
        placed[name] = target.place(value)
        yield found[name]
    module.load_state_dict(placed, assign=True)
    module.requires_grad_(False).eval()


def _size(tensor: Tensor) -> str:
    return " x ".join(map(str, tensor.shape))
