"""Files of LoRAs: what is read, and what is refused by a sentence before it can do harm."""

import json
import os
import pickle
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from ritocco.diffusion.adapters.lora.kinds import delta
from ritocco.diffusion.adapters.lora.lora_file import check_numbers, read_lora
from ritocco.errors import BadModel
from tests.diffusion.adapters.lora.formulas import made

Tensors = dict[str, Tensor]
LEFT = "lora_unet_mid_block_attentions_0_proj_in"


def plain(**changed: Tensor) -> Tensors:
    """A LoRA of one layer, (16, 12) at rank 2."""
    parts = {"lora_down": torch.randn(2, 12), "lora_up": torch.randn(16, 2)} | changed
    return {f"{LEFT}.{name}{'.weight' if 'lora' in name else ''}": t for name, t in parts.items()}


@pytest.mark.parametrize("ending", ["safetensors", "pt", "ckpt"])
def test_both_formats_hold_the_same(tmp_path: Path, ending: str) -> None:
    tensors, path = plain(alpha=torch.tensor(1.0)), tmp_path / f"a.{ending}"
    if ending == "safetensors":
        save_file(tensors, path, {"ss_network_dim": "2"})
    else:
        torch.save(tensors if ending == "pt" else {"state_dict": tensors}, path)
    read = read_lora(path)
    assert {f"{LEFT}.{name}" for name in read.parts[LEFT]} == {
        name.removesuffix(".weight") for name in tensors
    }
    assert torch.equal(read.parts[LEFT]["lora_up"], tensors[f"{LEFT}.lora_up.weight"])
    assert read.metadata == ({"ss_network_dim": "2"} if ending == "safetensors" else {})
    check_numbers(read)


def test_embeddings_that_come_with_it(tmp_path: Path) -> None:
    keys = [
        "bundle_emb.mine.string_to_param.*",
        "bundle_emb.mine2.clip_g",
        "bundle_emb.mine2.clip_l",
    ]
    save_file(plain() | {key: torch.ones(2, 8) for key in keys}, tmp_path / "a.safetensors")
    read = read_lora(tmp_path / "a.safetensors")
    assert {name: set(some) for name, some in read.bundled.items()} == {
        "mine": {"string_to_param.*"},
        "mine2": {"clip_g", "clip_l"},
    }
    assert set(read.parts) == {LEFT}


@pytest.mark.parametrize(
    ("said", "alpha"),
    [
        ({"unet.lora_alpha": 6}, 6.0),
        ({"unet.lora_alpha": 6, "unet.use_rslora": True}, 6 * 2**0.5),
        ({"unet.lora_alpha": 6, "unet.alpha_pattern": {"attn1.to_q": 9}}, 9.0),
        ({"unet.lora_alpha": 6, "unet.alpha_pattern": {r"^down_blocks\.0\.attn1\.to_q$": 9}}, 9.0),
        ({"unet.lora_alpha": 6, "unet.alpha_pattern": {"n1.to_q": 9}}, 6.0),
        ({"text_encoder.lora_alpha": 6}, None),
        ({"unet.lora_alpha": "many"}, None),
        ("no config", None),
    ],
)
def test_alphas_that_diffusers_writes_beside_peft(tmp_path: Path, said: Any, alpha: Any) -> None:
    left, path = "unet.down_blocks.0.attn1.to_q", tmp_path / "a.safetensors"
    tensors = {
        f"{left}.lora_A.weight": torch.ones(2, 12),
        f"{left}.lora_B.weight": torch.ones(16, 2),
    }
    save_file(tensors, path, {"lora_adapter_metadata": json.dumps(said)})
    read = read_lora(path).parts[left]
    assert (float(read["alpha"]) if "alpha" in read else None) == pytest.approx(alpha)
    change = delta(read, torch.zeros(16, 12), None, 1.0).weight
    assert change is not None
    assert float(change[0, 0]) == pytest.approx(2 * (alpha / 2 if alpha else 1))


class Opens:
    """A pickle that makes a file where it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return os.mkdir, (str(self.path),)


def claiming(path: Path, tensors: Tensors, claim: list[int]) -> None:
    """A safetensors file of which one tensor says that it is larger than the file."""
    save_file(tensors, path)
    raw = path.read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + length])
    entry = header[f"{LEFT}.lora_up.weight"]
    start = entry["data_offsets"][0]
    entry |= {"shape": claim, "data_offsets": [start, start + 4 * int(np.prod(claim))]}
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + raw[8 + length :])


BROKEN: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "nothing": ("a.safetensors", lambda path: path.touch(), "is empty"),
    "no tensors": ("a.safetensors", lambda path: save_file({}, path), "no LoRA of any kind"),
    "cut short": (
        "a.safetensors",
        lambda path: (save_file(plain(), path), path.write_bytes(path.read_bytes()[:-50])),
        "is cut short",
    ),
    "a web page": ("a.safetensors", lambda path: path.write_text("<!doctype html>"), "web page"),
    "4 GB claimed": (
        "a.safetensors",
        lambda path: claiming(path, plain(), [1 << 20, 1 << 10]),
        "is cut short",
    ),
    "4 GB of one number": (
        "a.pt",
        lambda path: torch.save(plain(lora_up=torch.zeros(1).expand(1 << 30, 2)), path),
        f"part {LEFT}.lora_up.weight claims to be larger than what is stored",
    ),
    "a pickle cut short": (
        "a.pt",
        lambda path: (torch.save(plain(), path), path.write_bytes(path.read_bytes()[:900])),
        "cut short or damaged",
    ),
    "code": (
        "a.pt",
        lambda path: path.write_bytes(pickle.dumps(Opens(path.parent / "ran"), 2)),
        "wants to run code",
    ),
    "code beside tensors": (
        "a.ckpt",
        lambda path: torch.save(plain() | {"x": Opens(path.parent / "ran")}, path),
        "wants to run code",
    ),
    "a pickle in disguise": (
        "a.safetensors",
        lambda path: torch.save(plain(), path),
        "is no safetensors file but a pickle",
    ),
    "whole numbers": (
        "a.safetensors",
        lambda path: save_file(plain(lora_up=torch.ones(16, 2, dtype=torch.int8)), path),
        f"stores {LEFT}.lora_up.weight as int8",
    ),
    "sparse": (
        "a.pt",
        lambda path: torch.save(plain(lora_up=torch.ones(16, 2).to_sparse()), path),
        "lora_up.weight claims to be larger",
    ),
    "ranks that differ": (
        "a.safetensors",
        lambda path: save_file(plain(lora_up=torch.ones(16, 3)), path),
        f"part {LEFT} has matrices that do not meet (2, 3)",
    ),
    "axes too many": (
        "a.safetensors",
        lambda path: save_file(plain(lora_up=torch.ones(16, 2, 1)), path),
        f"part {LEFT} has lora_up of 16 x 2 x 1",
    ),
    "no rank at all": (
        "a.safetensors",
        lambda path: save_file(plain(lora_up=torch.ones(16, 0), lora_down=torch.ones(0, 12)), path),
        "of 0 x 12",
    ),
    "alphas": (
        "a.safetensors",
        lambda path: save_file(plain(alpha=torch.ones(3)), path),
        f"part {LEFT} has alpha of 3",
    ),
    "another kind of file": (
        "a.safetensors",
        lambda path: save_file({"decoder.conv_in.weight": torch.ones(2, 2)}, path),
        "no LoRA of any kind",
    ),
    "a format with 4 bits": (
        "a.safetensors",
        lambda path: save_file(plain() | {f"{LEFT}.absmax": torch.ones(3)}, path),
        "is stored in 4 bits by bitsandbytes",
    ),
}
"""What is wrong -> the file's name, who makes it, and what is told of it."""


@pytest.mark.parametrize("what", BROKEN)
def test_what_cannot_be_used_is_refused(tmp_path: Path, what: str) -> None:
    name, make, words = BROKEN[what]
    make(tmp_path / name)
    with pytest.raises(BadModel, match=re.escape(words)) as told:
        read_lora(tmp_path / name)
    assert str(told.value).startswith(name)
    assert {entry.name for entry in tmp_path.iterdir()} == {name}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_none_are_refused_where_they_are_read(
    tmp_path: Path, value: float
) -> None:
    save_file(plain(lora_up=torch.full((16, 2), value)), tmp_path / "a.safetensors")
    read = read_lora(tmp_path / "a.safetensors")
    words = f"a.safetensors cannot be used: its part {LEFT} holds numbers that are none"
    with pytest.raises(BadModel, match=words):
        check_numbers(read)
    with pytest.raises(BadModel, match=words):
        delta(read.parts[LEFT], torch.ones(16, 12), None, 1.0, name="a.safetensors", part=LEFT)


@pytest.mark.parametrize(
    "kind", ["lora", "loha", "lokr", "diff", "ia3 out", "glora", "oft", "boft", "dora-out:lora"]
)
def test_what_is_made_for_another_layer_is_refused(tmp_path: Path, kind: str) -> None:
    parts = made(kind, (16, 12), np.random.default_rng(0))
    path = tmp_path / "a.safetensors"
    save_file({f"{LEFT}.{name}": torch.tensor(part) for name, part in parts.items()}, path)
    tensors = read_lora(path).parts[LEFT]
    with pytest.raises(BadModel, match=f"its part {LEFT} is made for a layer of"):
        delta(tensors, torch.ones(20, 14), None, 1.0, name="a.safetensors", part=LEFT)
