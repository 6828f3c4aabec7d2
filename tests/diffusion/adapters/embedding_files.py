"""Writers of embeddings in every format there is, from how those formats are described."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image, PngImagePlugin
from safetensors.torch import save_file
from torch import Tensor, nn

from tests.canvas.read_only import avif, jxl

HEIGHT = 64
"""Pixels of a picture that holds an embedding."""


def web_ui(path: Path, rows: Tensor, **options: Any) -> None:
    """A pickle of the A1111 web UI."""
    said = {"string_to_token": {"*": 265}, "string_to_param": {"*": rows}}
    more = {"name": "by another name", "step": 9, "sd_checkpoint": "0", "sd_checkpoint_name": None}
    torch.save(said | more, path, **options)


def first_of_all(path: Path, rows: Tensor) -> None:
    """A pickle of the repository that had textual inversion first."""
    held = nn.ParameterDict({"*": nn.Parameter(rows.clone())})
    torch.save({"string_to_token": {"*": torch.tensor(265)}, "string_to_param": held}, path)


def by_word(path: Path, rows: Tensor) -> None:
    """diffusers': the word and its vectors; a single one has no rows."""
    tensor = rows[0].clone() if len(rows) == 1 else rows
    if path.suffix == ".bin":
        torch.save({"<some-word>": tensor}, path)
    else:
        save_file({"<some-word>": tensor}, path)


def kohya(path: Path, rows: Tensor) -> None:
    save_file({"emb_params": rows}, path, metadata={"ss_output_name": "x"})


def two_encoders(path: Path, one: Tensor, other: Tensor) -> None:
    """SDXL's."""
    save_file({"clip_g": other, "clip_l": one}, path)


def as_text(path: Path, rows: Tensor) -> None:
    """A PNG of the web UI, with the embedding in a text chunk."""
    png_with(path, base64.b64encode(_json(rows)).decode(), compressed=False)


def as_packed_text(path: Path, rows: Tensor) -> None:
    """The same in a chunk that is deflated."""
    png_with(path, base64.b64encode(_json(rows)).decode(), compressed=True)


def png_with(path: Path, text: str, *, compressed: bool) -> None:
    """A PNG with a text where the web UI's embeddings have theirs."""
    info = PngImagePlugin.PngInfo()
    info.add_text("sd-ti-embedding", text, zip=compressed)
    Image.new("RGB", (8, 8), (1, 2, 3)).save(path, pnginfo=info)


def in_pixels(path: Path, rows: Tensor, data: bytes | None = None) -> None:
    """A picture of the web UI, with the embedding in the low bits left and right of it.

    data  what stands there in place of the deflated JSON
    """
    pixels = framed(zlib.compress(_json(rows), 9) if data is None else data)
    match path.suffix:
        case ".png":
            Image.fromarray(pixels).save(path)
        case ".webp":
            Image.fromarray(pixels).save(path, lossless=True, exact=True)
        case ".jxl":
            path.write_bytes(jxl(pixels))
        case _:
            path.write_bytes(avif(pixels))


def framed(data: bytes) -> np.ndarray:
    """A grey ramp between the blocks that hold so many bytes, on black as wide as a border."""
    count = -(-len(data) // (3 * HEIGHT)) * 3 * HEIGHT
    padded = np.frombuffer((data * (count // len(data) + 1))[:count], np.uint8)
    low, high = (_block(half) for half in (padded & 15, padded >> 4))
    ramp = np.repeat(np.arange(HEIGHT, dtype=np.uint8)[:, None, None] + 100, 40, axis=1)
    inner = np.concatenate([ramp] * 3, axis=2)
    gap = np.zeros((HEIGHT, 1, 3), np.uint8)
    return np.pad(np.concatenate([low, gap, inner, gap, high], axis=1), ((3, 2), (1, 4), (0, 0)))


def _block(nibbles: np.ndarray) -> np.ndarray:
    state, mixed = 0, []
    for nibble in nibbles:
        state = (1664525 * state + 1013904223) % 2**32
        mixed.append(int(nibble) ^ (state % 255) & 15)
    styled = np.array(mixed, np.uint8) | 0x50
    return styled.reshape(HEIGHT, -1, 3)


def _json(rows: Tensor) -> bytes:
    held = {"*": {"TORCHTENSOR": rows.tolist()}}
    said: Mapping[str, Any] = {"string_to_token": {"*": 265}, "string_to_param": held, "name": "n"}
    return json.dumps(said).encode()


FORMATS: Mapping[str, Callable[[Path, Tensor], None]] = {
    "a.pt": web_ui,
    "old.pt": lambda path, rows: web_ui(path, rows, _use_new_zipfile_serialization=False),
    "first.pt": first_of_all,
    "learned_embeds.bin": by_word,
    "word.safetensors": by_word,
    "kohya.safetensors": kohya,
    "text.png": as_text,
    "packed.png": as_packed_text,
    "pixels.png": in_pixels,
    "pixels.webp": in_pixels,
    "pixels.jxl": in_pixels,
    "pixels.avif": in_pixels,
}
"""A file's name -> what writes it."""
