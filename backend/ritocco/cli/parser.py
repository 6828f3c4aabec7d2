"""Reading a command: what is wrong with it is told in one line, with what may have been meant."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, NoReturn

BAD_INPUT = 2
_ALSO_CALLED = {
    "paint": "inpaint",
    "extend": "outpaint",
    "expand": "outpaint",
    "remove": "fill",
    "erase": "fill",
    "enlarge": "upscale",
    "resize": "upscale",
    "img2img": "refine",
    "txt2img": "generate",
    "create": "generate",
    "gui": "easel",
    "open": "easel",
    "server": "serve",
    "check": "doctor",
    "config": "settings",
    "download": "get",
    "delete": "remove",
}
"""Words that other programs have for what ours does."""
_NEAR = 0.6


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the command, and where to read more.

    Options that are told by `later` are made when this parser is first used: most commands
    are not run, and what their options are made from is not light.
    """

    later: tuple[Callable[[argparse.ArgumentParser], None], ...] = ()

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """See `argparse`; an option that this command does not have is told here, by its name."""
        later, self.later = self.later, ()
        for add in later:
            add(self)
        read, rest = super().parse_known_args(args, namespace)
        unknown = next((one for one in rest if one.startswith("-")), None)
        if unknown is not None:
            name = unknown.partition("=")[0]
            options = (option for action in self._actions for option in action.option_strings)
            self.error(f"there is no option {name}{_meant(name, options)}")
        return read, rest

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """See `argparse`: one of the choices."""
        if action.choices is None or value in action.choices:
            return
        names = [str(one) for one in action.choices]
        meant = _meant(str(value), names) or f"; choose from {', '.join(names)}"
        raise argparse.ArgumentError(action, f"{value!r} is none of its choices{meant}")

    def error(self, message: str) -> NoReturn:
        """One line, and the code for it."""
        self.exit(BAD_INPUT, f"{self.prog}: {message} (see {self.prog} --help)\n")


def _meant(word: str, names: Iterable[str]) -> str:
    """Which of the names may have been meant, as a sentence goes on; "" where none is near."""
    known = list(names)
    also = _ALSO_CALLED.get(word.lower())
    near = [also] if also in known else get_close_matches(word.lower(), known, 1, _NEAR)
    return f"; did you mean {near[0]}?" if near else ""
