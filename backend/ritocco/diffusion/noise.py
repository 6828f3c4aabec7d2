"""Noise, drawn on the CPU for each picture by its own seed.

Device and batch size have no say in it: the noise of a picture is the same alone or among
others, and the same as diffusers draws from a list of CPU generators.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

_CONTENT = 0x9E3779B97F4A7C15  # sets apart noise that stands for content from noise to remove


@dataclass(frozen=True, slots=True)
class Seed:
    """Where the noise of one picture starts.

    value      0 .. 2**32 - 1
    variation  a second seed, mixed in
    strength   0..1: how much of it; 0 is `value` alone, 1 all that a run of `variation` begins with
    """

    value: int
    variation: int = 0
    strength: float = 0.0

    @property
    def begins(self) -> int:
        """The seed of what cannot be mixed (content, padding) and a run begins with."""
        return self.variation if self.strength >= 1 else self.value


class NoiseSource:
    """The noise of one run, for a batch of one picture per seed.

    `shape` is that of one picture's latents, (C, h, w); what is drawn is float32 and lies on
    `device`. A source is used for one run: `initial` first, then `draw` for each step. Where
    `drawn_as` (h, w) is another size, a run starts in its middle as one of that size would.
    """

    def __init__(
        self,
        seeds: Sequence[Seed],
        shape: tuple[int, int, int],
        device: torch.device | str = "cpu",
        drawn_as: tuple[int, int] | None = None,
    ) -> None:
        self.seeds = tuple(seeds)
        self._drawn = shape if drawn_as is None else (shape[0], *drawn_as)
        self.shape = shape
        self.device = torch.device(device)
        self.generators = [_generator(seed.value) for seed in self.seeds]

    def initial(self) -> Tensor:
        """Unit noise (N, C, h, w) that a run starts from, variations mixed in."""
        own = drawn = self._normal(self.generators)
        if self._drawn != self.shape:
            drawn = self._normal([_generator(seed.value) for seed in self.seeds], self._drawn)
        if any(seed.strength for seed in self.seeds):
            others = [_generator(seed.variation) for seed in self.seeds]
            pairs = zip(drawn, self._normal(others, self._drawn), self.seeds, strict=True)
            drawn = torch.stack([slerp(a, b, seed.strength) for a, b, seed in pairs])
        return (drawn if self._drawn == self.shape else centred(drawn, own)).to(self.device)

    def draw(self) -> Tensor:
        """Fresh unit noise (N, C, h, w)."""
        return self._normal(self.generators).to(self.device)

    def content(self) -> Tensor:
        """Unit noise (N, C, h, w) that stands for the picture itself; always the same."""
        generators = [_generator(seed.begins ^ _CONTENT) for seed in self.seeds]
        return self._normal(generators).to(self.device)

    def brownian(self, low: float, high: float) -> Callable[[Any, Any], Tensor]:
        """A function of two sigmas within `low..high`: unit noise (N, C, h, w) between them.

        The noise is the normalised increment of one Brownian path per picture, so that it
        does not depend on how many steps are taken; down to sigma 0 it is 0, since no noise
        may remain there.
        """
        import torchsde  # type: ignore[import-untyped]

        low, high = round(low, 6), round(high, 6)  # as torchsde does itself, by `tol`
        paths = [
            torchsde.BrownianInterval(
                t0=low,
                t1=high,
                size=self.shape,
                dtype=torch.float32,
                device="cpu",
                entropy=seed.value,
                tol=1e-6,
                pool_size=24,
                halfway_tree=True,
            )
            for seed in self.seeds
        ]

        def between(sigma: Any, following: Any) -> Tensor:
            if float(following) <= 0:
                return torch.zeros(len(paths), *self.shape, device=self.device)
            # Both may have gone through exp(log(sigma)) and lie a rounding error outside.
            ends = [min(max(float(level), low), high) for level in (following, sigma)]
            if ends[0] == ends[1]:
                return torch.zeros(len(paths), *self.shape, device=self.device)
            # The sign is k-diffusion's: noise of a falling sigma is minus the increment.
            increment: Tensor = -torch.stack([path(*ends) for path in paths])
            return increment.div((ends[1] - ends[0]) ** 0.5).to(self.device)

        return between

    def _normal(
        self, generators: list[torch.Generator], shape: tuple[int, int, int] | None = None
    ) -> Tensor:
        return torch.stack(
            [torch.randn(shape or self.shape, generator=generator) for generator in generators]
        )


def _generator(seed: int) -> torch.Generator:
    return torch.Generator("cpu").manual_seed(seed)


def centred(noise: Tensor, around: Tensor) -> Tensor:
    """`around` (N, C, h, w) with as much of `noise`, of another size, as its middle has room for.

    To the latent where A1111 has it: what does not fit is cut evenly at both ends, and of an odd
    number one more.
    """
    made = around.clone()
    spans = []
    for mine, theirs in zip(noise.shape[2:], around.shape[2:], strict=True):
        room = (theirs - mine) // 2
        length = max(mine + 2 * min(room, 0), 0)
        spans.append((max(room, 0), max(-room, 0), length))
    (top, upper, height), (left, first, width) = spans
    part = noise[..., upper : upper + height, first : first + width]
    made[..., top : top + height, left : left + width] = part
    return made


def slerp(start: Tensor, end: Tensor, share: float) -> Tensor:
    """From `start` to `end`, (C, h, w) each, along the sphere; unit noise stays unit noise.

    Column by column, as A1111 does it, so that its infotext brings back the same noise.
    """
    if share <= 0:
        return start
    if share >= 1:
        return end
    unit_start = start / start.norm(dim=1, keepdim=True)
    unit_end = end / end.norm(dim=1, keepdim=True)
    cosine = (unit_start * unit_end).sum(1, keepdim=True).clamp(-1, 1)
    if float(cosine.mean()) > 0.9995:  # as good as parallel: the sine would vanish
        return torch.lerp(start, end, share)
    angle = cosine.acos()
    mixed = torch.sin((1 - share) * angle) * start + torch.sin(share * angle) * end
    length = torch.sin(angle)  # 0 in a column of one latent, which can only be parallel
    return torch.where(length.abs() < 1e-6, torch.lerp(start, end, share), mixed / length)
