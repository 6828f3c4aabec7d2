"""The engine behind `upscale`: one piece of a picture through a network, at its multiple."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

from ritocco.canvas.arrays import Floats
from ritocco.canvas.tones import with_tones_of
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
PLAIN_SIDE, PLAIN_MARGIN = 256, 8
"""The same where there is no network; a pixel is a mean of those within two of it."""
ATTENDING = 256
"""Largest side for a network that works by attention."""
SECONDS = {"cuda": 0.5, "rocm": 0.7, "xpu": 1.0, "mps": 4.0, "cpu": 16.0}
"""First guess for a megapixel of the result; the studio learns the true one."""


class Upscaling:
    """Enlarges pieces of pictures. Keeps the network it used last."""

    name = "upscaling"

    def __init__(self, device: str | None = None) -> None:
        self._networks = NetworkCache(device)

    def prepare(self, asked: Upscale) -> NetworkEnlarger | PlainEnlarger:
        """See `Engine`. Raises NotFound where the recipe's network is needed and not here."""
        if not asked.strength:
            return PlainEnlarger()
        return NetworkEnlarger(find(ModelKind.UPSCALER, asked.model), self._networks)

    def release(self) -> None:
        """Let the network go."""
        self._networks.release()


@dataclass(frozen=True, slots=True)
class NetworkEnlarger:
    """See `Enlarger`. The network of the file `path`."""

    path: Path
    networks: NetworkCache
    engine: str = Upscaling.name
    bytes_at_work: int = SIDES[0] ** 2 * 4**2 * IN_STRIPS

    @property
    def key(self) -> Hashable:
        """The network."""
        return self.engine, self.path

    @property
    def estimate(self) -> float:
        """What is usual on such a device."""
        return SECONDS[self.networks.device.kind]

    def tile_spec(self) -> TileSpec:
        """See `Enlarger`. Loads the network."""
        network = self._runner.network
        device, need = self.networks.device, network.scale**2 * network.working
        sides = [side for side in SIDES if side <= ATTENDING or not network.attends]

        def largest(room: float) -> int:
            return next((side for side in sides if side**2 * need <= room), sides[-1])

        usual, possible = largest(device.total / 4), largest(device.free * 0.8)
        side = min(usual, possible)
        return TileSpec(network.scale, side, MARGIN, OVERLAP, cramped=side < usual)

    def enlarge(self, pixels: Floats, watch: Watch) -> Floats:
        """See `Enlarger`. The network draws detail; tones stay the picture's own."""
        with watch.loading():
            runner = self._runner
        return with_tones_of(runner(pixels, watch, "Drawing detail"), pixels)

    @property
    def _runner(self) -> Runner:
        return self.networks.get(self.path, _enlarges)


@dataclass(frozen=True, slots=True)
class PlainEnlarger:
    """See `Enlarger`. No network: whoever asks for no detail gets the picture resampled."""

    engine: str = Upscaling.name
    estimate: float = 0.2
    bytes_at_work: int = PLAIN_SIDE**2 * 8**2 * 4 * 4 * 4

    @property
    def key(self) -> Hashable:
        """That it is plain."""
        return self.engine, None

    def tile_spec(self) -> TileSpec:
        """See `Enlarger`."""
        return TileSpec(1, PLAIN_SIDE, PLAIN_MARGIN, 0)

    def enlarge(self, pixels: Floats, watch: Watch) -> Floats:
        """See `Enlarger`."""
        return pixels


def _enlarges(network: PictureNetwork) -> None:
    if network.purpose == "FaceSR":
        raise BadModel(
            "{network} repairs faces; name another network to enlarge with.", network=network.name
        )
