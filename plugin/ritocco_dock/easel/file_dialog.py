"""Qt's dialog for files, in our words where Qt's translations have none."""

from __future__ import annotations

from ..qt import QtWidgets
from ..words import say


def file_dialog(parent: QtWidgets.QWidget, title: str, folder: str = "") -> QtWidgets.QFileDialog:
    """A dialog that begins in this folder; "": where the last one ended."""
    dialog = QtWidgets.QFileDialog(parent, title, folder)
    labels = QtWidgets.QFileDialog.DialogLabel
    dialog.setLabelText(labels.LookIn, say("Look in:"))
    dialog.setLabelText(labels.FileType, say("Kind of file:"))
    return dialog
