"""The place below the main button: of one height, so that nothing moves when it says other things.

What is on its way comes first, then why the button cannot be pressed, then what it would do.
"""

from __future__ import annotations

from ..qt import Qt, QtWidgets
from .look import line
from .plan_view import FittedLabel, PlanView
from .progress import Progress

_LINES = 4.4


class BelowButton(QtWidgets.QStackedWidget):
    """One of: jobs, a reason, the plan."""

    def __init__(self, plan: PlanView, reason: FittedLabel, progress: Progress) -> None:
        super().__init__()
        self._plan, self._reason, self._progress = plan, reason, progress
        self._jobs = QtWidgets.QScrollArea()
        self._jobs.setWidget(progress)
        self._jobs.setWidgetResizable(True)
        self._jobs.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self._jobs.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._jobs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in (plan, reason, self._jobs):
            self.addWidget(widget)
        self.setFixedHeight(round(line(self) * _LINES))

    def settle(self) -> None:
        """Show what there is to be seen now."""
        told: QtWidgets.QWidget = self._reason if self._reason.text() else self._plan
        self.setCurrentWidget(self._jobs if self._progress.cards else told)
