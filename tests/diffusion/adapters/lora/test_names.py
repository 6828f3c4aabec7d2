"""Each name that trainers give a module means that module; tables are of the full-size models."""

from collections.abc import Mapping
from functools import lru_cache

import pytest
import torch
from torch import nn

from ritocco.diffusion.adapters.lora.names import places_of
from ritocco.diffusion.families import FAMILIES
from tests.diffusion.ldm_files import shipped


@lru_cache
def full_size(family: str) -> Mapping[str, nn.Module]:
    """The parts of a model at full size, without weights."""
    with torch.device("meta"):
        return {
            part.folder: part.make(shipped(family, part.folder)) for part in FAMILIES[family].parts
        }


@pytest.mark.parametrize(
    ("family", "left", "folder", "module"),
    [
        (
            "sd1",
            "lora_unet_mid_block_attentions_0_proj_in",
            "unet",
            "mid_block.attentions.0.proj_in",
        ),
        ("sd1", "lora_unet_output_blocks_2_1_conv", "unet", "up_blocks.0.upsamplers.0.conv"),
        ("sdxl", "lora_unet_output_blocks_2_2_conv", "unet", "up_blocks.0.upsamplers.0.conv"),
        (
            "sd1",
            "lora_te_text_model_encoder_layers_0_mlp_fc1",
            "text_encoder",
            "encoder.layers.0.mlp.fc1",
        ),
        ("sdxl", "lora_te2_text_projection", "text_encoder_2", "text_projection"),
    ],
)
def test_a_name_means_its_module(family: str, left: str, folder: str, module: str) -> None:
    place = places_of(full_size(family))[left]
    assert place.folder == folder
    assert place.module.removeprefix("text_model.") == module
