"""The words of the command line: install, uninstall, bundle, package, krita."""

from __future__ import annotations

import argparse
import io
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from ritocco import __version__
from ritocco.errors import RitoccoError
from ritocco.setup import console, environment, krita
from ritocco.setup.account import Account
from ritocco.setup.builds import INDEX
from ritocco.setup.bundle import make_bundle
from ritocco.setup.dock import put_into_kritas
from ritocco.setup.install import Wishes, install, point_at
from ritocco.setup.lock import locked
from ritocco.setup.manifest import Manifest, ManifestPart
from ritocco.setup.models import library_of
from ritocco.setup.plugin import shipped_plugin
from ritocco.setup.source import bundle, checkout
from ritocco.setup.uninstall import take_out_of_krita, uninstall

FAILED = 1
INTERRUPTED = 130
_ROOT = Path(__file__).resolve().parents[3]
"""The checkout, where there is one."""


def _install(options: Namespace) -> None:
    source = bundle(options.offline) if options.offline else checkout(_ROOT)
    wishes = Wishes(options.torch, options.torch_index, options.krita, options.desktop)
    install(Account.of_user(), source, wishes)


def _uninstall(options: Namespace) -> None:
    uninstall(Account.of_user(), everything=options.everything)


def _bundle(options: Namespace) -> None:
    account, models = Account.of_user(), options.models
    if models == _OWN:
        there = environment.current(account)
        models = library_of(there) if there else account.data / "models"
    make_bundle(
        account,
        checkout(_ROOT),
        options.folder.absolute(),
        options.torch,
        Path(models) if models else None,
        options.torch_index,
    )


def _package(options: Namespace) -> None:
    """The dock as a zip."""
    file = options.file or Path(f"ritocco-dock-{__version__}.zip")
    file.parent.mkdir(parents=True, exist_ok=True)
    shipped_plugin().zip_into(file)
    print(
        f"{file.absolute()} is ready. In Krita: Tools, Scripts, Import Python Plugin from File; "
        "then start Krita anew."
    )


def _krita(options: Namespace) -> None:
    """The dock of this checkout into Krita, for who works on Ritocco."""
    account = Account.of_user()
    if options.remove:
        take_out_of_krita(account)
        print("Start Krita anew.")
        return
    Manifest.read(account.manifest).make_folder(ManifestPart.HOME, account.data)
    with locked(account.data):
        manifest = Manifest.read(account.manifest)  # another may have ended just now
        lines = put_into_kritas(account, shipped_plugin(), manifest)
        point_at(account, Path(sys.executable), manifest)
    print("\n".join(lines))
    if not krita.running(account):
        print(
            "Start Krita. If the dock is not to be seen: Settings ▸ Dockers ▸ Ritocco. "
            "Select something, then press the dock's button."
        )


_OWN = "your library"


def _for_torch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--torch",
        default="",
        metavar="BUILD",
        help="the build of PyTorch: auto (what fits this computer), cpu, cuda, rocm, xpu, mps, "
        "default (PyPI's), or a label as in cu126; as last time if you do not say",
    )
    parser.add_argument(
        "--torch-index",
        default=INDEX,
        metavar="ADDRESS",
        help="where PyTorch's builds are looked for, besides pip's own places",
    )


def _for_install(parser: argparse.ArgumentParser) -> None:
    _for_torch(parser)
    parser.add_argument(
        "--offline", type=Path, metavar="FOLDER", help="install from a bundle, without a network"
    )
    parser.add_argument(
        "--no-krita", dest="krita", action="store_false", help="leave Krita as it is"
    )
    parser.add_argument(
        "--no-desktop", dest="desktop", action="store_false", help="no entries in the menus"
    )


def _for_uninstall(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--everything",
        action="store_true",
        help="also models, results, styles and settings",
    )


def _for_bundle(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="folder to make it in, new or a bundle")
    _for_torch(parser)
    parser.add_argument(
        "--models",
        nargs="?",
        const=_OWN,
        metavar="FOLDER",
        help="put models in, too: those of your library, or of a folder",
    )


def _for_package(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="the zip to write")


def _for_krita(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--remove", action="store_true", help="take the dock out of Krita")


_COMMANDS: dict[
    str,
    tuple[Callable[[Namespace], None], Callable[[argparse.ArgumentParser], None], str],
] = {
    "install": (_install, _for_install, "install Ritocco for you, upgrade it, or repair it"),
    "uninstall": (_uninstall, _for_uninstall, "take Ritocco off; your models and results stay"),
    "bundle": (_bundle, _for_bundle, "make a folder to install from without a network"),
    "package": (_package, _for_package, "make the zip of the dock that Krita imports"),
    "krita": (_krita, _for_krita, "the dock of this checkout into Krita"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked; the exit code. Errors are one line on stderr."""
    parser = argparse.ArgumentParser(prog="run.py", description="Ritocco's installer.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (_, add, summary) in _COMMANDS.items():
        add(commands.add_parser(name, help=summary, description=f"{summary.capitalize()}."))
    console.ready()
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the dock's button *Stop*
    if isinstance(sys.stdout, io.TextIOWrapper):  # steps are seen as they begin, in pipes too
        sys.stdout.reconfigure(line_buffering=True)
    try:
        _COMMANDS[options.command][0](options)
    except RitoccoError as error:
        print(f"\n{error}", file=sys.stderr)
        return FAILED
    except OSError as error:
        print(f"\n{_explained(error)}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print(
            "\nStopped. What was in use before still is; run this again to go on.", file=sys.stderr
        )
        return INTERRUPTED
    return 0


def _explained(error: OSError) -> str:
    """One line for what the system refused."""
    what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    if error.errno == 28:
        return "The disk is full. Free some space, then run this again; it goes on where it was."
    if isinstance(error, PermissionError) or error.errno == 30:
        return (
            f"You may not write there ({what}). Make that place yours, or choose another data "
            "folder by the variable RITOCCO_HOME; then run this again. Never use sudo for this."
        )
    return f"The system refused something ({what}). Mend that, then run this again."
