"""Private Python environments: made beside the one in use, looked at, and only then put in use.

    environment/1/            a Python environment
    environment/1/ready.json  written last: what is in it
    environment/1/wheel/      Ritocco's own package, to repair it without its source

An environment starts as links to the files of the one before it, so an upgrade or a repair
fetches only what differs and takes little room.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ritocco.errors import CannotInstall
from ritocco.from_disk import json_in, reading
from ritocco.setup.account import Account
from ritocco.setup.manifest import remove_tree, write_whole
from ritocco.setup.trial import Trial

_READY = "ready.json"
WHEEL = "wheel"


@dataclass(frozen=True, slots=True)
class InstalledContents:
    """What is in an environment.

    source    digest of the Ritocco that was installed
    torch     the version of PyTorch, as in "2.13.0+cpu"
    asked     what the artist said for --torch; "" nothing
    packages  name -> version of all that is installed
    """

    version: str
    source: str
    python: str
    torch: str
    asked: str
    packages: dict[str, str]


@dataclass(frozen=True, slots=True)
class Environment:
    """One environment, there or not."""

    folder: Path
    windows: bool = False

    @property
    def python(self) -> Path:
        """Its Python."""
        name = ("Scripts", "python.exe") if self.windows else ("bin", "python")
        return self.folder.joinpath(*name)

    @property
    def command(self) -> Path:
        """The command `ritocco`."""
        name = ("Scripts", "ritocco.exe") if self.windows else ("bin", "ritocco")
        return self.folder.joinpath(*name)

    @property
    def packages(self) -> Path:
        """Its site-packages."""
        if self.windows:
            return self.folder / "Lib" / "site-packages"
        return self.folder / "lib" / f"python{python_version()}" / "site-packages"

    @property
    def number(self) -> int:
        """Its place in the row."""
        return int(self.folder.name)

    def contents(self) -> InstalledContents | None:
        """What is in it; None where it never became ready."""
        found = reading(lambda: InstalledContents(**json_in(self.folder / _READY)), None)
        return found if found and isinstance(found.packages, dict) else None

    def finish(self, contents: InstalledContents) -> None:
        """It is ready from now on."""
        whole = replace(contents, packages=installed_in(self.packages))
        write_whole(self.folder / _READY, json.dumps(asdict(whole), indent=1, sort_keys=True))

    def broken(self) -> list[str]:
        """Names of its packages that are not whole: gone, of another version, or lacking files."""
        contents = self.contents()
        known = contents.packages if contents else {}
        here = installed_in(self.packages)
        gone = [name for name, version in known.items() if here.get(name) != version]
        lacking = [name for name in here if _lacks_files(self.packages, name)]
        command = [] if self.command.is_file() else ["ritocco"]
        return sorted({*gone, *lacking, *command})

    def tried(self) -> Trial:
        """Start Ritocco in it, and compute a little. Raises CannotInstall where it does not run."""
        command = [str(self.python), "-I", "-m", "ritocco.setup.trial"]
        try:
            ended = subprocess.run(
                command, capture_output=True, text=True, errors="replace", timeout=300
            )
            return Trial(**json.loads(ended.stdout))
        except (OSError, subprocess.TimeoutExpired) as error:
            why = str(error)
        except (ValueError, TypeError):
            why = (ended.stderr.strip().splitlines() or [f"it ended with {ended.returncode}"])[-1]
        raise CannotInstall(f"Ritocco does not run in {self.folder}: {why}")


def python_version() -> str:
    """Of this Python, as in "3.11"."""
    return "{}.{}".format(*sys.version_info)


def all_environments(account: Account) -> list[Environment]:
    """Every environment of this user, oldest first; also unfinished ones."""
    if not account.environments.is_dir():
        return []
    folders = [folder for folder in account.environments.iterdir() if folder.name.isdecimal()]
    environments = [Environment(folder, account.system == "win32") for folder in folders]
    return sorted(environments, key=lambda environment: environment.number)


def current(account: Account) -> Environment | None:
    """The environment that the pointer names; else the newest that became ready."""
    ready = [environment for environment in all_environments(account) if environment.contents()]
    pointed = reading(lambda: json_in(account.pointer)["command"][0], "")
    return next(
        (environment for environment in ready if str(environment.python) == pointed),
        ready[-1] if ready else None,
    )


def begin(account: Account) -> Environment:
    """The next one: a name that is free."""
    known = all_environments(account)
    number = known[-1].number + 1 if known else 1
    return Environment(account.environments / str(number), account.system == "win32")


def make(new: Environment, old: Environment | None) -> bool:
    """Make the environment, with the whole packages of an older one. Whether that could be.

    Raises CannotInstall where this Python cannot make environments.
    """
    broken = old.broken() if old else []
    usable = old is not None and "pip" in installed_in(old.packages) and "pip" not in broken
    make_venv(new.folder, with_pip=not usable)
    if usable and old is not None:
        shutil.copytree(
            old.packages,
            new.packages,
            copy_function=_link,
            dirs_exist_ok=True,
            symlinks=True,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        for info in list(new.packages.glob("*.dist-info")):
            if _name_of(info) in broken:  # pip then puts it there anew
                remove_tree(info)
    return usable


def make_venv(folder: Path, with_pip: bool) -> None:
    """A Python environment by this Python. Raises CannotInstall where it cannot, OSError."""
    try:
        import venv  # some systems leave it out

        venv.create(folder, with_pip=with_pip, symlinks=os.name != "nt")
    except (ImportError, subprocess.CalledProcessError) as error:
        said = str(getattr(error, "output", b"") or b"", "utf-8", "replace")
        if "No space left" in said:
            raise OSError(28, "No space left on device", str(folder)) from None
        raise CannotInstall(
            "This Python cannot make a private environment (its parts venv and ensurepip are "
            f"missing). Debian, Ubuntu: sudo apt install python{python_version()}-venv; "
            "then run this again."
        ) from None


def sweep(account: Account, kept: Environment) -> list[Environment]:
    """Delete all environments but one; those that still run stay, and are returned."""
    left = []
    for environment in all_environments(account):
        if environment.folder == kept.folder:
            continue
        if in_use(environment.folder):
            left.append(environment)
        else:
            remove_tree(environment.folder)
    return left


def in_use(folder: Path) -> bool:
    """Whether a program in this folder runs now."""
    if os.name != "nt":
        return bool(users_of(folder))
    aside = folder.with_name(f"{folder.name}.aside")
    try:  # Windows renames no folder with a running program in it
        folder.rename(aside)
        aside.rename(folder)
    except OSError:
        return folder.exists()
    return False


def users_of(folder: Path) -> list[int]:
    """Numbers of the processes that run a program of this folder, without this one's family.

    None on Windows, which has no `ps`.
    """
    own = {os.getpid(), os.getppid()}
    try:
        listed = subprocess.run(
            ["ps", "-axo", "pid=,args="], capture_output=True, text=True, errors="replace"
        )
    except OSError:
        return []
    begins = f"{folder}{os.sep}"
    lines = (line.split(None, 1) for line in listed.stdout.splitlines())
    return [
        int(pid)
        for pid, args in (fields for fields in lines if len(fields) == 2)
        if args.startswith(begins) and int(pid) not in own
    ]


def installed_in(packages: Path) -> dict[str, str]:
    """Name -> version of the packages in a site-packages folder, by their own records."""
    return {
        _name_of(info): info.name.removesuffix(".dist-info").partition("-")[2]
        for info in packages.glob("*.dist-info")
        if (info / "METADATA").is_file()
    }


def _name_of(info: Path) -> str:
    """The package's name, as it is compared."""
    return info.name.partition("-")[0].lower().replace("_", "-").replace(".", "-")


def _lacks_files(packages: Path, name: str) -> bool:
    """Whether a file of a package is gone or has another size than its record says."""
    infos = packages.glob("*.dist-info")
    records = [info / "RECORD" for info in infos if _name_of(info) == name]
    try:
        with records[0].open(encoding="utf-8", newline="") as opened:
            rows = [row for row in csv.reader(opened) if len(row) == 3]
    except (OSError, IndexError):
        return True
    for path, _, size in rows:
        if not size or "__pycache__" in path or path.startswith(".."):
            continue  # compiled at need; programs other than ours are not for use
        try:
            if (packages / path).stat().st_size != int(size):
                return True
        except OSError:
            return True
    return False


def _link(source: str, target: str) -> None:
    """The same file under a second name; a copy where the disk cannot."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
