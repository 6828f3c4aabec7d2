"""The folded part *Adapters*: those that were chosen, those in the prompt, and the way to more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..knobs.adapters import EMBEDDING, STRONGEST, Adapter
from ..knobs.knobs import Knobs
from ..knobs.known import AdapterInfo, InUse, Known, in_use, near, taken, unclosed
from ..knobs.tags import Tag, has_words, renamed, with_words, without_words
from ..models.catalogue import LibraryModel
from ..models.thumbnails import Thumbnails
from ..qt import QtGui, QtWidgets, Signal
from ..words import say
from .adapter_list import AdapterList
from .adapter_row import AdapterRow, Lacking, Trouble
from .adapter_words import facts, reason
from .look import QuietLabel, line
from .part import Button, Part
from .telling import plain

Offering = Callable[[str, str], "LibraryModel | None"]
"""What can be had that would bring the adapter of a kind and name."""


def needs_words() -> str:
    """What is said while nothing is to be painted by a model."""
    return say("Write what to paint, then adapters count.")


class WrittenLine(QtWidgets.QWidget):
    """An adapter that a prompt names: what counts of it, or what may have been meant."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.lacking = QuietLabel(), Lacking()
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.words)
        box.addWidget(self.lacking)

    def show_use(self, one: InUse, trouble: Trouble) -> None:
        """How it stands now."""
        self._show(one.written, one.adapter.told())
        self.words.setToolTip(facts(one.info) if one.info is not None else "")
        self.lacking.show_trouble(trouble)

    def _show(self, written: str, told: str) -> None:
        self.words.setText(
            say("in the prompt: {adapter}", adapter=told)
            if written == "prompt"
            else say("in the negative prompt: {adapter}", adapter=told)
        )

    def show_unclosed(self, written: str, tag: str) -> None:
        """A tag that does not end."""
        self._show(written, plain(tag, 40))
        self.words.setToolTip("")
        self.lacking.show_trouble(
            Trouble(say("Its “>” is missing: as it stands it is read as words."))
        )


class AdaptersPart(Part):
    """All of it."""

    models_wanted = Signal(str)
    """The page of models, opened at the one with this id."""
    known_changed = Signal()
    """Other adapters are here, or the model that paints is of another family."""

    def __init__(
        self, thumbnails: Thumbnails, offering: Offering, parent: QtWidgets.QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._thumbnails, self._offering = thumbnails, offering
        self._known: Sequence[AdapterInfo] = ()
        self._told = False
        self.writing: Callable[[], str] = lambda: ""
        """The field of `Knobs` in which the caret was last."""
        self._family = ""
        self._near: dict[tuple[str, str], tuple[str, ...]] = {}
        self._knobs = Knobs()
        self.used: tuple[InUse, ...] = ()
        self.rows: list[AdapterRow] = []
        self.written: list[WrittenLine] = []
        self.hint = QuietLabel(
            say(
                "Small files that teach the model a style, a person or a thing: LoRAs, "
                "hypernetworks, embeddings. Add one, or drop its file onto the dock."
            )
        )
        self.idle = QuietLabel(needs_words())
        self.add = Button(say("Add adapter…"))
        self.add.setToolTip(
            say("Opens the list of those that are here; type to search, Enter takes one.")
        )
        self.list = AdapterList(thumbnails.image, self)
        self._chosen, self._below = QtWidgets.QVBoxLayout(), QtWidgets.QVBoxLayout()
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(round(line(self) * 0.4))
        self._chosen.setSpacing(round(line(self) * 0.5))
        self._below.setSpacing(2)
        box.addWidget(self.idle)
        box.addWidget(self.hint)
        box.addLayout(self._chosen)
        box.addLayout(self._below)
        box.addWidget(self.add)
        self.add.clicked.connect(self._open_list)
        self.list.chosen.connect(self._take)
        thumbnails.came.connect(self._picture_came)

    def offered(self) -> tuple[Sequence[AdapterInfo], str]:
        """The adapters that may be named, and the family of the model that paints."""
        return self._known, self._family

    def is_fine(self, tag: Tag) -> bool:
        """Whether a tag can be followed: its file is here, and all in it can be read."""
        if tag.passed or not tag.in_range:
            return False
        info = Known.of(self._known).found(*tag.adapter.key)
        return not self._told if info is None else info.usable(self._family)

    def title(self) -> str:
        """What the part is called: with how many are in use."""
        count = len(self.used)
        return say("Adapters ({count})", count=count) if count else say("Adapters")

    def show_known(self, known: Sequence[AdapterInfo] | None, family: str) -> None:
        """What the backend has, and the family of the model that paints; before `show_knobs`.

        None: it has not said yet, so nothing is missing.
        """
        told, here = known is not None, known or ()
        news = (told, family) != (self._told, self._family) or here is not self._known
        if here is not self._known:
            self._known, self._near = here, {}
        self._told, self._family = told, family
        if self.list.isVisible():
            self._offer()
        if news:
            self.known_changed.emit()

    def begin_anew(self) -> None:
        """What is half typed or unfolded in rows is nothing of the picture that is shown next."""
        while self.rows:
            _let_go(self._chosen, self.rows.pop())

    def show_use(self, diffusion: bool) -> None:
        """Whether a model paints: else adapters have nothing to act on."""
        self.idle.setVisible(not diffusion)

    def show_knobs(self, knobs: Knobs) -> None:
        """Show these."""
        self._knobs = knobs
        self.used = in_use(knobs, self._known)
        chosen = [one for one in self.used if not one.written]
        written = [one for one in self.used if one.written]
        keys = [one.adapter.key for one in chosen]
        for row in [row for row in self.rows if row.adapter.key not in keys]:
            self.rows.remove(row)
            _let_go(self._chosen, row)
        for at, one in enumerate(chosen):
            row = self._row(at, one.adapter)
            row.show_use(one, knobs.prompt, self._trouble(one))
            row.show_image(self._picture)
        while len(self.rows) > len(chosen):  # one that was in use twice
            _let_go(self._chosen, self.rows.pop())
        open_ended = unclosed(knobs)
        while len(self.written) > len(written) + len(open_ended):
            _let_go(self._below, self.written.pop())
        while len(self.written) < len(written) + len(open_ended):
            self.written.append(self._line())
        for line_, one in zip(self.written, written, strict=False):
            line_.show_use(one, self._trouble(one))
        for line_, (field, tag) in zip(self.written[len(written) :], open_ended, strict=True):
            line_.show_unclosed(field, tag)
        self.hint.setVisible(not self.used and not open_ended)

    def _row(self, at: int, adapter: Adapter) -> AdapterRow:
        """The row of this adapter, at its place."""
        found = [row for row in self.rows[at:] if row.adapter.key == adapter.key]
        row = found[0] if found else self._made(adapter)
        if row in self.rows:
            self.rows.remove(row)
        self.rows.insert(at, row)
        if self._chosen.indexOf(row) != at:
            self._chosen.insertWidget(at, row)
        return row

    def _made(self, adapter: Adapter) -> AdapterRow:
        row = AdapterRow(adapter)
        row.turned.connect(lambda turned: self._replace(row, turned))
        row.removed.connect(lambda: self._replace(row, None))
        row.words_wanted.connect(self._words_wanted)
        row.lacking.models_wanted.connect(self.models_wanted)
        return row

    def _line(self) -> WrittenLine:
        made = WrittenLine()
        made.lacking.models_wanted.connect(self.models_wanted)
        made.lacking.renamed.connect(lambda name: self._rename(made, name))
        self._below.addWidget(made)
        return made

    def _trouble(self, one: InUse) -> Trouble:
        """Why it cannot be used, and what may help; nothing where it can."""
        if one.info is not None:
            return Trouble(reason(one.info, self._family) or _misread(one.tag))
        if not self._told:
            return Trouble()
        kind, name = key = one.adapter.key
        if key not in self._near:
            self._near[key] = near(kind, name, self._known)
        close, offer = self._near[key], self._offering(*key)
        if close:
            text = say("Nothing called “{name}” is here. Is one of these meant?", name=name)
        elif offer is not None:
            text = say("Nothing called “{name}” is here yet.", name=name)
        else:
            text = say("Nothing called “{name}” is here. Add its file, or remove it.", name=name)
        return Trouble(text, close, offer)

    def _picture(self, kind: str, name: str) -> QtGui.QImage | None:
        info = next((one.info for one in self.used if one.adapter.key == (kind, name)), None)
        has_one = info is not None and info.pictured
        return self._thumbnails.image(kind, info.name) if info is not None and has_one else None

    def _picture_came(self, kind: str, name: str) -> None:
        self.list.found.touch(kind, name)
        for row in self.rows:
            row.show_image(self._picture)

    # What the artist does

    def _take(self, info: AdapterInfo) -> None:
        self.turned.emit(taken(self._knobs, info, self.writing()))

    def _open_list(self) -> None:
        self._thumbnails.forget()  # files may be others by now
        self._offer()
        self.list.open_at(self.add)

    def _offer(self) -> None:
        used = frozenset(one.info.key for one in self.used if one.info is not None)
        self.list.show_known(self._known, self._family, used)

    def _replace(self, row: AdapterRow, adapter: Adapter | None) -> None:
        """The adapter of this row is another one, or none."""
        at = self.rows.index(row)
        kept = self._knobs.adapters
        new = () if adapter is None else (adapter,)
        self.turned.emit({"adapters": (*kept[:at], *new, *kept[at + 1 :])})

    def _words_wanted(self, words: str) -> None:
        prompt = self._knobs.prompt
        turn = without_words if has_words(prompt, words) else with_words
        self.turned.emit({"prompt": turn(prompt, words)})

    def _rename(self, line_: WrittenLine, name: str) -> None:
        written = [one.adapter for one in self.used if one.written]
        before = written[self.written.index(line_)]
        if before.kind != EMBEDDING:
            texts = {field: getattr(self._knobs, field) for field in ("prompt", "negative")}
            self.turned.emit({field: renamed(text, before, name) for field, text in texts.items()})


def _misread(tag: Tag | None) -> str:
    """What of a tag cannot be followed; "" where all can."""
    if tag is None:
        return ""
    if not tag.in_range:
        return say("Its strength must be from -{most} to {most}.", most=round(STRONGEST))
    if tag.passed:
        return say(
            "“{part}” cannot be read as a strength and is passed over.",
            part=plain(", ".join(tag.passed), 30),
        )
    return ""


def _let_go(box: QtWidgets.QVBoxLayout, widget: QtWidgets.QWidget) -> None:
    widget.blockSignals(True)  # what was half typed in it ends as it goes, and is nobody's now
    box.removeWidget(widget)
    widget.hide()
    widget.deleteLater()
