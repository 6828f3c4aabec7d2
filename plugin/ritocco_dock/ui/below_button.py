"""The place below the main button: of one height, so that nothing moves when it says other things.

What is on its way comes first, then why the button cannot be pressed, then what it would do. Above
it stands a line about other pictures, while there is something to say of them.
"""

from __future__ import annotations

from ..qt import QtWidgets
from .look import line
from .others_row import OthersRow
from .plan_view import FittedLabel, PlanView
from .progress import Progress
from .whole_rows import WholeRows

_LINES = 4.4


class BelowButton(QtWidgets.QWidget):
    """One of: jobs, a reason, the plan."""

    def __init__(
        self, others: OthersRow, plan: PlanView, reason: FittedLabel, progress: Progress
    ) -> None:
        super().__init__()
        self._plan, self._reason, self._progress = plan, reason, progress
        self._jobs = WholeRows(progress)
        self._others, self._stack = others, QtWidgets.QStackedWidget()
        for widget in (plan, reason, self._jobs):
            self._stack.addWidget(widget)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(others)
        column.addWidget(self._stack, 1)
        self.setFixedHeight(round(line(self) * _LINES))

    def settle(self) -> None:
        """Show what there is to be seen now."""
        told: QtWidgets.QWidget = self._reason if self._reason.text() else self._plan
        self._others.settle()
        self._stack.setCurrentWidget(self._jobs if self._progress.cards else told)
