"""Environments with the pip of this very Python, copied: ensurepip takes 3 s of a processor.

As a program (`python quick_pip.py PROGRAM WORD ...`) it runs another one so.
"""

import importlib.metadata
import runpy
import shutil
import sys
import venv
from pathlib import Path
from types import SimpleNamespace


def setup_pip(builder: venv.EnvBuilder, context: SimpleNamespace) -> None:
    """To be `venv.EnvBuilder._setup_pip`."""
    (packages,) = Path(context.env_dir).glob("lib/python3*/site-packages")
    for file in importlib.metadata.distribution("pip").files or ():
        if not file.is_absolute() and ".." not in file.parts:  # its commands are not used
            (packages / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file.locate(), packages / file)


if __name__ == "__main__":
    sys.path.pop(0)
    venv.EnvBuilder._setup_pip = setup_pip
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
