"""The builds of PyTorch, as a table, and which of them a computer gets.

Versions follow PyTorch's release notes for the pinned version (CUDA 12.6 for older and 13.0 for
newer graphics cards, ROCm 7.2); drivers follow NVIDIA's compatibility notes. Only the CPU build
was run where this was written.
"""

from __future__ import annotations

from dataclasses import dataclass

from ritocco.errors import CannotInstall
from ritocco.setup.machine import Machine, Nvidia

INDEX = "https://download.pytorch.org/whl"
"""Where PyTorch's makers keep their builds, a folder each. pip's own places are asked first."""
_GB = 10**9


@dataclass(frozen=True, slots=True)
class Build:
    """One build of PyTorch.

    label     in versions ("2.13.0+cpu") and in addresses; "" is what PyPI has
    download  bytes to fetch, with what it needs, about
    disk      bytes on the disk for all of Ritocco with this build, about
    """

    label: str
    title: str
    download: int
    disk: int


BUILDS = {
    build.label: build
    for build in (
        Build("cpu", "CPU", 200 * 10**6, 2 * _GB),
        Build("cu130", "CUDA 13.0 (NVIDIA)", int(2.4 * _GB), 7 * _GB),
        Build("cu126", "CUDA 12.6 (older NVIDIA)", int(2.7 * _GB), 8 * _GB),
        Build("rocm7.2", "ROCm 7.2 (AMD)", 5 * _GB, 20 * _GB),
        Build("xpu", "XPU (Intel)", int(1.8 * _GB), 6 * _GB),
    )
}
_ON_PYPI = {
    "linux": Build("", "PyPI's usual build, CUDA 13.0 and CPU", int(2.4 * _GB), 7 * _GB),
    "win32": Build("", "PyPI's usual build, CPU", 130 * 10**6, 2 * _GB),
    "darwin": Build("", "PyPI's usual build, MPS and CPU", 90 * 10**6, 2 * _GB),
}
NAMES = {"cuda": ("cu130", "cu126"), "rocm": ("rocm7.2",), "mps": ("",), "default": ("",)}
"""What people may say for --torch, besides a label."""
_CUDA = (
    # label, oldest driver, compute capability from .. to
    ("cu130", (580,), (7, 5), (12, 9)),
    ("cu126", (525,), (5, 0), (9, 9)),
)
_ROCM = frozenset(
    f"gfx{number}"
    for number in (
        *("908", "90a", "942", "950", "1030", "1100", "1101", "1102"),
        *("1150", "1151", "1200", "1201"),
    )
)
_ARC = (range(0x5690, 0x56C3), range(0xE200, 0xE230), range(0xB080, 0xB090))
"""PCI numbers of Intel's Arc cards A and B, and of Core Ultra 3 graphics."""
_ARC_INSIDE = (0x7D55, 0x7DD5, 0x7D51, 0x7DD1, 0x64A0, 0x6420)
"""The same inside Core Ultra processors."""


@dataclass(frozen=True, slots=True)
class BuildChoice:
    """A build, why, and what else the artist should know."""

    build: Build
    reason: str
    advice: str = ""


def usual(machine: Machine) -> Build:
    """What PyPI has for this system: works everywhere, if not always on the graphics card."""
    return _ON_PYPI.get(machine.system, _ON_PYPI["linux"])


def choose(machine: Machine, asked: str = "") -> BuildChoice:
    """The build for this computer, or the one that was asked for. Raises CannotInstall."""
    if machine.system == "darwin" and machine.architecture == "x86_64":
        raise CannotInstall(
            "PyTorch is no longer made for Macs with Intel processors, so Ritocco cannot be "
            "installed on this one. A backend on another computer can be used from its dock."
        )
    if asked and asked != "auto":
        return _as_asked(machine, asked)
    for_card = _nvidia(machine) or _amd(machine) or _intel(machine)
    if for_card:
        return for_card
    if machine.system == "darwin":
        return BuildChoice(usual(machine), "a Mac with Apple's processor (MPS)")
    return BuildChoice(BUILDS["cpu"], "no graphics card that PyTorch can compute with was found")


def _as_asked(machine: Machine, asked: str) -> BuildChoice:
    labels = NAMES.get(asked, (asked,))
    if len(labels) > 1:
        fitting = choose(machine).build.label
        labels = (fitting,) if fitting in labels else labels
    build = BUILDS.get(labels[0]) or (None if labels[0] else usual(machine))
    if build is None:
        names = ", ".join(["auto", *NAMES, *BUILDS])
        raise CannotInstall(f"--torch {asked} is not known. It can be one of: {names}.")
    return BuildChoice(build, f"you asked for {asked}")


def _nvidia(machine: Machine) -> BuildChoice | None:
    """By the newest card: its driver and its compute capability decide."""
    if not machine.nvidia or machine.system == "darwin":
        return None
    card = max(machine.nvidia, key=lambda nvidia: nvidia.capability)
    seen = f"{card.name}, driver {'.'.join(map(str, card.driver))}"
    fits = [row for row in _CUDA if _suits(card, row[2], row[3])]
    for label, driver, _, _ in fits:
        if card.driver >= driver:
            return BuildChoice(BUILDS[label], f"{seen} found")
    if not fits:
        return BuildChoice(BUILDS["cpu"], f"{seen} is too old for today's PyTorch")
    needed = min(row[1] for row in fits)[0]
    return BuildChoice(
        BUILDS["cpu"],
        f"{seen} found, but PyTorch needs driver {needed} or later for it",
        f"Update NVIDIA's driver to {needed} or later, then run the installation again: it will "
        "take the build for your graphics card.",
    )


def _suits(card: Nvidia, oldest: tuple[int, int], newest: tuple[int, int]) -> bool:
    return card.capability == (0, 0) or oldest <= card.capability <= newest


def _amd(machine: Machine) -> BuildChoice | None:
    if not machine.amd or machine.system != "linux":
        return None
    known = [card.architecture for card in machine.amd if card.architecture in _ROCM]
    if known:
        return BuildChoice(BUILDS["rocm7.2"], f"an AMD graphics card ({known[0]}) found")
    seen = machine.amd[0].architecture
    return BuildChoice(
        BUILDS["cpu"],
        f"an AMD graphics card ({seen}) found, which PyTorch is not made for",
        "If you know that it works on your card, ask for it: --torch rocm.",
    )


def _intel(machine: Machine) -> BuildChoice | None:
    arcs = [
        card
        for card in machine.intel
        if card.number in _ARC_INSIDE or any(card.number in numbers for numbers in _ARC)
    ]
    if not arcs or machine.system not in ("linux", "win32"):
        return None
    if any(card.has_driver for card in arcs):
        return BuildChoice(BUILDS["xpu"], "an Intel Arc graphics processor found")
    return BuildChoice(
        BUILDS["cpu"],
        "an Intel Arc graphics processor found, but not its compute driver",
        "Install Intel's compute runtime (Debian, Ubuntu: libze-intel-gpu1), then run the "
        "installation again.",
    )
