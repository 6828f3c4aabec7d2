"""Desk and session as the widgets see them, played from a script: no backend, no editor.

`test_stage.py` holds them against the real ones, so that they cannot drift apart.
"""

from dataclasses import replace
from functools import partial
from itertools import count, product

from ritocco_dock.backend.backend import Standing
from ritocco_dock.backend.webui import WebUiStanding
from ritocco_dock.desk import Status
from ritocco_dock.editor import EVERYTHING, Colour, DocumentState, Host, Layout
from ritocco_dock.errors import DockError
from ritocco_dock.geometry import Box, Size
from ritocco_dock.knobs.knobs import Knobs
from ritocco_dock.knobs.known import Known
from ritocco_dock.knobs.models import ModelInfo, NetworkInfo
from ritocco_dock.knobs.painting import painting_of
from ritocco_dock.knobs.tasks import TASKS
from ritocco_dock.models.offer import SamplerInfo
from ritocco_dock.phase import Phase
from ritocco_dock.qt import QObject, QtCore, QtGui, Signal
from ritocco_dock.session.job import Job
from ritocco_dock.session.plan import Plan
from ritocco_dock.session.result import Result
from ritocco_dock.session.session import Grid, Readiness
from ritocco_dock.settings import Settings
from tests.plugin.ui.stage_library import StageLibrary

SAMPLERS = (
    SamplerInfo("euler_a", "Euler a", ("normal", "karras", "exponential")),
    SamplerInfo("dpmpp_2m", "DPM++ 2M", ("karras", "normal", "sgm_uniform")),
    SamplerInfo("lcm", "LCM", ("normal",)),
)
MODELS = (
    ModelInfo("meadow-v2", "Stable Diffusion 1.5", 512, False),
    ModelInfo("meadow-inpainting", "Stable Diffusion 1.5 inpainting", 512, True),
    ModelInfo("torn", "", 512, False, "The file ends too early; fetch it again."),
)
CANVAS = Size(1600, 1067)
SELECTION = Box(900, 380, 300, 240)
PLAN = Plan(
    (Box(760, 240, 576, 512),),
    Size(576, 512),
    Box(760, 240, 576, 512),
    SELECTION,
    1,
    34.0,
    2_300_000_000,
    "Stable Diffusion",
)


_NUMBERS = count()


class StageDocument:
    key, name = "stage", "portrait.kra"

    def alive(self):
        return True

    def thumbnail(self, side):
        image = QtGui.QImage(side, side * CANVAS.height // CANVAS.width, picture(30).format())
        image.fill(QtGui.QColor(90, 120, 80))
        return image


class StageSession(QObject):
    """Keeps what it was asked to do in `asked`; everything else is set from outside."""

    knobs_changed = Signal()
    plan_changed = Signal()
    readiness_changed = Signal()
    jobs_changed = Signal()
    job_changed = Signal(str)
    results_changed = Signal()
    thumbnail_changed = Signal(str)
    shown_changed = Signal()
    armed_changed = Signal()
    applying_changed = Signal()
    applied = Signal(str)
    message = Signal(object)

    def __init__(self, knobs=None):
        super().__init__()
        self.document, self.key = StageDocument(), f"stage{next(_NUMBERS)}"
        self.knobs = knobs or Knobs()
        self.state = DocumentState(CANVAS, SELECTION, Colour(), "Sketch")
        self.plan, self.plan_problem = PLAN, ""
        self.readiness = Readiness(True)
        self.jobs, self.results, self.grids = [], [], []
        self.has_more, self.shown, self.shown_image, self.applying = False, "", None, ""
        self.compares, self.armed, self.order = False, "", "newest"
        self.asked, self.thumbnails, self.in_document, self.done = [], {}, set(), {}

    # What there is

    def job(self, job):
        return next((one for one in self.jobs if one.id == job), self.done.get(job))

    @property
    def shown_result(self):
        return next((one for one in self.results if one.id == self.shown), None)

    @property
    def whole(self):
        return [one for one in self.results if isinstance(one, Result)]

    @property
    def shown_place(self):
        return next((at for at, one in enumerate(self.whole) if one.id == self.shown), -1)

    @property
    def showable(self):
        return len(self.whole)

    @property
    def candidates(self):
        shown = self.shown_result
        if shown is None:
            return ()
        return [one for one in self.whole if one is shown or one.press == shown.press != ""]

    @property
    def can_apply_shown(self):
        return bool(self.shown) and not self.applying

    def can_step(self, by):
        place = self.shown_place
        return bool(self.whole) if place < 0 else 0 <= place + by < len(self.whole)

    def is_applied(self, result):
        return result in self.in_document

    def thumbnail(self, result):
        return self.thumbnails.get(result)

    # What the artist does

    def turn(self, **changes):
        self.asked.append(("turn", changes))
        self.knobs = replace(self.knobs, **changes)
        self.knobs_changed.emit()

    def choose(self, task):
        self.asked.append(("choose", task))
        self.knobs = self.knobs.with_task(task)
        self.knobs_changed.emit()

    def submit(self):
        self.asked.append(("submit", self.knobs))
        return []

    def remove(self, stroke):
        self.asked.append(("remove", stroke))
        return ["stroke"]

    def grid(self, x, y=None):
        self.asked.append(("grid", x, y))
        cells = product(y.values if y else (None,), x.values)
        jobs = [Job(f"cell{index}", self.knobs, 1) for index, _ in enumerate(cells)]
        self.done.update({one.id: one for one in jobs})
        wide = len(x.values)
        ids = [one.id for one in jobs]
        rows = tuple(tuple(ids[at : at + wide]) for at in range(0, len(ids), wide))
        self.grids.insert(0, Grid("grid", x, y, rows))
        return self.grids[0]

    def cancel(self, job):
        self.asked.append(("cancel", job))

    def cancel_all(self):
        self.asked.append(("cancel_all",))

    def dismiss(self, job):
        self.asked.append(("dismiss", job))
        self.jobs = [one for one in self.jobs if one.id != job]
        self.jobs_changed.emit()

    def again(self, about):
        self.asked.append(("again", about))
        return []

    def retry(self, job):
        self.asked.append(("retry", job))

    def vary(self, result, strength=0.15):
        self.asked.append(("vary", result))
        return []

    def take_knobs(self, result):
        self.asked.append(("take_knobs", result))

    def show(self, result):
        self.asked.append(("show", result))
        self.shown = result
        self.shown_changed.emit()

    def step_shown(self, by):
        self.asked.append(("step_shown", by))
        if self.can_step(by):
            self.shown = self.whole[self.shown_place + by if self.shown else 0].id
            self.compares = False
            self.shown_changed.emit()

    def compare(self, on):
        self.asked.append(("compare", on))
        self.compares = on and bool(self.shown)
        self.shown_changed.emit()

    def apply_shown(self):
        self.asked.append(("apply_shown", self.shown))

    def discard_shown(self):
        self.press_discard(self.shown)

    def again_shown(self):
        return self.again(self.shown or self.whole[0].id)

    def sort(self, order):
        self.asked.append(("sort", order))
        self.order = order
        self.results_changed.emit()

    def press_discard(self, result):
        if self.armed == result:
            self.armed = ""
            self.discard(result)
        else:
            self.armed = result
        self.armed_changed.emit()

    def apply(self, result):
        self.asked.append(("apply", result))

    def discard(self, result):
        self.asked.append(("discard", result))
        self.results = [one for one in self.results if one.id != result]
        if self.shown == result:
            self.shown = ""
            self.shown_changed.emit()
        self.results_changed.emit()

    def load_more(self):
        self.asked.append(("load_more",))

    def reconsider(self):
        self.asked.append(("reconsider",))

    def refresh_plan_overlay(self):
        self.asked.append(("refresh_plan_overlay",))

    # The script

    def did(self, name):
        """What was asked under this name, in order."""
        return [one[1] if len(one) == 2 else one[1:] for one in self.asked if one[0] == name]

    def play(self, *jobs):
        self.jobs = list(jobs)
        self.jobs_changed.emit()

    def move(self, job, **changes):
        moved = replace(self.job(job), **changes)
        self.jobs = [moved if one.id == job else one for one in self.jobs]
        if job in self.done:
            self.done[job] = moved
        self.job_changed.emit(job)

    def finish(self, *results, pictures=()):
        self.results = [*results, *self.results]
        for result, picture in zip(results, pictures, strict=False):
            self.thumbnails[result.id] = picture
        self.results_changed.emit()


class StageBackend(QObject):
    changed = Signal()

    def __init__(self):
        super().__init__()
        self.standing, self.problem, self.is_remote, self.address = Standing.READY, "", False, ""
        self.told, self.asked = "ritocco: listening\n", []

    def start(self):
        self.asked.append("start")

    def stop(self):
        self.asked.append("stop")

    def connect_to(self, address, token):
        self.asked.append(("connect_to", address, token))

    def log(self):
        return self.told


class StageHost(Host):
    name = "Stage"
    capabilities = EVERYTHING


class StageElsewhere(QObject):
    changed = Signal()
    message = Signal(object)

    def __init__(self):
        super().__init__()
        self.others, self.finished, self.asked = (), 0, []

    def stop(self):
        self.asked.append("stop")

    def open_finished(self):
        self.asked.append("open_finished")

    def let_go(self):
        self.asked.append("let_go")

    def tell(self, *others, finished=0):
        self.others, self.finished = others, finished
        self.changed.emit()


class StageThumbnails(QObject):
    came = Signal(str, str)

    def __init__(self):
        super().__init__()
        self.asked, self.images = [], {}

    def image(self, kind, name):
        self.asked.append((kind, name))
        return self.images.get((kind, name))

    def forget(self):
        self.asked.append("forget")


class StageRecipes(QObject):
    def __init__(self):
        super().__init__()
        self.asked, self.told = [], {}

    def read(self, data, name, kind, then, fail):
        self._answer(data.decode(), kind, then, fail)

    def read_file(self, path, kind, then, fail):
        self._answer(path, kind, then, fail)

    def _answer(self, what, kind, then, fail):
        self.asked.append((what, kind))
        told = self.told.get(what)
        refused = DockError("It holds no recipe.", "bad_recipe")
        answer = partial(fail, refused) if told is None else partial(then, told)
        QtCore.QTimer.singleShot(0, answer)  # never in the same turn


class StageWebUi(QObject):
    changed = Signal()

    def __init__(self):
        super().__init__()
        self.problem, self.asked, self.looked = "", [], 0
        self.standing = WebUiStanding(False, "", 7860, False, (), "", "")

    def ask(self):
        self.looked += 1

    def turn(self, **asked):
        self.asked.append(asked)

    def stand(self, problem="", **more):
        self.problem, self.standing = problem, replace(self.standing, **more)
        self.changed.emit()


class StageDesk(QObject):
    session_changed = Signal()
    status_changed = Signal()
    message = Signal(object)

    def __init__(self, folder, session=None, models=MODELS):
        super().__init__()
        self.host, self.settings = StageHost(), Settings(folder / "dock.json")
        self.backend, self.session, self.models = StageBackend(), session, models
        self.library, self.elsewhere = StageLibrary(), StageElsewhere()
        self.webui = StageWebUi()
        self.samplers, self.tasks = SAMPLERS, list(TASKS.values())
        self._adapters, self.thumbnails = Known(), StageThumbnails()
        self.recipes = StageRecipes()
        self.upscalers = (NetworkInfo("photo-x4", "Photos"), NetworkInfo("drawing-x4", "Drawings"))
        self.face_networks = (NetworkInfo("gfpgan", "GFPGAN"),)
        self._known = True
        self.opened = [session] if session else []
        self.status = Status(Standing.READY, "CPU", self.painting)
        self.refreshed = 0

    @property
    def sessions(self):
        return tuple(self.opened)

    @property
    def adapters(self):
        return self._adapters

    @adapters.setter
    def adapters(self, rows):
        self._adapters = Known.of(rows)

    @property
    def painting(self):
        knobs = self.session.knobs if self.session else Knobs()
        networks = {"upscaler": self.upscalers, "face_network": self.face_networks}
        return painting_of(knobs, self.models if self._known else None, networks)

    def refresh(self):
        self.refreshed += 1

    def activate(self, session):
        self.session = session
        if session is not None and session not in self.opened:
            self.opened.append(session)
        self.session_changed.emit()

    def stand(self, standing, problem="", **more):
        self.backend.standing, self.backend.problem = standing, problem
        self.status = replace(self.status, standing=standing, painting=self.painting, **more)
        self.backend.changed.emit()
        self.status_changed.emit()


def job(id_="one", phase=Phase.RUNNING, **more):
    knobs = more.pop("knobs", Knobs(prompt="a small boat on a calm lake"))
    return Job(id_, knobs, 7, phase, **{"words": knobs.prompt, **more})


def result(id_="r1", task="fill", prompt="a small boat on a calm lake", seed=7, **more):
    kind = TASKS[task].kinds[0] or TASKS[task].kinds[1]
    recipe = {"kind": kind, "seed": seed, "diffusion": {"model": "meadow-v2", "prompt": prompt}}
    if not prompt:
        recipe = {"kind": "fill", "seed": seed, "diffusion": None}
    told = {
        "id": id_,
        "created": "2026-11-23T02:00:00Z",
        "recipe": recipe,
        "canvas": CANVAS,
        "box": SELECTION,
        "position": "above",
        "layout": Layout(),
        "seconds": 12.3,
        "quality": {"seam": 1.02, "drift": 0.4, "style": 0.2},
        "task": task,
        "digest": "",
        "selected": True,
    }
    return Result(**{**told, **more})


def picture(hue, width=96, height=80):
    """A thumbnail: a soft slope of one hue, transparent at its edge."""
    image = QtGui.QImage(width, height, QtGui.QImage.Format.Format_ARGB32)
    image.fill(0)
    slope = QtGui.QLinearGradient(0, 0, width, height)
    slope.setColorAt(0, QtGui.QColor.fromHsv(hue, 150, 230))
    slope.setColorAt(1, QtGui.QColor.fromHsv((hue + 50) % 360, 190, 120))
    painter = QtGui.QPainter(image)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    painter.setBrush(QtGui.QBrush(slope))
    painter.drawEllipse(2, 2, width - 4, height - 4)
    painter.end()
    return image
