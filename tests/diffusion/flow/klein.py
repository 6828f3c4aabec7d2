"""A family as one file: FLUX.2 klein's kind, small.

64 channels at a sixteenth that are the VAE's own at an eighth, packed and normalised with what
lies in the VAE; text of a fixed length; the network is told the share of noise and sees
reference pictures as further tokens.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from diffusers import AutoencoderKLFlux2, Flux2Transformer2DModel
from torch import Tensor
from transformers import Qwen3Config, Qwen3ForCausalLM

from ritocco.canvas.window import Native
from ritocco.diffusion.conditioning import (
    Conditioning,
    ConditioningSchedule,
    Embedding,
    PromptReader,
    WeightedConditioning,
)
from ritocco.diffusion.extras import Extras
from ritocco.diffusion.families.family import Family, Guidance, Part
from ritocco.diffusion.latents import Projection
from ritocco.diffusion.laws import FlowLaw
from ritocco.diffusion.level import Level
from ritocco.diffusion.seams import Network
from ritocco.diffusion.signs import has
from ritocco.geometry import Size
from ritocco.watch import Watch

VAE_CHANNELS = 4
CHANNELS = 4 * VAE_CHANNELS
TOKENS = 12
"""Every prompt is padded to so many, and the padding is read too (512 in the real ones)."""
LAYERS = (1, 2, 3)
"""Hidden states of the text encoder that are joined (9, 18 and 27)."""
WIDTH = 8


def tiny_transformer() -> Flux2Transformer2DModel:
    return Flux2Transformer2DModel(
        in_channels=CHANNELS,
        num_layers=1,
        num_single_layers=2,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=len(LAYERS) * WIDTH,
        timestep_guidance_channels=16,
        axes_dims_rope=(4, 4, 4, 4),
        guidance_embeds=False,
    )


def tiny_vae() -> AutoencoderKLFlux2:
    vae = AutoencoderKLFlux2(
        block_out_channels=(8, 8, 16, 16),
        layers_per_block=1,
        latent_channels=VAE_CHANNELS,
        norm_num_groups=4,
        sample_size=64,
    )
    vae.bn.running_mean.copy_(torch.randn(CHANNELS) * 0.3)
    vae.bn.running_var.copy_(torch.rand(CHANNELS) + 0.5)
    return vae


def tiny_qwen() -> Qwen3ForCausalLM:
    return Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=128,
            hidden_size=WIDTH,
            intermediate_size=2 * WIDTH,
            num_hidden_layers=4,
            num_attention_heads=2,
            num_key_value_heads=1,
            head_dim=4,
        )
    )


def text_part() -> Part:
    return Part(
        "text_encoder",
        "text encoder",
        lambda config: Qwen3ForCausalLM(Qwen3Config.from_dict(dict(config))),
        None,
        5_000,
        finish=compute_frequencies,
    )


def compute_frequencies(module: Any, device: torch.device) -> None:
    """Rotary embeddings keep their frequencies in buffers that no file holds."""
    rotary = module.model.rotary_emb
    module.model.rotary_emb = type(rotary)(rotary.config).to(device)


def always(conditioning: Conditioning) -> ConditioningSchedule:
    return ConditioningSchedule(((WeightedConditioning(conditioning),),))


def letters(text: str) -> list[int]:
    """A tokenizer of this test's own: one token for each letter."""
    return [ord(letter) % 128 for letter in text] or [0]


@dataclass(frozen=True)
class Reader:
    """Reads prompts with a language model, at a fixed length."""

    encoder: Any

    def hidden(self, text: str) -> Tensor:
        ids = letters(text)[:TOKENS]
        padded = torch.tensor([ids + [1] * (TOKENS - len(ids))])
        attended = torch.tensor([[1] * len(ids) + [0] * (TOKENS - len(ids))])
        with torch.no_grad():
            states = self.encoder(
                padded, attention_mask=attended, output_hidden_states=True
            ).hidden_states
        return torch.cat([states[layer] for layer in LAYERS], dim=2)

    def encode_pair(
        self,
        prompt: str,
        negative: str,
        steps: int,
        clip_skip: int | None = None,
        watch: Watch | None = None,
    ) -> tuple[ConditioningSchedule, ConditioningSchedule]:
        positive, against = (Conditioning(self.hidden(text)) for text in (prompt, negative))
        return always(positive), always(against)

    def under(self, state: Hashable, embeddings: Sequence[Embedding] = ()) -> PromptReader:
        return self


@dataclass(frozen=True)
class PackedLatents:
    """Squares of 2 x 2 of the VAE's latents in one, normalised with the VAE's own statistics."""

    projection: Projection
    channels: int = CHANNELS
    factor: int = 16

    def into(self, vae: Any, encoded: Tensor) -> Tensor:
        mean, spread = self._statistics(vae, encoded)
        return (_packed(encoded) - mean) / spread

    def outof(self, vae: Any, latents: Tensor) -> Tensor:
        mean, spread = self._statistics(vae, latents)
        return _unpacked(latents * spread + mean)

    def seen(self, latents: Tensor) -> Tensor:
        return _unpacked(latents)

    @staticmethod
    def _statistics(vae: Any, like: Tensor) -> tuple[Tensor, Tensor]:
        variance = vae.bn.running_var.to(like) + vae.config.batch_norm_eps
        return vae.bn.running_mean.to(like)[None, :, None, None], variance.sqrt()[
            None, :, None, None
        ]


def _packed(z: Tensor) -> Tensor:
    count, channels, height, width = z.shape
    squares = z.reshape(count, channels, height // 2, 2, width // 2, 2)
    return squares.permute(0, 1, 3, 5, 2, 4).reshape(count, -1, height // 2, width // 2)


def _unpacked(z: Tensor) -> Tensor:
    count, channels, height, width = z.shape
    squares = z.reshape(count, channels // 4, 2, 2, height, width)
    return squares.permute(0, 1, 4, 2, 5, 3).reshape(count, -1, 2 * height, 2 * width)


def spacing(steps: int, positions: int) -> list[float]:
    """Even steps of time, drawn towards noise the more the larger the picture is."""
    large = 0.00016927 * positions + 0.45666666
    small = 8.73809524e-05 * positions + 1.89833333
    slope = (large - small) / 190
    shift = large if positions > 4300 else slope * steps + large - 200 * slope
    times = [1 - step / steps for step in range(steps)]
    return [math.exp(shift) / (math.exp(shift) + 1 / time - 1) for time in times]


def places(time: int, height: int, width: int) -> Tensor:
    """Where each token of a picture is: (height * width, 4)."""
    axes = torch.tensor([time]), torch.arange(height), torch.arange(width), torch.tensor([0])
    return torch.cartesian_prod(*axes)


def network(transformer: Any, window: Size, extras: Extras) -> Network:
    def run(latents: Tensor, level: Level, conditioning: Conditioning) -> Tensor:
        count, _, height, width = latents.shape
        tokens, ids = [latents.flatten(2).mT], [places(0, height, width)]
        for index, reference in enumerate(extras.references):
            shown = reference.latents.expand(count, -1, -1, -1)
            tokens.append(shown.flatten(2).mT)
            ids.append(places(10 * (index + 1), *shown.shape[-2:]))
        text = conditioning.hidden.shape[1]
        words = torch.cat([torch.zeros(text, 3, dtype=torch.int64), torch.arange(text)[:, None]], 1)
        output = transformer(
            hidden_states=torch.cat(tokens, 1).to(transformer.dtype),
            timestep=torch.full((count,), level.noise),
            guidance=None,
            encoder_hidden_states=conditioning.hidden.to(transformer.dtype),
            txt_ids=words.expand(count, -1, -1),
            img_ids=torch.cat(ids).expand(count, -1, -1),
            return_dict=False,
        )[0]
        return output[:, : height * width].float().mT.reshape(latents.shape)

    return run


def is_folder(index: Mapping[str, Any], config: Mapping[str, Any]) -> bool:
    return index.get("_class_name") == "Flux2KleinPipeline"


def reader(modules: Sequence[Any]) -> PromptReader:
    return Reader(*modules)


KLEIN = Family(
    id="tiny-klein",
    name="A klein of this test",
    configs=(),
    sign=has("single_stream_modulation.lin.weight"),
    is_folder=lambda index, config: is_folder(index, config) and bool(index.get("is_distilled")),
    native=Native(64 * 64, multiple=16),
    latents=PackedLatents(
        Projection(((0.2, 0.1, 0.0, 0.0), (0.1, 0.2, 0.0, 0.0), (0.0, 0.0, 0.2, 0.1)))
    ),
    law=FlowLaw(spacing),
    texts=(text_part(),),
    backbone=Part("transformer", "transformer", Flux2Transformer2DModel.from_config, None, 100_000),
    vae=Part("vae", "VAE", AutoencoderKLFlux2.from_config, None, 50_000),
    reader=reader,
    network=network,
    channels=CHANNELS,
    active=18_660,
    vae_active=4 * 49_160,
    guidance=Guidance.NONE,
)
KLEIN_BASE = replace(
    KLEIN,
    id="tiny-klein-base",
    is_folder=lambda index, config: is_folder(index, config) and not index.get("is_distilled"),
    guidance=Guidance.TRUE,
)
