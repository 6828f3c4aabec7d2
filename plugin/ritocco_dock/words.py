"""Words for the artist, in their language, through Qt's translation files.

Every sentence is written in English where it is used: `say("Fill")`, or with values,
`say("{count} jobs are waiting.", count=3)`. Tables hold plain English and are said when shown:
`say(task.label)`; `mark` makes such words known to the tool that collects them.
"""

from __future__ import annotations

from .qt import QtCore

CONTEXT = "ritocco"
"""Context of all our words in the translation files."""


def say(text: str, **values: object) -> str:
    """The sentence in the artist's language, with `values` put where it names them."""
    translated = QtCore.QCoreApplication.translate(CONTEXT, text)
    return translated.format(**values) if values else translated


def mark(text: str) -> str:
    """The text itself; says that it will be translated when it is shown."""
    return text
