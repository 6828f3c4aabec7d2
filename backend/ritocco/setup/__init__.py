"""Putting Ritocco onto a computer, and taking it off again.

Only the standard library and `ritocco.errors`, with what that needs, are used here: this room runs
before anything is installed (`run.py`, a bundle's `install.pyz`), inside the installed package, and
after it is gone.
"""
