"""What easel's window needs of a Linux system: for each library, the package that brings it.

python -m ritocco.setup.system_packages apt      Debian's names, in a line, for scripts
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

_MANAGERS = {
    "apt": ("Debian, Ubuntu", "sudo apt install", ("debian", "ubuntu")),
    "dnf": ("Fedora", "sudo dnf install", ("fedora", "rhel", "centos")),
    "pacman": ("Arch", "sudo pacman -S", ("arch",)),
}
"""For each, in the order of the table below: whose it is, what is typed, ids of such systems."""

_WINDOW = {
    # library: apt, dnf, pacman
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libX11.so.6": ("libx11-6", "libX11", "libx11"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11"),
    "libbrotlidec.so.1": ("libbrotli1", "libbrotli", "brotli"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype", "freetype2"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client", "wayland"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor", "wayland"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon"),
}
"""Of Qt's window in PyQt6, X11 and Wayland; a test reads them out of Qt's own files."""
_ANYWHERE = {
    "libgcc_s.so.1": ("libgcc-s1", "libgcc", "gcc-libs"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2", "krb5-libs", "krb5"),
    "libstdc++.so.6": ("libstdc++6", "libstdc++", "gcc-libs"),
    "libz.so.1": ("zlib1g", "zlib", "zlib"),
    "libzstd.so.1": ("libzstd1", "libzstd", "zstd"),
}
"""Needed as well; in nearly every system that has a Python."""
LIBRARIES: Mapping[str, tuple[str, str, str]] = {**_WINDOW, **_ANYWHERE}
FONTS = ("fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu")
"""Letters, where a system has none at all."""
_READABLE = 6
"""Packages up to which other systems' names for them are told, too."""
_ABOUT_SYSTEM = Path("/etc/os-release")


def for_window(manager: str) -> tuple[str, ...]:
    """All that a window may lack on a bare system, by the names of a package manager."""
    column = list(_MANAGERS).index(manager)
    return tuple(sorted({row[column] for row in _WINDOW.values()}))


def bringing(libraries: Iterable[str]) -> str:
    """Commands that install these libraries: this system's first."""
    libraries = tuple(libraries)
    unknown = [library for library in libraries if library not in LIBRARIES]
    rows = [LIBRARIES[library] for library in libraries if library in LIBRARIES]
    if not rows:
        return f"install the packages of your system that bring {', '.join(unknown)}"
    rest = f"; and the packages that bring {', '.join(unknown)}" if unknown else ""
    return commands(rows) + rest


def commands(rows: Iterable[tuple[str, ...]], about: Path = _ABOUT_SYSTEM) -> str:
    """What is typed to install these rows of packages: here, and elsewhere if they are few."""
    rows = tuple(rows)
    told = {}
    for column, (manager, (whose, install, _)) in enumerate(_MANAGERS.items()):
        names = sorted({row[column] for row in rows})
        told[manager] = (whose, f"{install} {' '.join(names)}")
    own = _manager(about)
    if own is None:
        return "; ".join(f"{whose}: {command}" for whose, command in told.values())
    if len(rows) > _READABLE:
        return told[own][1]
    others = "; ".join(
        f"{whose}: {command}" for manager, (whose, command) in told.items() if manager != own
    )
    return f"{told[own][1]} ({others})"


def _manager(about: Path) -> str | None:
    """The package manager of this system, by what it says of itself."""
    try:
        lines = about.read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    pairs = dict(line.split("=", 1) for line in lines if "=" in line)
    ids = f"{pairs.get('ID', '')} {pairs.get('ID_LIKE', '')}".replace('"', " ").split()
    return next(
        (name for one in ids for name, (_, _, known) in _MANAGERS.items() if one in known), None
    )


if __name__ == "__main__":
    print(" ".join(for_window(sys.argv[1])))
