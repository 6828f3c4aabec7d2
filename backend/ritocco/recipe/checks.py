"""How the parts of a recipe are read from JSON: each check takes and hands back a value, or raises.

The messages are the artist's: they name the field and say what it may hold.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from ritocco.errors import BadRecipe
from ritocco.geometry import Sides
from ritocco.plain import shown
from ritocco.recipe.rows import row_of

Side = Literal["left", "top", "right", "bottom"]
Width = Annotated[int, Field(ge=0, le=30000, description="pixels added on this side")]
SIDES = tuple(row_of(side, Width, 0) for side in get_args(Side))
"""The rows of an extension's sides."""


def sides(value: Any) -> Sides:
    """Widths for the four sides; those left away are 0."""
    if isinstance(value, Sides):
        value = asdict(value)
    if not isinstance(value, dict):
        raise BadRecipe(
            "extend must hold left, top, right and bottom, not {value}.", value=shown(value)
        )
    known = {row.name: row for row in SIDES}
    unknown = sorted(set(value) - set(known))
    if unknown:
        raise BadRecipe("extend has no side called {unknown}.", unknown=shown(unknown[0]))
    return Sides(
        **{side: known[side].checked(width, f"extend.{side}") for side, width in value.items()}
    )


Extension = Annotated[Sides, BeforeValidator(sides, json_schema_input_type=dict[Side, Width])]
"""A width for each side."""


def part(name: str, made: type[Any], needs: str = "") -> BeforeValidator:
    """A value of the frozen class `made`, or a JSON object of its fields, or None.

    `needs` names a field that has to be there.
    """
    return BeforeValidator(lambda value: None if value is None else _made(name, made, needs, value))


def parts(
    name: str, made: type[Any], needs: str, most: int = 100, *, optional: bool = False
) -> BeforeValidator:
    """Some values of the frozen class `made`, or JSON objects of its fields; None if `optional`."""

    def read(value: Any) -> tuple[Any, ...] | None:
        if value is None and optional:
            return None
        if not isinstance(value, list | tuple) or len(value) > most:
            raise BadRecipe(
                "{name} must be a list of at most {most} JSON objects.", name=name, most=most
            )
        return tuple(_made(f"{name}[{at}]", made, needs, each) for at, each in enumerate(value))

    return BeforeValidator(read)


def _made(name: str, made: type[Any], needs: str, value: Any) -> Any:
    if isinstance(value, made):
        return value
    if not isinstance(value, dict):
        raise BadRecipe("{name} must be a JSON object, not {value}.", name=name, value=shown(value))
    refuse_unknown(name, value, made)
    if needs and needs not in value:
        raise BadRecipe("{name} must name a {needs}.", name=name, needs=needs)
    return made(**value)


def refuse_unknown(name: str, data: dict[str, Any], made: type[Any]) -> None:
    """Raise BadRecipe where `data` has a field that the class `made` has not."""
    unknown = sorted(set(data) - {field.name for field in fields(made)})
    if unknown:
        raise BadRecipe(
            "The {name} has a field that is not known: {unknown}. A newer Ritocco may have "
            "written it.",
            name=name,
            unknown=shown(unknown[0]),
        )
