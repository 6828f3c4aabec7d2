"""Krita's file of settings, kritarc: our plugin's switch in its text, and nothing else changed."""

from __future__ import annotations

import re
from pathlib import Path

from ritocco.setup.manifest import write_whole

PLUGIN = "ritocco_dock"
_SWITCH = f"enable_{PLUGIN}"
_GROUP = "[python]"


def is_on(text: str) -> bool:
    """Whether our plugin is switched on."""
    return re.search(rf"(?m)^{_SWITCH}=true\r?$", _python(text)) is not None


def mentioned(text: str) -> bool:
    """Whether our plugin has a word in it, or left an empty group."""
    return text != switched(text, on=False)


def switched(text: str, on: bool) -> str:
    """The text with our plugin switched on, or without a word about it.

    A group [python] that is empty then goes too; Krita itself writes no empty groups.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    rest = re.sub(rf"(?m)^{_SWITCH}=.*(?:\n|\Z)", "", text)
    if not on:
        return _without_empty_group(rest)
    line = f"{_SWITCH}=true{end}"
    if re.search(r"(?m)^\[python\]\r?$", rest):
        return re.sub(
            r"(?m)^\[python\]\r?(?:\n|\Z)", lambda _: f"{_GROUP}{end}{line}", rest, count=1
        )
    gap = "" if not rest else end if rest.endswith("\n") else 2 * end
    return f"{rest}{gap}{_GROUP}{end}{line}"


def read(file: Path) -> str:
    """The text of the file; "" where there is none. Line ends and odd bytes stay as they are."""
    try:
        return file.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return ""


def write(file: Path, text: str) -> None:
    """Write it, whole or not at all, through a link if it is one."""
    write_whole(file.resolve(), text)


def resource_folder(text: str) -> Path | None:
    """The resource folder that the artist chose (Configure Krita, General, Resources)."""
    general = re.split(r"(?m)^\[", text, maxsplit=1)[0]
    moved = re.search(r"(?m)^ResourceDirectory=(.+)$", general)
    return Path(moved[1].strip()) if moved else None


def _python(text: str) -> str:
    """What stands in the group [python]."""
    section = re.search(r"(?ms)^\[python\]\r?\n(.*?)(?=^\[|\Z)", text)
    return section[1] if section else ""


def _without_empty_group(text: str) -> str:
    """Without [python] if nothing is in it, and without the blank lines that stood above it."""
    text = re.sub(r"(?m)(?:(?<=\n)\r?\n)?^\[python\]\r?\n(?:\r?\n)*\Z", "", text)
    text = re.sub(r"(?m)(?:(?<=\n)\r?\n)?^\[python\]\r?\Z", "", text)
    return re.sub(r"(?m)^\[python\]\r?\n(?:\r?\n)*(?=\[)", "", text)
