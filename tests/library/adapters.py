"""Small adapters of real kinds, for lists and shelves."""

from pathlib import Path

import torch
from safetensors.torch import save_file

PATH = "down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k"
KEY = "lora_unet_" + PATH.replace(".", "_")
CONV = "lora_unet_down_blocks_0_resnets_0_conv1"
NORM = "lycoris_down_blocks_0_resnets_0_norm1"


def kohya(module: str, **parts: tuple[int, ...]) -> dict[str, torch.Tensor]:
    """Zeros under the names that trainers give the parts of a change."""
    return {
        f"{module}.{name.replace('__', '.')}": torch.zeros(shape) for name, shape in parts.items()
    }


LORAS: dict[str, dict[str, torch.Tensor]] = {
    "lora": kohya(KEY, lora_down__weight=(4, 768), lora_up__weight=(320, 4), alpha=()),
    "locon": kohya(CONV, lora_down__weight=(4, 320, 3, 3), lora_up__weight=(320, 4, 1, 1)),
    "loha": kohya(
        KEY, hada_w1_a=(320, 4), hada_w1_b=(4, 768), hada_w2_a=(320, 4), hada_w2_b=(4, 768)
    ),
    "lokr": kohya(KEY, lokr_w1=(4, 4), lokr_w2=(80, 192), alpha=()),
    "ia3": kohya(KEY, weight=(320,), on_input=()),
    "full": kohya(KEY, diff=(320, 768), diff_b=(320,)),
    "full-as-comfyui": {"diffusion_model.input_blocks.1.1.norm.diff": torch.zeros(320)},
    "norm": kohya(NORM, w_norm=(320,), b_norm=(320,)),
    "glora": kohya(
        KEY,
        a1__weight=(4, 768),
        a2__weight=(768, 4),
        b1__weight=(4, 768),
        b2__weight=(320, 4),
    ),
    "oft": kohya(KEY.replace("lora_unet", "oft_unet"), oft_blocks=(4, 80, 80), alpha=()),
    "boft": kohya(KEY, oft_blocks=(2, 40, 8, 8), alpha=()),
    "dora": kohya(KEY, lora_down__weight=(4, 768), lora_up__weight=(320, 4), dora_scale=(1, 768)),
    "peft": {
        f"unet.{PATH}.lora_A.weight": torch.zeros(4, 768),
        f"unet.{PATH}.lora_B.weight": torch.zeros(320, 4),
    },
    "peft-raw": {
        f"base_model.model.{PATH}.lora_A.default.weight": torch.zeros(4, 768),
        f"base_model.model.{PATH}.lora_B.default.weight": torch.zeros(320, 4),
    },
    "older-diffusers": {
        f"unet.{PATH[: -len('.to_k')]}.processor.to_k_lora.down.weight": torch.zeros(4, 768),
        f"unet.{PATH[: -len('.to_k')]}.processor.to_k_lora.up.weight": torch.zeros(320, 4),
    },
}
"""One of each kind and naming, for one module of Stable Diffusion 1."""


def write_lora(path: Path, width: int = 768, **metadata: str) -> Path:
    """A LoRA of rank 4 for one module, for texts of this width."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = {
        f"{KEY}.lora_down.weight": torch.zeros(4, width),
        f"{KEY}.lora_up.weight": torch.zeros(320, 4),
        f"{KEY}.alpha": torch.tensor(4.0),
    }
    save_file(tensors, path, {name.replace("__", "."): text for name, text in metadata.items()})
    return path
