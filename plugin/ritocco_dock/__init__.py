"""Ritocco's dock for picture editors: Qt and the standard library only, Python 3.10 or later.

Inside Krita, importing this package puts the dock into it. Elsewhere a window makes the dock
with `dock.dock_for(host)`.
"""

from .inside import in_krita

if in_krita():
    from .hosts.krita import install

    install()
