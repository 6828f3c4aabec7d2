"""Adapters' files that are broken, foreign or hostile: one of each kind that somebody has met.

For every reader: it tells each in one sentence, leaves nothing behind and runs no code of theirs.
"""

import base64
import json
import os
import pickle
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from safetensors.torch import save_file
from torch import Tensor

from ritocco.recipe.adapter import AdapterKind

LORA, EMBEDDING, HYPERNETWORK = AdapterKind.LORA, AdapterKind.EMBEDDING, AdapterKind.HYPERNETWORK
_KEY = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k"
_PEFT = "lora_A.weight", "lora_B.weight"


@dataclass(frozen=True)
class Broken:
    """One such file.

    file    its name
    kind    on whose shelf it is laid
    make    writes it; the path beside it is one that code in it would make
    added   what is said when it is added (a pattern); None: nothing, it tells itself only in use
    listed  whether a list, which reads no weights, knows too
    """

    file: str
    kind: AdapterKind
    make: Callable[[Path, Path], object]
    added: str | None
    listed: bool = True


class Attack:
    """Makes a folder, where a pickle is read as Python reads it."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.trace),)


def header(text: str | bytes, length: int | None = None, tail: bytes = b"") -> bytes:
    """A safetensors file with this as its table of contents."""
    raw = text.encode() if isinstance(text, str) else text
    return struct.pack("<Q", len(raw) if length is None else length) + raw + tail


def lora(down: Tensor, up: Tensor, key: str = _KEY, **more: Tensor) -> dict[str, Tensor]:
    """A LoRA of one module."""
    parts = {"lora_down.weight": down, "lora_up.weight": up, **more}
    return {f"{key}.{name}": tensor for name, tensor in parts.items()}


def peft(module: str, width: int) -> dict[str, Tensor]:
    """The same as PEFT names it, for a layer of this width."""
    shapes = ((4, width), (width, 4))
    return {
        f"{module}.{name}": torch.zeros(shape) for name, shape in zip(_PEFT, shapes, strict=True)
    }


def _tensors(**tensors: Tensor) -> Callable[[Path, Path], object]:
    return lambda path, _: save_file({k.replace("__", "."): t for k, t in tensors.items()}, path)


def _of(tensors: dict[str, Tensor]) -> Callable[[Path, Path], object]:
    return lambda path, _: save_file(tensors, path)


def _raw(data: bytes) -> Callable[[Path, Path], object]:
    return lambda path, _: path.write_bytes(data)


def _saved(value: Callable[[Path], Any]) -> Callable[[Path, Path], object]:
    return lambda path, trace: torch.save(value(trace), path)


def _cut(make: Callable[[Path, Path], object], keep: float = 0.5) -> Callable[[Path, Path], object]:
    def cut(path: Path, trace: Path) -> None:
        make(path, trace)
        whole = path.read_bytes()
        path.write_bytes(whole[: int(keep * len(whole))])

    return cut


def _claims(entry: dict[str, Any], tail: bytes = b"") -> Callable[[Path, Path], object]:
    usual = {"dtype": "F32", "shape": [4, 768], "data_offsets": [0, 4 * 4 * 768]}
    return _raw(header(json.dumps({f"{_KEY}.lora_down.weight": usual | entry}), tail=tail))


def _expanded(_: Path) -> dict[str, Tensor]:
    """A number that claims to be 400 million."""
    return lora(torch.zeros(1).expand(4, 10**8), torch.zeros(320, 4))


def _bomb(path: Path, _: Path) -> None:
    """A pickle whose zip unpacks to a thousand times of itself."""
    plain = BytesIO()
    torch.save(lora(torch.zeros(4, 768), torch.zeros(3000, 4)), plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.infolist():
            target.writestr(entry.filename, source.read(entry), zipfile.ZIP_DEFLATED)


def picture(said: Any = None, *, packed: bytes | None = None, side: int = 8) -> bytes:
    """A PNG with an embedding as text: of this JSON, or of these bytes in base64."""
    info, stream = PngInfo(), BytesIO()
    if said is not None or packed is not None:
        raw = json.dumps(said).encode() if packed is None else packed
        info.add_text("sd-ti-embedding", base64.b64encode(raw).decode())
    Image.new("RGB", (side, side), "grey").save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


def _deflated_text() -> bytes:
    """A PNG whose text unpacks to 40 MB."""
    info, stream = PngInfo(), BytesIO()
    info.add_text("sd-ti-embedding", "A" * (40 << 20), zip=True)
    Image.new("RGB", (8, 8)).save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


def _bits_of(packed: bytes) -> bytes:
    """A PNG with these bytes in its pixels, where the web UI hides an embedding."""
    columns = 3
    data = np.frombuffer(packed.ljust(-(-len(packed) // 9) * 9, b"\0"), np.uint8).reshape(-1, 3, 3)
    state, noise = 0, []
    for _ in range(data.size):
        state = (1664525 * state + 1013904223) % 2**32
        noise.append((state % 255) & 15)
    mixed = np.array(noise, np.uint8).reshape(data.shape)
    pixels = np.full((len(data), 2 * columns + 3, 3), 128, np.uint8)
    pixels[:, :columns] = 16 + ((data & 15) ^ mixed)
    pixels[:, -columns:] = 16 + ((data >> 4) ^ mixed)
    stream = BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def _pixel_bomb() -> bytes:
    """Pixels that unpack to 64 MB."""
    return _bits_of(zlib.compress(b" " * (64 << 20), 9))


def _pair(width: int, inner: int = 1, value: float = 0.0) -> dict[str, Tensor]:
    hidden = inner * width
    return {
        "linear.0.weight": torch.full((hidden, width), value),
        "linear.0.bias": torch.zeros(hidden),
        "linear.1.weight": torch.zeros(width, hidden),
        "linear.1.bias": torch.zeros(width),
    }


def _network(**said: Any) -> Callable[[Path, Path], object]:
    """A hypernetwork for the context of mini, which says this of itself."""
    first = said.pop("first", _pair(96))
    usual = {96: (first, _pair(96)), "layer_structure": [1, 1, 1], "activation_func": "linear"}
    return _saved(lambda _: usual | said)


_UNET, _VAE = "model.diffusion_model.", "first_stage_model."
_ENCODER = {"encoder.down.0.block.0.norm1.weight": torch.zeros(8)}
_CHECKPOINT = {
    f"{_UNET}input_blocks.0.0.weight": torch.zeros(8, 4, 3, 3),
    f"{_UNET}input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": torch.zeros(8, 768),
    "cond_stage_model.transformer.text_model.final_layer_norm.weight": torch.zeros(8),
    **{_VAE + key: tensor for key, tensor in _ENCODER.items()},
}
_ZERO = lora(torch.zeros(4, 768), torch.zeros(320, 4))
_LINEAR = torch.zeros(4, 768), torch.zeros(320, 4)
_NAN = torch.full((4, 96), float("nan")), torch.zeros(16, 4)
_HTML = b"<!DOCTYPE html><html><title>Log in</title>"
_LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 37861176\n"
_DEEP = '{"a":' + "[" * 100_000 + "]" * 100_000 + "}"

ALL: tuple[Broken, ...] = (
    # No LoRA at all, whatever it is called.
    Broken("empty.safetensors", LORA, _raw(b""), "is empty"),
    Broken("page.safetensors", LORA, _raw(_HTML), "is a web page"),
    Broken("pointer.safetensors", LORA, _raw(_LFS), "only points to the model"),
    Broken("zeros.safetensors", LORA, _raw(bytes(9000)), "only zeros"),
    Broken("words.pt", LORA, _raw(b"plain words"), "is not a"),
    Broken("graph.gguf.bin", LORA, _raw(b"GGUF\x03" + bytes(60)), "GGUF"),
    Broken(
        "nothing.safetensors", LORA, _raw(header("{}")), "none of the kinds|no LoRA of any kind"
    ),
    Broken("deep.safetensors", LORA, _raw(header(_DEEP)), "damaged"),
    Broken("length.safetensors", LORA, _raw(header("{}", length=2**62)), "is not a"),
    Broken("checkpoint.safetensors", LORA, _of(_CHECKPOINT), None),
    Broken("vae.safetensors", LORA, _of(_ENCODER), None),
    Broken(
        "control.safetensors",
        LORA,
        _tensors(control_model__input_blocks__0__weight=torch.zeros(2, 2)),
        None,
    ),
    # Cut short, and claims.
    Broken("cut.safetensors", LORA, _cut(_of(_ZERO)), "cut short"),
    Broken("cut.pt", LORA, _cut(_saved(lambda _: _ZERO)), "cut short"),
    Broken(
        "four-gigabytes.safetensors",
        LORA,
        _claims({"shape": [2**20, 2**10], "data_offsets": [0, 2**32]}),
        "cut short",
    ),
    Broken("negative.safetensors", LORA, _claims({"shape": [-4, -768]}, bytes(12288)), "damaged"),
    Broken("sizes.safetensors", LORA, _claims({"shape": [5, 768]}, bytes(12288)), "damaged"),
    Broken("expanded.pt", LORA, _saved(_expanded), "claims to be larger", listed=False),
    Broken("bomb.pt", LORA, _bomb, "compressed"),
    # Code.
    Broken("evil.pt", LORA, _saved(lambda trace: {**_ZERO, "x": Attack(trace)}), "run code"),
    Broken(
        "evil.bin",
        LORA,
        lambda path, trace: path.write_bytes(pickle.dumps({"x": Attack(trace)}, 2)),
        "run code",
    ),
    Broken("evil.safetensors", LORA, _saved(lambda trace: {"x": Attack(trace)}), "but a pickle"),
    # For models of another kind.
    Broken(
        "flux.safetensors",
        LORA,
        _of(peft("transformer.single_transformer_blocks.0.attn.to_q", 3072)),
        "is a LoRA for Flux",
    ),
    Broken(
        "flux-kohya.safetensors",
        LORA,
        _of(lora(*_LINEAR, key="lora_unet_double_blocks_0_img_attn_qkv")),
        "is a LoRA for Flux",
    ),
    Broken(
        "sd3.safetensors",
        LORA,
        _of(lora(*_LINEAR, key="lora_unet_joint_blocks_0_x_block_attn_qkv")),
        "Stable Diffusion 3",
    ),
    Broken(
        "dit.safetensors",
        LORA,
        _of(peft("diffusion_model.layers.0.attention.qkv", 2304)),
        "another kind",
    ),
    Broken(
        "llama.safetensors",
        LORA,
        _of(peft("base_model.model.model.layers.0.self_attn.q_proj", 4096)),
        "a language model",
    ),
    Broken(
        "refiner.safetensors",
        LORA,
        _of(lora(torch.zeros(4, 1280), torch.zeros(640, 4))),
        "SDXL refiner",
    ),
    Broken(
        "motion.safetensors",
        LORA,
        _of(
            lora(
                *_LINEAR,
                key="down_blocks.0.motion_modules.0.temporal_transformer.attention_blocks.0.to_q",
            )
        ),
        "AnimateDiff",
    ),
    Broken("other-family.safetensors", LORA, _of(_ZERO), None, listed=False),
    # Parts that do not go together.
    Broken(
        "rank.safetensors", LORA, _of(lora(torch.zeros(4, 96), torch.zeros(16, 8))), "do not meet"
    ),
    Broken("axes.safetensors", LORA, _of(lora(torch.zeros(4, 96, 3), torch.zeros(16, 4))), "shape"),
    Broken(
        "no-rank.safetensors",
        LORA,
        _of(lora(torch.zeros(0, 96), torch.zeros(16, 0))),
        "of the shape 0 x 96",
    ),
    Broken(
        "half.safetensors",
        LORA,
        _of({f"{_KEY}.lora_up.weight": torch.zeros(16, 4)}),
        "no LoRA of any kind",
    ),
    Broken(
        "whole-numbers.safetensors",
        LORA,
        _of(lora(torch.zeros(4, 96, dtype=torch.int8), torch.zeros(16, 4))),
        "int8",
        listed=False,
    ),
    Broken("nan.safetensors", LORA, _of(lora(*_NAN)), "NaN", listed=False),
    Broken(
        "infinite.safetensors",
        LORA,
        _of(lora(torch.zeros(4, 96), torch.zeros(16, 4), alpha=torch.tensor(float("inf")))),
        "NaN",
        listed=False,
    ),
    Broken(
        "elsewhere.safetensors",
        LORA,
        _of(lora(torch.zeros(4, 96), torch.zeros(16, 4), key="lora_unet_no_such_layer")),
        None,
        listed=False,
    ),
    # Embeddings.
    Broken(
        "evil-words.pt", EMBEDDING, _saved(lambda t: {"string_to_param": Attack(t)}), "run code"
    ),
    Broken("cut-words.pt", EMBEDDING, _cut(_saved(lambda _: {"cat": torch.zeros(8, 768)})), "cut"),
    Broken("page.bin", EMBEDDING, _raw(_HTML), "is a web page"),
    Broken("ink.safetensors", EMBEDDING, _of(_ZERO), None),
    Broken(
        "two-parts.safetensors",
        EMBEDDING,
        _tensors(clip_l=torch.zeros(1, 768), clip_g=torch.zeros(2, 1280)),
        "vectors for one",
    ),
    Broken(
        "many.safetensors",
        EMBEDDING,
        _tensors(emb_params=torch.zeros(200, 96)),
        "200 vectors",
    ),
    Broken(
        "none.safetensors",
        EMBEDDING,
        _tensors(emb_params=torch.zeros(0, 96)),
        "no vectors",
    ),
    Broken(
        "nan-words.safetensors",
        EMBEDDING,
        _tensors(emb_params=torch.full((1, 96), float("nan"))),
        "NaN",
        listed=False,
    ),
    Broken(
        "integers.safetensors",
        EMBEDDING,
        _tensors(emb_params=torch.zeros(1, 96, dtype=torch.int64)),
        "whole numbers",
        listed=False,
    ),
    Broken("t5.safetensors", EMBEDDING, _tensors(t5xxl=torch.zeros(2, 4096)), "is no embedding"),
    Broken("photo.png", EMBEDDING, _raw(picture()), "no embedding in it"),
    Broken("cut.png", EMBEDDING, _cut(_raw(picture({"a": 1}, side=400))), "cannot be read|damaged"),
    Broken("no-json.png", EMBEDDING, _raw(picture(packed=b"no json")), "damaged"),
    Broken(
        "no-tensors.png", EMBEDDING, _raw(picture({"string_to_param": {"*": 3}})), "no embedding"
    ),
    Broken(
        "ragged.png",
        EMBEDDING,
        _raw(picture({"string_to_param": {"*": {"TORCHTENSOR": [[1, 2], [3]]}}})),
        "damaged",
    ),
    Broken(
        "text-bomb.png", EMBEDDING, lambda path, _: path.write_bytes(_deflated_text()), "damaged"
    ),
    Broken("pixel-bomb.png", EMBEDDING, lambda path, _: path.write_bytes(_pixel_bomb()), "damaged"),
    # Hypernetworks.
    Broken(
        "evil-network.pt",
        HYPERNETWORK,
        _saved(lambda trace: {96: (_pair(96), _pair(96)), "x": Attack(trace)}),
        "run code",
    ),
    Broken("cut-network.pt", HYPERNETWORK, _cut(_network()), "cut short"),
    Broken(
        "sides.pt", HYPERNETWORK, _saved(lambda _: {96: (_pair(96), {})}), "damaged", listed=False
    ),
    Broken("layers.pt", HYPERNETWORK, _network(layer_structure=[1, 3, 1]), "damaged", listed=False),
    Broken(
        "endless.pt", HYPERNETWORK, _network(layer_structure=[1] * 10**5), "damaged", listed=False
    ),
    Broken(
        "activation.pt",
        HYPERNETWORK,
        _network(activation_func="exec"),
        "not known here",
        listed=False,
    ),
    Broken(
        "nan-network.pt",
        HYPERNETWORK,
        _network(first=_pair(96, value=float("nan"))),
        "NaN",
        listed=False,
    ),
    Broken("lora-of-it.pt", HYPERNETWORK, _saved(lambda _: _ZERO), None),
)
