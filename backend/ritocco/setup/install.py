"""Installing, upgrading, repairing: one act, which looks at what is there and does what lacks."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import CannotInstall
from ritocco.setup import desktop, environment, krita, kritarc
from ritocco.setup.account import Account
from ritocco.setup.builds import INDEX, Choice, choose
from ritocco.setup.environment import Contents, Environment
from ritocco.setup.lock import locked
from ritocco.setup.machine import Machine, this_machine
from ritocco.setup.manifest import Kind, Manifest, Part, remove_tree, write_whole
from ritocco.setup.models import put_models
from ritocco.setup.pip import Pip
from ritocco.setup.plugin import TARGETS, Plugin, installed_plugin
from ritocco.setup.requirement import Requirement, requirement
from ritocco.setup.source import Source
from ritocco.setup.trial import Trial

_LINKED = 10**9
"""Bytes that an upgrade or repair needs, besides another PyTorch: most files are linked."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the artist asked for.

    torch    a build by name, "" for what fits the computer (or was asked for last time)
    index    where PyTorch's builds are looked for besides pip's own places
    """

    torch: str = ""
    index: str = INDEX
    krita: bool = True
    desktop: bool = True


def install(account: Account, source: Source, wishes: Wishes) -> None:
    """Bring everything into the state of this source; says what it does. Raises CannotInstall."""
    refuse_sudo(account)
    machine = this_machine()
    old = environment.current(account)
    there = old.contents() if old else None
    asked = wishes.torch or (there.asked if there else "")
    choice = choose(machine, asked)
    print(f"PyTorch: {choice.build.title}, since {choice.reason}.")
    if choice.advice:
        print(f"   {choice.advice}")
    manifest = Manifest.read(account.manifest)
    manifest.make_folder(Part.HOME, account.data)
    with locked(account.data):
        _clear_old_names(account)
        kept = _environment(account, source, choice, machine, asked, wishes.index, manifest)
        point_at(account, kept.python, manifest)
        if source.wheels:
            put_models(source.place, kept)
        for left in environment.sweep(account, kept):
            print(
                f"The old environment {left.folder.name} is still in use by an open editor; it "
                "goes with the next installation. Restart the editor to use the new one."
            )
        remove_tree(account.environments / "fetched")
        told = desktop.put(account, kept, manifest) if wishes.desktop else []
        if wishes.krita:
            told += put_into_kritas(account, installed_plugin(kept.packages), manifest)
    print("\n".join(told))
    _say_how_to_begin(account, kept, wishes)


def put_into_kritas(account: Account, plugin: Plugin, manifest: Manifest) -> list[str]:
    """The dock into every Krita of this user, switched on. Returns what the artist should know."""
    told = []
    for found in krita.survey(account, plugin):
        one = found.krita
        if found.plugin is not krita.State.CURRENT:
            plugin.put_into(one.plugins, manifest)
        for target, kind in TARGETS.items():  # also of a copy made by other means
            manifest.note(kind, Part.KRITA, one.plugins / target)
        manifest.make_folder(Part.KRITA, one.settings.parent)
        made = not one.settings.exists()
        manifest.note(Kind.SWITCH, Part.KRITA, one.settings, made=made)
        old = kritarc.read(one.settings)
        new = kritarc.switched(old, on=True)
        if not found.enabled:
            kritarc.write(one.settings, new)
        version = f" {found.version}" if found.version else ""
        lacks = "" if found.here else " (no Krita was found yet; it is ready for one)"
        told.append(f"{one.name}{version}: the dock is in {account.shown(one.plugins)}{lacks}.")
        if one.sandbox:
            told.append(f"   {_SANDBOXES[one.sandbox].format(data=account.data)}")
    if krita.running(account):
        told.append(
            "Krita is running. Close it and start it again to see the dock; if it is not there "
            "then, run this once more while Krita is closed (it writes its settings as it ends)."
        )
    return told


_SANDBOXES = {
    "Flatpak": "A Krita from Flatpak may start programs only with your leave. Give it by: "
    "flatpak override --user --talk-name=org.freedesktop.Flatpak --env=RITOCCO_HOME={data} "
    "org.kde.krita",
    "Snap": "A Krita from Snap cannot start other programs. Run 'ritocco serve' yourself, and "
    "enter its address and token in the dock (gear, Connection).",
}


def point_at(account: Account, python: Path, manifest: Manifest) -> None:
    """Tell the dock how the backend is started: from this moment on it is in use."""
    manifest.note(Kind.FILE, Part.POINTER, account.pointer)
    command = {"command": [str(python), "-m", "ritocco"]}
    write_whole(account.pointer, json.dumps(command, indent=1))


def refuse_sudo(account: Account) -> None:
    """Raises CannotInstall where somebody became root for it."""
    if account.environment.get("SUDO_USER") and hasattr(os, "geteuid") and os.geteuid() == 0:
        raise CannotInstall(
            "Run this without sudo: Ritocco is installed for you alone, in your own folders."
        )


def _environment(
    account: Account,
    source: Source,
    choice: Choice,
    machine: Machine,
    asked: str,
    index: str,
    manifest: Manifest,
) -> Environment:
    """The environment to use: the one that is there if it is whole, or a new one beside it."""
    old = environment.current(account)
    there = old.contents() if old else None
    manifest.note(Kind.TREE, Part.ENVIRONMENT, account.environments)
    manifest.note(Kind.FILE, Part.HOME, account.log)
    fetched = account.environments / "fetched"
    fetched.mkdir(parents=True, exist_ok=True)
    if old and there and _is_same(there, source, choice):
        broken = old.broken()
        seen = None if broken else _tried(old)
        if seen:
            print(f"Ritocco {source.version} is installed and whole; it computes on {seen.device}.")
            _tell_window(seen)
            return old
        print(f"Repairing: {', '.join(broken[:5]) or 'it does not start'} is not as it was.")
    elif there:
        print(f"Upgrading from {there.version} ({there.torch}).")
    new = _build(account, source, choice, machine, asked, index, old, fetched)
    if new is None:
        print("What was there cannot be mended; everything is made anew.")
        new = _build(account, source, choice, machine, asked, index, None, fetched)
    if new is None:
        raise CannotInstall(f"Ritocco does not start on this computer; see {account.log}.")
    return new


def _is_same(there: Contents, source: Source, choice: Choice) -> bool:
    """Whether an environment has this Ritocco with the chosen PyTorch."""
    seen = (there.source, there.python, there.torch.partition("+")[2])
    return seen == (source.digest, environment.python_version(), _wanted(source, choice))


def _wanted(source: Source, choice: Choice) -> str:
    """The label of the build that there shall be: a bundle has but one."""
    return source.torch.partition("+")[2] if source.wheels else choice.build.label


def _tried(one: Environment) -> Trial | None:
    try:
        return one.tried()
    except CannotInstall:
        return None


def _build(
    account: Account,
    source: Source,
    choice: Choice,
    machine: Machine,
    asked: str,
    index: str,
    old: Environment | None,
    fetched: Path,
) -> Environment | None:
    """Make one and try it; None where one that began as links to the old does not run."""
    new = environment.begin(account)
    label = _wanted(source, choice)
    like = old if old and _label(old) == label else None
    try:
        began_from = like if environment.make(new, like) else None
        pip = Pip(new.python, fetched, account.log, source.wheels)
        want = requirement(source, choice, machine, pip, index)
        if want.advice and want.advice != choice.advice:
            print(f"   {want.advice}")
        needed = _room(account, want, began_from)
        wheels = new.folder / environment.WHEEL
        wheels.mkdir()
        wheel = _own_wheel(source, pip, wheels, old)
        pip.install(_told(want, began_from), str(wheel), *want.words(), needed=needed)
        last = ("--no-deps", "--force-reinstall", str(wheel), *source.alone)
        pip.install("Ritocco itself", *last, needed=needed)
        if began_from and not _tried(new):
            remove_tree(new.folder)
            return None
        seen = new.tried()
    except (CannotInstall, OSError):
        remove_tree(new.folder)
        raise
    print(f"PyTorch {seen.torch} computes on {seen.device}.")
    if label.startswith(("cu", "rocm", "xpu")) and seen.device == "CPU":
        print("   It does not reach the graphics card. Is its driver working? 'ritocco doctor'.")
    _tell_window(seen)
    told = Contents(
        source.version, source.digest, environment.python_version(), seen.torch, asked, {}
    )
    new.finish(told)
    return new


def _label(one: Environment) -> str | None:
    """The build of PyTorch that an environment has."""
    there = one.contents()
    return there.torch.partition("+")[2] if there else None


def _own_wheel(source: Source, pip: Pip, into: Path, old: Environment | None) -> Path:
    """Ritocco's package: that of the environment before, if it is the same, needs no network."""
    there = old.contents() if old else None
    if old and there and there.source == source.digest:
        for kept in (old.folder / environment.WHEEL).glob("ritocco-*.whl"):
            return Path(shutil.copy2(kept, into))
    wheel = source.wheel(pip, into)
    return wheel if wheel.parent == into else Path(shutil.copy2(wheel, into))


def _told(want: Requirement, old: Environment | None) -> str:
    if old:
        return "Packages that are new or broken"
    size = want.build.download
    fetch = f", about {_gb(size + 400 * 10**6)} to fetch" if size else ""
    return f"Packages with PyTorch {want.version}{fetch}"


def _room(account: Account, want: Requirement, old: Environment | None) -> str:
    """Check that the disk has room; returns what is needed, for people. Raises CannotInstall."""
    there = old.contents() if old else None
    same = there is not None and there.torch == want.version
    needed = _LINKED if same else want.build.disk + want.build.download
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
        print(
            f"Easel's window lacks a part of your system ({seen.window}). Debian, Ubuntu: "
            "sudo apt install libegl1 libxcb-cursor0 libxkbcommon-x11-0"
        )


def _clear_old_names(account: Account) -> None:
    """Unfinished environments of installations that were killed."""
    kept = environment.current(account)
    for one in environment.all_environments(account):
        if not one.contents() and (kept is None or one.folder != kept.folder):
            remove_tree(one.folder)


def _say_how_to_begin(account: Account, kept: Environment, wishes: Wishes) -> None:
    command = account.home / ".local" / "bin" / "ritocco"
    known = shutil.which("ritocco", path=account.environment.get("PATH", ""))
    if not wishes.desktop or not command.exists() or account.system != "linux":
        shown = str(kept.command)
    else:
        shown = "ritocco" if known and Path(known) == command else account.shown(command)
    print(
        "\nReady.\n"
        "  Krita: start it anew; Settings, Dockers, Ritocco if the dock is not to be seen.\n"
        f"  Easel: '{desktop.NAME}' in the menu of programs, or: {shown} easel\n"
        f"  All else: {shown} --help\n"
        f"  To take it off again: {shown} uninstall"
    )
    sys.stdout.flush()
