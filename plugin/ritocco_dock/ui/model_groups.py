"""The models in groups by what they are for; a group folds, and says how many are here."""

from __future__ import annotations

from collections.abc import Callable

from ..models.catalogue import Catalogue, LibraryModel, Presence
from ..qt import QtWidgets, Signal
from .fold import Fold
from .language import counted
from .look import tabbed_after
from .model_row import ModelRow
from .model_words import kind_words

FIRST = "model"
"""The kind whose group is open at first."""


class ModelGroups(QtWidgets.QWidget):
    """All models, or those that are here."""

    get_wanted = Signal(str)
    cancel_wanted = Signal(str)
    check_wanted = Signal(str)
    size_wanted = Signal(str)
    remove_wanted = Signal(str)
    use_wanted = Signal(str)
    row_opened = Signal(object)
    """This `ModelRow` was opened by the artist."""
    folded = Signal(str, bool)
    """A group, by its kind, was opened or folded by the artist."""

    def __init__(
        self,
        is_open: Callable[[str, bool], bool],
        is_accepted: Callable[[LibraryModel], bool],
        parent: QtWidgets.QWidget | None = None,
    ) -> None:
        """`is_open(kind, usually)`: whether a group is open; `is_accepted`: a model's licence."""
        super().__init__(parent)
        self._is_open, self._is_accepted = is_open, is_accepted
        self.folds: dict[str, Fold] = {}
        self.rows: dict[str, ModelRow] = {}
        self._box = QtWidgets.QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)

    def show_catalogue(self, catalogue: Catalogue, only_here: bool) -> None:
        """These models, in the catalogue's order; rows stay where they are as they change."""
        for id_ in [one for one in self.rows if catalogue.model(one) is None]:
            self._drop(self.rows.pop(id_))
        kinds = dict(catalogue.kinds())
        for kind in [one for one in self.folds if one not in kinds]:
            self._drop(self.folds.pop(kind))
        for place, (kind, title) in enumerate(kinds.items()):
            models = [one for one in catalogue.models if one.kind == kind]
            fold = self.folds.get(kind) or self._fold(kind, kind_words(kind, title), place)
            here = sum(one.is_here for one in models)
            fold.set_summary(counted("%n here", here) if here else "")
            shown = 0
            for index, model in enumerate(models):
                row = self._row(model, fold, index)
                row.show_model(model, catalogue.free, self._is_accepted(model))
                on_disk = model.state is not Presence.ABSENT
                visible = model.usable or on_disk  # what nothing can be done with is not offered
                here_now = model.state is Presence.HERE or model.state.moves
                visible = visible and (here_now or not only_here)
                row.setVisible(visible)
                shown += visible
            fold.setVisible(shown > 0)
        self._order_tabs()

    def show_model(self, model: LibraryModel) -> None:
        """One of them moved on."""
        row = self.rows.get(model.id)
        if row is not None:
            row.show_progress(model, self._is_accepted(model))

    def reveal(self, id_: str) -> ModelRow | None:
        """Open the group and the line of a model; None where there is no such."""
        row = self.rows.get(id_)
        if row is None:
            return None
        self.folds[row.model.kind].open()
        row.setVisible(True)
        row.open()
        return row

    def _fold(self, kind: str, words: tuple[str, str], place: int) -> Fold:
        fold = self.folds[kind] = Fold(*words, _group())
        self._box.insertWidget(place, fold)
        fold.open(self._is_open(kind, kind == FIRST))
        fold.opened.connect(lambda on: self.folded.emit(kind, on))
        return fold

    def _row(self, model: LibraryModel, fold: Fold, index: int) -> ModelRow:
        row = self.rows.get(model.id)
        if row is None:
            row = self.rows[model.id] = ModelRow(model)
            row.get_wanted.connect(self.get_wanted)
            row.cancel_wanted.connect(self.cancel_wanted)
            row.check_wanted.connect(self.check_wanted)
            row.size_wanted.connect(self.size_wanted)
            row.remove_wanted.connect(self.remove_wanted)
            row.use_wanted.connect(self.use_wanted)
            row.opened.connect(lambda id_: self.row_opened.emit(self.rows[id_]))
        box = _box_of(fold)
        if box.indexOf(row) != index:
            box.insertWidget(index, row)
        return row

    @staticmethod
    def _rows_of(fold: Fold) -> list[ModelRow]:
        """From top to bottom."""
        items = fold.content.findChildren(ModelRow)
        return sorted(items, key=lambda row: _box_of(fold).indexOf(row))

    def _drop(self, widget: QtWidgets.QWidget) -> None:
        widget.hide()
        widget.setParent(None)
        widget.deleteLater()

    def _order_tabs(self) -> None:
        """Tab goes down the list, whatever was made when."""
        order: list[QtWidgets.QWidget] = []
        for fold in self.folds.values():
            order.append(fold.head)
            for row in self._rows_of(fold):
                order += [row.head, row.stop, *row.inside()]
        tabbed_after(self, *order)


def _group() -> QtWidgets.QWidget:
    """A place for the rows of one kind."""
    made = QtWidgets.QWidget()
    box = QtWidgets.QVBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(1)
    return made


def _box_of(fold: Fold) -> QtWidgets.QVBoxLayout:
    box = fold.content.layout()
    assert isinstance(box, QtWidgets.QVBoxLayout)
    return box
