"""Which language the dock speaks: English in the source, others in `translations/`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ..inside import in_krita
from ..qt import QT, QtCore
from ..words import CONTEXT

FOLDER = Path(__file__).parent.parent / "translations"
LANGUAGES = {"en": "English", "pl": "Polski"}
"""Code -> name in the language itself; the first is that of the source."""


class _Words(QtCore.QTranslator):
    """A translator with the bytes it reads from."""

    words: bytes


_installed: list[QtCore.QTranslator] = []
_spoken = ""


def counted(text: str, count: int) -> str:
    """The text in the form that a whole number asks for, with `%n` replaced by it."""
    return QtCore.QCoreApplication.translate(CONTEXT, text, "", count)


def wished() -> str:
    """The language that the editor, or else the system, shows itself in; English if unknown."""
    languages = os.environ.get("LANGUAGE", "").split(":")  # Krita and KDE set it
    return _known([*languages, *QtCore.QLocale.system().uiLanguages()])


def _known(codes: Iterable[str]) -> str:
    short = (code.replace("_", "-").split("-")[0].lower() for code in codes)
    return next((code for code in short if code in LANGUAGES), "en")


def use(code: str) -> str:
    """Say everything in this language from now on; "" or one that is not here: as `wished`.

    What is on screen already has to be made anew. Gives the code of the language.
    """
    global _spoken
    chosen = code if code in LANGUAGES else wished()
    for old in _installed:
        QtCore.QCoreApplication.removeTranslator(old)
    _installed.clear()
    translator = _Words()
    # English has a file too: its plural forms. Qt would map it into memory, and an update of
    # Ritocco that writes it anew would end the editor; so Qt gets a copy, which has to stay.
    translator.words = _read(FOLDER / f"ritocco_{chosen}.qm")
    if translator.loadFromData(translator.words):  # type: ignore[arg-type]  # its stub is wrong
        QtCore.QCoreApplication.installTranslator(translator)
        _installed.append(translator)
    if QT == 6 and not in_krita():  # Krita has its own, in its own language
        _say_as_qt(chosen)
    _spoken = chosen
    return chosen


def _say_as_qt(code: str) -> None:
    """Qt's own words in this language too: the buttons of its dialogs, menus of its fields."""
    translator = QtCore.QTranslator()
    folder = QtCore.QLibraryInfo.path(QtCore.QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{code}", folder):
        QtCore.QCoreApplication.installTranslator(translator)
        _installed.append(translator)


def _read(path: Path) -> bytes:
    """A file's bytes; none where it cannot be read: then the source's language is spoken."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def spoken() -> str:
    """Code of the language in use; "" before the first `use`."""
    return _spoken
