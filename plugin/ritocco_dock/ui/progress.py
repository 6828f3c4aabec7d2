"""The jobs: what is being painted, how far it is, and a way to stop it at once."""

from __future__ import annotations

from ..phase import Phase
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..session.job import Job
from ..words import say
from .look import ElidedLabel, Meaning, QuietLabel, Role, colour, faint, line, tabbed_after
from .part import Button
from .symbols import SymbolButton
from .telling import duration, plain


class Meter(QtWidgets.QWidget):
    """A thin bar that fills; it never runs back."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.fraction = 0.0
        self.setFixedHeight(max(4, line(self) // 4))

    def show_fraction(self, fraction: float) -> None:
        """0..1."""
        self.fraction = min(1.0, max(0.0, fraction))
        self.setAccessibleName(say("{percent} % done", percent=round(self.fraction * 100)))
        self.update()

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws itself."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius, rect = self.height() / 2, QtCore.QRectF(self.rect())
        painter.setBrush(faint(self.palette()))
        painter.drawRoundedRect(rect, radius, radius)
        rect.setWidth(max(rect.height(), rect.width() * self.fraction))
        painter.setBrush(self.palette().color(Role.Highlight))
        painter.drawRoundedRect(rect, radius, radius)


class Picture(QtWidgets.QWidget):
    """A small picture, as large as fits."""

    def __init__(self, side: int, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QtGui.QImage | None = None
        self.setFixedSize(side, side)

    def show_image(self, image: QtGui.QImage | None) -> None:
        """Another one, or none."""
        self._image = image
        self.setVisible(image is not None)
        self.update()

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws it."""
        if self._image is None or self._image.isNull():
            return
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QtCore.QRect(QtCore.QPoint(0, 0), size)
        place.moveCenter(self.rect().center())
        painter.drawImage(place, self._image)


class JobCard(QtWidgets.QFrame):
    """One job."""

    cancelled = Signal(str)
    dismissed = Signal(str)
    retried = Signal(str)

    def __init__(self, job: Job, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self.preview = Picture(round(line(self) * 3.8))
        self.title = ElidedLabel()
        self.words = QuietLabel()
        self.meter = Meter()
        self.stop = SymbolButton("close", say("Cancel"))
        self.retry = Button(say("Try again"))
        self.retry.setToolTip(say("Sends it once more, exactly as it was."))
        right = QtWidgets.QVBoxLayout()
        right.setSpacing(2)
        top = QtWidgets.QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.title, 1)
        top.addWidget(self.retry)
        top.addWidget(self.stop)
        right.addLayout(top)
        right.addWidget(self.meter)
        right.addWidget(self.words)
        right.addStretch(1)
        box = QtWidgets.QHBoxLayout(self)
        box.setContentsMargins(line(self) // 2, 2, 0, 2)
        box.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(right, 1)
        self.stop.clicked.connect(self._stopped)
        self.retry.clicked.connect(lambda: self.retried.emit(self.job.id))
        self.show_job(job)

    def show_job(self, job: Job) -> None:
        """How it stands now."""
        self.job = job
        task = say(job.knobs.about.label)
        self.title.setText(f"{task}: {plain(job.words)}" if job.words else task)
        self.title.setToolTip(job.words)
        self.meter.setVisible(job.phase in (Phase.SENDING, Phase.RUNNING))
        self.meter.show_fraction(job.fraction)
        self.preview.show_image(job.preview if job.phase is Phase.RUNNING else None)
        self.words.setText(_told(job))
        self.words.setVisible(not _waits_its_turn(job))  # so that more of them are seen at once
        self.retry.setVisible(job.phase is Phase.FAILED)
        ended = job.phase.is_final
        name = say("Close") if ended else say("Cancel")
        self.stop.setAccessibleName(name)
        self.stop.setToolTip(name if ended else say("Stops at once. The document stays as it is."))

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """A failed job has a stripe."""
        if self.job.phase is Phase.FAILED:
            painter = QtGui.QPainter(self)
            painter.fillRect(0, 0, 2, self.height(), colour(Meaning.BAD, self.palette()))

    def _stopped(self) -> None:
        (self.dismissed if self.job.phase.is_final else self.cancelled).emit(self.job.id)


def _waits_its_turn(job: Job) -> bool:
    return job.phase is Phase.WAITING and job.text in ("", say("Waiting"))


def _told(job: Job) -> str:
    if job.phase is Phase.SENDING:
        return say("Sending pixels")
    if _waits_its_turn(job):
        return say("Waiting its turn")
    if job.phase is Phase.FAILED:
        return job.problem
    parts = [job.text] if job.text else []
    if job.seconds_left is not None and job.phase is Phase.RUNNING:
        parts.append(say("{time} left", time=duration(job.seconds_left)))
    return " · ".join(parts)


class Progress(QtWidgets.QWidget):
    """All jobs of a document, oldest first."""

    cancelled = Signal(str)
    dismissed = Signal(str)
    retried = Signal(str)
    all_cancelled = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, JobCard] = {}
        self._box = QtWidgets.QVBoxLayout()
        self._box.setSpacing(2)
        self.stop_all = Button(say("Cancel all"))
        self.stop_all.setToolTip(say("Stops all jobs of this document; finished results stay."))
        self.stop_all.clicked.connect(self.all_cancelled)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self._box)
        box.addWidget(self.stop_all, 0, Qt.AlignmentFlag.AlignRight)
        box.addStretch(1)
        self.show_jobs([])

    def show_jobs(self, jobs: list[Job]) -> None:
        """These and no others."""
        wanted = {job.id for job in jobs}
        for id_ in [one for one in self.cards if one not in wanted]:
            card = self.cards.pop(id_)
            self._box.removeWidget(card)
            card.hide()
            card.deleteLater()
        for job in jobs:
            if job.id in self.cards:
                self.show_job(job)
            else:
                card = self.cards[job.id] = JobCard(job)
                card.cancelled.connect(self.cancelled)
                card.dismissed.connect(self.dismissed)
                card.retried.connect(self.retried)
                self._box.addWidget(card)
        buttons = [one for card in self.cards.values() for one in (card.stop, card.retry)]
        tabbed_after(self, *buttons, self.stop_all)
        self._settle()

    def show_job(self, job: Job) -> None:
        """One of them moved on."""
        if job.id in self.cards:
            self.cards[job.id].show_job(job)
            self._settle()

    def _settle(self) -> None:
        running = [card for card in self.cards.values() if not card.job.phase.is_final]
        self.stop_all.setVisible(len(running) > 1)
        self.setVisible(bool(self.cards))
