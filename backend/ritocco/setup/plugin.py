"""The dock's files: where they ship, into Krita, and as the zip that Krita imports."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import CannotInstall
from ritocco.setup.kritarc import PLUGIN
from ritocco.setup.manifest import ItemKind, Manifest, ManifestPart, remove_tree

TARGETS = {
    Path("pykrita", PLUGIN): ItemKind.TREE,
    Path("pykrita", f"{PLUGIN}.desktop"): ItemKind.FILE,
    Path("actions", f"{PLUGIN}.action"): ItemKind.FILE,
}
"""What the dock is made of, below Krita's resource folder."""
_IGNORED = {"__pycache__"}
_ZIP_DATE = (2026, 1, 1, 0, 0, 0)
"""Of every file in the zip, so that the same plugin is the same zip."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """The dock as it ships: its package, and the two files by which Krita knows it."""

    package: Path
    desktop: Path
    action: Path

    def parts(self) -> dict[Path, Path]:
        """What goes where, below Krita's resource folder: target -> source."""
        return dict(zip(TARGETS, (self.package, self.desktop, self.action), strict=True))

    def is_in(self, resources: Path) -> bool:
        """Whether every file is there with these very bytes, and no others."""
        return all(
            _digest(source) == _digest(resources / target)
            for target, source in self.parts().items()
        )

    def has_traces_in(self, resources: Path) -> bool:
        """Whether any part is there, whatever its state."""
        return any((resources / target).exists() for target in self.parts())

    def put_into(self, resources: Path, manifest: Manifest) -> None:
        """Copy it there, in the place of an older copy; notes what it makes."""
        for target, source in self.parts().items():
            path = resources / target
            manifest.make_folder(ManifestPart.KRITA, path.parent)
            manifest.note(TARGETS[target], ManifestPart.KRITA, path)
            fresh = path.with_name(f"{path.name}.new")
            remove_tree(fresh)
            if source.is_dir():
                shutil.copytree(source, fresh, ignore=lambda _, names: _IGNORED & set(names))
                remove_tree(path)
                fresh.rename(path)
            else:
                shutil.copyfile(source, fresh)
                fresh.replace(path)

    def zip_into(self, file: Path) -> None:
        """Write the zip that Krita's *Import Python Plugin From File* takes.

        Its importer finds a package only by an entry for the folder itself.
        """
        fresh = file.with_name(f"{file.name}.new")
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as zipped:
            for target, source in self.parts().items():
                name = target.name
                if not source.is_dir():
                    _add(zipped, name, source.read_bytes())
                    continue
                _add(zipped, f"{name}/", b"")
                for path in _walk(source):
                    inside = f"{name}/{path.relative_to(source).as_posix()}"
                    if path.is_dir():
                        _add(zipped, f"{inside}/", b"")
                    else:
                        _add(zipped, inside, path.read_bytes())
        fresh.replace(file)


def shipped_plugin() -> Plugin:
    """The dock of this Ritocco: in the checkout, or beside the installed package.

    Raises CannotInstall where it is missing.
    """
    package = Path(__file__).resolve().parents[1]
    checkout = package.parents[1] / "plugin"
    if (checkout / PLUGIN).is_dir() and package.parent.name == "backend":
        return Plugin(checkout / PLUGIN, *_known_by(checkout))
    return installed_plugin(package.parent)


def installed_plugin(packages: Path) -> Plugin:
    """The dock that was installed into this site-packages. Raises CannotInstall."""
    if not (packages / PLUGIN).is_dir():
        raise CannotInstall("This installation lacks the dock; install Ritocco again to mend it.")
    return Plugin(packages / PLUGIN, *_known_by(packages / "ritocco" / "resources" / "krita"))


def _known_by(folder: Path) -> tuple[Path, Path]:
    return folder / f"{PLUGIN}.desktop", folder / f"{PLUGIN}.action"


def _walk(folder: Path) -> Iterator[Path]:
    """All in it, parents first, in one order on every system."""
    for path in sorted(folder.iterdir()):
        if path.name in _IGNORED:
            continue
        yield path
        if path.is_dir():
            yield from _walk(path)


def _digest(path: Path) -> str:
    """Of a file's bytes, or of all files in a folder with their names; "" where it is not."""
    if not path.exists():
        return ""
    digest = hashlib.sha256()
    if path.is_file():
        digest.update(path.read_bytes())
    else:
        for inner in _walk(path):
            digest.update(f"\n{inner.relative_to(path).as_posix()}\n".encode())
            if inner.is_file():
                digest.update(inner.read_bytes())
    return digest.hexdigest()


def _add(zipped: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    folder = name.endswith("/")
    entry.external_attr = (0o40755 << 16) | 0x10 if folder else 0o100644 << 16
    entry.compress_type = zipfile.ZIP_STORED if folder else zipfile.ZIP_DEFLATED
    zipped.writestr(entry, content)
