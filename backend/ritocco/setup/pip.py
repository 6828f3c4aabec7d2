"""Running pip: what it may use, and what its errors mean for an artist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import CannotInstall
from ritocco.setup.progress_line import ProgressLine

_RETRIES = ("--retries", "2", "--timeout", "20")
_FEW_RETRIES = ("--retries", "1", "--timeout", "8")

_TROUBLES: tuple[tuple[str, str], ...] = (
    (
        r"No space left on device|Errno 28|WinError 112",
        "The disk is full. Free some space ({needed} are needed), then run the installation "
        "again; it goes on where it was.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError",
        "The connection to the package index is not trusted (often a proxy of a company or "
        "school). Ask for its certificate and name the file in the variable PIP_CERT, then run "
        "the installation again.",
    ),
    (
        r"name resolution|getaddrinfo|nodename nor servname|NewConnectionError|ConnectTimeout|"
        r"ConnectionError|NameResolutionError|Network is unreachable|timed out|ProxyError|"
        r"Connection (?:refused|reset|aborted|broken)|IncompleteRead|ProtocolError",
        "The package index cannot be reached. Check the network and run the installation again; "
        "it goes on where it was. Without a network: install from a bundle (--offline FOLDER).",
    ),
    (
        r"Permission denied|Errno 13|WinError 5\b|Read-only file system",
        "A folder that is needed cannot be written; {log} says which. Make it writable for you "
        "(never use sudo for this), then run the installation again.",
    ),
    (
        r"DO NOT MATCH THE HASHES|BadZipFile|is an invalid wheel|Wheel .* is invalid|CRC",
        "A package arrived damaged. Run the installation again.",
    ),
    (
        r"No matching distribution found for ([\w.+=<>!~\[\]-]+)",
        "There is no package {0} for this Python ({python}). Try another Python, 3.11 to 3.13.",
    ),
    (
        r"Failed building wheel for (?!ritocco)",
        "A package is not ready-made for this Python ({python}) and could not be built here; {log} "
        "says which. Use Python 3.11 to 3.13, or install a C++ compiler (Debian, Ubuntu: sudo apt "
        "install g++ python3-dev), then run the installation again.",
    ),
)
"""What pip's output tells -> what to say. The first that fits counts."""


@dataclass(frozen=True, slots=True)
class Pip:
    """pip in one environment.

    python  of the environment
    cache   folder for what is downloaded and unpacked meanwhile; not the user's own cache, so
            that nothing is left there, and on the data folder's disk, so that /tmp may be small
    log     file that all output is added to
    wheels  folder of packages that alone may be used; None: what pip is set up to use
    """

    python: Path
    cache: Path
    log: Path
    wheels: Path | None = None

    def install(self, doing: str, *what: str, needed: str = "") -> None:
        """Install; `doing` is shown while it takes, `needed` is the disk space to name.

        Python compiles what it uses when it uses it; compiling all 20 000 files here would take
        as long as all the rest. Raises CannotInstall.
        """
        self._run(doing, needed, "install", "--no-warn-script-location", "--no-compile", *what)

    def wheel(self, doing: str, folder: Path, *what: str, needed: str = "") -> None:
        """Make or fetch wheels into a folder. Raises CannotInstall."""
        self._run(doing, needed, "wheel", "--wheel-dir", str(folder), *what)

    def versions(self, package: str, index: str = "") -> list[str]:
        """The versions that this Python can have; none where the index does not answer."""
        where = ["--index-url", index] if index else []
        command = self._command("index", "versions", package, *where, *_FEW_RETRIES)
        try:
            ended = subprocess.run(
                command, env=self._surroundings(), capture_output=True, text=True, timeout=120
            )
        except (OSError, subprocess.TimeoutExpired):
            return []
        listed = re.search(r"(?m)^Available versions: (.*)$", ended.stdout)
        return [version.strip() for version in listed[1].split(",")] if listed else []

    def _command(self, *words: str) -> list[str]:
        plain = ("--disable-pip-version-check", "--no-input", "--no-color")
        return [str(self.python), "-I", "-m", "pip", *words, *plain]

    def _surroundings(self) -> dict[str, str]:
        """pip's settings of this user (mirrors, certificates, proxies) count, unless offline."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("PYTHON") and not (self.wheels and name.startswith("PIP_"))
        }
        unpacking = self.cache / "tmp"
        unpacking.mkdir(parents=True, exist_ok=True)
        own = {"PIP_CACHE_DIR": str(self.cache / "pip"), "PYTHONUTF8": "1"}
        own |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(unpacking))
        if self.wheels:
            own |= {
                "PIP_CONFIG_FILE": os.devnull,
                "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": self.wheels.as_uri(),
            }
        return {**kept, **own}

    def _run(self, doing: str, needed: str, *words: str) -> None:
        command = self._command(*words, "--progress-bar", "off", *_RETRIES)
        said: list[str] = []
        with (
            self.log.open("a", encoding="utf-8") as log,
            ProgressLine(doing, self.cache) as progress,
        ):
            log.write(f"\n$ {' '.join(command)}\n")
            process = subprocess.Popen(
                command,
                env=self._surroundings(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
            try:
                for line in process.stdout or ():
                    log.write(line)
                    log.flush()
                    said.append(line)
                    progress.hear(line)
            except BaseException:  # Ctrl+C: pip must not go on behind our back
                process.kill()
                raise
            finally:
                code = process.wait()
            if code:
                raise CannotInstall(trouble("".join(said), self.log, needed))


def trouble(said: str, log: Path, needed: str = "") -> str:
    """One line for what pip said when it failed."""
    for pattern, sentence in _TROUBLES:
        match = re.search(pattern, said)
        if match:
            needed = needed or "some GB"
            version = "{}.{}".format(*sys.version_info)
            return sentence.format(*match.groups(), needed=needed, log=log, python=version)
    errors = re.findall(r"(?m)^ERROR: (.+)$", said)
    why = f" ({errors[-1].strip()})" if errors else ""
    return f"Packages could not be installed{why}. The whole story is in {log}."
