"""Checks of a recipe's fields: each takes a name and a value, and hands back the value or raises.

The messages are the artist's: they name the field and say what it may hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any

from ritocco.errors import BadRecipe
from ritocco.geometry import Sides

Check = Callable[[str, Any], Any]
_SHA256 = re.compile(r"([0-9a-f]{64})?")


def integer(low: int, high: int) -> Callable[[str, Any], int]:
    """A whole number within both limits."""

    def check(name: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise BadRecipe(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
        return value

    return check


def number(low: float, high: float) -> Callable[[str, Any], float]:
    """A number within both limits, as a float."""

    def check(name: str, value: Any) -> float:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            raise BadRecipe(f"{name} must be a number from {low:g} to {high:g}, not {value!r}.")
        return float(value)

    return check


def text(most: int) -> Callable[[str, Any], str]:
    """Text of at most so many characters."""

    def check(name: str, value: Any) -> str:
        if not isinstance(value, str) or len(value) > most:
            raise BadRecipe(f"{name} must be text of at most {most} characters.")
        return value

    return check


def words(most: int) -> Callable[[str, Any], str]:
    """Text that is not empty, of at most so many characters."""

    def check(name: str, value: Any) -> str:
        if not text(most)(name, value).strip():
            raise BadRecipe(f"{name} must not be empty.")
        return str(value)

    return check


def sha256(name: str, value: Any) -> str:
    """A SHA-256 in hexadecimal, or empty text."""
    if not isinstance(value, str) or _SHA256.fullmatch(value) is None:
        raise BadRecipe(f"{name} must be 64 hexadecimal digits, or empty; not {value!r}.")
    return value


def optional(check: Check) -> Check:
    """None, or what the check lets pass."""
    return lambda name, value: None if value is None else check(name, value)


def boolean(name: str, value: Any) -> bool:
    """True or false, and nothing that merely counts as such."""
    if not isinstance(value, bool):
        raise BadRecipe(f"{name} must be true or false, not {value!r}.")
    return value


def one_of(choices: type[StrEnum]) -> Callable[[str, Any], StrEnum]:
    """One of the words of an enumeration."""

    def check(name: str, value: Any) -> StrEnum:
        try:
            return choices(value)
        except ValueError:
            known = ", ".join(choices)
            raise BadRecipe(f"{name} must be one of {known}; not {value!r}.") from None

    return check


def sides(name: str, value: Any) -> Sides:
    """Widths for the four sides; those left away are 0."""
    if isinstance(value, Sides):
        value = asdict(value)
    if not isinstance(value, dict):
        raise BadRecipe(f"{name} must hold left, top, right and bottom, not {value!r}.")
    unknown = sorted(set(value) - {"left", "top", "right", "bottom"})
    if unknown:
        raise BadRecipe(f"{name} has no side called {unknown[0]!r}.")
    whole = integer(0, 30000)
    return Sides(**{side: whole(f"{name}.{side}", width) for side, width in value.items()})


def part(made: type[Any], needs: str = "") -> Check:
    """A value of the frozen class `made`, or a JSON object of its fields, or None.

    `needs` names a field that has to be there.
    """

    def check(name: str, value: Any) -> Any:
        if value is None or isinstance(value, made):
            return value
        if not isinstance(value, dict):
            raise BadRecipe(f"{name} must be a JSON object, not {value!r}.")
        refuse_unknown(name, value, made)
        if needs and needs not in value:
            raise BadRecipe(f"{name} must name a {needs}.")
        return made(**value)

    return check


def parts(made: type[Any], needs: str, most: int = 100) -> Callable[[str, Any], tuple[Any, ...]]:
    """Some values of the frozen class `made`, or JSON objects of its fields."""
    single = part(made, needs)

    def check(name: str, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or len(value) > most or None in value:
            raise BadRecipe(f"{name} must be a list of at most {most} JSON objects.")
        return tuple(single(f"{name}[{at}]", each) for at, each in enumerate(value))

    return check


def refuse_unknown(name: str, data: dict[str, Any], made: type[Any]) -> None:
    """Raise BadRecipe where `data` has a field that the class `made` has not."""
    unknown = sorted(set(data) - {field.name for field in fields(made)})
    if unknown:
        raise BadRecipe(f"The {name} has a field that is not known: {unknown[0]!r}.")


def check_all(value: Any, checks: dict[str, Check]) -> None:
    """Run the checks of a frozen value's fields, each keeping what its check hands back."""
    for name, check in checks.items():
        object.__setattr__(value, name, check(name, getattr(value, name)))
