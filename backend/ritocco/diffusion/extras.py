"""What a network may be given beside latents, level and prompt: seats for guides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from torch import Tensor

    from ritocco.diffusion.conditioning import Conditioning
    from ritocco.diffusion.level import Level


@dataclass(frozen=True, slots=True)
class Residuals:
    """What a ControlNet adds inside a U-Net: to each skip connection, and in the middle."""

    down: tuple[Tensor, ...]
    middle: Tensor

    def __add__(self, other: Residuals) -> Residuals:
        """Both at once."""
        down = tuple(a + b for a, b in zip(self.down, other.down, strict=True))
        return Residuals(down, self.middle + other.middle)


class ResidualSource(Protocol):
    """Makes residuals for one call of the network."""

    def __call__(
        self, latents: Tensor, level: Level, conditioning: Conditioning
    ) -> Residuals | None:
        """Residuals for the very rows the network is given; None where it has no say now.

        `latents` are as the network gets them: an inpainting model's have the mask and the
        masked latents behind their own channels.
        """
        ...


@dataclass(frozen=True, slots=True)
class Reference:
    """Clean latents (1, C, h, w) that the network may look at. `role`: what for, as guides say."""

    latents: Tensor
    role: str = ""


@dataclass(frozen=True, slots=True)
class Extras:
    """All seats; a family's network uses those it has.

    residuals   sources whose residuals are added up at each call
    references  pictures beside the noisy one
    mask        (1, 1, H, W) at full size, 1 = repaint, for networks that want it unreduced
    guidance    embedded guidance, for networks that are told it
    arguments   further named arguments of the module's call
    """

    residuals: tuple[ResidualSource, ...] = ()
    references: tuple[Reference, ...] = ()
    mask: Tensor | None = None
    guidance: float | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def __add__(self, other: Extras) -> Extras:
        """Both at once; of what there can be one of only, the later one's."""
        return Extras(
            (*self.residuals, *other.residuals),
            (*self.references, *other.references),
            self.mask if other.mask is None else other.mask,
            self.guidance if other.guidance is None else other.guidance,
            {**self.arguments, **other.arguments},
        )

    def added(self, latents: Tensor, level: Level, conditioning: Conditioning) -> Residuals | None:
        """The sum of what all sources add now; None where none does."""
        made = [source(latents, level, conditioning) for source in self.residuals]
        adding = [residuals for residuals in made if residuals is not None]
        return reduce(add, adding) if adding else None


NO_EXTRAS = Extras()
