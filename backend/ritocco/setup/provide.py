"""The environment to use: kept, repaired, upgraded, or made, whichever is the least that does."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import CannotInstall
from ritocco.setup import environment
from ritocco.setup.account import Account
from ritocco.setup.builds import BuildChoice
from ritocco.setup.environment import Environment, InstalledContents
from ritocco.setup.machine import Machine
from ritocco.setup.manifest import ItemKind, Manifest, ManifestPart, remove_tree
from ritocco.setup.pip import Pip
from ritocco.setup.requirement import Requirement, requirement
from ritocco.setup.source import InstallSource
from ritocco.setup.trial import Trial

_LINKED = 10**9
"""Bytes that an upgrade or repair needs, besides another PyTorch: most files are linked."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be brought about.

    asked  what the artist said for --torch, now or earlier; "" nothing
    index  where PyTorch's builds are looked for besides pip's own places
    """

    account: Account
    source: InstallSource
    choice: BuildChoice
    machine: Machine
    asked: str
    index: str

    @property
    def fetched(self) -> Path:
        """Folder of what was downloaded; goes when all is done."""
        return self.account.environments / "fetched"

    def pip(self, candidate: Environment) -> Pip:
        """The pip of an environment."""
        return Pip(candidate.python, self.fetched, self.account.log, self.source.wheels)

    def requirement(self, candidate: Environment) -> Requirement:
        """Which PyTorch an environment can have."""
        pip = self.pip(candidate)
        return requirement(self.source, self.choice, self.machine, pip, self.index)


def provide(work: Work, manifest: Manifest) -> Environment:
    """The environment to use: the one that is there if it is whole, or a new one beside it."""
    account, source = work.account, work.source
    old = environment.current(account)
    there = old.contents() if old else None
    manifest.note(ItemKind.TREE, ManifestPart.ENVIRONMENT, account.environments)
    manifest.note(ItemKind.FILE, ManifestPart.HOME, account.log)
    work.fetched.mkdir(parents=True, exist_ok=True)
    like = old if old and _has_torch(work, old) else None
    same = there and (there.source, there.python) == (source.digest, environment.python_version())
    if old and like and same:
        broken = old.broken()
        seen = None if broken else _tried(old)
        if seen:
            print(f"Ritocco {source.version} is installed and whole; it computes on {seen.device}.")
            _tell_window(seen)
            return old
        print(f"Repairing: {', '.join(broken[:5]) or 'it does not start'} is not as it was.")
    elif there:
        print(f"Upgrading from {there.version} ({there.torch}).")
    new = _build(work, old, like)
    if new is None:
        print("What was there cannot be mended; everything is made anew.")
        new = _build(work, None, None)
    if new is None:
        raise CannotInstall(f"Ritocco does not start on this computer; see {account.log}.")
    return new


def _has_torch(work: Work, candidate: Environment) -> bool:
    """Whether an environment has the PyTorch that there shall be.

    Where PyPI's usual build had to be taken the last time, the other may be had by now.
    """
    there, source, label = candidate.contents(), work.source, work.choice.build.label
    have = there.packages.get("torch", "") if there else ""
    wanted = source.torch if source.wheels or not label else f"{source.torch}+{label}"
    if have == wanted or have != source.torch or not candidate.python.is_file():
        return have == wanted
    return work.requirement(candidate).version == have


def _tried(candidate: Environment) -> Trial | None:
    try:
        return candidate.tried()
    except CannotInstall:
        return None


def _build(work: Work, old: Environment | None, like: Environment | None) -> Environment | None:
    """Make one and try it; None where one that began as links to the old does not run.

    like  the old one, if its packages can be kept
    """
    account, source, choice = work.account, work.source, work.choice
    new = environment.begin(account)
    try:
        began_from = like if environment.make(new, like) else None
        pip, want = work.pip(new), work.requirement(new)
        if want.advice and want.advice != choice.advice:
            print(f"   {want.advice}")
        needed = _room(account, want, began_from is not None)
        wheels = new.folder / environment.WHEEL
        wheels.mkdir()
        wheel = _own_wheel(source, pip, wheels, old)
        pip.install(_told(want, began_from is not None), str(wheel), *want.words(), needed=needed)
        last = ("--no-deps", "--force-reinstall", str(wheel))
        pip.install("Ritocco itself", *last, needed=needed)
        if began_from and not _tried(new):
            remove_tree(new.folder)
            return None
        seen = new.tried()
    except (CannotInstall, OSError):
        remove_tree(new.folder)
        raise
    print(f"PyTorch {seen.torch} computes on {seen.device}.")
    if choice.build.label.startswith(("cu", "rocm", "xpu")) and seen.device == "CPU":
        print("   It does not reach the graphics card. Is its driver working? 'ritocco doctor'.")
    _tell_window(seen)
    python = environment.python_version()
    new.finish(InstalledContents(source.version, source.digest, python, seen.torch, work.asked, {}))
    return new


def _own_wheel(source: InstallSource, pip: Pip, into: Path, old: Environment | None) -> Path:
    """Ritocco's package: that of the environment before, if it is the same, needs no network."""
    there = old.contents() if old else None
    if old and there and there.source == source.digest:
        for kept in (old.folder / environment.WHEEL).glob("ritocco-*.whl"):
            return Path(shutil.copy2(kept, into))
    wheel = source.wheel(pip, into)
    return wheel if wheel.parent == into else Path(shutil.copy2(wheel, into))


def _told(want: Requirement, linked: bool) -> str:
    if linked:
        return "Packages that are new or broken"
    size = want.build.download
    fetch = f", about {_gb(size + 400 * 10**6)} to fetch" if size else ""
    return f"Packages with PyTorch {want.version}{fetch}"


def _room(account: Account, want: Requirement, linked: bool) -> str:
    """Check that the disk has room; returns what is needed, for people. Raises CannotInstall."""
    needed = _LINKED if linked else want.build.disk + want.build.download
    free = shutil.disk_usage(account.data).free
    if free < needed:
        raise CannotInstall(
            f"The disk of {account.shown(account.data)} has {_gb(free)} free, and {_gb(needed)} "
            "are needed. Free some space, or choose another folder by the variable RITOCCO_HOME."
        )
    return _gb(needed)


def _gb(size: int) -> str:
    return f"{size / 10**9:.1f} GB"


def _tell_window(seen: Trial) -> None:
    if seen.window:
        print(f"   {seen.window}")
