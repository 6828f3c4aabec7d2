"""Ritocco: repaint a selection so that it fits its picture exactly."""

__version__ = "0.1.0"
