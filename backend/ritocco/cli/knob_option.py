"""An option of the command line, made from the row of a recipe's field."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # recipes are read when options are made, and that is when a command runs
    from ritocco.recipe.rows import Row

_METAVARS: dict[type[Any], str] = {int: "N", float: "X"}


def knob_option(
    parser: argparse._ActionsContainer, place: str, kind: str = "", flag: str = ""
) -> None:
    """Add the option for the field at this place of a recipe: `diffusion.steps` is --steps.

    kind  what is done, whose usual value the help names; empty: the field's own default
    flag  the option's name where that is not the field's

    Where nothing is given the parsed value is None. See `destination` for its name.
    """
    from ritocco.recipe.recipe import Kind
    from ritocco.recipe.usual import KNOBS, follows, usual

    row = KNOBS[place]
    flag, dest = flag or row.name.replace("_", "-"), destination(place)
    if row.type is bool:
        taken, words = (f"--no-{flag}", "do not ") if row.default else (f"--{flag}", "")
        parser.add_argument(
            taken,
            dest=dest,
            action="store_const",
            const=not row.default,
            default=None,
            help=words + row.help,
        )
        return
    default = usual(Kind(kind)).get(place) if kind else row.default
    metavar = row.knob.metavar if row.knob else ""
    parser.add_argument(
        f"--{flag}",
        dest=dest,
        type=row.type if row.type in _METAVARS else str,
        metavar=metavar or _METAVARS.get(row.type),
        help=(
            row.help + _range(row, default, follows(place, Kind(kind)) if kind else False)
        ).replace("%", "%%"),
    )


def destination(place: str) -> str:
    """Where the parsed options keep the field: `steps`; `faces_model` for a part that follows."""
    return place.removeprefix("diffusion.").replace(".", "_")


def _range(row: Row, default: Any, follows: bool) -> str:
    """What may be given, and what is taken where nothing is, as the end of a help.

    follows  whether a model may have a value of its own
    """
    parts = []
    if row.low is not None and row.high is not None:
        parts.append(f"{_shown(row.low)} to {_shown(row.high)}")
    if default not in (None, "") and not (row.knob and row.knob.drawn):
        own = "the model's own, else " if follows else ""
        parts.append(f"default {own}{_shown(default)}")
    return f" ({', '.join(parts)})" if parts else ""


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
