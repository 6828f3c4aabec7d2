"""From the press of a button to payloads of pixels: plan and export from one frozen moment."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from ..editor import Colour, DocumentState, Layout, Snapshot
from ..errors import DockError, HostError
from ..geometry import Box, Size
from ..knobs.tasks import TASKS, Needs
from ..pending import arrived
from ..qt import QObject, QTimer, Signal
from ..slices import Slices, Steps, StepSize
from ..words import say
from .plan import Plan
from .planning import Planner, Question
from .result import Note

AGAIN_MS = 2000


@dataclass(frozen=True)
class Payload:
    """All that one job sends; kept until its result is safe, so that it can be sent again."""

    recipe: Mapping[str, Any]
    document: Mapping[str, Any]
    pixels: tuple[bytes, ...] = field(repr=False)
    selection: tuple[bytes, ...] = field(repr=False)
    profile: bytes = field(repr=False)

    @property
    def fields(self) -> dict[str, object]:
        """The form's fields."""
        return {"recipe": dict(self.recipe), "document": dict(self.document)}

    @property
    def files(self) -> dict[str, tuple[bytes, ...]]:
        """The form's files."""
        return {"pixels": self.pixels, "selection": self.selection, "profile": (self.profile,)}


@dataclass(frozen=True)
class JobRequest:
    """One job of a press: its id in the session, that of the press, the task and the recipe."""

    job: str
    press: str
    task: str
    recipe: Mapping[str, Any]

    def question(self, state: DocumentState) -> Question:
        """What its plan hangs on, for a document that stands so."""
        bounds = bounds_for(self.task, state.selection, state.size)
        return Question.of(self.recipe, state.size, bounds)


def bounds_for(task: str, selection: Box | None, canvas: Size) -> Box:
    """What a plan is asked for: the selection, all of the canvas, or nothing (an extension)."""
    needs = TASKS[task].needs
    if needs is Needs.SELECTION or (needs is Needs.EITHER and selection):
        return selection or Box(0, 0, 0, 0)
    return Box(0, 0, 0, 0) if task == "extend" else Box.of(canvas)


class Submission(QObject):
    """One press: freezes nothing itself, but holds the snapshot until all its payloads are made."""

    payload = Signal(str, object)
    """The `Payload` of the job with this id is ready to be sent."""
    failed = Signal(str, object)
    """The job with this id could not be made ready: a `DockError`."""
    finished = Signal()
    """Nothing is left to do; the snapshot is closed."""

    def __init__(
        self,
        key: str,
        snapshot: Snapshot,
        requests: Iterable[JobRequest],
        from_layer: bool,
        planner: Planner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._key, self._snapshot, self._planner = key, snapshot, planner
        self._from_layer = from_layer
        self._left = deque(requests)
        self._exports: dict[tuple[Box, bool], tuple[tuple[bytes, ...], tuple[bytes, ...]]] = {}
        self._slices: Slices | None = None
        self._current: JobRequest | None = None
        self._turn = 0
        self._over = False

    @property
    def jobs(self) -> set[str]:
        """Ids of the jobs whose payloads are still to come."""
        current = {self._current.job} if self._current else set()
        return {request.job for request in self._left} | current

    def proceed(self) -> None:
        """Go on with the next request. The backend must be there."""
        if self._current is not None:
            return
        if not self._left:
            self._close()
            return
        request = self._current = self._left.popleft()
        self._turn += 1
        turn = self._turn

        def planned(plan: Plan) -> None:
            if turn == self._turn:
                self._planned(request, plan)

        def refused(error: DockError) -> None:
            if turn == self._turn:
                self._fail(error)

        self._planner.ask(request.question(self._snapshot.state), planned, refused)

    def pause(self) -> None:
        """The backend went away in the middle: what was begun will be done again."""
        if self._current is not None and self._slices is None:
            self._left.appendleft(self._current)
            self._leave()

    def drop(self, job: str) -> None:
        """The artist does not want this one any more."""
        self._left = deque(request for request in self._left if request.job != job)
        if self._current is not None and self._current.job == job:
            if self._slices is not None:
                self._slices.cancel()
                self._slices = None
            self._leave()
            QTimer.singleShot(0, self.proceed)
        elif not self._left and self._current is None:
            self._close()

    def _leave(self) -> None:
        """Nothing that is still to be answered about the current request is heard any more."""
        self._current = None
        self._turn += 1

    def _planned(self, request: JobRequest, plan: Plan) -> None:
        state = self._snapshot.state
        selects = TASKS[request.task].needs is not Needs.CANVAS and (
            state.selection is not None or self._from_layer
        )
        if (plan.export, selects) in self._exports:
            self._send(plan.export, selects)
            return
        pixels: list[bytes] = []
        masks: list[bytes] = []

        def done() -> None:
            self._slices = None
            self._exports[plan.export, selects] = tuple(pixels), tuple(masks)
            self._send(plan.export, selects)

        def failed(error: DockError) -> None:
            self._slices = None
            self._fail(error)

        self._slices = Slices(self._export(plan.export, selects, pixels, masks), self)
        self._slices.done.connect(done)
        self._slices.failed.connect(failed)

    def _export(self, box: Box, selects: bool, pixels: list[bytes], masks: list[bytes]) -> Steps:
        """Read the box in bands; each step is one band of pixels or of the mask."""
        snapshot, step_size, mask_step = self._snapshot, StepSize(), StepSize()
        layout = snapshot.state.colour.layout
        from_alpha = self._from_layer and snapshot.state.selection is None
        y = box.y
        while y < box.bottom:
            band = next(Box(box.x, y, box.width, box.bottom - y).bands(step_size.rows(box.width)))
            begun = perf_counter()
            answer = snapshot.pixels(band)
            step_size.took(perf_counter() - begun)
            pixels_read = yield from arrived(answer)
            if len(pixels_read) != band.area * layout.pixel_bytes:
                raise HostError(say("The editor handed out too few pixels. Nothing was changed."))
            pixels.append(pixels_read)
            if selects and from_alpha:
                masks.append(alpha_of(pixels_read, layout))
            y = band.bottom
            yield None
        y = box.y
        while selects and not from_alpha and y < box.bottom:
            band = next(Box(box.x, y, box.width, box.bottom - y).bands(mask_step.rows(box.width)))
            begun = perf_counter()
            level = snapshot.mask(band)
            mask_step.took(perf_counter() - begun)
            masks.append((yield from arrived(level)))
            y = band.bottom
            yield None

    def _send(self, box: Box, selects: bool) -> None:
        request, self._current = self._current, None
        if request is not None:
            pixels, masks = self._exports[box, selects]
            colour, size = self._snapshot.state.colour, self._snapshot.state.size
            note = Note(request.task, colour.digest, selects, request.press)
            document = document_dict(self._key, size, box, colour, note)
            self.payload.emit(
                request.job, Payload(request.recipe, document, pixels, masks, colour.profile)
            )
        QTimer.singleShot(0, self.proceed)

    def _fail(self, error: DockError) -> None:
        request, self._current = self._current, None
        if request is None:
            return
        if error.code == "unreachable":
            self._left.appendleft(request)
            QTimer.singleShot(AGAIN_MS, self.proceed)  # or sooner, when the backend is back
            return
        self.failed.emit(request.job, error)
        QTimer.singleShot(0, self.proceed)

    def _close(self) -> None:
        if self._over:
            return
        self._over = True
        self._snapshot.close()
        self._exports.clear()
        self.finished.emit()
        self.deleteLater()


def document_dict(key: str, canvas: Size, box: Box, colour: Colour, note: Note) -> dict[str, Any]:
    """The API's `DocumentIn`."""
    return {
        "name": key,
        "note": note.to_json(),
        "canvas": canvas.to_dict(),
        "box": box.to_dict(),
        "layout": colour.layout.to_dict(),
    }


_ANY = bytes([0] + [255] * 255)


def alpha_of(pixels: bytes, layout: Layout) -> bytes:
    """The alpha of raw pixels in 8 bits, one byte a pixel; of floats only whether there is any."""
    if not layout.alpha:
        return b"\xff" * (len(pixels) // layout.pixel_bytes)
    top = pixels[layout.pixel_bytes - 1 :: layout.pixel_bytes]  # little endian: the high byte
    return top if layout.depth.startswith("u") else top.translate(_ANY)
