"""What the machine offers to compute with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import torch

from ritocco.errors import BadRecipe


class Kind(StrEnum):
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
    kind: Kind
    name: str
    total: int
    free: int
    half: torch.dtype

    @property
    def shares_memory(self) -> bool:
        """Whether it works in the machine's own memory, so that moving weights off is no gain."""
        return self.kind in (Kind.CPU, Kind.MPS)


def find_device(wanted: str | None = None) -> Device:
    """The best device, or the one named as torch names it.

    `free` is measured now. Raises BadRecipe where the wanted one is not here.
    """
    ways = {"cuda": _cuda, "xpu": _xpu, "mps": _mps, "cpu": _cpu}
    if wanted is None:
        found = (way(None) for way in ways.values())
        return next(device for device in found if device is not None)
    kind, _, number = wanted.partition(":")
    way = ways.get(kind)
    device = way(int(number) if number.isdigit() else None) if way else None
    if device is None:
        here = [kind for kind, way in ways.items() if way(None)]
        raise BadRecipe(f"There is no device {wanted} here. Choose one of: {', '.join(here)}.")
    return device


def _cuda(number: int | None) -> Device | None:
    if not torch.cuda.is_available() or (number or 0) >= torch.cuda.device_count():
        return None
    index = torch.cuda.current_device() if number is None else number
    rocm = torch.version.hip is not None
    major, minor = torch.cuda.get_device_capability(index)
    free, total = torch.cuda.mem_get_info(index)
    name = torch.cuda.get_device_name(index)
    half = torch.float16 if rocm or cuda_likes_half(name, major, minor) else torch.float32
    kind = Kind.ROCM if rocm else Kind.CUDA
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
    return Device(f"xpu:{index}", Kind.XPU, name, total, free, torch.float16)


def _mps(number: int | None) -> Device | None:
    if not torch.backends.mps.is_available() or number:
        return None
    total = torch.mps.recommended_max_memory()
    free = total - torch.mps.driver_allocated_memory()
    return Device("mps", Kind.MPS, "Apple GPU", total, free, torch.float16)


def _cpu(number: int | None) -> Device:
    import psutil  # type: ignore[import-untyped]

    memory = psutil.virtual_memory()
    able = cpu_features()
    half = torch.bfloat16 if cpu_likes_bf16(able) else torch.float32
    name = str(able.get("cpu_name") or "CPU")
    return Device("cpu", Kind.CPU, name, memory.total, memory.available, half)


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
    told = isinstance(error, RuntimeError) and "can't allocate memory" in str(error)
    return told or isinstance(error, torch.OutOfMemoryError | MemoryError)
