"""The second stage: a 9-channel U-Net with its text encoder, on the first stage's latents.

Predicts v on Stable Diffusion's own noise levels with the weights of Salimans & Ho (2022, arXiv
2202.00512): an error of the clean picture counts snr + 1, here 5 at most. Most noise counts 1:
there the network learns to go on from what surrounds the hole. (The usual min(snr, 5) of Hang et
al. 2023, arXiv 2303.09556, hardly looks at it; fills then forgot their surroundings.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ritocco.diffusion.prompt import tokens
from ritocco.training.examples import EncodedExamples, Variety, encoded, example
from ritocco.training.loop import Habits, Loop, Numbers, RateSchedule, Stage, stage_at
from ritocco.training.pictures import Photograph, Pictures
from ritocco.watch import Watch

WIDTH = 96
"""Of the text encoder's hidden states."""

UNET: dict[str, Any] = {
    "sample_size": 32,
    "in_channels": 9,
    "out_channels": 4,
    "block_out_channels": [64, 128, 256],
    "layers_per_block": 1,
    "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
    "up_block_types": ["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
    "cross_attention_dim": WIDTH,
    "attention_head_dim": 8,
    "norm_num_groups": 16,
}
"""diffusers' UNet2DConditionModel, 16 M weights."""

TEXT: dict[str, Any] = {
    "vocab_size": 49408,
    "hidden_size": WIDTH,
    "intermediate_size": 4 * WIDTH,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "max_position_embeddings": 77,
    "hidden_act": "quick_gelu",
    "bos_token_id": 49406,
    "eos_token_id": 49407,
    "pad_token_id": 49407,
    "projection_dim": WIDTH,
}
"""transformers' CLIPTextModel, 5 M weights, most of them CLIP's vocabulary."""

NOISE: dict[str, Any] = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "prediction_type": "v_prediction",
    "clip_sample": False,
}
"""Stable Diffusion's noise levels."""

MOST = 5.0
"""That an error of the predicted clean picture counts, where there is little noise."""
BROAD = {4: 1.0, 16: 0.25}
"""Side in latents of squares whose mean error is learned from as well -> weight, where errors that
know nothing of each other would make 1 of the whole. The colour of a
whole patch hardly shows in the error of each latent."""
KNOWN_COUNTS = 0.15
"""Weight of the loss where the picture is known: there the network is never believed."""


@dataclass(frozen=True, slots=True)
class InpainterRecipe:
    """All that affects the second stage.

    shard, epochs  examples that are made together, and how often each is seen before new ones
                   take their place
    looked_at      windows painted at each measurement, for a person to look at
    """

    schedule: RateSchedule
    stages: tuple[Stage, ...]
    shard: int = 2048
    epochs: int = 4
    variety: Variety = field(default_factory=Variety)
    looked_at: int = 3
    seed: int = 0


class Shards:
    """Makes the examples of a step, shard by shard; the last shard is kept."""

    def __init__(self, recipe: InpainterRecipe, pictures: Sequence[Photograph], vae: Any) -> None:
        self._recipe, self._pictures, self._vae = recipe, pictures, vae
        self._key: tuple[int, int] | None = None
        self._shard: EncodedExamples | None = None

    def batch(self, step: int) -> tuple[EncodedExamples, list[int]]:
        """The shard of a step and the places in it that the step learns from."""
        recipe = self._recipe
        number, stage = stage_at(recipe.stages, step)
        since = step - (recipe.stages[number - 1].until if number else 0)
        at = since * stage.batch
        epoch, start = divmod(at, recipe.shard)
        key = (number, epoch // recipe.epochs)
        if key != self._key or self._shard is None:
            self._key, self._shard = key, self._made(stage.side, key)
        order = np.random.default_rng([recipe.seed, 3, number, epoch]).permutation(recipe.shard)
        return self._shard, [int(i) for i in order[start : start + stage.batch]]

    def _made(self, side: int, key: tuple[int, int]) -> EncodedExamples:
        examples = [
            example(
                self._pictures,
                side,
                self._recipe.variety,
                np.random.default_rng([self._recipe.seed, 2, *key, number]),
            )
            for number in range(self._recipe.shard)
        ]
        return encoded(self._vae, examples)


def new_modules(seed: int) -> nn.ModuleDict:
    """U-Net and text encoder with random weights; words never met stay near silent."""
    import diffusers
    from transformers import CLIPTextConfig, CLIPTextModel

    untyped: Any = diffusers
    torch.manual_seed(seed)
    unet = untyped.UNet2DConditionModel.from_config(UNET).to(memory_format=torch.channels_last)
    text = CLIPTextModel(CLIPTextConfig(**TEXT))
    with torch.no_grad():
        words: Any = text.get_input_embeddings()
        words.weight.mul_(0.1)
    return nn.ModuleDict({"unet": unet, "text_encoder": text})


def train_inpainter(
    pictures: Pictures,
    vae: Any,
    folder: Path,
    recipe: InpainterRecipe,
    measure: Callable[[nn.ModuleDict, int], Numbers],
    watch: Watch,
) -> nn.ModuleDict:
    """The trained modules (averaged weights); goes on from `folder` if it was begun there."""
    modules = new_modules(recipe.seed)
    loop = Loop(folder, modules, recipe.schedule, Habits(measure=500, save=250))
    shards, signal = Shards(recipe, pictures.seen, vae), signal_shares()
    read = Reader()

    def loss_of(step: int) -> dict[str, Tensor]:
        examples, places = shards.batch(step)
        generator = torch.Generator().manual_seed(step)
        levels = torch.randint(0, len(signal), (len(places),), generator=generator)
        noise = torch.randn(examples.clean[places].shape, generator=generator)
        ids = read([examples.captions[i] for i in places])
        return v_loss(modules, examples, places, ids, signal[levels], levels, noise)

    if not loop.finished:
        loop.run(loss_of, measure, watch)
    return loop.averaged


def v_loss(
    modules: nn.ModuleDict,
    examples: EncodedExamples,
    places: Sequence[int],
    ids: Tensor,
    signal: Tensor,
    levels: Tensor,
    noise: Tensor,
) -> dict[str, Tensor]:
    """Weighted mean square error of the predicted v, at each example's own noise level.

    v      latent by latent
    broad  of means over squares of latents (Hoogeboom et al. 2023, arXiv 2301.11093)

    signal  (N,): cumulative product of alphas, the share of the picture's variance that is left
    """
    clean, hole = examples.clean[places], examples.holes[places]
    kept, gone = signal.sqrt()[:, None, None, None], (1 - signal).sqrt()[:, None, None, None]
    noisy, wanted = kept * clean + gone * noise, kept * noise - gone * clean
    seen = torch.cat([noisy, hole, examples.masked[places]], 1)
    with torch.autocast("cpu", torch.bfloat16):
        hidden = modules["text_encoder"](ids).last_hidden_state
        predicted = modules["unet"](
            seen.contiguous(memory_format=torch.channels_last), levels, hidden
        ).sample
    snr = signal / (1 - signal)
    share = ((snr + 1).clamp(max=MOST) / (snr + 1))[:, None, None, None]
    where = hole + KNOWN_COUNTS * (1 - hole)
    error: Tensor = (share * where).sqrt() * (predicted.float() - wanted)
    broad = sum(
        side * side * part * functional.avg_pool2d(error, side).square().mean()
        for side, part in BROAD.items()
        if side <= error.shape[-1]
    )
    return {"v": error.square().mean() / where.mean(), "broad": broad / where.mean()}


def signal_shares() -> Tensor:
    """(1000,): cumulative products of alphas of Stable Diffusion's noise schedule."""
    roots = torch.linspace(NOISE["beta_start"] ** 0.5, NOISE["beta_end"] ** 0.5, 1000)
    return torch.cumprod(1 - roots.double() ** 2, 0).float()


class Reader:
    """Captions -> CLIP's ids, begin and end included, padded to 77."""

    def __init__(self) -> None:
        self._tokenizer = tokens.load_tokenizer()

    def __call__(self, captions: Sequence[str]) -> Tensor:
        """(N, 77)."""
        begin, end = TEXT["bos_token_id"], TEXT["eos_token_id"]
        rows = [[begin, *ids[:75], end] for ids in tokens.ids(self._tokenizer, captions)]
        return torch.tensor([row + [end] * (77 - len(row)) for row in rows])
