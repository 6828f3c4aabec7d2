"""What is in a weights file: names, shapes and metadata, without reading the weights.

Safetensors headers are read here with the standard library alone. Pickled files (.ckpt, .pt,
.pth, .bin) go through torch's restricted reader, which builds tensors and runs nothing.
"""

from __future__ import annotations

import pickle
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

from ritocco.errors import BadModel
from ritocco.from_disk import DAMAGE, json_from, opened, told_of_damage
from ritocco.library.weights_format import beginning, is_pickled, is_safetensors
from ritocco.sentence import Sentence
from ritocco.sizes import size_text

FAMILY_KEY = "ritocco.family"
"""Metadata of a safetensors file, or key of a folder's config, that names the family outright."""
_BITS = {"F64": 64, "F32": 32, "F16": 16, "BF16": 16, "F8_E4M3": 8, "F8_E5M2": 8}
_BITS |= {"I64": 64, "I32": 32, "I16": 16, "I8": 8, "U8": 8, "BOOL": 8}
_AGAIN = Sentence("Download it again.")
_MOST_SIDES = 16
"""Sides of a tensor; real ones have five at most."""
_MOST = 1 << 63
"""Bytes, and numbers along a side, beyond which torch cannot count."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One tensor of a safetensors file: its bytes are `start..end` of the file."""

    dtype: str
    shape: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The names and shapes in a weights file, and the text its maker left beside them."""

    shapes: Mapping[str, tuple[int, ...]]
    metadata: Mapping[str, str] = field(default_factory=dict)


def read_contents(path: Path) -> Contents:
    """Names, shapes and metadata of any weights file.

    Raises BadModel, in the artist's words, for a file that is cut short, cannot be opened, is
    no weights file at all, or would run code when read.
    """
    if is_pickled(path):
        return Contents({name: tuple(t.shape) for name, t in pickled_tensors(path).items()})
    stored, metadata = read_safetensors_header(path)
    return Contents({name: entry.shape for name, entry in stored.items()}, metadata)


def read_safetensors_header(path: Path) -> tuple[dict[str, Stored], dict[str, str]]:
    """The tensors of a .safetensors file by name, and its metadata. Raises BadModel."""
    first, size = beginning(path)
    length = int.from_bytes(first[:8], "little")
    if not is_safetensors(first):
        raise BadModel(_no_weights(path, first))
    if 8 + length > size:
        raise BadModel(_cut_short(path, size, None))

    def damaged(why: str) -> BadModel:
        return BadModel(
            "{name} is damaged: its table of contents cannot be read ({reason}). Download it "
            "again.",
            name=path.name,
            reason=why,
        )

    with told_of_damage(damaged):
        with opened(path) as file:
            file.seek(8)
            raw = file.read(length)
        header: dict[str, Any] = json_from(raw)
        metadata = {str(k): str(v) for k, v in header.pop("__metadata__", {}).items()}
        kinds = {str(entry["dtype"]) for entry in header.values()} - _BITS.keys()
        if kinds:
            raise BadModel(
                "{name} stores weights as {kind}, which Ritocco cannot read. Use a version "
                "in 16 bits (fp16 or bf16).",
                name=path.name,
                kind=min(kinds)[:40],
            )
        stored = {name: _stored(entry, 8 + length) for name, entry in header.items()}
    end = max((entry.end for entry in stored.values()), default=0)
    if end > size:
        raise BadModel(_cut_short(path, size, end))
    return stored, metadata


def _stored(entry: dict[str, Any], base: int) -> Stored:
    shape, (start, end) = tuple(entry["shape"]), entry["data_offsets"]
    numbers = (*shape, start, end)
    if len(shape) > _MOST_SIDES or any(
        type(one) is not int or not 0 <= one < _MOST for one in numbers
    ):
        raise ValueError(entry)
    count = prod(shape)
    if end - start != count * _BITS[entry["dtype"]] // 8:
        raise ValueError(entry)
    return Stored(entry["dtype"], shape, base + start, base + end)


def pickled_tensors(path: Path) -> dict[str, Any]:
    """The tensors of a .ckpt or .pt file by name, as `tensors_in` names them. Raises BadModel."""
    with told_of_damage(
        lambda why: BadModel(
            "{name} is damaged ({reason}). {again}", name=path.name, reason=why, again=_AGAIN
        )
    ):
        return dict(tensors_in(read_pickled(path)))


def read_pickled(path: Path) -> Any:
    """The object in a .ckpt or .pt file, tensors mapped from the disk where that is possible.

    Runs no code from the file. Raises BadModel.
    """
    import torch  # late: most looks at files need no torch

    first, size = beginning(path)
    zipped = first.startswith(b"PK")
    if not zipped and not first.startswith(b"\x80"):
        raise BadModel(_no_weights(path, first))
    if zipped and _is_deflated(path):
        raise BadModel(
            "{name} is compressed as weights never are, and may be far larger than it looks. Use "
            "a .safetensors version of it.",
            name=path.name,
        )
    try:
        allowed = torch.serialization.safe_globals(
            [*((_Inert, name) for name in _HARMLESS), (_Parameters, _PARAMETERS)]
        )
        with allowed, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # our own sentence is enough
            return torch.load(path, map_location="cpu", weights_only=True, mmap=zipped or None)
    except pickle.UnpicklingError as error:
        raise BadModel(
            "{name} wants to run code ({culprit}), which Ritocco never does. Use a "
            ".safetensors version of it.",
            name=path.name,
            culprit=_culprit(error),
        ) from None
    except DAMAGE as error:
        if "TorchScript" in str(error):
            raise BadModel(
                "{name} is a TorchScript program: it holds code, which Ritocco never runs. "
                "Use a .safetensors version of it.",
                name=path.name,
            ) from None
        raise BadModel(_cut_short(path, size, None)) from None


def _is_deflated(path: Path) -> bool:
    """Whether a zip may unpack to more than it is; torch writes none that does but programs."""
    with suppress(zipfile.BadZipFile, *DAMAGE), zipfile.ZipFile(path) as zipped:
        entries = zipped.infolist()
        is_program = any(entry.filename.endswith("/constants.pkl") for entry in entries)
        deflated = any(entry.compress_type != zipfile.ZIP_STORED for entry in entries)
        return deflated and not is_program  # which torch refuses unread
    return False  # whoever reads it says what is wrong


_HARMLESS = (
    "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint",
    "pytorch_lightning.callbacks.early_stopping.EarlyStopping",
    "numpy.core.multiarray.scalar",
    "numpy._core.multiarray.scalar",
    "numpy.dtype",
)
"""What training scripts left in well-known checkpoints beside the weights. They are not looked
up: an inert stand-in takes their place, so nothing of them runs."""


class _Inert:
    """Takes the place of an object that we do not want: accepts anything, does nothing."""

    def __init__(self, *ignored: object) -> None:
        pass

    def __setstate__(self, ignored: object) -> None:
        pass


_PARAMETERS = "torch.nn.modules.container.ParameterDict"
"""In which the first textual inversions kept their vectors."""


class _Parameters(dict[str, Any]):
    """Takes the place of a `ParameterDict`: what was in it, and nothing of what it could do."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.update(state["_parameters"])


def _culprit(error: Exception) -> str:
    """The name of what a pickle asked for, from torch's message."""
    for word in str(error).replace("`", " ").split():
        if "." in word.strip(".") and not word.startswith(("torch.", "weights_only", "http", "2.")):
            return word.strip(".,")
    return Sentence("an unknown object")


def tensors_in(loaded: Any) -> Iterator[tuple[str, Any]]:
    """(name, tensor) of everything in a loaded pickle, wrappers such as `state_dict` opened.

    Names of nested dictionaries are joined by dots, which leaves plain files as they are.
    """
    import torch

    for wrapper in ("state_dict", "params_ema", "params"):
        if isinstance(loaded, dict) and isinstance(loaded.get(wrapper), dict):
            loaded = loaded[wrapper]
            break

    def walk(prefix: str, value: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(value, torch.Tensor):
            yield prefix, value
        elif isinstance(value, (dict, list, tuple)):
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            for key, inner in pairs:
                yield from walk(f"{prefix}.{key}" if prefix else str(key), inner)

    yield from walk("", loaded)


def _no_weights(path: Path, first: bytes) -> Sentence:
    """What a file is that holds no weights."""
    start = first.lstrip().lower()
    if not first:
        return Sentence("{name} is empty. Download it again.", name=path.name)
    if start.startswith((b"<!doctype", b"<html", b'{"error', b'{"message')):
        return Sentence(
            "{name} is a web page that was saved in place of the model. Download it again; the "
            "site may want you to log in first.",
            name=path.name,
        )
    if start.startswith(b"version https://git-lfs"):
        return Sentence(
            "{name} only points to the model (Git LFS). Download the file itself.", name=path.name
        )
    if first.startswith(b"GGUF"):
        return Sentence(
            "{name} is a GGUF file, which Ritocco cannot read. Use a .safetensors version.",
            name=path.name,
        )
    if not any(first):
        return Sentence(
            "{name} holds only zeros: its download never finished. Download it again.",
            name=path.name,
        )
    return Sentence(
        "{name} is not a Stable Diffusion file. Choose a .safetensors or .ckpt model.",
        name=path.name,
    )


def _cut_short(path: Path, size: int, whole: int | None) -> Sentence:
    """A file of which the end is missing; sizes in bytes."""
    if whole is None:
        return Sentence("{name} is cut short or damaged. Download it again.", name=path.name)
    return Sentence(
        "{name} is cut short: {size} of {whole} are here. Download it again.",
        name=path.name,
        size=size_text(size),
        whole=size_text(whole),
    )
