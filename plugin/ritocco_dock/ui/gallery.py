"""The results: thumbnails, newest first, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..knobs.tasks import TASKS
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..session.result import DamagedResult, Listed, Result
from ..words import say
from .look import Meaning, Role, colour, faint, line, mixed, quiet
from .symbols import drawn
from .telling import duration, memory, plain

Thumbnail = Callable[[str], "QtGui.QImage | None"]
_ID = Qt.ItemDataRole.UserRole
_Index = QtCore.QModelIndex


class Results(QtCore.QAbstractListModel):
    """The results of a document, and which of them is shown and which were applied."""

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self.results: list[Listed] = []
        self.shown = ""
        self.is_applied: Callable[[str], bool] = lambda _: False
        self.thumbnail: Thumbnail = lambda _: None

    def rowCount(self, parent: QtCore.QModelIndex = _Index()) -> int:  # noqa: B008  Qt's own way
        """Number of results."""
        return 0 if parent.isValid() else len(self.results)

    def data(self, index: QtCore.QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Id, tooltip and name for screen readers; the rest is drawn."""
        if not index.isValid() or index.row() >= len(self.results):
            return None
        result = self.results[index.row()]
        if role == _ID:
            return result.id
        if role == Qt.ItemDataRole.ToolTipRole:
            return described(result)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return described(result)
        return None

    def show_results(self, results: Sequence[Listed]) -> None:
        """Take another list, keeping views where they are: rows come and go one by one."""
        wanted = [one.id for one in results]
        kept = set(wanted)
        for row in range(len(self.results) - 1, -1, -1):
            if self.results[row].id not in kept:
                self.beginRemoveRows(_Index(), row, row)
                del self.results[row]
                self.endRemoveRows()
        for row, result in enumerate(results):
            if row < len(self.results) and self.results[row].id == result.id:
                self.results[row] = result
            else:
                self.beginInsertRows(_Index(), row, row)
                self.results.insert(row, result)
                self.endInsertRows()
        if [one.id for one in self.results] != wanted:  # they came in another order
            self.beginResetModel()
            self.results = list(results)
            self.endResetModel()

    def row_of(self, result: str) -> int:
        """Row of a result, -1 if it is not here."""
        return next((row for row, one in enumerate(self.results) if one.id == result), -1)

    def touch(self, result: str = "") -> None:
        """Something about this result, or about all, is drawn otherwise now."""
        row = self.row_of(result)
        first, last = (row, row) if row >= 0 else (0, len(self.results) - 1)
        if last >= 0:
            self.dataChanged.emit(self.index(first), self.index(last))


def described(result: Listed) -> str:
    """Words for tooltip and screen reader."""
    if isinstance(result, DamagedResult):
        return told_of_damage(result)
    lines = [say(TASKS[result.task].label)]
    if result.prompt:
        lines.append(plain(result.prompt, 200))
    size, time = result.box.size, duration(result.seconds)
    if result.drawn_by_chance:
        lines.append(say("{size} px, seed {seed}, {time}", size=size, seed=result.seed, time=time))
    else:
        lines.append(say("{size} px, {time}", size=size, time=time))
    if result.adapters:
        lines.append(
            say("Adapters: {adapters}", adapters=", ".join(one.told() for one in result.adapters))
        )
    if result.rough:
        lines += result.hints
    return "\n".join(lines)


def told_of_damage(result: DamagedResult) -> str:
    """What is wrong with a result, and what to do about it."""
    text = say("This result is damaged: it cannot be shown or applied. Discard it.")
    if not result.bytes:
        return text
    room = say("That frees {size} of the backend's disk.", size=memory(result.bytes))
    return f"{text}\n{room}"


class _Look(QtWidgets.QStyledItemDelegate):
    """Draws a thumbnail: ring for the current one, frame for the one shown, tick for applied."""

    def __init__(self, view: GalleryView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, option: QtWidgets.QStyleOptionViewItem, index: QtCore.QModelIndex
    ) -> QtCore.QSize:
        """A square."""
        return self._view.gridSize()

    def paint(
        self,
        painter: QtGui.QPainter | None,
        option: QtWidgets.QStyleOptionViewItem,
        index: QtCore.QModelIndex,
    ) -> None:
        """One result."""
        assert painter is not None
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        palette, model = option.palette, self._view.results
        id_ = str(index.data(_ID))
        cell = QtCore.QRectF(option.rect).adjusted(3, 3, -3, -3)
        image = model.thumbnail(id_)
        painter.fillRect(cell, faint(palette))
        if image is not None and not image.isNull():
            size = QtCore.QSizeF(image.size()).scaled(
                cell.size(), Qt.AspectRatioMode.KeepAspectRatio
            )
            place = QtCore.QRectF(QtCore.QPointF(0, 0), size)
            place.moveCenter(cell.center())
            painter.fillRect(place, _chequered(palette))
            painter.drawImage(place, image)
        elif isinstance(model.results[index.row()], DamagedResult):
            side = line(self._view) * 2.0
            place = QtCore.QRectF(0, 0, side, side)
            place.moveCenter(cell.center())
            drawn(painter, "warning", place, colour(Meaning.CAUTION, palette))
        else:
            painter.setPen(quiet(palette))
            painter.drawText(cell, "…", QtGui.QTextOption(Qt.AlignmentFlag.AlignCenter))
        flags = QtWidgets.QStyle.StateFlag
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if option.state & flags.State_Selected:
            painter.setPen(QtGui.QPen(palette.color(Role.Highlight), 2.5))
            painter.drawRect(cell.adjusted(-1, -1, 1, 1))
        elif option.state & flags.State_MouseOver:
            painter.setPen(QtGui.QPen(quiet(palette), 1))
            painter.drawRect(cell)
        result = model.results[index.row()]
        if isinstance(result, Result) and result.rough:
            side = line(self._view) * 1.0
            place = QtCore.QRectF(cell.left() + 2, cell.bottom() - side - 2, side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(Role.Base))
            painter.drawEllipse(place)
            drawn(
                painter, "warning", place.adjusted(2, 1, -2, -3), colour(Meaning.CAUTION, palette)
            )
        if model.shown == id_:
            self._badge(painter, cell, "eye", Meaning.CALM, palette, right=False)
        if model.is_applied(id_):
            self._badge(painter, cell, "check", Meaning.GOOD, palette, right=True)
        painter.restore()

    def _badge(
        self,
        painter: QtGui.QPainter,
        cell: QtCore.QRectF,
        symbol: str,
        meaning: Meaning,
        palette: QtGui.QPalette,
        right: bool,
    ) -> None:
        side = line(self._view) * 1.0
        left = cell.right() - side - 2 if right else cell.left() + 2
        box = QtCore.QRectF(left, cell.top() + 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(meaning, palette))
        painter.drawEllipse(box)
        drawn(painter, symbol, box.adjusted(2, 2, -2, -2), palette.color(Role.Base))


def _chequered(palette: QtGui.QPalette) -> QtGui.QBrush:
    """Ground for what is transparent."""
    tile = QtGui.QPixmap(8, 8)
    base = palette.color(Role.Base)
    tile.fill(mixed(base, palette.color(Role.Text), 0.12))
    painter = QtGui.QPainter(tile)
    for x, y in ((0, 0), (4, 4)):
        painter.fillRect(x, y, 4, 4, mixed(base, palette.color(Role.Text), 0.24))
    painter.end()
    return QtGui.QBrush(tile)


class GalleryView(QtWidgets.QListView):
    """Click shows on the canvas, double click or Enter applies, Delete discards."""

    show_wanted = Signal(str)
    look_wanted = Signal(str)
    """By its key: show it, or no longer."""
    apply_wanted = Signal(str)
    discard_wanted = Signal(str)
    copy_wanted = Signal(str)
    current_changed = Signal()
    moved = Signal(str)
    """The artist made this one the current one."""
    end_reached = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.results = Results(self)
        self.setModel(self.results)
        self.setItemDelegate(_Look(self))
        self.setViewMode(QtWidgets.QListView.ViewMode.IconMode)
        self.setMovement(QtWidgets.QListView.Movement.Static)
        self.setResizeMode(QtWidgets.QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(say("Results, newest first"))
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self._least = line(self) * 5
        self.setGridSize(QtCore.QSize(self._least, self._least))
        self.setMinimumHeight(round(self._least * 1.1))
        viewport = self.viewport()
        assert viewport is not None
        viewport.setAutoFillBackground(False)
        self._doubled = False
        self.clicked.connect(self._click)
        self.doubleClicked.connect(self._double_click)
        selection = self.selectionModel()
        assert selection is not None
        selection.currentChanged.connect(lambda *_: self.current_changed.emit())
        bar = self.verticalScrollBar()
        assert bar is not None
        bar.valueChanged.connect(self._scrolled)

    def current(self) -> str:
        """Id of the current result, or ""."""
        index = self.currentIndex()
        return str(index.data(_ID)) if index.isValid() else ""

    def make_current(self, result: str) -> None:
        """Move to a result."""
        row = self.results.row_of(result)
        if row >= 0:
            self.setCurrentIndex(self.results.index(row))

    def result(self, id_: str) -> Listed | None:
        """A result by its id."""
        row = self.results.row_of(id_)
        return self.results.results[row] if row >= 0 else None

    def keyPressEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """Keys of our own; arrows are Qt's."""
        assert event is not None
        keys = {
            Qt.Key.Key_Return: self.apply_wanted,
            Qt.Key.Key_Enter: self.apply_wanted,
            Qt.Key.Key_Space: self.look_wanted,
            Qt.Key.Key_Delete: self.discard_wanted,
        }
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        wanted = None
        if event.matches(QtGui.QKeySequence.StandardKey.Copy):
            wanted = self.copy_wanted
        elif not event.modifiers() & held:
            wanted = next((one for key, one in keys.items() if event.key() == key), None)
        if wanted is not None and self.current():
            wanted.emit(self.current())
            event.accept()
        elif event.text().isprintable() and event.text():
            event.ignore()  # results have no names to be found by
        else:
            before = self.current()
            super().keyPressEvent(event)
            self._tell_moved(before)

    def event(self, event: QtCore.QEvent | None) -> bool:
        """Editors have shortcuts on Delete and Space; while the gallery has the keyboard they
        are the gallery's."""
        if event is not None and event.type() == QtCore.QEvent.Type.ShortcutOverride:
            assert isinstance(event, QtGui.QKeyEvent)
            ours = (Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            copies = event.matches(QtGui.QKeySequence.StandardKey.Copy)
            if copies or (plain and event.key() in ours):
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QtGui.QResizeEvent | None) -> None:
        """Thumbnails share the width, whatever it is."""
        bar, viewport = self.verticalScrollBar(), self.viewport()
        assert bar is not None
        assert viewport is not None
        room = self.width() - bar.sizeHint().width() - 2
        most = self.minimumHeight()  # so that the first row is seen whole in any case
        side = room // max(1, -(-room // most))
        if self.gridSize().width() != side:
            self.setGridSize(QtCore.QSize(side, side))
        super().resizeEvent(event)

    def mousePressEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """A new click begins."""
        self._doubled, before = False, self.current()
        super().mousePressEvent(event)
        self._tell_moved(before)

    def _tell_moved(self, before: str) -> None:
        if self.current() != before:
            self.moved.emit(self.current())

    def _click(self, index: QtCore.QModelIndex) -> None:
        if not self._doubled:  # the second release of a double click is a click, too
            self.show_wanted.emit(str(index.data(_ID)))

    def _double_click(self, index: QtCore.QModelIndex) -> None:
        self._doubled = True
        self.apply_wanted.emit(str(index.data(_ID)))

    def _scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if bar is not None and value >= bar.maximum() - self.gridSize().height():
            self.end_reached.emit()
