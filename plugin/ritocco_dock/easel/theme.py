"""Light or dark, as the system has it or as the artist wants it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from ..qt import Qt, QtGui, QtWidgets
from ..settings import Settings
from ..ui.look import is_dark

_Role, _Group = QtGui.QPalette.ColorRole, QtGui.QPalette.ColorGroup
_SETTING = "easel.theme"


class Theme(Enum):
    """What the window wears."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_SHADES: Mapping[Theme, Mapping[QtGui.QPalette.ColorRole, str]] = {
    Theme.LIGHT: {
        _Role.Window: "#f0f0f1",
        _Role.WindowText: "#1d1d1f",
        _Role.Base: "#ffffff",
        _Role.AlternateBase: "#f6f6f7",
        _Role.Text: "#1d1d1f",
        _Role.PlaceholderText: "#7d7d82",
        _Role.Button: "#f0f0f1",
        _Role.ButtonText: "#1d1d1f",
        _Role.BrightText: "#ffffff",
        _Role.ToolTipBase: "#fbfbfc",
        _Role.ToolTipText: "#1d1d1f",
        _Role.Highlight: "#3d7ab8",
        _Role.HighlightedText: "#ffffff",
        _Role.Link: "#2a66a5",
        _Role.Light: "#ffffff",
        _Role.Midlight: "#e4e4e6",
        _Role.Mid: "#b4b4b8",
        _Role.Dark: "#98989c",
        _Role.Shadow: "#6a6a6e",
    },
    Theme.DARK: {
        _Role.Window: "#2b2b2e",
        _Role.WindowText: "#e4e4e7",
        _Role.Base: "#1f1f22",
        _Role.AlternateBase: "#262629",
        _Role.Text: "#e4e4e7",
        _Role.PlaceholderText: "#8c8c92",
        _Role.Button: "#38383c",
        _Role.ButtonText: "#e4e4e7",
        _Role.BrightText: "#ffffff",
        _Role.ToolTipBase: "#38383c",
        _Role.ToolTipText: "#e4e4e7",
        _Role.Highlight: "#4a86c2",
        _Role.HighlightedText: "#ffffff",
        _Role.Link: "#7fb4e6",
        _Role.Light: "#4a4a4f",
        _Role.Midlight: "#404045",
        _Role.Mid: "#606066",
        _Role.Dark: "#19191b",
        _Role.Shadow: "#0c0c0d",
    },
}
_FAINT = {Theme.LIGHT: "#9d9da1", Theme.DARK: "#8b8b91"}
"""Text of what cannot be used."""
_FADED = (_Role.WindowText, _Role.Text, _Role.ButtonText)


class Themes:
    """Which one it is; kept in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._own = ""  # the system's style, once it was left
        if self.now is not Theme.SYSTEM:
            self._put_on(self.now)

    @property
    def now(self) -> Theme:
        """The one that is worn."""
        kept = self._settings.get(_SETTING, Theme.SYSTEM.value)
        return next((one for one in Theme if one.value == kept), Theme.SYSTEM)

    def wear(self, theme: Theme) -> None:
        """Another one, at once and from now on."""
        self._settings.set(_SETTING, theme.value)
        self._put_on(theme)

    def _put_on(self, theme: Theme) -> None:
        app = QtWidgets.QApplication.instance()
        assert isinstance(app, QtWidgets.QApplication)
        style = app.style()
        self._own = self._own or (style.objectName() if style is not None else "")
        if style is None or style.objectName() != self._own:
            app.setStyle(self._own)
        app.setPalette(QtGui.QPalette())
        hints = app.styleHints()
        if hints is not None and hasattr(hints, "setColorScheme"):  # window frames follow it
            schemes = Qt.ColorScheme
            hints.setColorScheme(
                {Theme.LIGHT: schemes.Light, Theme.DARK: schemes.Dark}.get(theme, schemes.Unknown)
            )
        if theme is not Theme.SYSTEM and is_dark(app.palette()) != (theme is Theme.DARK):
            app.setStyle("fusion")  # not every style draws with colours that are given to it
            app.setPalette(_palette(theme))


def _palette(theme: Theme) -> QtGui.QPalette:
    palette = QtGui.QPalette()
    for role, shade in _SHADES[theme].items():
        palette.setColor(role, QtGui.QColor(shade))
    for role in _FADED:
        palette.setColor(_Group.Disabled, role, QtGui.QColor(_FAINT[theme]))
    palette.setColor(_Group.Disabled, _Role.Highlight, QtGui.QColor(_FAINT[theme]))
    return palette
