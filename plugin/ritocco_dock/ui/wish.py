"""What the artist wants: the task, the words, and the one or two knobs each task has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..editor import DocumentState
from ..knobs.knobs import AUTOMATIC, KNOBS, OWN_SHARE, SURROUNDINGS, Knobs
from ..knobs.models import ModelInfo, NetworkInfo
from ..knobs.own import ANY_MODEL, OwnValues, is_touched, resolved
from ..knobs.painting import By, Painting
from ..knobs.tasks import DETAILED, Task
from ..qt import QtWidgets, Signal
from ..words import say
from .choices import Choice, Choices
from .extend import ExtendPart
from .history import PromptHistory
from .part import Check, Combo, Part, Slider
from .plain_knobs import number_of
from .prompt import PromptEdit, weight_tip
from .symbols import SymbolButton
from .telling import plain
from .words_hint import WordsHint, words_wanted

_SCALES = (1.5, 2.0, 3.0, 4.0)
_IN_MENU = 15
_NETWORKS = {"upscale": "upscaler", "faces": "face_network"}
"""Task -> the field of `Knobs` with its network."""


class StrengthKnob(QtWidgets.QWidget):
    """How much is painted anew, in percent."""

    value_changed = Signal(float)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        row = KNOBS["strength"]
        label = QtWidgets.QLabel(say(row.label))
        self.slider, self.number = Slider(0, 100), number_of(row)
        self.own = SymbolButton(
            "again",
            say("The usual strength"),
            say("As this model and this task usually have it; it follows both."),
        )
        label.setBuddy(self.slider)
        box = QtWidgets.QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(label)
        self.slider.setMinimumWidth(24)  # all of it fits into the narrowest dock
        box.addWidget(self.slider, 1)
        box.addWidget(self.number)
        box.addWidget(self.own)
        for widget in (label, self.slider, self.number):
            widget.setToolTip(say(row.tip))
            widget.setAccessibleName(say(row.label))
        self.slider.setPageStep(10)
        self.slider.valueChanged.connect(self._take)
        self.number.valueChanged.connect(self._take)
        self.own.clicked.connect(lambda: self.value_changed.emit(OWN_SHARE))

    def show_value(self, strength: float) -> None:
        """0..1, without saying so."""
        self.slider.show_value(round(strength * 100))
        self.number.show_value(round(strength * 100))

    def _take(self, percent: int) -> None:
        self.show_value(percent / 100)
        self.value_changed.emit(percent / 100)


class WishPart(Part):
    """Task, words, strength; sides for extending, factor for upscaling."""

    task_chosen = Signal(str)
    submitted = Signal()
    models_wanted = Signal()
    """Words need a model, and none is here."""
    pasting = Signal(str)
    """This text tells how a picture was made, and is being pasted as words."""

    def __init__(
        self, history: PromptHistory, layers: bool, parent: QtWidgets.QWidget | None = None
    ) -> None:
        """`layers`: the editor can hand over the active layer alone."""
        super().__init__(parent)
        self._history, self._layers = history, layers
        self.tasks = Choices(say("What to do"), fill=True)
        self.words = QtWidgets.QWidget()
        self.prompt, self.negative = PromptEdit(history, 3, 9), PromptEdit(None, 1, 5, "blocked")
        self.prompt.setPlaceholderText(say("What should be there?"))
        self.prompt.setAccessibleName(say("Prompt"))
        self.prompt.setToolTip(f"{say('Prompt')}\n{weight_tip()}")
        self.negative.setPlaceholderText(say("What should not be there?"))
        self.negative.setAccessibleName(say("Negative prompt"))
        self.negative.setToolTip(
            say("Negative prompt: what the picture is steered away from. A few words are enough.")
        )
        self.strength, self.extend = StrengthKnob(), ExtendPart()
        self.scale = Choices(
            say("Scale"), [Choice(f"{one:g}", f"× {one:g}") for one in _SCALES], fill=True
        )
        self.from_layer = Check(say("The active layer alone"))
        self.from_layer.setToolTip(
            say("Works from the active layer, a sketch for instance, not from the whole picture.")
        )
        self.detail = Check(say("Add detail with a model"))
        self.detail.setToolTip(
            say(
                "After the upscaler a Stable Diffusion model paints the large picture over, tile "
                "by tile: skin, leaves, brush strokes that no upscaler knows. 20 to 40 % keeps "
                "what is there. Takes much longer."
            )
        )
        self.writing = ""
        """The field of `Knobs` in which the caret was last, where no name can tell: the negative
        prompt, or none."""
        for field, name in ((self.prompt, ""), (self.negative, "negative")):
            field.pasting.connect(self.pasting)
            field.entered.connect(lambda name=name: setattr(self, "writing", name))
        self._own = ANY_MODEL
        self._paints, self._gently = False, OWN_SHARE
        self.network = Combo()
        self.network.setAccessibleName(say("Network"))
        self.network.setToolTip(say("Which network does it; each suits another kind of picture."))
        self._networks: dict[str, list[tuple[str, str]]] = {}
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.tasks)
        box.addWidget(self.extend)
        box.addWidget(self._words())
        below = (self.from_layer, self.scale, self.network, self.detail, self.strength)
        for widget in below:
            box.addWidget(widget)
        self.tasks.chosen.connect(self.task_chosen)
        self.prompt.edited.connect(lambda text: self.turned.emit({"prompt": text}))
        self.negative.edited.connect(lambda text: self.turned.emit({"negative": text}))
        for field in (self.prompt, self.negative):
            field.submitted.connect(self.submitted)
        self.strength.value_changed.connect(lambda value: self.turned.emit({"strength": value}))
        self.hint.wanted.connect(self._hint_taken)
        self.extend.turned.connect(self.turned)
        self.scale.chosen.connect(lambda key: self.turned.emit({"scale": float(key)}))
        self.network.chosen.connect(self._network_chosen)
        self.detail.toggled.connect(self._detail_wanted)
        self.from_layer.toggled.connect(lambda on: self.turned.emit({"from_layer": on}))

    def _words(self) -> QtWidgets.QWidget:
        """Prompt, its small buttons beside it, and the negative prompt below."""
        self.stronger = SymbolButton(
            "plus", say("More weight"), say("The word at the caret counts more (Ctrl+Up).")
        )
        self.weaker = SymbolButton(
            "minus", say("Less weight"), say("The word at the caret counts less (Ctrl+Down).")
        )
        self.past = SymbolButton(
            "history", say("Earlier prompts"), say("Prompts used before (Alt+Up, Alt+Down).")
        )
        self.past.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QtWidgets.QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.past.setMenu(self.menu)
        self.stronger.clicked.connect(lambda: self._weigh(True))
        self.weaker.clicked.connect(lambda: self._weigh(False))
        column = QtWidgets.QVBoxLayout()
        column.setSpacing(0)
        for button in (self.past, self.stronger, self.weaker):
            column.addWidget(button)
        column.addStretch(1)
        grid = QtWidgets.QGridLayout(self.words)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(3)
        grid.addWidget(self.prompt, 0, 0)
        grid.addLayout(column, 0, 1, 3, 1)
        # Where words do not count, what they need stands where the negative prompt was.
        self.hint = WordsHint()
        self.hint.setFixedHeight(self.negative.height())
        grid.addWidget(self.negative, 1, 0)
        grid.addWidget(self.hint, 2, 0)
        grid.setColumnStretch(0, 1)
        QtWidgets.QWidget.setTabOrder(self.prompt, self.negative)
        return self.words

    def offer(self, tasks: Sequence[Task]) -> None:
        """The tasks that can be had."""
        self.tasks.offer([Choice(one.id, say(one.label), say(one.hint)) for one in tasks])

    def offer_networks(self, networks: Mapping[str, Sequence[NetworkInfo]]) -> None:
        """Field of `Knobs` -> the networks it can name."""
        usual = ("", say("the usual network"))
        self._networks = {
            field: [usual, *((one.name, one.title or one.name) for one in known)]
            for field, known in networks.items()
        }

    def offer_models(self, models: Sequence[ModelInfo]) -> None:
        """The models there are; a demonstration alone is not offered for adding detail."""
        self._paints = any(not one.problem and not one.shipped for one in models)

    def show_knobs(self, knobs: Knobs) -> None:
        """Show these values."""
        field = _NETWORKS.get(knobs.task, "")
        self.network.offer(self._networks.get(field, []))
        self.network.choose(str(getattr(knobs, field)) if field else "")
        self.tasks.choose(knobs.task)
        self.prompt.follow_text(knobs.prompt)
        self.negative.follow_text(knobs.negative)
        self.strength.show_value(resolved(knobs, self._own).strength)
        self.strength.own.setEnabled(is_touched(knobs, "strength"))
        self.extend.show_knobs(knobs)
        self.scale.choose(f"{knobs.scale:g}")
        if knobs.about is DETAILED:
            self._gently = knobs.strength
        for check, on in ((self.from_layer, knobs.from_layer), (self.detail, knobs.detail)):
            blocked = check.blockSignals(True)
            check.setChecked(on)
            check.blockSignals(blocked)

    def show_own(self, own: OwnValues) -> None:
        """What the model that would paint has of its own; before `show_knobs`."""
        self._own = own

    def show_use(self, knobs: Knobs, painting: Painting) -> None:
        """What fits the task, and who paints.

        What is shown hangs on the task alone, so that nothing moves while words are typed.
        """
        task = knobs.about
        self.words.setVisible(task.prompts)
        self.prompt.setPlaceholderText(words_wanted(painting))
        self.hint.show_painting(painting, knobs.model == SURROUNDINGS)
        self.hint.setVisible(self.hint.speaks)
        self.negative.setVisible(not self.hint.speaks)
        self.strength.setEnabled(
            painting.takes_words or painting.by is By.UNKNOWN or not task.prompts
        )
        self.extend.setVisible(task.id == "extend")
        self.scale.setVisible(task.id == "upscale")
        self.network.setVisible(task.id in _NETWORKS and self.network.count() > 2)
        self.detail.setVisible(task.id == "upscale" and (self._paints or knobs.detail))
        self.from_layer.setVisible(task.id == "refine" and self._layers)
        shown = task.strength is not None and task.id not in ("extend", "generate", "remove")
        self.strength.setVisible(shown or (task.id == "remove" and painting.takes_words))

    def show_state(self, state: DocumentState | None) -> None:
        """The document as it is now."""
        if state is not None:
            self.extend.show_canvas(state.size)
            if state.layer:
                self.from_layer.setText(
                    say("The layer “{layer}” alone", layer=plain(state.layer, 24))
                )

    def _detail_wanted(self, on: bool) -> None:
        """With the strength it had last: that of other tasks would leave little of the picture."""
        self.turned.emit({"detail": on, **({"strength": self._gently} if on else {})})

    def _hint_taken(self, model: str) -> None:
        """Words are to be painted: by the best model there is, or by one to be had."""
        if model:
            self.turned.emit({"model": AUTOMATIC})
        else:
            self.models_wanted.emit()

    def _network_chosen(self, name: str) -> None:
        field = _NETWORKS.get(self.tasks.key(), "")
        if field:
            self.turned.emit({field: name})

    def _weigh(self, up: bool) -> None:
        field = self.negative if self.negative.hasFocus() else self.prompt
        field.weigh(up)
        field.setFocus()

    def _fill_menu(self) -> None:
        self.menu.clear()
        for prompt in self._history.prompts[:_IN_MENU]:
            action = self.menu.addAction(plain(prompt, 70).replace("&", "&&"))
            assert action is not None
            action.setToolTip(prompt)
            action.triggered.connect(lambda _=False, prompt=prompt: self._put(prompt))
        if not self.menu.actions():
            action = self.menu.addAction(say("No prompts yet"))
            assert action is not None
            action.setEnabled(False)

    def _put(self, prompt: str) -> None:
        self.prompt.replace_text(prompt)
        self.prompt.setFocus()
