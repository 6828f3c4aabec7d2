"""Help in a few pages, made of the tables of tools and commands: it cannot say what is not so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from importlib import metadata
from pathlib import Path

from ..qt import QAction, Qt, QtGui, QtWidgets
from ..ui.look import line
from ..words import mark, say
from .actions import KEYS, MENUS, ActionRow
from .toolbox import TOOLS

_HAND = (
    (mark("Space, or the middle button"), mark("Move the view, with any tool")),
    (mark("Wheel"), mark("Zoom about the pointer")),
    (mark("Shift+Wheel"), mark("A larger or a smaller brush")),
    (mark("Shift and Alt, while selecting"), mark("Add to the selection, take from it")),
    (mark("Ctrl+Click with the brush"), mark("Pick a colour")),
    (mark("Esc"), mark("Drop what a tool has begun")),
)
_STEPS = (
    mark("<b>Get a picture.</b> Drop one into the window, open it ({open}) or paste it ({paste})."),
    mark(
        "<b>Select what is to change.</b> Click an object, or draw across it ({object}), draw "
        "around it with the lasso ({lasso}), or drag a rectangle ({rectangle})."
    ),
    mark(
        "<b>To be rid of something</b>, paint over it with the remove brush ({remove}): it is gone "
        "when you let go."
    ),
    mark(
        "<b>Say what you want.</b> In the panel at the right choose <i>Fill</i>, <i>Remove</i>, "
        "<i>Extend</i> or another task; with a model, say in a few words what is to be there."
    ),
    mark("<b>Make it.</b> Press the panel's button, or {dock-run}. Your picture is not touched."),
    mark(
        "<b>Look at it.</b> Over the picture the arrow keys show other results, <b>C</b> held down "
        "what was there before; <b>Enter</b> makes the shown one a layer, <b>Esc</b> leaves it. "
        "{undo} takes a layer back. While you type: {dock-previous}, {dock-next}, {dock-apply}."
    ),
    mark("<b>Save</b> with layers, as .ora, or flattened, as PNG, TIFF, WebP or JPEG ({save})."),
)


_ABOUT = (
    mark("Draw, select, and have parts of a picture painted, all on your own computer."),
    mark("Free software under the GNU General Public License, version 3 or later, no warranty."),
)


class Page(QtWidgets.QDialog):
    """A page to read beside the window."""

    def __init__(self, parent: QtWidgets.QWidget, title: str, html: str, lines: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QtWidgets.QTextBrowser()
        self.text.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.text.setHtml(html)
        buttons = QtWidgets.QDialogButtonBox(QtWidgets.QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QtWidgets.QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(buttons)
        self.resize(line(self) * 34, line(self) * lines)


def shortcuts(parent: QtWidgets.QWidget, actions: Mapping[str, QAction]) -> Page:
    """All keys there are: those of the window's actions, of the tools, and what the hand does."""
    groups: list[tuple[str, list[tuple[str, str]]]] = [
        (say("Tools"), [(_native(kind.key), say(kind.label)) for kind in TOOLS])
    ]
    for title, rows in MENUS:
        groups.append((_plain(say(title)), list(_keyed(actions, [row.name for row in rows]))))
    groups.append((say("Brushes"), list(_keyed(actions, [row.name for row in KEYS]))))
    groups.append((say("Mouse"), [(say(how), say(what)) for how, what in _HAND]))
    html = "".join(_table(title, rows) for title, rows in groups if rows)
    return Page(parent, say("Keyboard shortcuts"), html, 36)


def first_steps(parent: QtWidgets.QWidget, actions: Mapping[str, QAction]) -> Page:
    """From a picture to a changed one."""
    keys = {name: _native(action.shortcut()) for name, action in actions.items()}
    keys |= {kind.name: _native(kind.key) for kind in TOOLS}
    steps = (say(step).replace("{", "\0{").split("\0") for step in _STEPS)
    items = ("".join(_filled(part, keys) for part in step) for step in steps)
    html = "<ol>" + "".join(f"<li style='margin-bottom: 8px'>{item}</li>" for item in items)
    return Page(parent, say("First steps"), html + "</ol>", 24)


def about(parent: QtWidgets.QWidget, data: Path) -> Page:
    """What this is, which version, under which licence, and where it keeps what."""
    try:
        version = metadata.version("ritocco")
    except metadata.PackageNotFoundError:  # run from its source
        version = ""
    kept = say("Results, models and settings lie in {folder}.", folder=data)
    lines = [f"<b>Easel, Ritocco {escape(version)}</b>", *map(say, _ABOUT), escape(kept)]
    return Page(parent, say("About Easel"), "".join(f"<p>{one}</p>" for one in lines), 14)


def _filled(part: str, keys: Mapping[str, str]) -> str:
    """A piece of a step that may begin with the name of a key in braces."""
    name, brace, rest = part.partition("}")
    return f"<b>{escape(keys[name[1:]])}</b>{rest}" if brace else part


def _keyed(actions: Mapping[str, QAction], names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        action = actions.get(name)
        if action is not None and not action.shortcut().isEmpty():
            label = next(row.label for row in _rows() if row.name == name)
            yield _keys_of(action), _plain(say(label))


def _rows() -> Iterator[ActionRow]:
    for _, rows in MENUS:
        yield from rows
    yield from KEYS


def _keys_of(action: QAction) -> str:
    return " / ".join(_native(keys) for keys in action.shortcuts()[:2])


def _native(keys: str | QtGui.QKeySequence) -> str:
    return QtGui.QKeySequence(keys).toString(QtGui.QKeySequence.SequenceFormat.NativeText)


def _plain(label: str) -> str:
    """A menu's words without what is only for the menu."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def _table(title: str, rows: list[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td width='45%'><b>{escape(keys)}</b></td><td>{escape(what)}</td></tr>"
        for keys, what in rows
    )
    return f"<h3>{escape(title)}</h3><table width='100%' cellpadding='2'>{cells}</table>"
