"""The engine behind `upscale`: one piece of a picture through a network, at its multiple."""

from __future__ import annotations

from ritocco.canvas.arrays import Floats
from ritocco.engine import TileSpec
from ritocco.errors import BadModel
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.recipe.finishing import Upscale
from ritocco.restore.networks import IN_STRIPS, NetworkCache, PictureNetwork, Runner
from ritocco.watch import Watch

SIDES = (768, 512, 384, 256, 192, 128, 64)
"""Sides in pixels of the squares that a network gets to see: the largest that takes no more than
a quarter of the device's memory, and less only if that is not free (then a picture may differ
from that of another day, by as much as tiles do)."""
MARGIN, OVERLAP = 18, 24
"""Pixels of surroundings a piece sees, and how far it fades in over its neighbour. Compact networks
see no farther than that, so their pieces are exact; those of ESRGAN do, faintly, and at 18
pixels what they draw differs by no more than two drawings of one texture, which the fade hides
(bench/restore.py)."""
ATTENDING = 256
"""Largest side for a network that works by attention."""
SECONDS = {"cuda": 0.5, "rocm": 0.7, "xpu": 1.0, "mps": 4.0, "cpu": 16.0}
"""First guess for a megapixel of the result; the studio learns the true one."""


class Upscaler:
    """Enlarges pieces of pictures. Keeps the network it used last."""

    name = "upscaling"
    bytes_at_work = SIDES[0] ** 2 * 4**2 * IN_STRIPS

    def __init__(self, device: str | None = None) -> None:
        self._networks = NetworkCache(device)

    def check(self, asked: Upscale) -> None:
        """Raise NotFound where the recipe's network is not here."""
        find(ModelKind.UPSCALER, asked.model)

    def seconds_per_megapixel(self, asked: Upscale) -> float:
        """See `Enlarger`."""
        return SECONDS[self._networks.device.kind]

    def tile_spec(self, asked: Upscale) -> TileSpec:
        """See `Enlarger`. Loads the network."""
        network = self._runner(asked).network
        device, need = self._networks.device, network.scale**2 * network.working
        sides = [side for side in SIDES if side <= ATTENDING or not network.attends]

        def largest(room: float) -> int:
            return next((side for side in sides if side**2 * need <= room), sides[-1])

        usual, possible = largest(device.total / 4), largest(device.free * 0.8)
        side = min(usual, possible)
        return TileSpec(network.scale, side, MARGIN, OVERLAP, cramped=side < usual)

    def enlarge(self, pixels: Floats, asked: Upscale, watch: Watch) -> Floats:
        """See `Enlarger`."""
        return self._runner(asked)(pixels, watch, "Drawing detail")

    def release(self) -> None:
        """Let the network go."""
        self._networks.release()

    def _runner(self, asked: Upscale) -> Runner:
        return self._networks.get(find(ModelKind.UPSCALER, asked.model), _enlarges)


def _enlarges(network: PictureNetwork) -> None:
    if network.purpose == "FaceSR":
        raise BadModel(f"{network.name} repairs faces; name another network to enlarge with.")
