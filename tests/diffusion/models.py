"""Tiny models of the real classes, with random weights that are the same each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from ritocco.diffusion.conditioning import Conditioning, ConditioningSchedule, WeightedConditioning

HIDDEN = 32
"""Width of one tiny text encoder."""

Model = TypeVar("Model", bound=torch.nn.Module)


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Models this small lose more to waiting threads than they win."""
    kept = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(kept)


def _seeded(make: Callable[[], Model], seed: int) -> Model:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return make().eval().requires_grad_(False)


def tiny_unet(
    channels: int = 4, cross: int = HIDDEN, seed: int = 0, **more: Any
) -> UNet2DConditionModel:
    """A U-Net of two levels; 9 `channels` for an inpainting model."""
    return _seeded(
        lambda: UNet2DConditionModel(
            sample_size=16,
            in_channels=channels,
            out_channels=4,
            block_out_channels=(32, 64),
            layers_per_block=1,
            norm_num_groups=8,
            attention_head_dim=8,
            down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
            up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
            cross_attention_dim=cross,
            **more,
        ),
        seed,
    )


def tiny_sdxl_unet(channels: int = 4, seed: int = 0) -> UNet2DConditionModel:
    """A U-Net with SDXL's added conditions: hidden width 64, pooled width 32, six time ids."""
    return tiny_unet(
        channels,
        2 * HIDDEN,
        seed,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=6 * 8 + HIDDEN,
        use_linear_projection=True,
        transformer_layers_per_block=(1, 2),
    )


def tiny_vae(seed: int = 1, scaling_factor: float = 0.18215) -> AutoencoderKL:
    """A VAE of four levels: eight pixels to a latent, as the real one."""
    return _seeded(
        lambda: AutoencoderKL(
            block_out_channels=(8, 8, 16, 16),
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            norm_num_groups=4,
            latent_channels=4,
            sample_size=64,
            scaling_factor=scaling_factor,
        ),
        seed,
    )


def _clip_config(vocabulary: int, act: str) -> CLIPTextConfig:
    return CLIPTextConfig(
        hidden_size=HIDDEN,
        intermediate_size=2 * HIDDEN,
        num_attention_heads=4,
        num_hidden_layers=3,
        vocab_size=vocabulary,
        projection_dim=HIDDEN,
        hidden_act=act,
        bos_token_id=vocabulary - 2,
        eos_token_id=vocabulary - 1,
        pad_token_id=vocabulary - 1,
    )


def tiny_clip(seed: int = 2, vocabulary: int = 49408) -> CLIPTextModel:
    """A text encoder of three layers, with CLIP's vocabulary unless told otherwise."""
    return _seeded(lambda: CLIPTextModel(_clip_config(vocabulary, "quick_gelu")), seed)


def tiny_clip_projected(seed: int = 3, vocabulary: int = 49408) -> CLIPTextModelWithProjection:
    """SDXL's second text encoder, with its pooled projection."""
    return _seeded(lambda: CLIPTextModelWithProjection(_clip_config(vocabulary, "gelu")), seed)


def tiny_sdxl(channels: int = 4) -> dict[str, torch.nn.Module]:
    """The models of an SDXL pipeline, by the pipeline's names for them."""
    return {
        "unet": tiny_sdxl_unet(channels),
        "vae": tiny_vae(scaling_factor=0.13025),
        "text_encoder": tiny_clip(),
        "text_encoder_2": tiny_clip_projected(),
    }


def conditioning(seed: int, tokens: int = 7, width: int = HIDDEN, pooled: int = 0) -> Conditioning:
    """An encoded prompt of random numbers; `pooled` is the pooled width, 0 for none."""
    generator = torch.Generator().manual_seed(seed)
    hidden = torch.randn(1, tokens, width, generator=generator)
    return Conditioning(hidden, torch.randn(1, pooled, generator=generator) if pooled else None)


def always(*parts: Conditioning, weights: tuple[float, ...] = ()) -> ConditioningSchedule:
    """A schedule that holds the same parts at each step."""
    paired = zip(parts, weights or (1.0,) * len(parts), strict=True)
    return ConditioningSchedule(
        (tuple(WeightedConditioning(one, weight) for one, weight in paired),)
    )
