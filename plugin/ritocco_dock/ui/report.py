"""What a person may paste into a bug report: useful, and nothing private."""

from __future__ import annotations

import getpass
import platform
import re
import socket
from collections.abc import Iterable
from pathlib import Path

from ..message import Message, without_paths
from ..qt import QT, QtCore

_TOKEN = re.compile(r"(?i)\b(bearer|token|authorization)([\"'\s:=]+)(?!bearer\b)\S{6,}")
_BEARER = re.compile(r"(?i)\bbearer\s+\S+")
SHORTEST = 3
"""Names shorter than this are left: they would cut words to pieces."""


def report(message: Message, secrets: Iterable[str] = ()) -> str:
    """The message with versions and details, cleaned of paths, names and `secrets`."""
    lines = [
        message.text,
        "",
        f"code: {message.code or '-'}",
        f"system: {platform.system()} {platform.release()} {platform.machine()}",
        f"python: {platform.python_version()}, Qt: {QtCore.qVersion()} (PyQt{QT})",
    ]
    if message.details:
        lines += ["", message.details]
    return cleaned("\n".join(lines), secrets) + "\n"


def cleaned(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without folders, the user's and machine's names, tokens, and `secrets`."""
    for secret in sorted({secret.strip() for secret in secrets}, key=len, reverse=True):
        if len(secret) >= SHORTEST:
            text = text.replace(secret, "…")
    text = _TOKEN.sub(r"\1\2…", _BEARER.sub("Bearer …", text))
    text = without_paths(text)
    for name in _names():
        text = re.sub(rf"\b{re.escape(name)}\b", "…", text)
    return text


def _names() -> list[str]:
    """The user's and the machine's names."""
    names = {Path.home().name, socket.gethostname(), socket.gethostname().split(".")[0]}
    try:
        names.add(getpass.getuser())
    except (OSError, KeyError, ImportError):
        names.add("")  # a user without a name on this system
    # "root" and the like name no person, and stand in innocent words.
    common = {"root", "user", "home", "localhost", "admin"}
    return sorted((name for name in names if len(name) >= SHORTEST and name not in common), key=len)
