"""`ritocco uninstall`: takes Ritocco off this computer, itself included."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from ritocco.setup.account import Account
from ritocco.setup.main import main

_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from ritocco.setup.main import main; sys.exit(main(sys.argv[1:]))"
)


def uninstall(options: Namespace) -> None:
    """Run the uninstaller; by the Python below the environment that is to be deleted."""
    words = ["uninstall", *(["--everything"] if options.everything else [])]
    if not Path(sys.prefix).is_relative_to(Account.of_user().environments):
        raise SystemExit(main(words))
    base = str(getattr(sys, "_base_executable", sys.executable))
    packages = str(Path(__file__).resolve().parents[2])
    command = [base, "-I", "-B", "-c", _START, packages, *words]
    sys.stdout.flush()
    if os.name == "nt":  # a running program cannot be deleted there: end before it begins
        subprocess.Popen(command)
        return
    os.execv(base, command)
