"""A scratch account, and what doctor says of it; a scratch Python environment."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ritocco.doctor.examine import examine
from ritocco.doctor.finding import Finding, Severity
from ritocco.doctor.table import CHECKS, Look

LIGHT = [check.name for check in CHECKS if not check.apart and check.name != "Files of packages"]


def told(*heavy: str, light: Sequence[str] = LIGHT, deep: bool = False) -> list[Finding]:
    """Findings of all light checks, and of these heavy ones, which are run in this process."""
    chosen = [check for check in CHECKS if check.name in (*light, *heavy)]
    assert len(chosen) == len(set(light) | set(heavy))
    return list(examine(Look(deep), [replace(check, apart=False) for check in chosen]))


def bad(findings: list[Finding]) -> list[Finding]:
    """Those that say that something is broken."""
    return [finding for finding in findings if finding.level is Severity.BAD]


def only(findings: list[Finding], name: str) -> Finding:
    """The one bad finding, which is to be of this name."""
    assert [finding.name for finding in bad(findings)] == [name]
    return bad(findings)[0]


class Environment:
    """A Python environment with the packages of this one, as links, so that any can be spoilt."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=True)
        self.python = folder / "bin" / "python"
        self.packages = folder / "lib" / Path(sysconfig.get_path("stdlib")).name / "site-packages"
        for one in Path(sysconfig.get_path("purelib")).iterdir():
            (self.packages / one.name).symlink_to(one)

    def doctor(self, *checks: str) -> list[Finding]:
        """What its doctor says."""
        done = subprocess.run(
            [self.python, "-m", "ritocco", "doctor", "--json", *checks],
            capture_output=True,
            text=True,
            env=dict(os.environ),
        )
        assert done.returncode in (0, 1), done.stderr
        answer = json.loads(done.stdout)
        assert answer["healthy"] == (done.returncode == 0)
        return [Finding.from_dict(one) for one in answer["findings"]]

    def links_to(self, start: str) -> list[Path]:
        """What lies there of a package, by how the names begin."""
        return [one for one in self.packages.iterdir() if one.name.lower().startswith(start)]


def python_of(fix: str) -> str:
    """The Python that a command names."""
    return fix.partition(" -m pip")[0].replace("~", str(Path.home()), 1)


assert sys.platform != "win32", "links and modes of files are as in POSIX here"
