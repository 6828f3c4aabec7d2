"""Which PyTorch exactly pip is asked for: the chosen build, from wherever it can be had."""

from __future__ import annotations

from dataclasses import dataclass

from ritocco.errors import CannotInstall
from ritocco.setup.builds import INDEX, Build, BuildChoice, usual
from ritocco.setup.machine import Machine
from ritocco.setup.pip import Pip
from ritocco.setup.source import InstallSource


@dataclass(frozen=True, slots=True)
class Requirement:
    """What pip is given.

    version  as in "2.13.0+cpu"
    index    address of an index besides pip's own; "" none
    build    what will be there
    advice   what the artist should know; "" nothing
    """

    version: str
    index: str
    build: Build
    advice: str = ""

    def words(self) -> tuple[str, ...]:
        """For pip's command line."""
        return (
            f"torch=={self.version}",
            *(("--extra-index-url", self.index) if self.index else ()),
        )


def requirement(
    source: InstallSource, choice: BuildChoice, machine: Machine, pip: Pip, index: str = INDEX
) -> Requirement:
    """Look for the chosen build in pip's own places, then at its makers'; else take PyPI's.

    Raises CannotInstall where a bundle has another build than the one that was asked for.
    """
    if source.wheels:
        return _bundled(source, choice)
    build = choice.build
    if not build.label:
        return Requirement(source.torch, "", build, choice.advice)
    wanted, known = f"{source.torch}+{build.label}", pip.versions("torch")
    if wanted in known:
        return Requirement(wanted, "", build, choice.advice)
    address = f"{index}/{build.label}"
    if wanted in pip.versions("torch", address):
        return Requirement(wanted, address, build, choice.advice)
    other = usual(machine)
    if not known:  # without a network there is nothing to choose from; what follows says so
        return Requirement(source.torch, "", other, choice.advice)
    instead = (
        f"The build for {build.title} could not be had from {address}; {other.title} is taken "
        "instead. Run the installation again later to get the other one."
    )
    return Requirement(source.torch, "", other, f"{choice.advice} {instead}".strip())


def _bundled(source: InstallSource, choice: BuildChoice) -> Requirement:
    label = source.torch.partition("+")[2]
    advice = choice.advice
    if label != choice.build.label:
        if choice.reason.startswith("you asked"):
            raise CannotInstall(
                f"The bundle has PyTorch {source.torch}, not the build for {choice.build.title}. "
                "Make a bundle with that build (run.py bundle FOLDER --torch ...)."
            )
        advice = f"The bundle has another build ({source.torch}) than this computer would get."
    size = Build(label, f"bundled ({label or 'usual build'})", 0, choice.build.disk)
    return Requirement(source.torch, "", size, advice)
