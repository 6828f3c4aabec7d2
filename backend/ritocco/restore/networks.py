"""A network of pictures, read from a file and run: loading, device, precision, cancel."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from ritocco.canvas.arrays import Floats
from ritocco.device import Device, DeviceKind, find_device, free_cached, is_out_of_memory
from ritocco.errors import BadModel, OutOfMemory
from ritocco.fixed_order import fixed_order
from ritocco.from_disk import DAMAGE, reason, told_of_damage
from ritocco.library.version import version_of
from ritocco.library.weights_format import is_pickled
from ritocco.restore import ncnn
from ritocco.restore.architectures import EXTRA, spandrel
from ritocco.restore.face_networks import face_call
from ritocco.watch import Watch

SMALLEST = 16
"""Pixels: smaller pictures are widened by their own edges before a network sees them."""
_PROBE = 8
CODEFORMER = frozenset({"position_emb", "quantize.embedding.weight", "idx_pred_layer.1.weight"})
"""Weights that only CodeFormer has all of."""
IN_STRIPS, WHOLE, ATTENDING = 250, 800, 3000
"""Bytes at work per pixel of the result: measured (bench/restore.py) for networks that compute
what is large in strips, for others of 64 channels, and guessed for those that attend."""


@dataclass(frozen=True, slots=True)
class PictureNetwork:
    """A network that takes (N, channels, H, W) in 0..1 to the same at `scale` times the size.

    purpose     "SR", "Restoration" or "FaceSR", as spandrel calls them
    channels    1 or 3
    attends     whether it looks at a picture by attention, for which pieces must be small
    working     memory at work in bytes for each pixel of the result, in float32
    in_half     whether it can be trusted in float16
    """

    name: str
    module: nn.Module
    call: Callable[[Tensor], Tensor]
    scale: int
    channels: int
    purpose: str
    attends: bool
    working: int
    in_half: bool


def load(path: Path) -> PictureNetwork:
    """The network in a file, on the CPU in float32. Raises BadModel, naming the file.

    Nothing in a file is run: pickles are read as plain weights or not at all.
    """
    return _from_ncnn(path) if path.suffix == ".param" else _from_weights(path)


def _from_ncnn(path: Path) -> PictureNetwork:
    graph = ncnn.load(path)
    try:
        with torch.inference_mode():
            seen = graph(torch.zeros(1, 3, _PROBE, _PROBE))
    except DAMAGE as error:
        raise BadModel(
            "{name} is no network of RGB pictures: {reason}.", name=path.name, reason=error
        ) from None
    scale, odd = divmod(seen.shape[-1], _PROBE)
    if odd or seen.shape != (1, 3, _PROBE * scale, _PROBE * scale):
        raise BadModel(
            "{name} does not give back an RGB picture of a whole multiple in size.", name=path.name
        )
    return PictureNetwork(
        path.stem, graph, graph, scale, 3, "SR", attends=False, working=IN_STRIPS, in_half=True
    )


def _from_weights(path: Path) -> PictureNetwork:
    known = spandrel()
    state = _state_of(path, known)
    try:
        loaded = known.ModelLoader().load_from_state_dict(state)
    except known.UnsupportedModelError:
        if state.keys() >= CODEFORMER:
            raise BadModel(
                "{name} is CodeFormer, whose licence forbids paid work, so Ritocco does not "
                "bring what reads it. If you may use it: {executable} -m pip install "
                "--no-deps {extra}",
                name=path.name,
                executable=sys.executable,
                extra=EXTRA,
            ) from None
        raise BadModel(
            "{name} is none of the networks for pictures that Ritocco knows; is it one for "
            "enlarging or for faces?",
            name=path.name,
        ) from None
    except DAMAGE as error:
        raise BadModel(
            "{name} is damaged or incomplete: {reason}.", name=path.name, reason=str(error)[:200]
        ) from None
    if not isinstance(loaded, known.ImageModelDescriptor):
        raise BadModel(
            "{name} fills holes; it is not a network for enlarging or for faces.", name=path.name
        )
    if loaded.input_channels not in (1, 3) or loaded.output_channels != loaded.input_channels:
        raise BadModel(
            "{name} takes {input_channels} channels and gives {output_channels}; Ritocco "
            "uses networks of RGB or grey pictures.",
            name=path.name,
            input_channels=loaded.input_channels,
            output_channels=loaded.output_channels,
        )
    attends = any(isinstance(part, nn.Linear) for part in loaded.model.modules())
    return PictureNetwork(
        path.stem,
        loaded.model.eval(),
        face_call(loaded, path) if loaded.purpose == "FaceSR" else loaded,
        loaded.scale,
        loaded.input_channels,
        loaded.purpose,
        attends=attends,
        working=ATTENDING if attends else WHOLE,
        in_half=loaded.supports_half,
    )


def _state_of(path: Path, known: Any) -> dict[str, Any]:
    pickled = is_pickled(path)
    try:
        if pickled:
            state = torch.load(path, map_location="cpu", weights_only=True)
        else:
            state = load_file(path)
    except OSError as error:
        raise BadModel(
            "{name} cannot be read: {reason}.", name=path.name, reason=reason(error)
        ) from None
    except (SafetensorError, EOFError) as error:
        raise BadModel(
            "{name} is damaged: {reason}.", name=path.name, reason=str(error)[:200]
        ) from None
    except DAMAGE as error:
        if type(error) is RuntimeError:  # torch, of what lacks its end
            raise BadModel(
                "{name} is damaged: {reason}.", name=path.name, reason=str(error)[:200]
            ) from None
        raise BadModel(
            "{name} holds more than weights, or is damaged, and was not opened ({kind}). "
            "Get it as .safetensors.",
            name=path.name,
            kind=type(error).__name__,
        ) from None
    if not isinstance(state, dict):
        raise BadModel("{name} holds no weights.", name=path.name)
    with told_of_damage(
        lambda why: BadModel("{name} is damaged ({reason}).", name=path.name, reason=why)
    ):
        plain: dict[str, Any] = known.canonicalize_state_dict(state)
    return plain


class Runner:
    """A network on a device: float pixels in, float pixels out."""

    def __init__(self, network: PictureNetwork, device: Device) -> None:
        self.network, self.device = network, device
        half = device.half is torch.float16 and network.in_half
        # bfloat16 is not used: its error is up to 8 of 255 levels in x4plus (bench/restore.py).
        # GFPGAN has weights of five axes, for which torch knows no channels-last.
        flat = all(weight.dim() <= 4 for weight in network.module.parameters())
        channels_last = flat and device.kind in (DeviceKind.CUDA, DeviceKind.CPU)
        self._layout = torch.channels_last if channels_last else torch.contiguous_format
        network.module.to(device.where)
        self._use(torch.float16 if half else torch.float32)
        network.module.to(memory_format=self._layout)  # type: ignore[call-overload]
        self._pulse = _Pulse(network.module)

    def __call__(self, pixels: Floats, watch: Watch, text: str) -> Floats:
        """`pixels` (H, W, 3), sRGB 0..1, at `scale` times the size, in 0..1.

        Where float16 does not hold what it makes, float32 is used from then on. Raises Cancelled
        within a layer of the network, OutOfMemory, and BadModel for what is no number even so.
        """
        height, width = pixels.shape[:2]
        wide = [(0, max(0, SMALLEST - side)) for side in (height, width)]
        padded = np.pad(pixels, (*wide, (0, 0)), mode="edge") if any(map(max, wide)) else pixels
        self._pulse.begin(watch, text)
        try:
            with torch.inference_mode(), fixed_order(self.device.where):
                made = self._run(padded)
                self._pulse.learn()
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            made = None
        finally:
            self._pulse.end()
        if made is None:  # out here, where the error no longer holds the tensors
            free_cached(torch.device(self.device.where))
            raise OutOfMemory(
                "The memory of {device} is too small for {network}. Close other programs, or "
                "choose a smaller network, and try again.",
                device=self.device.name,
                network=self.network.name,
            )
        scale = self.network.scale
        return made[: height * scale, : width * scale]

    def _run(self, pixels: Floats) -> Floats:
        tensor = torch.from_numpy(np.ascontiguousarray(pixels)).permute(2, 0, 1)
        grey = self.network.channels == 1  # the three channels are three pictures
        tensor = tensor[:, None] if grey else tensor[None]
        made = self._called(tensor)
        if not torch.isfinite(made).all() and self._dtype is not torch.float32:
            self._use(torch.float32)
            made = self._called(tensor)
        if not torch.isfinite(made).all():
            raise BadModel(
                "{network} gives what is no number (NaN), in full precision too. The file is "
                "damaged: get it again, or choose another network.",
                network=self.network.name,
            )
        made = made.clamp(0, 1)
        made = made[:, 0] if grey else made[0]
        return np.asarray(made.permute(1, 2, 0).cpu().numpy(), np.float32)

    def _called(self, tensor: Tensor) -> Tensor:
        given = tensor.to(self.device.where, self._dtype).contiguous(memory_format=self._layout)
        return self.network.call(given).float()

    def _use(self, dtype: torch.dtype) -> None:
        """Work in this precision from now on."""
        self._dtype = dtype
        self.network.module.to(dtype)


class NetworkCache:
    """Keeps the network that was used last, on its device."""

    def __init__(self, device: str | None = None) -> None:
        self._device = device
        self._held: tuple[tuple[object, ...], Runner] | None = None

    def get(self, path: Path, check: Callable[[PictureNetwork], None]) -> Runner:
        """The network of a file, loaded if it is another one, or it or the device has changed.

        `check` raises where it is not one for this purpose. Raises BadModel, OutOfMemory.
        """
        device = self.device
        key = (path, version_of(path), device.where, device.half)
        if self._held is None or self._held[0] != key:
            self._held = None
            network = load(path)
            check(network)
            self._held = key, Runner(network, device)
        return self._held[1]

    @property
    def device(self) -> Device:
        """Where it runs, with what is free there now."""
        return find_device(self._device)

    def release(self) -> None:
        """Let it go."""
        self._held = None


class _Pulse:
    """Reports progress and takes cancels between the layers of a network."""

    def __init__(self, module: nn.Module) -> None:
        self._watch: Watch | None = None
        self._text = ""
        self._done = 0
        layers = [part for part in module.modules() if isinstance(part, nn.Conv2d | nn.Linear)]
        self._all = max(1, len(layers))  # each is used once, in most networks
        for layer in layers:
            layer.register_forward_pre_hook(self._beat)

    def begin(self, watch: Watch, text: str) -> None:
        """From now on, beats go to this watch."""
        self._watch, self._text, self._done = watch, text, 0
        watch.step(0, text)

    def learn(self) -> None:
        """It has run to its end: that many beats it takes."""
        self._all = max(self._all, self._done)

    def end(self) -> None:
        """The network has run, or was stopped."""
        self._watch = None

    def _beat(self, *_: Any) -> None:
        if self._watch is not None:
            self._done += 1
            self._watch.step(min(1.0, self._done / self._all), self._text)
