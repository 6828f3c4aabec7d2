"""The settings file, and variables that look like settings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from ritocco.doctor.finding import Finding, bad, note, well
from ritocco.doctor.table import Look
from ritocco.settings import settings_file
from ritocco.settings.keys import KEYS, OUTSIDE
from ritocco.settings.values import read


def settings(look: Look) -> Iterator[Finding]:
    """Every mistake, with its line; and folders that are not there."""
    values, origins, problems = read(os.environ)
    for problem in problems:
        fix = "mend it as that line says; `ritocco settings --example` shows how it is written"
        yield bad("Settings", problem, fix)
    for name in ("model_folders", "mirrors"):
        for folder in values.get(name, ()):
            if "://" not in str(folder) and not Path(folder).is_dir():
                seen = f"the folder {folder} ({origins[name]}) is not there"
                yield note("Settings", seen, "connect the disk it is on, or take it out there")
    if not problems:
        count = len(values)
        seen = f"{count} of {len(KEYS)} set" if count else "all as usual"
        there = "" if settings_file().exists() else ", no file"
        yield well("Settings", f"{seen}{there} ({settings_file()})")


def variables(look: Look) -> Iterator[Finding]:
    """Variables that begin like ours and mean nothing: a letter is wrong in them."""
    yield from strangers(os.environ)


def strangers(environment: Mapping[str, str]) -> Iterator[Finding]:
    """One note for each such variable."""
    known = [*OUTSIDE, *(key.variable for key in KEYS)]
    for name in sorted(environment):
        if name.startswith("RITOCCO_") and name not in known:
            near = get_close_matches(name, known, 1)
            meant = f"use {near[0]}" if near else "take it away"
            yield note("Variables", f"{name} is set, which means nothing", f"{meant}")
