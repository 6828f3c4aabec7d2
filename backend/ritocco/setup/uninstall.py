"""Taking off what was installed, all of it and only that; or one part of it."""

from __future__ import annotations

import os
from pathlib import Path

from ritocco.errors import CannotInstall
from ritocco.setup import environment, krita, kritarc
from ritocco.setup.account import APP, Account
from ritocco.setup.lock import locked
from ritocco.setup.manifest import (
    ItemKind,
    Manifest,
    ManifestEntry,
    ManifestPart,
    remove_if_empty,
    remove_tree,
)
from ritocco.setup.plugin import TARGETS

_OURS = ("token", "ritocco.log", "install.log", "install.lock", "model-hashes.json")
"""Files in the data folder that Ritocco made for itself."""
_FLEETING = ("servers", "cut-off")
"""Folders there of what servers keep for themselves."""
_NOTES = (".lock", "families.json")
"""The same inside of folders that are the artist's: locks, and what models were found to be."""
THEIRS = {
    "models": "models",
    "results": "finished results",
    "dock.json": "the dock's settings",
    "styles": "styles",
    "easel": "easel's unsaved pictures",
}
"""What in the data folder is the artist's own -> how it is called."""


def uninstall(account: Account, *, everything: bool = False) -> None:
    """Take Ritocco off. Models, results, styles and settings stay, unless `everything`.

    Raises CannotInstall while it is in use.
    """
    if environment.in_use(account.environments):
        users = environment.users_of(account.environments)
        which = f" (process {users[0]})" if users else ""
        raise CannotInstall(
            f"Ritocco is still running{which}. Close the editors that use it, then run this again."
        )
    print("Taking Ritocco off this computer ...")
    if not account.data.is_dir():
        _take_what_is_known(account, Manifest(account.manifest))
        print("Ritocco was not installed here.")
        return
    with locked(account.data):
        manifest = _take_what_is_known(account, Manifest.read(account.manifest))
        for name in _OURS:
            (account.data / name).unlink(missing_ok=True)
        for name in _FLEETING:
            remove_tree(account.data / name)
        if everything:
            _remove_theirs(account)
        for name in THEIRS:
            _remove_if_hollow(account.data / name)
        folders = [
            Path(entry.path)
            for entry in manifest.of(ManifestPart.HOME)
            if entry.kind is ItemKind.FOLDER
        ]
        account.manifest.unlink(missing_ok=True)
    for path in (account.data, *sorted(folders, key=lambda folder: -len(folder.parts))):
        remove_if_empty(path)
    if everything:
        for path in _above(account):
            remove_if_empty(path)
    print("Ritocco is off this computer." + _running(account))
    _say_what_stays(account)


def _above(account: Account) -> list[Path]:
    """Folders of the home around ours, inner ones first: Ritocco may have made them unnoted."""
    ours = [account.config / APP, *([account.data] if account.data == account.usual_data else [])]
    return [
        path
        for own in ours
        for path in own.parents
        if path != account.home and path.is_relative_to(account.home)
    ]


def take_out_of_krita(account: Account) -> None:
    """The dock out of every Krita; the rest of an installation stays."""
    manifest = Manifest.read(account.manifest)
    _know_kritas(account, manifest)
    for editor in krita.kritas(account):
        print(f"{editor.name}: the dock is out of {account.shown(editor.plugins)}.")
    _undo(manifest, manifest.of(ManifestPart.KRITA))
    if not environment.current(account):
        _undo(manifest, manifest.of(ManifestPart.POINTER))
    if manifest.entries and all(entry.part is ManifestPart.HOME for entry in manifest.entries):
        home = manifest.of(ManifestPart.HOME)
        account.manifest.unlink(missing_ok=True)
        for entry in home:
            remove_if_empty(Path(entry.path))
    elif not manifest.entries:
        account.manifest.unlink(missing_ok=True)


def _take_what_is_known(account: Account, manifest: Manifest) -> Manifest:
    """Undo everything but the data folder itself, the newest first."""
    _know_kritas(account, manifest)
    for path, kind, part in (
        (account.environments, ItemKind.TREE, ManifestPart.ENVIRONMENT),
        (account.pointer, ItemKind.FILE, ManifestPart.POINTER),
    ):
        if path.exists():
            manifest.note(kind, part, path)
    _undo(manifest, manifest.of(ManifestPart.DESKTOP))
    _undo(manifest, manifest.of(ManifestPart.KRITA))
    _undo(manifest, manifest.of(ManifestPart.POINTER))
    _undo(manifest, manifest.of(ManifestPart.ENVIRONMENT))
    return manifest


def _know_kritas(account: Account, manifest: Manifest) -> None:
    """What earlier versions, or Krita's own importer, put there without a manifest."""
    for editor in krita.kritas(account):
        for target, kind in TARGETS.items():
            if (editor.plugins / target).exists():
                manifest.note(kind, ManifestPart.KRITA, editor.plugins / target)
        if kritarc.mentioned(kritarc.read(editor.settings)):
            manifest.note(ItemKind.SWITCH, ManifestPart.KRITA, editor.settings)


def _undo(manifest: Manifest, entries: list[ManifestEntry]) -> None:
    """Each is forgotten only when it is gone; folders last, the deepest first."""
    folders = [entry for entry in entries if entry.kind is ItemKind.FOLDER]
    for entry in (entry for entry in entries if entry.kind is not ItemKind.FOLDER):
        _UNDOING[entry.kind](entry)
        if entry.kind in (ItemKind.FILE, ItemKind.TREE):
            left = Path(entry.path)
            remove_tree(left.with_name(f"{left.name}.new"))
    for entry in sorted(folders, key=lambda entry: -len(Path(entry.path).parts)):
        remove_if_empty(Path(entry.path))
    if entries:
        manifest.forget(entries)


def _switch_off(entry: ManifestEntry) -> None:
    file = Path(entry.path)
    old = kritarc.read(file)
    new = kritarc.switched(old, on=False)
    if entry.made and not new.strip():
        file.unlink(missing_ok=True)
    elif new != old:
        kritarc.write(file, new)


_UNDOING = {
    ItemKind.TREE: lambda entry: remove_tree(Path(entry.path)),
    ItemKind.FILE: lambda entry: remove_tree(Path(entry.path)),
    ItemKind.SWITCH: _switch_off,
}


def _remove_theirs(account: Account) -> None:
    """All that is Ritocco's. Of a data folder that was chosen, only what we know by name."""
    if account.data == account.usual_data:
        for path in account.data.iterdir():
            if path != account.manifest:
                remove_tree(path)
    for name in THEIRS:
        remove_tree(account.data / name)
    own = account.config / APP
    remove_tree(own / "settings.toml")
    remove_if_empty(own)


def _remove_if_hollow(folder: Path) -> None:
    """A folder in which nobody ever kept anything: at most empty folders, and notes of ours."""
    if folder.is_dir() and not folder.is_symlink():
        inside = [path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()]
        if all(path.name in _NOTES for path in inside):
            remove_tree(folder)


def _running(account: Account) -> str:
    if not krita.running(account):
        return ""
    return " Krita is running: its dock works no more, and is gone when Krita starts anew."


def _say_what_stays(account: Account) -> None:
    if not account.data.is_dir():
        return
    known = [
        f"{THEIRS.get(path.name, path.name)} ({_size(path) / 10**6:.0f} MB)"
        for path in sorted(account.data.iterdir())
    ]
    print(
        f"Yours, and kept in {account.shown(account.data)}: {', '.join(known)}. "
        "Delete that folder if you want none of it."
    )


def _size(path: Path) -> int:
    """Bytes of a file, or of all in a folder; links count as nothing."""
    if path.is_symlink() or path.is_file():
        return path.lstat().st_size
    return sum(
        (Path(root) / name).lstat().st_size for root, _, names in os.walk(path) for name in names
    )
