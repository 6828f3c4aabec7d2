"""Runs inside Krita, as a plugin that only tests have: runs scripts there and writes what it saw.

A script is a file with a generator function `run(t)`. It yields a number to wait that many
milliseconds, or a function to wait until that is true; Krita's own loop runs meanwhile.
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from krita import Krita

OUT = Path(os.environ["KRITA_TEST_OUT"])
REPORT: dict[str, Any] = {
    "done": False,
    "krita": Krita.instance().version(),
    "scripts": [],
    "faults": [],
    "modals": [],
}


def write() -> None:
    """The report so far, whole or not at all."""
    fresh = OUT / "report.new"
    fresh.write_text(json.dumps(REPORT, indent=1), "utf-8")
    fresh.replace(OUT / "report.json")


def fault(kind: Any, error: Any, trace: Any) -> None:
    """An exception nobody caught, in a slot for instance; Krita itself would ask a person."""
    text = "".join(traceback.format_exception(kind, error, trace))
    REPORT["faults"].append(text)
    print("FAULT", text, flush=True)
    write()


sys.excepthook = fault
try:  # Krita only greys out a plugin that does not import: here that is a fault
    import ritocco_dock.hosts.krita  # noqa: F401
    from ritocco_dock.qt import QT, Qt, QtCore, QtWidgets

    # Qt 6 has it in a library of its own.
    QOpenGLWidget = importlib.import_module(
        "PyQt6.QtOpenGLWidgets" if QT == 6 else "PyQt5.QtWidgets"
    ).QOpenGLWidget
except BaseException:
    fault(*sys.exc_info())
    raise

PATIENCE = float(os.environ["KRITA_TEST_SECONDS"]) / 2
"""Seconds a condition is waited for: the time a run may take is for all of its waits."""
SETTLED = 250
"""Milliseconds of Krita's own event loop that a document is left alone before it is closed.

Its list of layers takes in what changed by a timer of 100 ms (`KisNodeModel::processUpdateQueue`).
Where the document was closed meanwhile, and nobody was asked whether to save, the timer finds the
list's converter gone, and Krita 5.1.5 ends by SIGSEGV. Timers of one loop fire in the order they
are due, so this does not depend on the machine's speed. An artist is asked, which takes longer.
"""
Steps = Generator[Any, None, None]


class Failed(Exception):
    """A check failed on which the rest of the script depends."""


class Gaps:
    """Longest pause of the event loop, in ms, by a timer that wants to run every 5 ms.

    Time in which Krita's thread could have run, but the machine gave the processor to others
    (the backend, other tests), is no fault of ours and does not count; `wall` has it too. A
    thread looks what Python is doing when the timer is late.
    """

    def __init__(self) -> None:
        self._worst, self._worst_wall, self._last = 0.0, 0.0, time.perf_counter()
        self._doing, self.blamed, self.wall = "", "", 0.0
        self._queue = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._queued = self.waited()
        self._timer = QtCore.QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(5)
        threading.Thread(target=self._watch, daemon=True).start()

    def waited(self) -> float:
        """Seconds this thread has waited for a processor that others had, in all."""
        return int(self._queue.read_text().split()[1]) / 1e9

    def _watch(self) -> None:
        with (OUT / "late.txt").open("w+") as file:
            while True:
                time.sleep(0.01)
                if time.perf_counter() - self._last > 0.035 and not self._doing:
                    file.seek(0)
                    file.truncate()
                    # Not `sys._current_frames`: a frame that is held keeps its painter alive.
                    faulthandler.dump_traceback(file)
                    file.seek(0)
                    self._doing = _of_main(file.read())

    def _tick(self) -> None:
        now, queued = time.perf_counter(), self.waited()
        wall = (now - self._last) * 1000
        pause = wall - (queued - self._queued) * 1000
        self._worst_wall = max(wall, self._worst_wall)
        if pause > self._worst:
            self._worst, self.blamed = pause, self._doing
        self._doing, self._last, self._queued = "", now, queued

    def take(self) -> float:
        """The longest since the last call; `blamed` says what Python was doing."""
        self._tick()
        worst, self.wall = self._worst, round(self._worst_wall, 1)
        self._worst = self._worst_wall = 0.0
        return round(worst, 1)


def _of_main(dump: str) -> str:
    """Where the main thread was, from a dump of all threads: innermost first."""
    for part in dump.split("\n\n"):
        if part.startswith("Thread"):
            return " < ".join(line.strip()[-60:] for line in part.splitlines()[1:5]) or "Krita"
    return ""


class T:
    """What a script works with."""

    def __init__(self, report: dict[str, Any]) -> None:
        self.krita = Krita.instance()
        self.report, self.out = report, OUT
        self.gaps = Gaps()

    def check(self, what: str, holds: object, seen: object = None) -> bool:
        """Note whether this holds; the script goes on."""
        self.report["checks"].append([what, bool(holds), repr(seen) if seen is not None else ""])
        print(("ok   " if holds else "FAIL ") + what, seen if seen is not None else "", flush=True)
        return bool(holds)

    def require(self, what: str, holds: object, seen: object = None) -> None:
        """Note whether this holds; the script ends if not."""
        if not self.check(what, holds, seen):
            raise Failed(what)

    def note(self, name: str, value: Any) -> None:
        """A number or a text for the report."""
        self.report["notes"][name] = value
        print("note", name, value, flush=True)

    def tell(self) -> None:
        """Write the report now, for whoever watches this run."""
        write()

    @property
    def window(self) -> Any:
        """Krita's window."""
        return self.krita.activeWindow() or self.krita.windows()[0]

    @property
    def main(self) -> QtWidgets.QMainWindow:
        """Its widget."""
        found: QtWidgets.QMainWindow = self.window.qwindow()
        return found

    def document(
        self,
        width: int = 400,
        height: int = 300,
        model: str = "RGBA",
        depth: str = "U8",
        profile: str = "",
        dpi: float = 72.0,
    ) -> Any:
        """A new document, that nobody sees yet."""
        made = self.krita.createDocument(width, height, "test", model, depth, profile, dpi)
        made.setBatchmode(True)
        return made

    def show(self, document: Any) -> Steps:
        """Open a view of it, which is then the active one, and wait until it has been drawn.

        With OpenGL, Krita 5.1.5 does not survive news of a picture whose canvas has not been drawn
        for the first time (SIGSEGV or SIGABRT in `KisOpenGLImageTextures::recalculateCache`): of
        pixels that a script paints in that moment, nor of the profile that loading has set, which
        waits in the event loop. People are slower.
        """
        document.waitForDone()
        yield 50
        known = self._drawn_by_opengl()
        self.window.addView(document)
        fresh = [one for one in self._drawn_by_opengl() if one not in known]
        yield lambda: all(one.isValid() for one in fresh)
        yield 50

    def _drawn_by_opengl(self) -> list[QOpenGLWidget]:
        """Canvases, where Krita draws them that way."""
        found: list[QOpenGLWidget] = self.main.findChildren(QOpenGLWidget)
        return found

    def shown_to(self, host: Any, document: Any) -> Steps:
        """Open a view of it, and wait until our host has noticed it."""
        yield from self.show(document)
        yield lambda: host.active() is not None and host.active().is_of(document)

    def paint(self, document: Any, pixels: bytes) -> None:
        """Put these bytes into the whole of the lowest layer of a document not shown yet."""
        node = document.rootNode().childNodes()[0]
        node.setPixelData(pixels, 0, 0, document.width(), document.height())
        document.refreshProjection()
        document.waitForDone()

    def bytes_of(self, document: Any) -> bytes:
        """The flattened picture."""
        document.waitForDone()
        return bytes(document.pixelData(0, 0, document.width(), document.height()))

    def freeze(self, document: Any) -> float:
        """Milliseconds that are a freeze on this machine, for a check that no busy one fails.

        Twice what Krita takes to hand out the whole picture once (about 75 ms for 8k), or 150 ms.
        What the README promises is measured by `bench/dock.py`.
        """
        taken = []
        for _ in range(3):
            begun, waited = time.perf_counter(), self.gaps.waited()
            document.pixelData(0, 0, document.width(), document.height()).data()
            mine = time.perf_counter() - begun - (self.gaps.waited() - waited)
            taken.append(mine * 1000)
        return max(150.0, 2 * min(taken))

    def undo(self) -> Steps:
        """One step back; Krita takes none while it is busy with the last."""
        self.krita.activeDocument().waitForDone()
        self.krita.action("edit_undo").trigger()
        yield 300

    @property
    def undo_text(self) -> str:
        """What the next undo would take back."""
        return str(self.krita.action("edit_undo").text())

    def canvas(self) -> QtWidgets.QWidget:
        """The widget the picture is painted in."""
        for found in self.main.findChildren(QtWidgets.QAbstractScrollArea):
            if found.metaObject().className() == "KisCanvasController" and found.isVisible():
                return found.viewport()
        raise Failed("no canvas is visible")

    def screenshot(self, name: str) -> None:
        """The whole screen, kept beside the report."""
        shot = QtWidgets.QApplication.primaryScreen().grabWindow(0)
        shot.save(str(OUT / f"{name}.png"))

    def hand(self, *words: object) -> Steps:
        """Real mouse and keyboard: the words go to xdotool."""
        process = subprocess.Popen(["xdotool", *map(str, words)])
        yield lambda: process.poll() is not None
        yield 150

    def on_glass(self, widget: QtWidgets.QWidget, point: QtCore.QPoint) -> tuple[int, int]:
        """Where a point of a widget is on the screen, in the pixels that screen has."""
        at, each = widget.mapToGlobal(point), widget.devicePixelRatioF()
        return round(at.x() * each), round(at.y() * each)

    def drag(self, widget: QtWidgets.QWidget, *points: tuple[int, int]) -> Steps:
        """Press at the first point of a widget, move through the others, let go."""
        first, *rest = [self.on_glass(widget, QtCore.QPoint(*point)) for point in points]
        words: list[object] = ["mousemove", *first, "mousedown", 1, "sleep", 0.05]
        for place in rest:
            words += ["mousemove", *place, "sleep", 0.08]
        yield from self.hand(*words, "mouseup", 1)

    def click(self, widget: QtWidgets.QWidget, at: QtCore.QPoint | None = None) -> Steps:
        """The left button on a point of a widget; by default its middle."""
        place = self.on_glass(widget, widget.rect().center() if at is None else at)
        yield from self.hand("mousemove", *place, "sleep", 0.05, "click", 1)

    def type(self, text: str) -> Steps:
        """On the keyboard."""
        yield from self.hand("type", "--delay", 25, text)

    def close(self, *documents: Any) -> Steps:
        """Without asking."""
        for document in documents:
            document.setBatchmode(True)
            document.waitForDone()
        yield SETTLED
        for document in documents:
            document.setModified(False)
            document.close()


class Driver:
    """Runs the scripts, one after the other."""

    def __init__(self) -> None:
        self.report = REPORT
        self.waiting = [Path(name) for name in json.loads(os.environ["KRITA_TEST_SCRIPTS"])]
        self.begun = time.monotonic()
        self.modals = QtCore.QTimer()
        self.modals.timeout.connect(self.close_modal)
        self.modals.start(300)
        self.opening = QtCore.QTimer()
        self.opening.timeout.connect(self.try_start)
        self.opening.start(50)

    def close_modal(self) -> None:
        """A modal dialog is a fault too, and must not stop the test."""
        dialog = QtWidgets.QApplication.activeModalWidget()
        if dialog is None or dialog.metaObject().className() == "KisDelayedSaveDialog":
            return  # the latter only says that Krita works, and goes by itself
        said = [label.text() for label in dialog.findChildren(QtWidgets.QLabel) if label.text()]
        told = f"{dialog.metaObject().className()} {dialog.windowTitle()}: {' / '.join(said[:8])}"
        if told not in self.report["modals"]:
            self.report["modals"].append(told)
            print("MODAL", told, flush=True)
        if isinstance(dialog, QtWidgets.QDialog):
            dialog.reject()

    def try_start(self) -> None:
        """As soon as the window is there."""
        windows = Krita.instance().windows()
        if not windows or not windows[0].qwindow().isVisible():
            return
        self.opening.stop()
        windows[0].qwindow().showMaximized()
        QtCore.QTimer.singleShot(300, self.start)

    def start(self) -> None:
        """With the first script."""
        sys.excepthook = fault  # Krita has put its own in place meanwhile
        self.report["opened"] = round(time.monotonic() - self.begun, 2)
        self.next_script()

    def next_script(self) -> None:
        """Begin it, or end."""
        if not self.waiting or self.report["faults"]:
            return self.finish()
        path = self.waiting.pop(0)
        told: dict[str, Any] = {"name": path.stem, "checks": [], "notes": {}, "error": ""}
        self.report["scripts"].append(told)
        self.begun = time.monotonic()
        t = T(told)
        try:
            sys.path.insert(0, str(path.parent))
            steps = importlib.import_module(path.stem).run(t)
        except BaseException:  # noqa: BLE001  whatever it is, the report tells it
            return self.end_script(t, traceback.format_exc())
        return self.step(t, steps)

    def step(self, t: T, steps: Steps) -> None:
        """Until the script waits again."""
        try:
            asked = next(steps)
        except StopIteration:
            return self.end_script(t, "")
        except BaseException:  # noqa: BLE001  whatever it is, the report tells it
            return self.end_script(t, traceback.format_exc())
        if callable(asked):
            return self.poll(t, steps, asked, time.monotonic() + PATIENCE)
        QtCore.QTimer.singleShot(int(asked or 0), lambda: self.step(t, steps))
        return None

    def poll(self, t: T, steps: Steps, holds: Callable[[], object], until: float) -> None:
        """Wait for a condition."""
        try:
            if holds():
                return self.step(t, steps)
            if time.monotonic() > until:
                steps.throw(Failed(f"waited {PATIENCE:g} s in vain"))
        except StopIteration:
            return self.end_script(t, "")
        except BaseException:  # noqa: BLE001  whatever it is, the report tells it
            return self.end_script(t, traceback.format_exc())
        QtCore.QTimer.singleShot(20, lambda: self.poll(t, steps, holds, until))
        return None

    def end_script(self, t: T, error: str) -> None:
        """Note how it went; leave nothing for the next."""
        t.report["error"], t.report["seconds"] = error, round(time.monotonic() - self.begun, 2)
        if error:
            print("ERROR", error, flush=True)
            t.screenshot(f"{t.report['name']}-error")
        write()
        self.close_all(t.close(*Krita.instance().documents()))

    def close_all(self, steps: Steps) -> None:
        """Leave nothing for the next script, and go on with it."""
        wait = next(steps, None)
        if wait is None:
            return self.next_script()
        QtCore.QTimer.singleShot(int(wait), lambda: self.close_all(steps))
        return None

    def finish(self) -> None:
        """Tell, and ask Krita to end."""
        self.report["done"] = True
        write()
        for window in Krita.instance().windows():
            window.qwindow().close()
        QtCore.QTimer.singleShot(3000, QtWidgets.QApplication.quit)


faulthandler.enable((OUT / "stacks.txt").open("w"))
faulthandler.dump_traceback_later(
    float(os.environ["KRITA_TEST_SECONDS"]), file=(OUT / "stuck.txt").open("w")
)
DRIVER = Driver()
