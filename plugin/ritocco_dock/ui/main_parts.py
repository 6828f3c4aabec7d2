"""The parts of the main page, and where they lie: from the wish to the result."""

from __future__ import annotations

from functools import partial

from ..backend.installer import Installer
from ..desk import Desk
from ..knobs.knobs import KNOBS
from ..qt import QtWidgets
from ..words import say
from .adapters_part import AdaptersPart
from .below_button import BelowButton
from .completion import Completion
from .edges import EdgesPart
from .error_bar import ErrorBar
from .fold import Fold
from .history import PromptHistory
from .install_offer import InstallOffer
from .look import line
from .main_button import MainButton
from .missing import Missing
from .others_row import OthersRow
from .pinned import Bounded, Pinned
from .plain_knobs import number_of
from .plan_view import FittedLabel, PlanView
from .progress import Progress
from .quicker import QuickerLine
from .remove_map import RemoveMap
from .results_view import ResultsView
from .sampling import SamplingPart
from .sheet import GridPart
from .state_line import StateLine
from .style_row import StyleRow
from .whole_rows import WholeRows
from .wish import WishPart

_MESSAGES = 3
"""Lines of text that messages have at least, if there are any."""
_LEAST_ROOM = 8
"""Lines of text that the knobs and messages have at least."""


class MainParts(QtWidgets.QWidget):
    """All of them, laid out. What they show and what they do is told them by others."""

    def __init__(
        self, desk: Desk, installer: Installer, parent: QtWidgets.QWidget | None = None
    ) -> None:
        super().__init__(parent)
        able = desk.host.capabilities
        self.history = PromptHistory(desk.settings)
        self.state_line, self.bar = StateLine(), ErrorBar()
        self.offer = InstallOffer(installer)
        self.styles = StyleRow(desk.settings, desk.settings.folder / "styles")
        self.wish = WishPart(self.history, able.layer_source)
        self.plan = PlanView(able.plan_overlay)
        self.start, self.batch, self.reason = MainButton(), number_of(KNOBS["batch"]), FittedLabel()
        self.missing, self.quicker = Missing(), QuickerLine()
        self.progress = Progress()
        self.others = OthersRow(desk.elsewhere)
        self.below = BelowButton(self.others, self.plan, self.reason, self.progress)
        self.sampling, self.edges, self.grid = SamplingPart(), EdgesPart(), GridPart()
        self.adapters = AdaptersPart(desk.thumbnails, desk.library.offering)
        self.adapters.writing = lambda: self.wish.writing
        fields = (self.wish.prompt, self.wish.negative)
        for field in fields:
            judge = partial(field.judge, self.adapters.is_fine)
            self.adapters.known_changed.connect(judge)
        self.completions = [Completion(field, self.adapters.offered) for field in fields]
        self.map = RemoveMap()
        self.folds = {
            "brush": Fold(
                say("Remove brush"),
                say("A map of the picture. What you paint over on it is taken away."),
                self.map,
            ),
            "sampling": Fold(
                say("Model and sampling"),
                say("Which model paints, and how: sampler, steps, CFG, seed."),
                self.sampling,
            ),
            "adapters": Fold(
                say("Adapters"),
                say("Small files that teach the model a style, a person or a thing."),
                self.adapters,
            ),
            "edges": Fold(
                say("Edge and content"),
                say("How the new part meets the old, and what it starts from."),
                self.edges,
            ),
            "grid": Fold(
                say("Grid of variants"),
                say("Tries several values of one or two knobs and shows them side by side."),
                self.grid,
            ),
        }
        self.results = ResultsView(draws_preview=not able.preview_overlay)
        self._lay_out(desk.settings.get("ui.lower", 0))

    def _lay_out(self, lower_height: int) -> None:
        self.batch.setPrefix("× ")
        self.batch.setMinimumHeight(round(line(self) * 2))
        self.batch.setAccessibleName(say("Number of pictures"))
        self.batch.setToolTip(
            say(
                "How many pictures one press makes of this task. Content-aware, they are the best "
                "that are found."
            )
        )
        press = QtWidgets.QHBoxLayout()
        press.setSpacing(4)
        press.addWidget(self.start, 1)
        press.addWidget(self.batch)
        knobs = QtWidgets.QWidget()
        box = QtWidgets.QVBoxLayout(knobs)
        gap = round(line(self) * 0.45)
        box.setContentsMargins(gap, gap, gap, gap)
        box.setSpacing(gap)
        for part in (self.offer, self.wish, self.missing, self.styles, *self.folds.values()):
            box.addWidget(part)
        box.addStretch(1)
        self.room = WholeRows(knobs)
        self.room.setMinimumHeight(line(self) * (_LEAST_ROOM - _MESSAGES))
        upper, lower = QtWidgets.QWidget(), QtWidgets.QWidget()
        upper.setMinimumHeight(line(self) * _LEAST_ROOM)
        above = QtWidgets.QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(self.room, 1)
        above.addWidget(self.quicker)
        above.addWidget(Bounded(self.bar, _MESSAGES))  # what stands above does not move for it
        below = QtWidgets.QVBoxLayout(lower)
        below.setContentsMargins(gap, gap, gap, gap)
        below.setSpacing(gap)
        below.addLayout(press)
        below.addWidget(self.below)
        below.addWidget(self.results, 1)
        self.pinned = Pinned(upper, lower, lower_height)
        top = QtWidgets.QVBoxLayout()
        top.setContentsMargins(gap, gap, gap, 0)
        top.addWidget(self.state_line)
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.pinned, 1)
