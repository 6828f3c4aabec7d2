"""Writes small models of the real classes as files of the original (LDM, A1111) layout.

The way from diffusers' names to LDM's is written here from how LDM builds its modules, block by
block, and knows nothing of the code under test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from ritocco.diffusion.families import FAMILIES
from ritocco.shipped import resource

WIDTH = 32
_SMALL_UNET: dict[str, dict[str, Any]] = {
    "sd1": {
        "norm_num_groups": 8,
        "block_out_channels": [16, 32, 64, 64],
        "cross_attention_dim": WIDTH,
    },
    "sd2": {
        "norm_num_groups": 8,
        "block_out_channels": [16, 32, 64, 64],
        "cross_attention_dim": WIDTH,
        "attention_head_dim": [2, 4, 8, 8],
    },
    "sdxl": {
        "norm_num_groups": 8,
        "block_out_channels": [16, 32, 64],
        "cross_attention_dim": 2 * WIDTH,
        "attention_head_dim": [2, 4, 8],
        "transformer_layers_per_block": [1, 1, 2],
        "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 6 * 8 + WIDTH,
    },
}
_SMALL_TEXT = {
    "hidden_size": WIDTH,
    "intermediate_size": 2 * WIDTH,
    "num_attention_heads": 4,
    "num_hidden_layers": 3,
    "projection_dim": WIDTH,
}
_SMALL_VAE = {"block_out_channels": [8, 16, 32, 32], "norm_num_groups": 4, "sample_size": 64}


@dataclass
class Small:
    """A small model: diffusers' part names -> module, and the configs it was made by."""

    family: str
    modules: dict[str, nn.Module]
    configs: dict[str, dict[str, Any]]

    def state(self, part: str) -> dict[str, Tensor]:
        return self.modules[part].state_dict()

    def save_configs(self, folder: Path) -> Path:
        for part, config in self.configs.items():
            (folder / part).mkdir(parents=True, exist_ok=True)
            (folder / part / "config.json").write_text(json.dumps(config))
        return folder


def shipped(family: str, part: str) -> dict[str, Any]:
    """The full-size config of a part."""
    for folder in FAMILIES[family].configs:
        try:
            text = resource("diffusion", folder, part, "config.json").read_text()
        except Exception:  # noqa: BLE001 - the next folder has it
            continue
        return dict(json.loads(text))
    raise AssertionError((family, part))


@lru_cache
def small(family: str, dtype: torch.dtype = torch.float32) -> Small:
    """A model of a family: its shipped configs with small numbers, and random weights.

    Made once; whoever changes its weights copies it first.
    """
    row = FAMILIES[family]
    kind = row.configs[0]
    configs = {
        "unet": shipped(family, "unet") | _SMALL_UNET[kind] | {"in_channels": row.channels},
        "vae": shipped(family, "vae") | _SMALL_VAE,
        **{text.folder: shipped(family, text.folder) | _SMALL_TEXT for text in row.texts},
    }
    torch.manual_seed(len(family))
    makers: dict[str, Any] = {
        "unet": UNet2DConditionModel.from_config,
        "vae": AutoencoderKL.from_config,
        "text_encoder": lambda c: CLIPTextModel(CLIPTextConfig.from_dict(c)),
        "text_encoder_2": lambda c: CLIPTextModelWithProjection(CLIPTextConfig.from_dict(c)),
    }
    modules = {part: makers[part](config).to(dtype) for part, config in configs.items()}
    for module in modules.values():
        for name, weight in module.named_parameters():  # norms start as ones: all alike
            if weight.dim() == 1:
                with torch.no_grad():
                    weight.add_(torch.randn_like(weight) * 0.1)
            assert not weight.is_meta, name
    return Small(family, modules, configs)


def as_ldm(model: Small, *, text_wrapper: str = "text_model.") -> dict[str, Tensor]:
    """All tensors of a model by LDM's names."""
    unet, vae = model.configs["unet"], model.configs["vae"]
    out = _renamed(model.state("unet"), _unet_blocks(unet), "model.diffusion_model.", _IN_UNET)
    vae_state = {
        # LDM's attention of the VAE is made of 1 x 1 convolutions.
        name: t[:, :, None, None] if ".attentions." in name and t.dim() == 2 else t
        for name, t in model.state("vae").items()
    }
    out |= _renamed(vae_state, _vae_blocks(vae), "first_stage_model.", _IN_VAE)
    kind = FAMILIES[model.family].configs[0]
    if kind == "sd1":
        out |= _clip(model.state("text_encoder"), f"cond_stage_model.transformer.{text_wrapper}")
    elif kind == "sd2":
        out |= _open_clip(model.state("text_encoder"), "cond_stage_model.model.")
    else:
        inner = "conditioner.embedders.0.transformer.text_model."
        out |= _clip(model.state("text_encoder"), inner)
        out |= _open_clip(model.state("text_encoder_2"), "conditioner.embedders.1.model.")
    return {name: t.contiguous() for name, t in out.items()}


def clutter(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """What real files hold besides: EMA copies, schedules, position ids, training state."""
    unet = {n: t for n, t in tensors.items() if n.startswith("model.diffusion_model.")}
    ema = {"model_ema." + n.removeprefix("model.").replace(".", ""): t + 1 for n, t in unet.items()}
    position = "cond_stage_model.transformer.text_model.embeddings.position_ids"
    return (
        tensors
        | ema
        | {
            "betas": torch.linspace(0.01, 0.1, 1000, dtype=torch.float64),
            "alphas_cumprod": torch.ones(1000),
            "logit_scale": torch.tensor(4.6),
            **(
                {position: torch.arange(77)[None]}
                if "cond_stage_model.transformer." in str(tensors.keys())
                else {}
            ),
        }
    )


def save(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str] | None = None) -> Path:
    """A .safetensors, or a .ckpt as Lightning writes it."""
    if path.suffix == ".safetensors":
        save_file({n: t.clone() for n, t in tensors.items()}, path, metadata)
    else:
        torch.save(
            {"state_dict": tensors, "global_step": 7, "pytorch-lightning_version": "1"}, path
        )
    return path


def save_folder(path: Path, model: Small, **index: Any) -> Path:
    """A diffusers folder, written by the classes themselves."""
    for part, module in model.modules.items():
        module.save_pretrained(path / part)
    (path / "model_index.json").write_text(json.dumps({"_class_name": "X", **index}))
    return path


_IN_RESNET_UNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
_IN_RESNET_VAE = {"conv_shortcut": "nin_shortcut"}
_IN_ATTENTION_VAE = {
    "group_norm": "norm",
    "to_q": "q",
    "to_k": "k",
    "to_v": "v",
    "to_out.0": "proj_out",
}
_IN_UNET = {"resnets": _IN_RESNET_UNET, "attentions": {}}
_IN_VAE = {"resnets": _IN_RESNET_VAE, "attentions": _IN_ATTENTION_VAE}


def _unet_blocks(config: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(diffusers' name, LDM's) of each block, in the order in which LDM builds them."""
    yield "conv_in", "input_blocks.0.0"
    levels, layers = len(config["block_out_channels"]), config["layers_per_block"]
    n = 1
    for i, kind in enumerate(config["down_block_types"]):
        for j in range(layers):
            yield f"down_blocks.{i}.resnets.{j}", f"input_blocks.{n}.0"
            if "Attn" in kind:
                yield f"down_blocks.{i}.attentions.{j}", f"input_blocks.{n}.1"
            n += 1
        if i < levels - 1:
            yield f"down_blocks.{i}.downsamplers.0.conv", f"input_blocks.{n}.0.op"
            n += 1
    yield "mid_block.resnets.0", "middle_block.0"
    yield "mid_block.attentions.0", "middle_block.1"
    yield "mid_block.resnets.1", "middle_block.2"
    n = 0
    for i, kind in enumerate(config["up_block_types"]):
        for j in range(layers + 1):
            yield f"up_blocks.{i}.resnets.{j}", f"output_blocks.{n}.0"
            if "Attn" in kind:
                yield f"up_blocks.{i}.attentions.{j}", f"output_blocks.{n}.1"
            if j == layers and i < levels - 1:
                place = 2 if "Attn" in kind else 1
                yield f"up_blocks.{i}.upsamplers.0.conv", f"output_blocks.{n}.{place}.conv"
            n += 1
    yield from {
        "time_embedding.linear_1": "time_embed.0",
        "time_embedding.linear_2": "time_embed.2",
        "add_embedding.linear_1": "label_emb.0.0",
        "add_embedding.linear_2": "label_emb.0.2",
        "conv_norm_out": "out.0",
        "conv_out": "out.2",
    }.items()


def _vae_blocks(config: dict[str, Any]) -> Iterator[tuple[str, str]]:
    levels, layers = len(config["block_out_channels"]), config["layers_per_block"]
    for half in ("encoder", "decoder"):
        yield f"{half}.conv_in", f"{half}.conv_in"
        yield f"{half}.conv_out", f"{half}.conv_out"
        yield f"{half}.conv_norm_out", f"{half}.norm_out"
        yield f"{half}.mid_block.resnets.0", f"{half}.mid.block_1"
        yield f"{half}.mid_block.attentions.0", f"{half}.mid.attn_1"
        yield f"{half}.mid_block.resnets.1", f"{half}.mid.block_2"
    for i in range(levels):
        for j in range(layers):
            yield f"encoder.down_blocks.{i}.resnets.{j}", f"encoder.down.{i}.block.{j}"
        place = f"encoder.down.{i}.downsample.conv"
        yield f"encoder.down_blocks.{i}.downsamplers.0.conv", place
        back = levels - 1 - i  # LDM counts the decoder's levels from the picture inwards
        for j in range(layers + 1):
            yield f"decoder.up_blocks.{i}.resnets.{j}", f"decoder.up.{back}.block.{j}"
        yield f"decoder.up_blocks.{i}.upsamplers.0.conv", f"decoder.up.{back}.upsample.conv"
    yield "quant_conv", "quant_conv"
    yield "post_quant_conv", "post_quant_conv"


def _renamed(
    state: dict[str, Tensor],
    blocks: Iterator[tuple[str, str]],
    prefix: str,
    inside: dict[str, dict[str, str]],
) -> dict[str, Tensor]:
    table = dict(blocks)
    out = {}
    for name, tensor in state.items():
        block = next(b for b in sorted(table, key=len, reverse=True) if name.startswith(b + "."))
        rest = name.removeprefix(block)
        for kind, names in inside.items():
            if f".{kind}." in block:
                for ours, theirs in names.items():
                    rest = rest.replace(f".{ours}.", f".{theirs}.", 1)
        out[prefix + table[block] + rest] = tensor
    assert len(out) == len(state)
    return out


def _clip(state: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {prefix + name.removeprefix("text_model."): t for name, t in state.items()}


def _open_clip(state: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    s = {name.removeprefix("text_model."): tensor for name, tensor in state.items()}
    out = {
        "positional_embedding": s["embeddings.position_embedding.weight"],
        "token_embedding.weight": s["embeddings.token_embedding.weight"],
        "ln_final.weight": s["final_layer_norm.weight"],
        "ln_final.bias": s["final_layer_norm.bias"],
        "logit_scale": torch.tensor(4.6),
        # Stored as (width, projected), the other way round than a linear layer's weight.
        "text_projection": s.get("text_projection.weight", torch.eye(WIDTH)).T,
    }
    count = 1 + max(int(n.split(".")[2]) for n in s if n.startswith("encoder.layers."))
    for i in range(count):
        ours, theirs = f"encoder.layers.{i}.", f"transformer.resblocks.{i}."
        for end in ("weight", "bias"):
            qkv = [s[f"{ours}self_attn.{x}_proj.{end}"] for x in "qkv"]
            out[f"{theirs}attn.in_proj_{end}"] = torch.cat(qkv)
            for a, b in {
                "self_attn.out_proj": "attn.out_proj",
                "layer_norm1": "ln_1",
                "layer_norm2": "ln_2",
                "mlp.fc1": "mlp.c_fc",
                "mlp.fc2": "mlp.c_proj",
            }.items():
                out[f"{theirs}{b}.{end}"] = s[f"{ours}{a}.{end}"]
    return {prefix + name: tensor for name, tensor in out.items()}
