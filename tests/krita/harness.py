"""A real Krita, without a person: its own screen (Xvfb), its own profile, a time limit.

Only processes started here are ended, by their process group.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
KEPT = ROOT / "out" / "krita-tests"
"""Reports, logs and screenshots of the last run, and the warm profile."""
NEEDED = ("krita", "Xvfb", "openbox", "xdotool")
SCREEN = "1600x1000x24"


def missing() -> list[str]:
    """Programs without which no test in Krita can run."""
    return [name for name in NEEDED if shutil.which(name) is None]


def _plain_path() -> str:
    """Where the programs needed are, and nothing else.

    Krita's Python takes the first python3 on the PATH for its home, and finds no PyQt5 in one
    that a person (or a launcher of Pythons) put there.
    """
    found = [shutil.which(name) for name in NEEDED]
    folders = [str(Path(one).parent) for one in found if one]
    return os.pathsep.join(dict.fromkeys([*folders, "/usr/bin", "/bin"]))


@dataclass(frozen=True)
class Run:
    """What came of a run. `report` is the driver's; `code` Krita's exit status."""

    report: dict[str, Any]
    code: int | None
    timed_out: bool
    seconds: float
    out: Path

    def faults(self) -> list[str]:
        """All that was wrong, for people."""
        told = [f"Krita: {text}" for text in self.report.get("faults", ())]
        told += [f"a modal dialog: {text}" for text in self.report.get("modals", ())]
        for script in self.report.get("scripts", ()):
            told += [f"{what} {seen}" for what, holds, seen in script["checks"] if not holds]
            if script["error"]:
                told.append(script["error"])
        if self.timed_out:
            told.append(f"time-out after {self.seconds:.0f} s; see {self.out}")
        elif not self.report.get("done"):
            told.append(f"Krita ended too early ({self.code}); see {self.out / 'krita.log'}")
        elif self.code != 0:
            told.append(f"Krita ended with {self.code}; see {self.out / 'krita.log'}")
        return told


class Profile:
    """A home for Krita that is no person's; kept warm, since the first start takes 10 seconds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in ("home", "config", "data", "cache", "runtime", "tmp"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / "runtime").chmod(0o700)

    @classmethod
    def warm(cls) -> Profile:
        """The one for the Krita of this machine."""
        krita = Path(shutil.which("krita") or "").resolve()
        told = krita.stat()
        return cls(KEPT / f"profile-{told.st_size:x}-{int(told.st_mtime):x}")

    def environment(self) -> dict[str, str]:
        """Nothing of the person's own gets in."""
        at = self.folder
        return {
            "PATH": _plain_path(),
            "LANG": "C.UTF-8",
            "HOME": str(at / "home"),
            "XDG_CONFIG_HOME": str(at / "config"),
            "XDG_DATA_HOME": str(at / "data"),
            "XDG_CACHE_HOME": str(at / "cache"),
            "XDG_RUNTIME_DIR": str(at / "runtime"),
            "TMPDIR": str(at / "tmp"),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LOGGING_RULES": "*.debug=false",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "OMP_NUM_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
            "PYTHONIOENCODING": "utf-8",
        }

    def install(self, home: Path, settings: dict[str, str]) -> None:
        """Our plugin, by the command people use, and the tests' driver, switched on."""
        for left in (self.folder / "home").glob("*autosave*"):
            left.unlink()  # Krita would ask whether to recover it
        rc = self.folder / "config" / "kritarc"
        old = rc.read_text("utf-8") if rc.exists() else ""
        old = re.sub(r"(?m)^(EnableSingleApplication|theme)=.*\n", "", old)
        old = re.sub(r"(?ms)^\[(python|theme)\]\n.*?(?=^\[|\Z)", "", old)
        (self.folder / "config" / "kritadisplayrc").write_text(settings.get("display", ""), "utf-8")
        theme = f"[theme]\nTheme={settings['theme']}\n" if "theme" in settings else ""
        driver = "[python]\nenable_ritocco_test_driver=true\n"
        rc.write_text(f"EnableSingleApplication=false\n{old}\n{theme}{driver}", "utf-8")
        told = subprocess.run(
            [sys.executable, "-m", "ritocco.setup", "krita"],
            env={**self.environment(), "RITOCCO_HOME": str(home)},
            capture_output=True,
            text=True,
        )
        assert told.returncode == 0, told.stdout + told.stderr
        package = self.folder / "data" / "krita" / "pykrita" / "ritocco_test_driver"
        package.mkdir(exist_ok=True)
        shutil.copy(HERE / "driver.py", package / "__init__.py")
        package.with_suffix(".desktop").write_text(
            "[Desktop Entry]\nType=Service\nServiceTypes=Krita/PythonPlugin\n"
            "X-KDE-Library=ritocco_test_driver\nX-Python-2-Compatible=false\nName=Test driver\n",
            "utf-8",
        )


class Processes:
    """What we started, each in a process group of its own."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._started: list[subprocess.Popen[bytes]] = []

    def start(
        self, name: str, *words: str, environment: dict[str, str], keep: tuple[int, ...] = ()
    ) -> subprocess.Popen[bytes]:
        """Run it; what it says goes to a log."""
        with (self._out / f"{name}.log").open("wb") as log:
            made = subprocess.Popen(
                words,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=keep,
            )
        self._started.append(made)
        return made

    def end(self) -> None:
        """All of them and what they started, the youngest first."""
        for process in reversed(self._started):
            for number in (signal.SIGTERM, signal.SIGKILL):
                ends = time.monotonic() + 5
                try:
                    os.killpg(process.pid, number)
                    while time.monotonic() < ends:
                        process.poll()
                        os.killpg(process.pid, 0)
                        time.sleep(0.02)
                except ProcessLookupError:
                    break


@contextmanager
def _screen(out: Path, environment: dict[str, str]) -> Iterator[tuple[Processes, str]]:
    """A screen nobody sees, with a window manager."""
    processes = Processes(out)
    try:
        reading, writing = os.pipe()
        processes.start(
            "xvfb",
            *("Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN),
            *("-nolisten", "tcp", "-noreset", "+extension", "GLX", "+extension", "RANDR"),
            environment=environment,
            keep=(writing,),
        )
        os.close(writing)
        with os.fdopen(reading) as told:  # closes by itself when Xvfb cannot start
            number = told.readline().strip()
        assert number, f"Xvfb did not start; see {out / 'xvfb.log'}"
        display = f":{number}"
        processes.start("openbox", "openbox", environment={**environment, "DISPLAY": display})
        time.sleep(0.2)
        yield processes, display
    finally:
        processes.end()


def run(
    *scripts: str,
    name: str = "",
    seconds: float = 240,
    home: Path | None = None,
    theme: str = "",
    opengl: bool = True,
    environment: dict[str, str] | None = None,
    murder: Callable[[dict[str, Any]], bool] = lambda report: False,
    afterwards: Callable[[], None] = lambda: None,
) -> Run:
    """Run scripts (names in scripts/) in one Krita, one after the other.

    home    Ritocco's data folder; a fresh one in the run's own folder by default
    opengl  False: Krita draws by itself. OpenGL has no graphics card here, and redrawing anything
            in Krita's window then takes a tenth of a second
    murder  looks at the report so far; when it says True, Krita is killed at once (SIGKILL)
    afterwards  is called when Krita has ended, before what it left behind is ended too
    """
    out = KEPT / (name or scripts[0])
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    profile = Profile.warm()
    home = home or out / "ritocco-home"
    settings = {"theme": theme} if theme else {}
    if not opengl:
        settings["display"] = "[General]\nOpenGLRenderer=none\ncanvasState=OPENGL_FAILED\n"
    profile.install(home, settings)
    told = {
        **profile.environment(),
        "RITOCCO_HOME": str(home),
        "KRITA_TEST_OUT": str(out),
        "KRITA_TEST_SECONDS": str(max(5, seconds - 5)),
        "KRITA_TEST_SCRIPTS": json.dumps([str(HERE / "scripts" / f"{one}.py") for one in scripts]),
        **(environment or {}),
    }
    begun, timed_out, code = time.monotonic(), False, None
    with _screen(out, told) as (processes, display):
        krita = processes.start(
            "krita", "krita", "--nosplash", environment={**told, "DISPLAY": display}
        )
        done_at = 0.0
        while krita.poll() is None:
            report = _report(out)
            if report.get("done"):
                done_at = done_at or time.monotonic()
            if report and murder(report):
                krita.kill()
                break
            if time.monotonic() > (done_at + 15 if done_at else begun + seconds):
                timed_out = not done_at
                break
            time.sleep(0.05)
        with suppress(subprocess.TimeoutExpired):
            code = krita.wait(1 if timed_out else 30)
        afterwards()
    return Run(_report(out), code, timed_out, time.monotonic() - begun, out)


def _report(out: Path) -> dict[str, Any]:
    """What the driver has told so far."""
    try:
        found: dict[str, Any] = json.loads((out / "report.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return found
