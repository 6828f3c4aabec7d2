"""A folder from which Ritocco installs without a network: its packages, perhaps models, and itself.

wheels/       every package, for one kind of Python and computer
models/       models of the artist's library, if asked for
install.pyz   the installer: python3 install.pyz
bundle.json   what is in it, with sizes and sha256
"""

from __future__ import annotations

import json
import shutil
import sysconfig
import zipfile
from pathlib import Path

from ritocco.errors import CannotInstall
from ritocco.setup import environment
from ritocco.setup.account import Account
from ritocco.setup.builds import INDEX, choose
from ritocco.setup.environment import Environment
from ritocco.setup.machine import this_machine
from ritocco.setup.manifest import remove_tree, write_whole
from ritocco.setup.models import MODELS, copy_missing
from ritocco.setup.pip import Pip
from ritocco.setup.requirement import requirement
from ritocco.setup.source import BUNDLE, FORMAT, WHEELS, InstallSource, digest_of

INSTALLER = "install.pyz"
_WORK = ".work"


def make_bundle(
    account: Account,
    source: InstallSource,
    folder: Path,
    torch: str,
    models: Path | None,
    index: str = "",
) -> None:
    """Make or renew a bundle for this Python and this kind of computer. Raises CannotInstall.

    torch   the build, "" for what fits this computer
    models  folder of models to put in, None: none
    """
    ours = any((folder / name).exists() for name in (BUNDLE, _WORK))
    if folder.exists() and any(folder.iterdir()) and not ours:
        raise CannotInstall(f"{folder} is not empty. Name a folder that is new or a bundle.")
    machine = this_machine()
    choice = choose(machine, torch)
    print(f"PyTorch: {choice.build.title}, since {choice.reason}.")
    work, wheels = folder / _WORK, folder / WHEELS
    for needed in (work, wheels):
        needed.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < choice.build.download * 3:
        raise CannotInstall(f"There is too little room in {folder} for the packages.")
    (folder / BUNDLE).unlink(missing_ok=True)  # from here on it is not whole
    maker = Environment(work / "python", account.system == "win32")
    remove_tree(maker.folder)
    environment.make(maker, None)
    pip = Pip(maker.python, work / "fetched", folder / "bundle.log")
    want = requirement(source, choice, machine, pip, index or INDEX)
    if want.advice:
        print(f"   {want.advice}")
    new = work / WHEELS
    remove_tree(new)
    new.mkdir()
    own = source.wheel(pip, new)
    pip.wheel(f"Packages with PyTorch {want.version}", new, str(own), *want.words())
    remove_tree(wheels)
    new.rename(wheels)
    if models:
        copied = copy_missing(models, folder / MODELS)
        print(f"Models: {', '.join(copied) or 'none that is not there already'}.")
    write_installer(folder / INSTALLER)
    version = next(wheels.glob("torch-*.whl")).name.split("-")[1].replace("%2B", "+")
    _describe(folder, source, version)
    remove_tree(work)
    (folder / "bundle.log").unlink(missing_ok=True)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(
        f"The bundle is ready: {folder}, {size / 10**9:.1f} GB, for Python "
        f"{environment.python_version()} on {sysconfig.get_platform()}. There: "
        f"python3 {INSTALLER}"
    )


def write_installer(file: Path) -> None:
    """Ritocco's setup alone, as a program of one file, for Pythons that have nothing else."""
    package = Path(__file__).resolve().parents[1]
    fresh = file.with_name(f"{file.name}.new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("__main__.py", _START)
        for name in ("__init__.py", "errors.py", "from_disk.py", "plain.py", "sentence.py"):
            zipped.write(package / name, f"ritocco/{name}")
        for path in sorted((package / "setup").glob("*.py")):
            zipped.write(path, f"ritocco/setup/{path.name}")
    fresh.replace(file)


_START = """# May be read by old Pythons: it tells them that they are too old.
import os
import sys

if sys.version_info < (3, 11):
    sys.exit("Ritocco needs Python 3.11 or later; this is %d.%d." % sys.version_info[:2])
from ritocco.setup.main import main

here = os.path.dirname(os.path.abspath(sys.argv[0]))
words = sys.argv[1:] or ["install"]
if words[0] == "install" and "--offline" not in words:
    words += ["--offline", here]
sys.exit(main(words))
"""


def _describe(folder: Path, source: InstallSource, torch: str) -> None:
    """Write bundle.json, last: with it the bundle is whole."""
    files = {
        path.relative_to(folder).as_posix(): (path.stat().st_size, digest_of(path))
        for part in (WHEELS, MODELS)
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }
    description = {
        "format": FORMAT,
        "version": source.version,
        "source": source.digest,
        "torch": torch,
        "python": environment.python_version(),
        "platform": sysconfig.get_platform(),
        "files": files,
    }
    write_whole(folder / BUNDLE, json.dumps(description, indent=1))
