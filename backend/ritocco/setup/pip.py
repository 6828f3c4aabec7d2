"""Running pip: what it may use, how far it is, and what its errors mean for an artist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import CannotInstall

_PATIENCE = ("--retries", "2", "--timeout", "20")
_QUICK = ("--retries", "1", "--timeout", "8")

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
        "There is no package {0} for this Python ({python}). Try another Python, 3.11 to 3.14.",
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

    def install(self, told: str, *what: str, needed: str = "") -> None:
        """Install; `told` is shown while it takes, `needed` is the disk space to name.

        Python compiles what it uses when it uses it; compiling all 20 000 files here would take
        as long as all the rest. Raises CannotInstall.
        """
        self._run(told, needed, "install", "--no-warn-script-location", "--no-compile", *what)

    def wheel(self, told: str, folder: Path, *what: str, needed: str = "") -> None:
        """Make or fetch wheels into a folder. Raises CannotInstall."""
        self._run(told, needed, "wheel", "--wheel-dir", str(folder), *what)

    def versions(self, package: str, index: str = "") -> list[str]:
        """The versions that this Python can have; none where the index does not answer."""
        where = ["--index-url", index] if index else []
        command = self._command("index", "versions", package, *where, *_QUICK)
        try:
            told = subprocess.run(
                command, env=self._surroundings(), capture_output=True, text=True, timeout=120
            )
        except (OSError, subprocess.TimeoutExpired):
            return []
        found = re.search(r"(?m)^Available versions: (.*)$", told.stdout)
        return [one.strip() for one in found[1].split(",")] if found else []

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

    def _run(self, told: str, needed: str, *words: str) -> None:
        command = self._command(*words, "--progress-bar", "off", *_PATIENCE)
        said: list[str] = []
        with self.log.open("a", encoding="utf-8") as log, Sign(told, self.cache) as sign:
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
                    sign.hear(line)
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
        found = re.search(pattern, said)
        if found:
            needed = needed or "some GB"
            version = "{}.{}".format(*sys.version_info)
            return sentence.format(*found.groups(), needed=needed, log=log, python=version)
    errors = re.findall(r"(?m)^ERROR: (.+)$", said)
    why = f" ({errors[-1].strip()})" if errors else ""
    return f"Packages could not be installed{why}. The whole story is in {log}."


class Sign:
    """A line that says what is done and how far it is, drawn over and over on a terminal."""

    def __init__(self, told: str, growing: Path) -> None:
        self._told, self._growing = told, growing
        self._doing, self._began = "", time.monotonic()
        self._over = threading.Event()
        self._drawn = sys.stdout.isatty()
        self._thread = threading.Thread(target=self._live, daemon=True)

    def __enter__(self) -> Sign:
        print(f"{self._told} ...", end="" if self._drawn else "\n", flush=True)
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._over.set()
        self._thread.join()
        took = f"{time.monotonic() - self._began:.0f} s"
        if kind is None:
            print(f"{_wiped()}{self._told}: {took}" if self._drawn else f"   done, {took}")
        elif self._drawn:
            print(_wiped(), end="")

    def hear(self, line: str) -> None:
        """A line of pip's output."""
        found = re.match(r"\s*Downloading .*?([^/\s]+?)(?:-\d[^\s]*)? \(([\d.]+ [kMG]?B)\)", line)
        size = re.match(r"([\d.]+) (MB|GB)", found[2]) if found else None
        if found and size and (size[2] == "GB" or float(size[1]) >= 10):
            self._doing = f"fetching {found[1]}, {found[2]}"
            if not self._drawn:
                print(f"   {self._doing}", flush=True)
        elif line.startswith("Installing collected packages"):
            self._doing = "unpacking"
            if not self._drawn:
                print("   unpacking", flush=True)

    def _live(self) -> None:
        """On a terminal: seconds, and bytes that have arrived."""
        while self._drawn and not self._over.wait(1.0):
            seconds = time.monotonic() - self._began
            came = _size_of(self._growing) / 10**6
            doing = f", {self._doing}" if self._doing else ""
            text = f"{self._told} ... {seconds:.0f} s, {came:.0f} MB here{doing}"
            print(f"{_wiped()}{text[: _width()]}", end="", flush=True)


def _width() -> int:
    return shutil.get_terminal_size().columns - 1


def _wiped() -> str:
    """Clears the terminal's line without control codes, which not every Windows knows."""
    return f"\r{' ' * _width()}\r"


def _size_of(folder: Path) -> int:
    """Bytes of all files in it, as far as they can be seen while they come and go."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(root) / name).lstat().st_size
            except OSError:
                continue
    return total
