"""The engine behind `faces`: finds the faces of a picture, and has a network repair them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

from ritocco.canvas.arrays import Floats
from ritocco.engine import View
from ritocco.errors import BadModel
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.recipe.finishing import Faces
from ritocco.restore.faces import Repaired, restore_faces
from ritocco.restore.networks import NetworkCache, PictureNetwork
from ritocco.watch import Watch

SECONDS = {"cuda": 0.3, "rocm": 0.4, "xpu": 0.5, "mps": 2.0, "cpu": 8.0}
"""First guess for a megapixel looked at, with a face in it; the studio learns the true one."""


class FaceRepair:
    """Repairs faces. Keeps the network it used last."""

    name = "face repair"

    def __init__(self, device: str | None = None) -> None:
        self._networks = NetworkCache(device)

    def prepare(self, asked: Faces) -> FaceNetworkRestorer:
        """See `Engine`. Raises NotFound where the network is not here; strength 0 needs none."""
        path = find(ModelKind.FACES, asked.model) if asked.strength else None
        return FaceNetworkRestorer(asked, path, self._networks)

    def release(self) -> None:
        """Let the network go."""
        self._networks.release()


@dataclass(frozen=True, slots=True)
class FaceNetworkRestorer:
    """See `FaceRestorer`. `path` is the network's file; None where faces are only looked for."""

    asked: Faces
    path: Path | None
    networks: NetworkCache
    engine: str = FaceRepair.name

    @property
    def key(self) -> Hashable:
        """The network."""
        return self.engine, self.path

    @property
    def estimate(self) -> float:
        """What is usual on such a device."""
        return SECONDS[self.networks.device.kind]

    def restore(self, view: View, keep_tones: bool, watch: Watch) -> Repaired:
        """See `FaceRestorer`. The network is loaded with the first face that needs it."""

        def restore(face: Floats) -> Floats:
            assert self.path is not None  # strength 0 repairs none
            with watch.loading():
                runner = self.networks.get(self.path, _repairs)
            return runner(face, watch.quiet(), "")

        return restore_faces(
            view.pixels,
            view.mask,
            self.asked,
            restore,
            watch,
            known=view.known,
            keep_tones=keep_tones,
        )


def _repairs(network: PictureNetwork) -> None:
    if network.purpose != "FaceSR":
        raise BadModel(
            "{network} repairs no faces; GFPGAN and RestoreFormer do.", network=network.name
        )
