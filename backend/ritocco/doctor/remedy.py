"""Commands that mend, for this installation: a private environment, a checkout, or another."""

from __future__ import annotations

import json
import shlex
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from ritocco.setup.account import Account

_CHECKOUT = Path(__file__).resolve().parents[3]


def is_private() -> bool:
    """Whether this is the environment that `run.py install` made."""
    return Path(sys.prefix).is_relative_to(Account.of_user().environments)


def in_checkout() -> bool:
    """Whether this runs from Ritocco's source."""
    return (_CHECKOUT / "run.py").is_file() and (_CHECKOUT / "backend" / "ritocco").is_dir()


def pip(*arguments: str) -> str:
    """A command of pip with this Python."""
    return " ".join([_quoted(sys.executable), "-m pip", *map(shlex.quote, arguments)])


def install(*arguments: str) -> str:
    """The installation once more, which repairs and upgrades."""
    command = " ".join(["python3 run.py install", *arguments])
    return command if in_checkout() else f"{command} (in Ritocco's folder)"


def dock() -> str:
    """Our plugin once more into every Krita, and the note by which editors find Ritocco."""
    if in_checkout() and not is_private():
        return "python3 run.py krita"
    return f"{_quoted(sys.executable)} -m ritocco.setup krita"


def reinstall() -> str:
    """All of Ritocco once more, where it is."""
    if is_private():
        return install()
    if in_checkout():
        return pip("install", "-e", str(_CHECKOUT))
    source = _installed_from()
    if source is None:
        return "install Ritocco again from where you had it"
    return pip("install", "--force-reinstall", "--no-deps", str(source))


def _installed_from() -> Path | None:
    """The folder or file that pip was given, if it is still there (PEP 610: direct_url.json)."""
    try:
        told = json.loads(distribution("ritocco").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return None
    address = urlsplit(told.get("url", ""))
    source = Path(url2pathname(address.path))
    return source if address.scheme == "file" and source.exists() else None


def _quoted(path: str) -> str:
    """For a shell; a ~ that stands for the home folder stays outside the quotes."""
    home = str(Path.home())
    if path.startswith(home + "/"):
        return f"~/{shlex.quote(path[len(home) + 1 :])}"
    return shlex.quote(path)
