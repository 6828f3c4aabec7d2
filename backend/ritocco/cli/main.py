"""`ritocco COMMAND ...`: parses, runs one command, turns errors into one line and exit code 2.

Only the standard library is imported here; a command imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from ritocco import __version__
from ritocco.errors import RitoccoError

BAD_INPUT = 2
INTERRUPTED = 130


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the command, and where to read more."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{self.prog}: {message} (see {self.prog} --help)\n")


def _pixels_or_percent(text: str) -> str:
    number = text.removesuffix("%")
    try:
        if float(number) < 0 or (number == text and not text.isdigit()):
            raise ValueError
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of pixels or a percentage like 25%"
        ) from None
    return text


def _aspect(text: str) -> tuple[int, int]:
    try:
        width, height = (int(part) for part in text.split(":"))
        if width < 1 or height < 1:
            raise ValueError
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an aspect ratio like 16:9") from None
    return width, height


def _picture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("picture", help="PNG, JPEG, WebP or TIFF; 8, 16 or 32 bit")


def _mask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--mask",
        metavar="FILE",
        help="the selection: a grey picture (white is selected), or one whose alpha is the "
        "selection; without it, transparent areas are filled",
    )


def _sides(parser: argparse.ArgumentParser) -> None:
    for side in ("left", "right", "top", "bottom"):
        parser.add_argument(
            f"--{side}",
            type=_pixels_or_percent,
            default="0",
            metavar="N",
            help=f"new canvas on the {side}, in pixels or percent (25%%)",
        )
    parser.add_argument(
        "--aspect", type=_aspect, metavar="W:H", help="extend both ways to this shape, as 16:9"
    )


def _outputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help="the finished picture; the ending chooses the format",
    )
    parser.add_argument(
        "--layer",
        metavar="FILE",
        help="also write the layer alone, a picture with alpha of the canvas's size",
    )


def _recipe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, metavar="N", help="another seed, another result")
    parser.add_argument(
        "--grow", type=int, metavar="PX", help="widen the selection first (default 0)"
    )
    parser.add_argument(
        "--soften", type=int, metavar="PX", help="soften its edge, inwards (default 0)"
    )
    parser.add_argument(
        "--blend-band",
        type=int,
        metavar="PX",
        help="let the result fade into this many pixels outside the selection (default 0: "
        "nothing outside changes)",
    )
    parser.add_argument(
        "--model-size",
        type=int,
        metavar="PX",
        help="side of the square whose area the window has for the model",
    )
    parser.add_argument(
        "--no-harmonize",
        dest="harmonize",
        action="store_false",
        default=None,
        help="leave colours as the engine made them",
    )
    parser.add_argument(
        "--recipe",
        metavar="FILE",
        help="do as that recipe says: a JSON file, or a picture made by Ritocco",
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", default="out/demo", metavar="FOLDER", help="default out/demo"
    )


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=None, metavar="N", help="default 7867")
    parser.add_argument(
        "--address",
        default="127.0.0.1",
        help="another than 127.0.0.1 lets other computers in, and needs --token",
    )
    parser.add_argument("--token", help="what clients must send, instead of the user's own token")
    parser.add_argument("--data", metavar="FOLDER", help="where results and the token are kept")


_COMMANDS: dict[str, tuple[str, str, list[Callable[[argparse.ArgumentParser], None]]]] = {
    "fill": (
        "remove what is selected, or fill what is transparent, from the surroundings",
        "ritocco.cli.paint:fill",
        [_picture, _mask, _outputs, _recipe, _json],
    ),
    "outpaint": (
        "extend the canvas and continue the picture there",
        "ritocco.cli.paint:outpaint",
        [_picture, _sides, _outputs, _recipe, _json],
    ),
    "plan": (
        "say which window a fill or extension would use, and what it would cost",
        "ritocco.cli.paint:plan",
        [_picture, _mask, _sides, _recipe, _json],
    ),
    "serve": (
        "run the local server that editors talk to",
        "ritocco.cli.serve:serve",
        [_serve],
    ),
    "demo": (
        "remove and extend on the pictures that ship with Ritocco, and make a contact sheet",
        "ritocco.cli.demo:demo",
        [_folder, _json],
    ),
    "doctor": (
        "check this installation and say how to mend what is wrong",
        "ritocco.cli.doctor:doctor",
        [_json],
    ),
}
"""Command -> what it does, where it is (imported when used), which arguments it takes."""


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ritocco",
        description="Repaint a selection so that it fits its picture exactly.",
    )
    parser.add_argument("--version", action="version", version=f"ritocco {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (summary, place, arguments) in _COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary.capitalize() + ".")
        for add in arguments:
            add(command)
        command.set_defaults(place=place)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code. One line on stderr for each error."""
    options = _parser().parse_args(arguments)
    module, function = options.place.split(":")
    try:
        getattr(import_module(module), function)(options)
    except RitoccoError as error:
        print(f"ritocco: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("ritocco: Cancelled. Nothing was changed.", file=sys.stderr)
        return INTERRUPTED
    return 0
