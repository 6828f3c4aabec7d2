"""The two seams of diffusion: everything else wraps one of the two.

A *network* is the bare model: noisy latents and a prompt in, its raw prediction out. A
*denoiser* knows the prompts already: noisy latents in, the predicted clean latents out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from torch import Tensor

    from ritocco.diffusion.conditioning import Conditioning
    from ritocco.diffusion.level import Level


class Network(Protocol):
    """The bare model."""

    def __call__(self, latents: Tensor, level: Level, conditioning: Conditioning) -> Tensor:
        """The raw prediction (B, C, h, w) for `latents` (B, C, h, w), float32.

        Of `level` it is told what its family is told. `conditioning` has a row for each.
        """
        ...


class Denoiser(Protocol):
    """Predicts clean latents."""

    def __call__(self, latents: Tensor, level: Level) -> Tensor:
        """The clean latents (N, C, h, w) that `latents` (N, C, h, w) at `level` come from."""
        ...


class Preview(Protocol):
    """Looks at a run."""

    def __call__(self, step: int, signal: Tensor, /) -> None:
        """Called once per step with the predicted clean latents (N, C, h, w)."""
        ...
