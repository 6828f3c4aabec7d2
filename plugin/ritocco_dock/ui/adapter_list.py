"""The adapters there are, to choose from: searched by typing, with pictures, by keyboard too."""

from __future__ import annotations

from collections.abc import Sequence

from ..knobs.adapters import EMBEDDING, HYPERNETWORK, LORA
from ..knobs.known import AdapterInfo
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..words import mark, say
from .adapter_row import Picture
from .adapter_words import facts, family_of, pictured, reason
from .choices import Choice, Choices
from .look import Meaning, QuietLabel, Role, colour, faint, line, quiet
from .symbols import drawn

_KEY = Qt.ItemDataRole.UserRole
_Index = QtCore.QModelIndex
_ALL = "all"
_KINDS = {
    _ALL: mark("All"),
    LORA: mark("LoRAs"),
    HYPERNETWORK: mark("Hypernetworks"),
    EMBEDDING: mark("Embeddings"),
}
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_LEAST_ROWS, _MOST_ROWS = 4, 8
"""Seen at once."""
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Adapters(QtCore.QAbstractListModel):
    """Those that match what is sought: what fits first, the rest at the end with its reason."""

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[tuple[str, AdapterInfo]] = []
        """What each is found by, in small letters."""
        self._reasons: dict[tuple[str, str], str] = {}
        self.rows: list[AdapterInfo] = []
        self.used: frozenset[tuple[str, str]] = frozenset()

    def show_known(self, known: Sequence[AdapterInfo], family: str) -> None:
        """Take these, for a model of this family; `seek` shows them."""
        self._reasons = {one.key: why for one in known if (why := reason(one, family))}
        ordered = sorted(known, key=lambda one: (one.key in self._reasons, one.name.casefold()))
        self._all = [
            (" ".join((one.name, one.alias, family_of(one), *one.words)).casefold(), one)
            for one in ordered
        ]

    def seek(self, text: str, kind: str) -> None:
        """Only those that have all these words somewhere, of a kind or of all."""
        words = text.casefold().split()
        self.beginResetModel()
        self.rows = [
            one
            for told, one in self._all
            if kind in (_ALL, one.kind) and all(word in told for word in words)
        ]
        self.endResetModel()

    def reason(self, info: AdapterInfo) -> str:
        """Why it cannot be used; "" where it can."""
        return self._reasons.get(info.key, "")

    def rowCount(self, parent: QtCore.QModelIndex = _Index()) -> int:  # noqa: B008  Qt's own way
        """Number of them."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QtCore.QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, tooltip and words for screen readers; the rest is drawn."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        info = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return info.name
        if role == _KEY:
            return info
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            parts = (info.name, info.alias, facts(info), self.reason(info))
            return "\n".join(part for part in parts if part)
        return None

    def flags(self, index: QtCore.QModelIndex) -> Qt.ItemFlag:
        """What cannot be used cannot be taken."""
        flags = super().flags(index)
        unusable = index.isValid() and self.reason(self.rows[index.row()])
        return flags & ~Qt.ItemFlag.ItemIsEnabled if unusable else flags

    def touch(self, kind: str, name: str) -> None:
        """The picture of this one has come."""
        for row, one in enumerate(self.rows):
            if one.key == (kind, name):
                self.dataChanged.emit(self.index(row), self.index(row))


class _Look(QtWidgets.QStyledItemDelegate):
    """Picture, name, and a quiet line below it: facts, or why it cannot be used."""

    def __init__(self, view: QtWidgets.QListView, model: Adapters, picture: Picture) -> None:
        super().__init__(view)
        self._view, self._model, self._picture = view, model, picture

    def sizeHint(
        self, option: QtWidgets.QStyleOptionViewItem, index: QtCore.QModelIndex
    ) -> QtCore.QSize:
        """Two lines with air around them."""
        return QtCore.QSize(line(self._view) * 8, round(line(self._view) * 2.9))

    def paint(
        self,
        painter: QtGui.QPainter | None,
        option: QtWidgets.QStyleOptionViewItem,
        index: QtCore.QModelIndex,
    ) -> None:
        """One adapter. Only what is seen is drawn, so only its picture is asked for."""
        assert painter is not None
        info, palette, high = self._model.rows[index.row()], self._view.palette(), line(self._view)
        why = self._model.reason(info)
        box = QtCore.QRectF(option.rect)
        flags = QtWidgets.QStyle.StateFlag
        chosen = bool(option.state & flags.State_Selected) and not why
        painter.save()
        if chosen:
            painter.fillRect(box, palette.color(Role.Highlight))
        elif option.state & flags.State_MouseOver and not why:
            painter.fillRect(box, faint(palette))
        side = box.height() - high * 0.4
        place = QtCore.QRectF(box.left() + high * 0.3, box.top() + high * 0.2, side, side)
        image = self._picture(*info.key) if info.pictured else None
        painter.setOpacity(0.45 if why else 1.0)
        pictured(painter, place, image, info.kind, palette)
        painter.setOpacity(1.0)
        left = place.right() + high * 0.5
        room = box.right() - left - high * (1.6 if info.key in self._model.used else 0.4)
        rest = palette.color(Role.HighlightedText) if chosen else quiet(palette)
        name = palette.color(Role.HighlightedText if chosen else Role.Text)
        name = quiet(palette) if why else name  # to be read, though it cannot be taken
        under = why or facts(info)
        for at, (text, ink) in enumerate(((info.name, name), (under, rest))):
            top = box.top() + high * 0.4 + at * high * 1.05
            cut = self._view.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, round(room)
            )
            painter.setPen(ink)
            painter.drawText(QtCore.QRectF(left, top, room, high * 1.05), cut)
        if info.key in self._model.used:
            mark_at = QtCore.QRectF(box.right() - high * 1.5, box.top(), high * 1.2, box.height())
            ink = palette.color(Role.HighlightedText) if chosen else colour(Meaning.GOOD, palette)
            drawn(painter, "check", mark_at, ink)
        painter.restore()


class AdapterList(QtWidgets.QFrame):
    """A panel over the dock, below the button that opens it; Esc or a click elsewhere closes it."""

    chosen = Signal(object)
    """This `AdapterInfo`."""

    def __init__(self, picture: Picture, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QtWidgets.QFrame.Shape.StyledPanel)
        self.found = Adapters(self)
        self._family = ""
        self._known: Sequence[AdapterInfo] = ()
        self.search = QtWidgets.QLineEdit()
        self.search.setPlaceholderText(say("Type to search"))
        self.search.setAccessibleName(say("Search adapters"))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.kinds = Choices(say("Kinds of adapters"))
        self.view = QtWidgets.QListView()
        self.view.setModel(self.found)
        self.view.setItemDelegate(_Look(self.view, self.found, picture))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName(say("Adapters"))
        self.none = QuietLabel()
        box = QtWidgets.QVBoxLayout(self)
        gap = round(line(self) * 0.4)
        box.setContentsMargins(gap, gap, gap, gap)
        box.setSpacing(gap)
        for widget in (self.search, self.kinds, self.none):
            box.addWidget(widget)
        box.addWidget(self.view, 1)
        self.search.textChanged.connect(lambda _: self._seek())
        self.kinds.chosen.connect(lambda _: self._seek())
        self.view.clicked.connect(self._take)

    def show_known(
        self, known: Sequence[AdapterInfo], family: str, used: frozenset[tuple[str, str]]
    ) -> None:
        """What there is, for a model of this family; `used` are in use already."""
        self.found.used = used
        if (known, family) != (self._known, self._family):
            self._known, self._family = known, family
            self.found.show_known(known, family)
            kind = self.kinds.key() if self.isVisible() else _ALL
            kinds = [_ALL, *(kind for kind in _KINDS if any(one.kind == kind for one in known))]
            self.kinds.offer([Choice(kind, say(_KINDS[kind])) for kind in kinds])
            self.kinds.choose(kind if kind in kinds else _ALL)
            self.kinds.setVisible(len(kinds) > 2)
        self._seek()

    def open_at(self, button: QtWidgets.QWidget) -> None:
        """Below this button, or above it where that is too low; as wide as its part at least."""
        high = line(self)
        application = QtWidgets.QApplication
        middle = button.mapToGlobal(button.rect().center())
        screen = application.screenAt(middle) or application.primaryScreen()
        assert screen is not None
        free = screen.availableGeometry()
        self.search.clear()
        rows = max(_LEAST_ROWS, min(_MOST_ROWS, len(self.found.rows)))
        needed = rows * self.view.sizeHintForRow(0) if self.found.rows else rows * high
        height = self.sizeHint().height() - self.view.sizeHint().height() + needed + high // 2
        size = QtCore.QSize(max(button.width(), high * 20), height).boundedTo(free.size())
        corner = button.mapToGlobal(QtCore.QPoint(0, button.height() + 1))
        if corner.y() + size.height() > free.bottom():
            corner.setY(max(free.top(), free.bottom() - size.height()))
        corner.setX(max(free.left(), min(corner.x(), free.right() - size.width())))
        self.setGeometry(QtCore.QRect(corner, size))
        self.show()
        self.search.setFocus()

    def eventFilter(self, watched: QtCore.QObject | None, event: QtCore.QEvent | None) -> bool:
        """The keyboard stays with the search; arrows and Enter are the list's."""
        if isinstance(event, QtGui.QKeyEvent) and event.type() == QtCore.QEvent.Type.KeyPress:
            if event.key() in _ENTERS:
                self._take(self.view.currentIndex())
                return True
            if event.key() in _MOVES:
                QtWidgets.QApplication.sendEvent(self.view, event)
                return True
        return super().eventFilter(watched, event)

    def _seek(self) -> None:
        self.found.seek(self.search.text(), self.kinds.key() or _ALL)
        usable = [at for at, one in enumerate(self.found.rows) if not self.found.reason(one)]
        fresh = [at for at in usable if self.found.rows[at].key not in self.found.used]
        for first in (fresh or usable)[:1]:
            self.view.setCurrentIndex(self.found.index(first))
        if not self._known:
            text = say(
                "No adapters are here yet. Drop a file onto the dock (.safetensors, .pt), or put "
                "it into the folder of models."
            )
        else:
            text = say("Nothing is called so.") if not self.found.rows else ""
        self.none.setText(text)
        self.none.setVisible(bool(text))

    def _take(self, index: QtCore.QModelIndex) -> None:
        info = index.data(_KEY) if index.isValid() else None
        if isinstance(info, AdapterInfo) and not self.found.reason(info):
            self.close()
            self.chosen.emit(info)
