"""Installing, upgrading, repairing: one act, which looks at what is there and does what lacks."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import CannotInstall
from ritocco.setup import desktop, environment
from ritocco.setup.account import Account
from ritocco.setup.builds import INDEX, choose
from ritocco.setup.dock import put_into_kritas
from ritocco.setup.environment import Environment
from ritocco.setup.lock import locked
from ritocco.setup.machine import this_machine
from ritocco.setup.manifest import ItemKind, Manifest, ManifestPart, remove_tree, write_whole
from ritocco.setup.models import put_models
from ritocco.setup.plugin import installed_plugin
from ritocco.setup.provide import Work, provide
from ritocco.setup.source import InstallSource


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


def install(account: Account, source: InstallSource, wishes: Wishes) -> None:
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
    Manifest.read(account.manifest).make_folder(ManifestPart.HOME, account.data)
    with locked(account.data):
        manifest = Manifest.read(account.manifest)  # another may have ended just now
        _clear_old_names(account)
        work = Work(account, source, choice, machine, asked, wishes.index)
        kept = provide(work, manifest)
        point_at(account, kept.python, manifest)
        if source.wheels:
            put_models(source.place, kept)
        for left in environment.sweep(account, kept):
            print(
                f"The old environment {left.folder.name} is still in use by an open editor; it "
                "goes with the next installation. Restart the editor to use the new one."
            )
        remove_tree(work.fetched)
        lines = desktop.put(account, kept, manifest) if wishes.desktop else []
        if wishes.krita:
            lines += put_into_kritas(account, installed_plugin(kept.packages), manifest)
    print("\n".join(lines))
    _say_how_to_begin(account, kept, wishes)


def point_at(account: Account, python: Path, manifest: Manifest) -> None:
    """Tell the dock how the backend is started: from this moment on it is in use."""
    manifest.note(ItemKind.FILE, ManifestPart.POINTER, account.pointer)
    command = {"command": [str(python), "-m", "ritocco"]}
    write_whole(account.pointer, json.dumps(command, indent=1))


def refuse_sudo(account: Account) -> None:
    """Raises CannotInstall where somebody became root for it."""
    if account.environment.get("SUDO_USER") and hasattr(os, "geteuid") and os.geteuid() == 0:
        raise CannotInstall(
            "Run this without sudo: Ritocco is installed for you alone, in your own folders."
        )


def _clear_old_names(account: Account) -> None:
    """Unfinished environments of installations that were killed."""
    kept = environment.current(account)
    for old in environment.all_environments(account):
        if not old.contents() and (kept is None or old.folder != kept.folder):
            remove_tree(old.folder)


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
