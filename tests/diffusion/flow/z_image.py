"""A family as one file: Z-Image's kind, small.

Prompts keep their own length and run one by one; the network is told how much signal there is
and answers with the velocity turned round; pictures go in and out as lists.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from diffusers import AutoencoderKL, ZImageTransformer2DModel
from torch import Tensor

from ritocco.canvas.window import Native
from ritocco.diffusion.conditioning import (
    Conditioning,
    ConditioningSchedule,
    Embedding,
    PromptReader,
)
from ritocco.diffusion.extras import Extras
from ritocco.diffusion.families.family import Family, Part
from ritocco.diffusion.latents import Projection, ScaledLatents
from ritocco.diffusion.laws import FlowLaw
from ritocco.diffusion.level import Level
from ritocco.diffusion.seams import Network
from ritocco.geometry import Size
from ritocco.watch import Watch
from tests.diffusion.flow.klein import WIDTH, always, letters, text_part

SHIFT = 3.0
SCALE, OFFSET = 0.3611, 0.1159


def tiny_transformer() -> ZImageTransformer2DModel:
    return ZImageTransformer2DModel(
        in_channels=4,
        dim=32,
        n_layers=2,
        n_refiner_layers=1,
        n_heads=2,
        n_kv_heads=2,
        cap_feat_dim=WIDTH,
        axes_dims=[4, 6, 6],
        axes_lens=[256, 32, 32],
    )


def tiny_vae() -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=(8, 8, 16, 16),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        norm_num_groups=4,
        latent_channels=4,
        sample_size=64,
        scaling_factor=SCALE,
        shift_factor=OFFSET,
    )


@dataclass(frozen=True)
class Reader:
    """Reads prompts with a language model; nothing is padded."""

    encoder: Any

    def hidden(self, text: str) -> Tensor:
        with torch.no_grad():
            output = self.encoder(torch.tensor([letters(text)]), output_hidden_states=True)
        return output.hidden_states[-2]

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


def spacing(steps: int, positions: int) -> list[float]:
    times = [1 - step / steps for step in range(steps)]
    return [SHIFT * time / (1 + (SHIFT - 1) * time) for time in times]


def network(transformer: Any, window: Size, extras: Extras) -> Network:
    def run(latents: Tensor, level: Level, conditioning: Conditioning) -> Tensor:
        outputs = transformer(
            list(latents.to(transformer.dtype).unsqueeze(2)),
            torch.full((len(latents),), level.alpha),
            list(conditioning.hidden.to(transformer.dtype)),
            return_dict=False,
        )[0]
        return -torch.stack([output.float().squeeze(1) for output in outputs])

    return run


def reader(modules: Sequence[Any]) -> PromptReader:
    return Reader(*modules)


Z_IMAGE = Family(
    id="tiny-z-image",
    name="A Z-Image of this test",
    configs=(),
    sign=None,
    is_folder=lambda index, config: index.get("_class_name") == "ZImagePipeline",
    native=Native(64 * 64, multiple=16),
    latents=ScaledLatents(
        Projection(((0.2, 0.1, 0.0, 0.0), (0.1, 0.2, 0.0, 0.0), (0.0, 0.0, 0.2, 0.1))),
        SCALE,
        OFFSET,
    ),
    law=FlowLaw(spacing),
    texts=(text_part(),),
    backbone=Part(
        "transformer", "transformer", ZImageTransformer2DModel.from_config, None, 100_000
    ),
    vae=Part("vae", "VAE", AutoencoderKL.from_config, None, 50_000),
    reader=reader,
    network=network,
    channels=4,
    active=15_492,
    vae_active=49_160,
)
