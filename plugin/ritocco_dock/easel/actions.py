"""A table of everything menus, toolbars and keys can do; keys as in Krita where it has them."""

from __future__ import annotations

from dataclasses import dataclass

from ..ui.dock_actions import DOCK_ACTIONS
from ..words import mark


@dataclass(frozen=True)
class ActionRow:
    """One command: its words, its keys, and whether it needs a picture. "" alone: a line.

    again  whether it is done again and again while its key is held
    """

    name: str
    label: str
    keys: tuple[str, ...] = ()
    needs_picture: bool = True
    checkable: bool = False
    again: bool = True


def _entry(name: str, label: str, *keys: str, **more: bool) -> ActionRow:
    return ActionRow(name, label, keys, **more)


LINE = ActionRow("", "")
DOCK = "dock-"
"""Before the name of an entry that the dock does."""
MENUS: tuple[tuple[str, tuple[ActionRow, ...]], ...] = (
    (
        mark("&File"),
        (
            _entry("new", mark("&New…"), "Ctrl+N", needs_picture=False),
            _entry("open", mark("&Open…"), "Ctrl+O", needs_picture=False),
            _entry("recent", mark("Open &recent"), needs_picture=False),
            _entry("generate", mark("&Generate a picture…"), "Ctrl+Shift+N", needs_picture=False),
            LINE,
            _entry("save", mark("&Save"), "Ctrl+S"),
            _entry("save-as", mark("Save &as…"), "Ctrl+Shift+S"),
            _entry("export", mark("&Export flattened…"), "Ctrl+E"),
            LINE,
            _entry("close", mark("&Close"), "Ctrl+W"),
            _entry("quit", mark("&Quit"), "Ctrl+Q", needs_picture=False),
        ),
    ),
    (
        mark("&Edit"),
        (
            _entry("undo", mark("&Undo"), "Ctrl+Z"),
            _entry("redo", mark("&Redo"), "Ctrl+Shift+Z", "Ctrl+Y"),
            LINE,
            _entry("cut", mark("Cu&t"), "Ctrl+X"),
            _entry("copy", mark("&Copy"), "Ctrl+C"),
            _entry("paste", mark("&Paste as layer"), "Ctrl+V", needs_picture=False),
            _entry("paste-new", mark("Paste as ne&w picture"), "Ctrl+Shift+V", needs_picture=False),
            _entry("clear", mark("C&lear"), "Del"),
        ),
    ),
    (
        mark("&Select"),
        (
            _entry("select-all", mark("&All"), "Ctrl+A"),
            _entry("select-none", mark("&Nothing"), "Ctrl+Shift+A"),
            _entry("invert", mark("&Invert"), "Ctrl+Shift+I"),
            LINE,
            _entry("grow", mark("&Grow…")),
            _entry("shrink", mark("S&hrink…")),
            _entry("soften", mark("&Soften edge…")),
            LINE,
            _entry("veil", mark("Show as &tint"), "Q", checkable=True),
        ),
    ),
    (
        mark("&Image"),
        (
            _entry("crop-selection", mark("&Crop to selection")),
            _entry("canvas-size", mark("Canvas &size…")),
            _entry("image-size", mark("&Image size…")),
            LINE,
            _entry("turn-right", mark("Turn &right")),
            _entry("turn-left", mark("Turn &left")),
            _entry("turn-around", mark("Turn &around")),
            LINE,
            _entry("turn-mirror", mark("&Mirror (left and right)")),
            _entry("turn-flip", mark("&Flip (up and down)")),
        ),
    ),
    (
        mark("&Layer"),
        (
            _entry("layer-new", mark("&New layer"), "Ins"),
            _entry("layer-copy", mark("&Duplicate"), "Ctrl+J"),
            _entry("layer-delete", mark("D&elete"), "Shift+Del"),
            LINE,
            _entry("layer-up", mark("&Raise"), "Ctrl+PgUp"),
            _entry("layer-down", mark("&Lower"), "Ctrl+PgDown"),
            LINE,
            _entry("mask-add", mark("&Mask from selection")),
            _entry("mask-select", mark("&Select from mask")),
            _entry("mask-delete", mark("Delete mas&k")),
            LINE,
            _entry("merge-down", mark("Mer&ge down")),
            _entry("flatten", mark("&Flatten the picture"), "Ctrl+Shift+E"),
        ),
    ),
    (
        mark("&View"),
        (
            _entry("zoom-in", mark("Zoom &in"), "+", "=", "Ctrl++", "Ctrl+="),
            _entry("zoom-out", mark("Zoom &out"), "-", "Ctrl+-"),
            _entry("actual", mark("&100 %"), "1", "Ctrl+0"),
            _entry("fit", mark("&Fit the window"), "2"),
            _entry("fit-width", mark("Fit the &width"), "3"),
            _entry("zoom-selection", mark("Zoom to the &selection"), "4"),
            LINE,
            _entry("next", mark("&Next picture"), "Ctrl+Tab"),
            _entry("theme", mark("&Theme"), needs_picture=False),
            _entry(
                "full", mark("F&ull screen"), "Ctrl+Shift+F", needs_picture=False, checkable=True
            ),
        ),
    ),
    (
        mark("&Ritocco"),
        tuple(
            _entry(DOCK + one.name, one.label, *one.keys, again=one.again)
            for one in DOCK_ACTIONS.values()
        ),
    ),
    (
        mark("&Help"),
        (
            _entry("first-steps", mark("&First steps"), needs_picture=False),
            _entry("shortcuts", mark("&Keyboard shortcuts"), "F1", needs_picture=False),
            LINE,
            _entry("about", mark("&About Easel"), needs_picture=False),
        ),
    ),
)
SUBMENUS: dict[str, tuple[ActionRow, ...]] = {
    "theme": (
        _entry("theme-system", mark("As the &system"), needs_picture=False, checkable=True),
        _entry("theme-light", mark("&Light"), needs_picture=False, checkable=True),
        _entry("theme-dark", mark("&Dark"), needs_picture=False, checkable=True),
    ),
}
"""What is in the menus that are entries themselves, by the entry; one of each is checked."""
KEYS: tuple[ActionRow, ...] = (
    _entry("smaller", mark("Smaller brush"), "["),
    _entry("larger", mark("Larger brush"), "]"),
    _entry("eraser", mark("Eraser"), "E"),
    _entry("rectangle-2", mark("Select a rectangle"), "Ctrl+R"),
)
"""Keys that stand in no menu."""
