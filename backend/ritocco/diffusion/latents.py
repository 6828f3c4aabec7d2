"""The space a network paints in: how it is got from the VAE's, and how it looks at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from ritocco.errors import BadModel

if TYPE_CHECKING:  # families are read by faces that never load torch
    from torch import Tensor

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """Latents -> colours, by one matrix product. `rows`: red, green, blue; sRGB, -1..1."""

    rows: tuple[Row, Row, Row]
    offset: Row = (0.0, 0.0, 0.0)


class LatentSpace(Protocol):
    """What a family's network calls latents."""

    @property
    def channels(self) -> int:
        """Of a latent."""
        ...

    @property
    def factor(self) -> int:
        """Pixels per latent, on each side."""
        ...

    @property
    def projection(self) -> Projection:
        """What `seen` latents look like."""
        ...

    def into(self, vae: Any, encoded: Tensor) -> Tensor:
        """What the VAE encoded, as the network sees it."""
        ...

    def outof(self, vae: Any, latents: Tensor) -> Tensor:
        """What the network painted, as the VAE decodes it."""
        ...

    def seen(self, latents: Tensor) -> Tensor:
        """Latents as the projection takes them, one for each pixel of the preview."""
        ...


@dataclass(frozen=True, slots=True)
class ScaledLatents:
    """The VAE's own, shifted and scaled to a spread of about 1."""

    projection: Projection
    scale: float
    shift: float = 0.0
    channels: int = 4
    factor: int = 8

    def into(self, vae: Any, encoded: Tensor) -> Tensor:
        """See `LatentSpace`."""
        return (encoded - self.shift) * self.scale if self.shift else encoded * self.scale

    def outof(self, vae: Any, latents: Tensor) -> Tensor:
        """See `LatentSpace`."""
        return latents / self.scale + self.shift if self.shift else latents / self.scale

    def seen(self, latents: Tensor) -> Tensor:
        """See `LatentSpace`."""
        return latents


VAE_FACTS = ("scaling_factor", "shift_factor", "latents_mean", "latents_std")
"""What a VAE's config says of the latents it was meant for."""


def as_vae_says(space: LatentSpace, config: Mapping[str, Any], where: str) -> LatentSpace:
    """The space of a family, with the scale and shift that this model's VAE config names.

    Spaces of another kind keep what they have. Raises BadModel for latents that are brought to
    a mean of 0 channel by channel: their families are none of ours.
    """
    if not isinstance(space, ScaledLatents):
        return space
    if config.get("latents_mean") is not None or config.get("latents_std") is not None:
        raise BadModel(
            "{where} has a VAE whose latents have means of their own (latents_mean), which "
            "Ritocco cannot follow. Choose a plain model of this kind.",
            where=where,
        )
    try:
        scale = float(config.get("scaling_factor") or space.scale)
        shift = float(config.get("shift_factor") or space.shift)
    except (TypeError, ValueError):
        raise BadModel(
            "{where} has a damaged VAE config. Download it again.", where=where
        ) from None
    return replace(space, scale=scale, shift=shift)
