"""PyTorch's build, the graphics card, and whether the one fits the other."""

from __future__ import annotations

from collections.abc import Iterator

from ritocco.doctor import remedy
from ritocco.doctor.finding import Finding, bad, note, well
from ritocco.doctor.table import Look
from ritocco.errors import CannotInstall, RitoccoError
from ritocco.setup.builds import BuildChoice, choose
from ritocco.setup.machine import Machine, this_machine

_GIB = 2**30
_CARDS = ("cuda", "rocm", "xpu")


def torch(look: Look) -> Iterator[Finding]:
    """The build of PyTorch, against what this computer has."""
    from ritocco.device import DeviceKind, find_device, torch_build

    build = torch_build()
    try:
        on_card = find_device().kind is not DeviceKind.CPU
    except RitoccoError:
        on_card = False  # what is wrong is told with the device
    machine = this_machine()
    try:
        choice: BuildChoice | None = choose(machine)
    except CannotInstall:  # a system for which nothing newer is made; what is here may do
        choice = None
    yield judged(machine, choice, build.version, build.made_for, on_card)


def judged(
    machine: Machine, choice: BuildChoice | None, version: str, made_for: str, on_card: bool
) -> Finding:
    """What to say of a build on a machine.

    made_for  "cuda 13.0", "rocm 7.2", "xpu ...", "mps" or "cpu"
    on_card   whether PyTorch computes on something else than the processor here
    """
    name = "PyTorch"
    seen = f"{version}, built for {made_for}"
    kind = made_for.partition(" ")[0]
    if on_card:
        return well(name, seen)
    for_card = choice is not None and choice.build.label not in ("", "cpu")
    if choice is not None and choice.advice:  # a card that PyTorch could use, but for its driver
        verdict = f"{seen}, does not reach the graphics card: {choice.reason}"
        return bad(name, verdict, choice.advice)
    if choice is not None and for_card and not choice.build.label.startswith(_label(made_for)):
        verdict = f"{seen}, is not the build for this computer: {choice.reason}"
        return bad(name, verdict, remedy.install("--torch", choice.build.label))
    if for_card and choice is not None:
        verdict = f"{seen}, does not reach the graphics card, though {choice.reason}"
        return bad(name, verdict, "restart the computer; if that does not help, update the driver")
    if kind in _CARDS:
        verdict = f"{seen}, but no graphics card for it was found; it computes on the processor"
        fix = (
            "install the graphics card's driver and restart; if there is no such card, "
            f"save some GB: {remedy.install('--torch', 'cpu')}"
        )
        return note(name, verdict, fix)
    cards = ", ".join(card.name for card in machine.nvidia)
    return well(name, f"{seen}{f' ({cards} is too old for it)' if cards else ''}")


def _label(made_for: str) -> str:
    """How labels of builds for the same begin: "cuda 13.0" -> "cu130"."""
    kind, _, number = made_for.partition(" ")
    if kind == "cuda":
        return f"cu{number.replace('.', '')}"
    return f"rocm{'.'.join(number.split('.')[:2])}" if kind == "rocm" else kind


def device(look: Look) -> Iterator[Finding]:
    """What models run on, in which precision, with how much memory; and that it computes."""
    from ritocco.device import computes, find_device

    device = find_device()
    half = str(device.half).removeprefix("torch.")
    seen = (
        f"{device.name} ({device.kind}), {half}, {device.free / _GIB:.1f} of "
        f"{device.total / _GIB:.1f} GiB free"
    )
    fix = 'update its driver; until then set device = "cpu" under [compute] (`ritocco settings`)'
    try:
        right = computes(device)
    except RuntimeError as error:
        yield bad("Device", f"{seen}; it does not compute: {str(error).splitlines()[0]}", fix)
        return
    yield well("Device", seen) if right else bad("Device", f"{seen}; it computes wrongly", fix)
