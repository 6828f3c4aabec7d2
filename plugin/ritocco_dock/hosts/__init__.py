"""Editors that are not ours, each in files that begin with its name; they offer `editor.py`."""
