"""What the machine offers to compute with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import torch

from ritocco import budget
from ritocco.errors import BadRecipe, BadSettings
from ritocco.sentence import Sentence
from ritocco.settings import Settings


class DeviceKind(StrEnum):
    """Kinds of device. ROCm speaks through torch's cuda interface but is told apart."""

    CUDA = "cuda"
    ROCM = "rocm"
    XPU = "xpu"
    MPS = "mps"
    CPU = "cpu"


@dataclass(frozen=True, slots=True)
class Device:
    """One device.

    where       torch's name of it ("cuda:0", "cpu")
    kind, name  what it is, and what its maker calls it
    total, free bytes of its memory; for MPS and the CPU, of the machine's
    half        precision it is fastest in without harm to the picture; float32 where neither
                float16 nor bfloat16 pays
    """

    where: str
    kind: DeviceKind
    name: str
    total: int
    free: int
    half: torch.dtype

    @property
    def short_name(self) -> str:
        """For a line of its state: a processor's own name says little to an artist."""
        return "CPU" if self.kind is DeviceKind.CPU else self.name

    @property
    def shares_memory(self) -> bool:
        """Whether it works in the machine's own memory, so that moving weights off is no gain."""
        return self.kind in (DeviceKind.CPU, DeviceKind.MPS)


@dataclass(frozen=True, slots=True)
class InstalledBuild:
    """Which PyTorch is installed: its version, and what it was built for ("cuda 13.0", "cpu")."""

    version: str
    made_for: str


def torch_build() -> InstalledBuild:
    """The build of PyTorch in use."""
    made_for = {
        "cuda": torch.version.cuda,
        "rocm": torch.version.hip,
        "xpu": getattr(torch.version, "xpu", None),
        "mps": "" if torch.backends.mps.is_built() else None,
    }
    built_for = (
        f"{kind} {version}".strip() for kind, version in made_for.items() if version is not None
    )
    return InstalledBuild(str(torch.__version__), next(built_for, "cpu"))


def computes(device: Device) -> bool:
    """Whether a small product comes out right there. Raises RuntimeError where it cannot run."""
    left = torch.arange(64.0, device=device.where).reshape(8, 8)
    return torch.equal((left @ left.T).cpu(), left.cpu() @ left.cpu().T)


def find_device(wanted: str | None = None) -> Device:
    """The device the user set (None), else the best; or the one named as torch names it.

    `free` is measured now; precision and memory are as the settings say. Raises BadRecipe where
    the wanted one is not here, BadSettings where the one that was set is not.
    """
    settings = Settings.of_user()
    if wanted is None and settings.device != "auto":
        try:
            device = _named(settings.device)
        except BadRecipe as error:
            raise BadSettings(_blamed(settings, "device", error.sentence)) from None
    else:
        device = _named(wanted) if wanted else _best()
    device = with_precision(device, settings)
    if settings.memory_share < 1:
        return with_memory(device, settings.memory_share, _own(device))
    return device


def _best() -> Device:
    devices = (way(None) for way in _WAYS.values())
    return next(device for device in devices if device is not None)


def _named(wanted: str) -> Device:
    kind, _, number = wanted.partition(":")
    way = _WAYS.get(kind)
    device = way(int(number) if number.isdigit() else None) if way else None
    if device is None:
        here = [kind for kind, way in _WAYS.items() if way(None)]
        raise BadRecipe(
            "There is no device {wanted} here. Choose one of: {here}.",
            wanted=wanted,
            here=", ".join(here),
        )
    return device


def with_precision(device: Device, settings: Settings) -> Device:
    """The device in the precision that was set. Raises BadSettings for float16 on a CPU."""
    if settings.precision == "auto":
        return device
    half: torch.dtype = getattr(torch, settings.precision)
    if half is torch.float16 and device.kind is DeviceKind.CPU:
        sentence = Sentence(
            'A processor does not compute in float16; write "bfloat16" or "float32".'
        )
        raise BadSettings(_blamed(settings, "precision", sentence))
    return replace(device, half=half)


def with_memory(device: Device, share: float, own: int) -> Device:
    """The device with a share of its memory for us, of which we hold `own` bytes already."""
    total = int(device.total * share)
    return replace(device, total=total, free=max(0, min(device.free, total - own)))


def _own(device: Device) -> int:
    """Bytes that this process holds of a device's memory."""
    if device.kind is DeviceKind.CPU:
        import psutil  # type: ignore[import-untyped]

        return int(psutil.Process().memory_info().rss)
    if device.kind is DeviceKind.MPS:
        return torch.mps.driver_allocated_memory()
    kind = torch.device(device.where).type
    return int(getattr(torch, kind).memory_reserved(device.where))


def _blamed(settings: Settings, name: str, sentence: Sentence) -> Sentence:
    """A sentence with the place that is to be changed."""
    return Sentence(
        "{sentence} It was set by {origin}.", sentence=sentence, origin=settings.origin(name)
    )


def _cuda(number: int | None) -> Device | None:
    if not torch.cuda.is_available() or (number or 0) >= torch.cuda.device_count():
        return None
    index = torch.cuda.current_device() if number is None else number
    rocm = torch.version.hip is not None
    major, minor = torch.cuda.get_device_capability(index)
    free, total = torch.cuda.mem_get_info(index)
    name = torch.cuda.get_device_name(index)
    half = torch.float16 if rocm or cuda_likes_half(name, major, minor) else torch.float32
    kind = DeviceKind.ROCM if rocm else DeviceKind.CUDA
    return Device(f"cuda:{index}", kind, name, total, free, half)


def cuda_likes_half(name: str, major: int, minor: int) -> bool:
    """Whether an NVIDIA card computes well in float16.

    Before Pascal it had none, consumer Pascal (6.1) runs it at 1/64 of its speed, and the
    GTX 16 series (7.5 without tensor cores) is known for black pictures.
    """
    return major >= 7 and "GTX 16" not in name


def _xpu(number: int | None) -> Device | None:
    if not hasattr(torch, "xpu") or not torch.xpu.is_available():
        return None
    index = number or 0
    if index >= torch.xpu.device_count():
        return None
    free, total = torch.xpu.mem_get_info(index)
    name = torch.xpu.get_device_name(index)
    return Device(f"xpu:{index}", DeviceKind.XPU, name, total, free, torch.float16)


def _mps(number: int | None) -> Device | None:
    if not torch.backends.mps.is_available() or number:
        return None
    total = torch.mps.recommended_max_memory()
    free = total - torch.mps.driver_allocated_memory()
    return Device("mps", DeviceKind.MPS, "Apple GPU", total, free, torch.float16)


def _cpu(number: int | None) -> Device:
    memory = budget.machine()
    able = cpu_features()
    half = torch.bfloat16 if cpu_likes_bf16(able) else torch.float32
    name = str(able.get("cpu_name") or "CPU")
    return Device("cpu", DeviceKind.CPU, name, memory.total, memory.free, half)


_WAYS: dict[str, Callable[[int | None], Device | None]] = {
    "cuda": _cuda,
    "xpu": _xpu,
    "mps": _mps,
    "cpu": _cpu,
}
"""From the best to the one that is always there."""


def cpu_features() -> Mapping[str, Any]:
    """What this processor can do, as torch's own cpuinfo says: alike on Linux, macOS, Windows.

    Empty where this torch does not tell.
    """
    ask = getattr(torch.cpu, "get_capabilities", None)
    if ask is not None:
        return dict(ask())
    old = {"amx_tile": "_is_amx_tile_supported", "avx512_bf16": "_is_avx512_bf16_supported"}
    return {name: bool(getattr(torch.cpu, probe, bool)()) for name, probe in old.items()}


def cpu_likes_bf16(features: Mapping[str, Any]) -> bool:
    """Whether the processor multiplies bfloat16 in hardware, so that it is faster than float32.

    That is AMX or AVX512-BF16 (Intel since Sapphire Rapids, AMD since Zen 4). Others would
    emulate it, slower than float32. ARM's own bf16 needs a build of torch with oneDNN for it.
    """
    mkldnn: Any = torch.backends.mkldnn
    arm = bool(features.get("bf16")) and mkldnn.is_available()
    amx = bool(features.get("amx_tile")) and bool(features.get("amx_bf16", True))
    return amx or bool(features.get("avx512_bf16")) or arm


def free_cached(device: torch.device) -> None:
    """Give back what torch keeps of the device's memory for later."""
    kind = getattr(torch, device.type, None)
    if device.type in ("cuda", "xpu", "mps") and kind is not None:
        kind.empty_cache()


def is_out_of_memory(error: BaseException) -> bool:
    """Whether this says that memory ran out; torch's CPU allocator has no class of its own."""
    refused = isinstance(error, RuntimeError) and "can't allocate memory" in str(error)
    return refused or isinstance(error, torch.OutOfMemoryError | MemoryError)
