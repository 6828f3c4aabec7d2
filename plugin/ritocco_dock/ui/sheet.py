"""A grid of pictures over one or two knobs: setting it up, and its contact sheet."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import DockError
from ..knobs.known import InUse
from ..knobs.models import ModelInfo
from ..models.offer import SamplerInfo
from ..phase import Phase
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..session.session import Axis, Grid, Session
from ..words import say
from .axes import axis, fields_of, label_of, row_of, shown
from .language import counted
from .look import QuietLabel, Role, faint, line, quiet
from .part import Button, Combo
from .telling import duration

_ID = Qt.ItemDataRole.UserRole
_JOB = Qt.ItemDataRole.UserRole + 1
_GAP = 6


class AxisKnob(QtWidgets.QWidget):
    """Which knob, and its values."""

    changed = Signal()

    def __init__(
        self, name: str, field: str, optional: bool, parent: QtWidgets.QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field, self.values = Combo(), QtWidgets.QLineEdit()
        self._optional = optional
        self._offer(())
        self.field.setAccessibleName(name)
        self.field.setToolTip(say("Which knob changes along this side of the sheet."))
        self.values.setAccessibleName(say("{axis}: values", axis=name))
        self.values.setToolTip(
            say(
                "Values with commas, or a span: 12, 25, 40 or 1-4 or 40-80 (+20). Of words each "
                "takes the place of the first: oil, ink, chalk."
            )
        )
        self.values.setMinimumWidth(line(self) * 4)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.field)
        box.addWidget(self.values)
        self._samplers: Sequence[SamplerInfo] = ()
        self._models: Sequence[ModelInfo] = ()
        self.field.choose(field)
        self._begin(field)
        self.field.chosen.connect(self._begin)
        self.values.textChanged.connect(lambda _: self.changed.emit())

    def show_known(self, samplers: Sequence[SamplerInfo], models: Sequence[ModelInfo]) -> None:
        """Names that can be values."""
        self._samplers, self._models = samplers, models

    def show_used(self, used: Sequence[InUse]) -> None:
        """Adapters that are in use: the strength of each can vary. One that has gone varies no
        more."""
        before = self.field.key()
        self._offer(used)
        if self.field.key() != before:
            self._begin(self.field.key())

    def _offer(self, used: Sequence[InUse]) -> None:
        none = [("", say("nothing"))] if self._optional else []
        self.field.offer([*none, *((key, label_of(key)) for key in fields_of(used))])

    def axis(self) -> Axis | None:
        """The axis as set; None where it is none. Raises DockError."""
        field = self.field.key()
        if not field:
            return None
        return axis(field, self.values.text(), self._samplers, self._models)

    def _begin(self, field: str) -> None:
        names = {
            "sampler": ", ".join(known.name for known in self._samplers[:3]),
            "model": ", ".join(known.name for known in self._models if not known.problem),
        }
        self.values.setEnabled(bool(field))
        self.values.setText(names.get(field, row_of(field).axis) if field else "")
        self.changed.emit()


class _Cell(QtWidgets.QStyledItemDelegate):
    """A picture as it is; the frame of the current one lies round it, not over it."""

    def paint(
        self,
        painter: QtGui.QPainter | None,
        option: QtWidgets.QStyleOptionViewItem,
        index: QtCore.QModelIndex,
    ) -> None:
        """One cell."""
        assert painter is not None
        painter.save()
        cell, palette = QtCore.QRectF(option.rect), option.palette
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        inside = cell.adjusted(_GAP / 2, _GAP / 2, -_GAP / 2, -_GAP / 2)
        painter.fillRect(inside, faint(palette))
        if isinstance(icon, QtGui.QIcon) and not icon.isNull():
            icon.paint(painter, inside.toRect())
        else:
            painter.setPen(quiet(palette))
            centre = QtGui.QTextOption(Qt.AlignmentFlag.AlignCenter)
            painter.drawText(inside, str(index.data() or ""), centre)
        if option.state & QtWidgets.QStyle.StateFlag.State_Selected:
            painter.setPen(QtGui.QPen(palette.color(Role.Highlight), _GAP / 2))
            edge = _GAP / 4
            painter.drawRect(cell.adjusted(edge, edge, -edge, -edge))
        painter.restore()


class Sheet(QtWidgets.QTableWidget):
    """The contact sheet of one grid: click shows, Enter or double click applies."""

    show_wanted = Signal(str)
    apply_wanted = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid: Grid | None = None
        self._session: Session | None = None
        side = line(self) * 5
        self.setIconSize(QtCore.QSize(side, side))
        self.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.SingleSelection)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setAccessibleName(say("Contact sheet"))
        self.setShowGrid(False)
        self.setItemDelegate(_Cell(self))
        fixed = QtWidgets.QHeaderView.ResizeMode.Fixed
        for header in (self.horizontalHeader(), self.verticalHeader()):
            assert header is not None
            header.setDefaultSectionSize(side + _GAP)
            header.setSectionResizeMode(fixed)
        self.cellClicked.connect(lambda row, column: self._emit(self.show_wanted, row, column))
        self.cellDoubleClicked.connect(
            lambda row, column: self._emit(self.apply_wanted, row, column)
        )

    def show_grid(self, session: Session, grid: Grid, samplers: Sequence[SamplerInfo]) -> None:
        """Show this grid of this session."""
        self._grid, self._session = grid, session
        self.setRowCount(len(grid.jobs))
        self.setColumnCount(len(grid.x.values))
        self.setHorizontalHeaderLabels(
            [shown(grid.x.field, value, samplers) for value in grid.x.values]
        )
        rows = grid.y.values if grid.y else ("",)
        field = grid.y.field if grid.y else ""
        self.setVerticalHeaderLabels([shown(field, value, samplers) for value in rows])
        for row, jobs in enumerate(grid.jobs):
            for column, job in enumerate(jobs):
                item = QtWidgets.QTableWidgetItem()
                item.setTextAlignment(int(Qt.AlignmentFlag.AlignCenter))
                item.setData(_JOB, job)
                self.setItem(row, column, item)
        heads = self.horizontalHeader(), self.verticalHeader()
        height = sum(head.length() for head in heads[1:] if head is not None) + line(self) * 2
        self.setFixedHeight(min(height, line(self) * 22))
        self.refresh()

    def refresh(self) -> None:
        """Take what has been finished since."""
        if self._session is None or self._grid is None:
            return
        for row in range(self.rowCount()):
            for column in range(self.columnCount()):
                item = self.item(row, column)
                if item is not None:
                    self._fill(item)

    def _fill(self, item: QtWidgets.QTableWidgetItem) -> None:
        assert self._session is not None
        job = self._session.job(str(item.data(_JOB)))
        if job is None or not item.icon().isNull():
            return
        done = job.phase is Phase.DONE and job.server
        item.setData(_ID, job.server if done else "")
        image = self._session.thumbnail(job.server) if done else None
        if image is not None:
            item.setText("")
            item.setIcon(QtGui.QIcon(QtGui.QPixmap.fromImage(image)))
            return
        failed = job.phase in (Phase.FAILED, Phase.CANCELLED)
        item.setText(
            "✕"
            if failed
            else "…"
            if job.phase is not Phase.RUNNING
            else f"{round(job.fraction * 100)} %"
        )
        item.setToolTip(job.problem)

    def keyPressEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """Enter applies, Space shows; arrows are Qt's."""
        assert event is not None
        wanted = {
            Qt.Key.Key_Return: self.apply_wanted,
            Qt.Key.Key_Enter: self.apply_wanted,
            Qt.Key.Key_Space: self.show_wanted,
        }
        for key, signal in wanted.items():
            if event.key() == key:
                self._emit(signal, self.currentRow(), self.currentColumn())
                return
        super().keyPressEvent(event)

    def _emit(self, signal: object, row: int, column: int) -> None:
        item = self.item(row, column)
        if item is not None and item.data(_ID):
            signal.emit(str(item.data(_ID)))  # type: ignore[attr-defined]

    def picture(self) -> QtGui.QImage:
        """The sheet as a picture with its labels, to paste elsewhere."""
        side, high = self.iconSize().width() * 2, line(self)
        head = self.verticalHeader()
        left = (head.width() if head is not None else 0) + _GAP
        size = QtCore.QSize(
            left + self.columnCount() * (side + _GAP), high * 2 + self.rowCount() * (side + _GAP)
        )
        image = QtGui.QImage(size, QtGui.QImage.Format.Format_RGB32)
        image.fill(self.palette().color(Role.Base))
        painter = QtGui.QPainter(image)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(Role.Text))
        centre = QtGui.QTextOption(Qt.AlignmentFlag.AlignCenter)
        for column in range(self.columnCount()):
            title = self.horizontalHeaderItem(column)
            place = QtCore.QRectF(left + column * (side + _GAP), 0, side, high * 2)
            painter.drawText(place, title.text() if title is not None else "", centre)
        for row in range(self.rowCount()):
            top = high * 2 + row * (side + _GAP)
            title = self.verticalHeaderItem(row)
            place = QtCore.QRectF(0, top, left, side)
            painter.drawText(place, title.text() if title is not None else "", centre)
            for column in range(self.columnCount()):
                item = self.item(row, column)
                if item is not None:
                    icon = item.icon()
                    icon.paint(painter, left + column * (side + _GAP), top, side, side)
        painter.end()
        return image


class GridPart(QtWidgets.QWidget):
    """Two axes, a button that says what it costs, and the sheet."""

    grid_wanted = Signal(object, object)
    show_wanted = Signal(str)
    apply_wanted = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.across = AxisKnob(say("Across"), "steps", optional=False)
        self.down = AxisKnob(say("Down"), "", optional=True)
        self.problem = QuietLabel()
        self.start = Button()
        self.start.setToolTip(
            say(
                "One picture for each combination, all with one seed. They are results like any "
                "other, and the sheet shows them side by side."
            )
        )
        self.sheet = Sheet()
        self.copy = Button(say("Copy the sheet"))
        self.copy.setToolTip(say("Copies it as one picture with its labels."))
        self._seconds, self._ready = 0.0, False
        box = QtWidgets.QGridLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setColumnStretch(1, 1)
        for row, (text, knob) in enumerate(
            ((say("Across"), self.across), (say("Down"), self.down))
        ):
            box.addWidget(QtWidgets.QLabel(text), row, 0, Qt.AlignmentFlag.AlignTop)
            box.addWidget(knob, row, 1)
            knob.changed.connect(self._tell)
        box.addWidget(self.problem, 2, 0, 1, 2)
        box.addWidget(self.start, 3, 0, 1, 2)
        box.addWidget(self.sheet, 4, 0, 1, 2)
        box.addWidget(self.copy, 5, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.start.clicked.connect(self._want)
        self.copy.clicked.connect(self._copy)
        self.sheet.show_wanted.connect(self.show_wanted)
        self.sheet.apply_wanted.connect(self.apply_wanted)
        self.show_grid(None, None, ())
        self._tell()

    def show_known(self, samplers: Sequence[SamplerInfo], models: Sequence[ModelInfo]) -> None:
        """What axes can name."""
        for knob in (self.across, self.down):
            knob.show_known(samplers, models)
        self._tell()

    def show_used(self, used: Sequence[InUse]) -> None:
        """Which adapters' strengths can vary."""
        for knob in (self.across, self.down):
            knob.show_used(used)

    def show_cost(self, seconds: float, ready: bool) -> None:
        """What one picture takes, and whether anything can be begun now."""
        self._seconds, self._ready = seconds, ready
        self._tell()

    def show_grid(
        self, session: Session | None, grid: Grid | None, samplers: Sequence[SamplerInfo]
    ) -> None:
        """The sheet of this grid, or none."""
        self.sheet.setVisible(grid is not None)
        self.copy.setVisible(grid is not None)
        if session is not None and grid is not None:
            self.sheet.show_grid(session, grid, samplers)

    def _axes(self) -> tuple[Axis, Axis | None]:
        across, down = self.across.axis(), self.down.axis()
        assert across is not None
        if down is not None and down.field == across.field:
            raise DockError(say("Choose two different knobs."), "bad_axis")
        return across, down

    def _tell(self) -> None:
        try:
            across, down = self._axes()
        except DockError as error:
            self._show_problem(error.message)
            self.start.setText(say("Make the grid"))
            self.start.setEnabled(False)
            return
        self._show_problem("")
        count = len(across.values) * (len(down.values) if down else 1)
        text = counted("Make a grid of %n picture(s)", count)
        if self._seconds:
            text += " · " + duration(self._seconds * count)
        self.start.setText(text)
        self.start.setEnabled(self._ready)

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _want(self) -> None:
        try:
            self.grid_wanted.emit(*self._axes())
        except DockError as error:
            self._show_problem(error.message)

    def _copy(self) -> None:
        clipboard = QtWidgets.QApplication.clipboard()
        if clipboard is not None:
            clipboard.setImage(self.sheet.picture())
