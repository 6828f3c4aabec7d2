"""`ritocco COMMAND ...`: parses, runs one command, turns errors into one line and exit code 2.

Only what is light is imported here; a command imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from ritocco import __version__
from ritocco.cli import chores
from ritocco.cli import options as take
from ritocco.cli.parser import BAD_INPUT, Parser
from ritocco.errors import RitoccoError
from ritocco.settings import Settings
from ritocco.setup import console

INTERRUPTED = 130
_WITHOUT_SETTINGS = frozenset({"doctor", "settings", "uninstall"})
"""Commands that run with any settings, some to tell what is wrong with them."""


@dataclass(frozen=True, slots=True)
class _Command:
    """What a command does, where it is (module:function), which options it takes."""

    summary: str
    place: str
    options: tuple[Callable[[argparse.ArgumentParser], None], ...]


_PAINTING: dict[str, _Command] = {
    "fill": _Command(
        "remove what is selected, or fill what is transparent, from the surroundings",
        "ritocco.cli.paint:paint",
        (take.picture, take.mask, take.recipe, take.choosing),
    ),
    "outpaint": _Command(
        "extend the canvas and continue the picture there; with a model if a prompt is given",
        "ritocco.cli.paint:paint",
        (
            take.picture,
            take.sides,
            take.recipe,
            take.choosing,
            take.prompting("outpaint"),
            take.finishing,
        ),
    ),
    "inpaint": _Command(
        "repaint what is selected by a prompt",
        "ritocco.cli.paint:paint",
        (take.picture, take.mask, take.recipe, take.prompting("inpaint"), take.finishing),
    ),
    "refine": _Command(
        "bring out detail in a sketch or picture by a prompt",
        "ritocco.cli.paint:paint",
        (take.picture, take.mask, take.recipe, take.prompting("refine"), take.finishing),
    ),
    "upscale": _Command(
        "make a picture, or what is selected of it, larger, with new detail",
        "ritocco.cli.paint:paint",
        (take.picture, take.mask, take.enlarging, take.recipe, take.refining, take.mending_too),
    ),
    "faces": _Command(
        "find faces, and repair those that are selected",
        "ritocco.cli.paint:paint",
        (take.picture, take.mask, take.mending, take.recipe),
    ),
    "generate": _Command(
        "paint a new picture by a prompt",
        "ritocco.cli.paint:paint",
        (
            take.new_size,
            take.recipe,
            take.prompting("generate"),
            take.finishing,
            take.second_pass,
        ),
    ),
}

_OTHERS: dict[str, _Command] = {
    "plan": _Command(
        "say which window a run would use, and what it would cost",
        "ritocco.cli.paint:plan",
        (take.picture, take.mask, take.sides, take.recipe, take.prompting("inpaint"), take.as_json),
    ),
    "serve": _Command(
        "run the local server that editors talk to", "ritocco.cli.serve:serve", (chores.serving,)
    ),
    "easel": _Command(
        "open our own window: pictures in layers, selections, and the dock",
        "ritocco.cli.easel:easel",
        (take.pictures,),
    ),
    "demo": _Command(
        "every main job on the pictures that ship with Ritocco, with contact sheets",
        "ritocco.cli.demo:demo",
        (chores.folder, take.as_json),
    ),
    "models": _Command(
        "list, fetch, add, check and remove models",
        "ritocco.cli.models:models",
        (chores.models,),
    ),
    "train": _Command(
        "make the small model that ships, or one like it, from a folder of pictures",
        "ritocco.cli.train:train",
        (chores.training, take.as_json),
    ),
    "settings": _Command(
        "show what is set and where it comes from",
        "ritocco.cli.settings:settings",
        (chores.settings, take.as_json),
    ),
    "doctor": _Command(
        "check this installation and say how to mend what is wrong",
        "ritocco.cli.doctor:doctor",
        (chores.looking, take.as_json),
    ),
    "uninstall": _Command(
        "take Ritocco off this computer; your models and results stay",
        "ritocco.cli.uninstall:uninstall",
        (chores.uninstalling,),
    ),
}


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="ritocco",
        description="Repaint a selection so that it fits its picture exactly.",
    )
    parser.add_argument("--version", action="version", version=f"ritocco {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    results = (take.output, take.layer, take.batch, take.as_json)
    for name, command in _PAINTING.items():
        _add(commands, name, command, command.place, results)
    for name, command in _OTHERS.items():
        _add(commands, name, command, command.place)
    summary = "run one of the above over a grid of settings, as a labelled contact sheet"
    described = f"{summary.capitalize()}. --x and --y say what varies: {take.ABOUT_AXES}"
    grid = commands.add_parser("grid", help=summary, description=described)
    kinds = grid.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in _PAINTING.items():
        extra = (take.output, take.axes, take.as_json)
        _add(kinds, name, command, "ritocco.cli.grid:grid", extra)
    return parser


def _add(
    commands: argparse._SubParsersAction[Parser],
    name: str,
    command: _Command,
    place: str,
    extra: tuple[Callable[[argparse.ArgumentParser], None], ...] = (),
) -> None:
    description = command.summary.capitalize() + "."
    parser = commands.add_parser(name, help=command.summary, description=description)
    parser.later = (*command.options, *extra)
    parser.set_defaults(place=place)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code. One line on stderr for each error."""
    console.ready()
    try:
        with console.handed_on():
            _run(_parser().parse_args(arguments))
    except RitoccoError as error:
        print(f"ritocco: {error}", file=sys.stderr)
        return BAD_INPUT
    except MemoryError as error:
        failures = import_module("ritocco.jobs.failures")
        print(f"ritocco: {failures.failure_of(error).message}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # whoever read our output has heard enough
        return 0
    except KeyboardInterrupt:
        print("ritocco: Cancelled. Nothing was changed.", file=sys.stderr)
        return INTERRUPTED
    return 0


def _run(options: argparse.Namespace) -> None:
    """The command that was asked for."""
    module, function = options.place.split(":")
    if options.command not in _WITHOUT_SETTINGS:
        Settings.of_user()  # a mistake in the file is told at once, not in the midst of work
    getattr(import_module(module), function)(options)
