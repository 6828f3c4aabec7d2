"""Before pytest-qt looks: which Qt the dock is tested with, and that it needs no screen."""

import os

QT = os.environ.setdefault("RITOCCO_QT", "6")
os.environ["PYTEST_QT_API"] = f"pyqt{QT}"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
