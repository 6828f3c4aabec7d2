"""The engine behind `faces`: finds the faces of a picture, and has a network repair them."""

from __future__ import annotations

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


class FaceNetworkRestorer:
    """Repairs faces. Keeps the network it used last."""

    name = "face repair"

    def __init__(self, device: str | None = None) -> None:
        self._networks = NetworkCache(device)

    def check(self, asked: Faces) -> None:
        """Raise NotFound where the recipe's network is not here; strength 0 needs none."""
        if asked.strength:
            find(ModelKind.FACES, asked.model)

    def seconds_per_megapixel(self, asked: Faces) -> float:
        """See `Mender`."""
        return SECONDS[self._networks.device.kind]

    def restore(self, view: View, asked: Faces, keep_tones: bool, watch: Watch) -> Repaired:
        """See `Mender`. The network is loaded with the first face that needs it."""

        def restore(face: Floats) -> Floats:
            runner = self._networks.get(find(ModelKind.FACES, asked.model), _repairs)
            return runner(face, watch.quiet(), "")

        return restore_faces(
            view.pixels,
            view.mask,
            asked,
            restore,
            watch,
            known=view.known,
            keep_tones=keep_tones,
        )

    def release(self) -> None:
        """Let the network go."""
        self._networks.release()


def _repairs(network: PictureNetwork) -> None:
    if network.purpose != "FaceSR":
        raise BadModel(f"{network.name} repairs no faces; GFPGAN and RestoreFormer do.")
