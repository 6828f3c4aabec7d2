"""Files of LoRAs: what is read, and what is refused by a sentence before it can do harm."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from ritocco.diffusion.adapters.lora.kinds import delta
from ritocco.diffusion.adapters.lora.lora_family import lora_family
from ritocco.diffusion.adapters.lora.lora_file import check_numbers, read_lora
from ritocco.diffusion.headers import read_contents
from ritocco.errors import BadModel
from tests.diffusion.adapters.broken import ALL, LORA, Broken
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


def refuse(path: Path) -> None:
    """What a list and an addition do with a file."""
    lora_family(read_contents(path), path.name)
    check_numbers(read_lora(path))


@pytest.mark.parametrize(
    "broken",
    [one for one in ALL if one.kind is LORA and one.added is not None],
    ids=lambda b: b.file,
)
def test_what_is_broken_or_foreign_is_refused(tmp_path: Path, broken: Broken) -> None:
    path = tmp_path / broken.file
    broken.make(path, tmp_path / "trace")
    with pytest.raises(BadModel) as told:  # its words are held where it is added
        refuse(path)
    assert str(told.value).startswith(broken.file)
    assert {entry.name for entry in tmp_path.iterdir()} == {broken.file}
    if broken.listed:
        with pytest.raises(BadModel):
            lora_family(read_contents(path), path.name)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"alpha": torch.ones(3)}, f"part {LEFT} has alpha of the shape 3"),
        ({"absmax": torch.ones(3)}, "is stored in 4 bits by bitsandbytes"),
        ({"lora_up": torch.ones(16, 2).to_sparse()}, "lora_up.weight claims to be larger"),
    ],
)
def test_what_no_trainer_means_is_refused(tmp_path: Path, more: Tensors, words: str) -> None:
    torch.save(plain(**more), tmp_path / "a.pt")
    with pytest.raises(BadModel, match=f"^a.pt .*{words}"):
        read_lora(tmp_path / "a.pt")


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
