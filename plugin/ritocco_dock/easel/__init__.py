"""Easel: Ritocco's own window, with the same dock that other editors get.

`raster.py`, `selection.py`, `document.py` and `compose.py` are values and pure functions over
pixels; `tiles.py` to `window.py` show them. Files are read and written by the backend
(`files.py`), so that every depth, profile and tag survives.
"""
