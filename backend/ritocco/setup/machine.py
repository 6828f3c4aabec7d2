"""What this computer can compute with, as facts; which build of PyTorch follows is in `builds.py`.

Looked up in the system's own tables and by the drivers' own tools; nothing is installed for it.
"""

from __future__ import annotations

import csv
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_INTEL = 0x8086
_QUERY = "name,driver_version,compute_cap"


@dataclass(frozen=True, slots=True)
class Nvidia:
    """A graphics card with NVIDIA's driver. `capability` (0, 0): the driver does not say."""

    name: str
    driver: tuple[int, ...]
    capability: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Amd:
    """A graphics card with AMD's compute driver, by its architecture, as in "gfx1100"."""

    architecture: str


@dataclass(frozen=True, slots=True)
class Intel:
    """An Intel graphics processor, by its PCI number, and whether its compute driver is there."""

    number: int
    has_driver: bool


@dataclass(frozen=True, slots=True)
class Machine:
    """All that the choice of a build depends on.

    system        as `sys.platform`: linux, win32, darwin
    architecture  x86_64 or arm64
    """

    system: str
    architecture: str
    nvidia: tuple[Nvidia, ...] = ()
    amd: tuple[Amd, ...] = ()
    intel: tuple[Intel, ...] = ()


def this_machine() -> Machine:
    """Look at this computer."""
    names = {"amd64": "x86_64", "x64": "x86_64", "aarch64": "arm64"}
    architecture = platform.machine().lower()
    return Machine(
        sys.platform,
        names.get(architecture, architecture),
        parse_nvidia(_ask_nvidia()),
        parse_amd(_kfd_nodes()),
        _intel_cards(),
    )


def parse_nvidia(text: str) -> tuple[Nvidia, ...]:
    """What nvidia-smi answers to a query of name, driver_version, compute_cap, as CSV."""
    cards = []
    for row in csv.reader(text.splitlines(), skipinitialspace=True):
        if len(row) < 2 or not re.match(r"\d+\.", row[1]):
            continue
        driver = tuple(int(part) for part in re.findall(r"\d+", row[1]))
        capable = re.fullmatch(r"(\d+)\.(\d+)", row[2].strip()) if len(row) > 2 else None
        capability = (int(capable[1]), int(capable[2])) if capable else (0, 0)
        cards.append(Nvidia(row[0].strip(), driver, capability))
    return tuple(cards)


def parse_amd(nodes: list[str]) -> tuple[Amd, ...]:
    """The properties of the compute driver's nodes (kfd) in Linux; processors have version 0."""
    cards = []
    for text in nodes:
        target = re.search(r"(?m)^gfx_target_version (\d+)$", text)
        number = int(target[1]) if target else 0
        if number:
            major, minor, step = number // 10000, number // 100 % 100, number % 100
            cards.append(Amd(f"gfx{major}{minor:x}{step:x}"))
    return tuple(cards)


def _ask_nvidia() -> str:
    """ "" where there is no NVIDIA driver. Old drivers do not know of compute_cap."""
    usual = [r"C:\Windows\System32\nvidia-smi.exe", "/usr/lib/wsl/lib/nvidia-smi"]
    program = shutil.which("nvidia-smi") or next(
        (place for place in usual if Path(place).exists()), None
    )
    if program is None:
        return ""
    for query in (_QUERY, _QUERY.rpartition(",")[0]):
        listed = _output(program, f"--query-gpu={query}", "--format=csv,noheader")
        if listed:
            return listed
    return ""


def _output(*command: str) -> str:
    try:
        ended = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ended.stdout if ended.returncode == 0 else ""


def _kfd_nodes() -> list[str]:
    return [
        _text(properties)
        for properties in sorted(Path("/sys/class/kfd/kfd/topology/nodes").glob("*/properties"))
    ]


def _intel_cards() -> tuple[Intel, ...]:
    """From Linux's tables; Windows is asked for the PCI numbers of its display adapters."""
    if sys.platform == "win32":
        shell = "Get-CimInstance Win32_VideoController | ForEach-Object PNPDeviceID"
        listed = _output("powershell", "-NoProfile", "-Command", shell)
        numbers = [
            int(number, 16) for number in re.findall(r"VEN_8086&DEV_([0-9A-Fa-f]{4})", listed)
        ]
        return tuple(Intel(number, True) for number in numbers)
    folders = ("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib")
    has_driver = any(any(Path(folder).glob("libze_intel_gpu.so*")) for folder in folders)
    devices = sorted(Path("/sys/class/drm").glob("card[0-9]*/device"))
    numbers = [_hex(card / "device") for card in devices if _hex(card / "vendor") == _INTEL]
    return tuple(Intel(number, has_driver) for number in dict.fromkeys(numbers))


def _hex(file: Path) -> int:
    try:
        return int(_text(file), 16)
    except ValueError:
        return 0


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
