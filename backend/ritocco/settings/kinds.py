"""Kinds of values: from TOML and from the text of an environment variable to what we work with.

Each reader takes a value as TOML gives it and returns it in our own type, or raises ValueError
with words that finish the sentence "KEY must be ...".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SEPARATOR = ";"
"""Between the parts of a list in a variable: URLs hold colons, and paths may hold commas."""
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class ValueKind:
    """A kind of value.

    read    from TOML's value; raises ValueError
    plain   from the text of an environment variable to TOML's value; raises ValueError
    shown   what may be seen of a value that was read
    """

    read: Callable[[Any], Any]
    plain: Callable[[str], Any]
    shown: Callable[[Any], Any] = lambda value: value


def _folder(value: Any) -> Path:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'a folder in quotes, as "/disk/pictures"; not {_shown(value)}')
    path = _from_home(value)
    if not path.is_absolute():
        raise ValueError(f"the whole path of a folder, from the root or from ~; not {value!r}")
    return path


def _folders(value: Any) -> tuple[Path, ...]:
    return tuple(_folder(part) for part in _listed(value, "folders"))


def _mirror(value: Any) -> str:
    """A Windows path has a letter where an address has its scheme."""
    if isinstance(value, str) and len(urlsplit(value).scheme) > 1:
        if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname:
            raise ValueError(f"whole paths, or addresses like https://host/models; not {value!r}")
        return value.rstrip("/")
    return str(_folder(value))


def _mirrors(value: Any) -> tuple[str, ...]:
    return tuple(_mirror(part) for part in _listed(value, "folders or addresses"))


def _listed(value: Any, what: str, example: str = "/disk/models") -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f'a list of {what}, as ["{example}"]; not {_shown(value)}')
    return value


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"true or false, without quotes; not {_shown(value)}")
    return value


def _switch_text(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise ValueError(f"1 or 0; not {text!r}")
    return text.lower() in _YES


def _port(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 65535:
        raise ValueError(f"a whole number from 1 to 65535, without quotes; not {_shown(value)}")
    return value


def _share(value: Any) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0.1 <= value <= 1.0:
        raise ValueError(f"a number from 0.1 to 1.0, without quotes; not {_shown(value)}")
    return float(value)


def _device(value: Any) -> str:
    pattern = r"auto|cpu|mps|(cuda|xpu)(:\d+)?"
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise ValueError(
            f'"auto", "cpu", "cuda" (NVIDIA and AMD), "xpu" (Intel) or "mps" (Apple), with a '
            f'number for the second of several, as "cuda:1"; not {_shown(value)}'
        )
    return value


_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://(\[[0-9a-f:.]+\]|[^\W_][\w.-]*)(:\d{1,5})?", re.ASCII)
_USUAL_PORTS = {"http": ":80", "https": ":443"}


def _origin(value: Any) -> str:
    """Browsers write it in small letters, without a path or the usual port."""
    text = value.strip().lower().rstrip("/") if isinstance(value, str) else ""
    if text != "*" and not _ORIGIN.fullmatch(text):
        raise ValueError(
            "addresses of web pages without a path, as https://page.example (* for all pages); "
            f"not {_shown(value)}"
        )
    return text.removesuffix(_USUAL_PORTS.get(text.partition(":")[0], " "))


def _origins(value: Any) -> tuple[str, ...]:
    listed = _listed(value, "addresses", "https://page.example")
    return tuple(dict.fromkeys(map(_origin, listed)))


def logins_in(text: str) -> tuple[tuple[str, str], ...]:
    """The users and passwords of "anna:secret,bob:hush"; a password may hold colons, no commas."""
    parted = (login.lstrip().partition(":") for login in text.split(",") if text)
    return tuple((user, password) for user, _, password in parted)


def _logins(value: Any) -> str:
    """What is wrong is told without it."""
    sound = isinstance(value, str) and (value.isprintable() or not value)
    if not sound or not all(user.strip() and word for user, word in logins_in(value)):
        raise ValueError(
            'a user and a password with a colon between, as "anna:secret", and commas between '
            "several of them"
        )
    return str(value)


def _without_passwords(value: str) -> str:
    return ",".join(f"{user}:***" for user, _ in logins_in(value))


_SHORT = {"fp32": "float32", "fp16": "float16", "half": "float16", "bf16": "bfloat16"}


def choice(*known: str) -> ValueKind:
    """One of several words."""

    def read(value: Any) -> str:
        if value in known:
            return str(value)
        listed = ", ".join(f'"{word}"' for word in known)
        short = _SHORT.get(value) if isinstance(value, str) else None
        meant = f" (did you mean {short}?)" if short else ""
        raise ValueError(f"one of {listed}; not {_shown(value)}{meant}")

    return ValueKind(read, str)


def _number(text: str) -> Any:
    """The number a text says, else the text itself, which no reader of numbers takes."""
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]


def _whole_path(text: str) -> str:
    """A shell's relative paths are relative to where it stands."""
    return str(_from_home(text).absolute())


def _from_home(text: str) -> Path:
    """The path, in which ~ is a home."""
    if "\0" in text:
        raise ValueError(f"a path that a disk can have; not {text!r}")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise ValueError(f"a folder that is there; nobody has the home of {text!r}") from None


def _shown(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)


FOLDER = ValueKind(_folder, _whole_path)
FOLDERS = ValueKind(_folders, lambda text: [_whole_path(part) for part in _parts(text)])
MIRRORS = ValueKind(
    _mirrors,
    lambda text: [part if "://" in part else _whole_path(part) for part in _parts(text)],
)
ORIGINS = ValueKind(_origins, lambda text: _parts(text.replace(",", SEPARATOR)))
LOGINS = ValueKind(_logins, str, _without_passwords)
SWITCH = ValueKind(_switch, _switch_text)
PORT = ValueKind(_port, _number)
SHARE = ValueKind(_share, _number)
DEVICE = ValueKind(_device, str)
PRECISION = choice("auto", "float32", "float16", "bfloat16")
