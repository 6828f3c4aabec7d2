"""The scripts that a request names: those that stay idle are passed over, others are refused.

Clients name scripts they found elsewhere, and switch them off in each request; that is no reason to
refuse it. One that is switched on would change the picture, so it is never passed over in silence.
"""

from __future__ import annotations

from typing import Any

from ritocco.server.answers import BadRequest
from ritocco.server.webui.asked.requests import Painting

KNOWN = frozenset({"soft inpainting"})
"""Always-on scripts whose arguments are read where they belong; in small letters."""
CONTROLNET = "controlnet"
_NONE = frozenset({"", "none"})
"""What clients write where they mean no script, or no model; in small letters."""
_SWITCHES = ("enabled", "enable", "is_enabled")
"""What an argument that is an object calls its switch."""


def check_scripts(asked: Painting) -> None:
    """Raise BadRequest where a script would be at work that is not here."""
    name = (asked.script_name or "").strip()
    if name.lower() not in _NONE:
        raise BadRequest("The script {name} is not here; leave script_name away.", name=name[:80])
    for script, given in asked.alwayson_scripts.items():
        if script.strip().lower() not in KNOWN and not is_idle(given):
            raise _refused(script.strip())


def is_idle(given: Any) -> bool:
    """Whether an always-on script with these arguments does nothing.

    They are a list, or an object that holds one as `args`. Nothing is done where there are none,
    where the first is a switch that is off, or where each is an object that is switched off.
    """
    arguments = given.get("args") if isinstance(given, dict) else given
    if not isinstance(arguments, list) or not arguments:
        return not arguments
    return arguments[0] is False or all(_is_off(one) for one in arguments)


def _is_off(argument: Any) -> bool:
    if not isinstance(argument, dict):
        return argument in (None, False)
    if any(argument.get(switch) is False for switch in _SWITCHES):
        return True
    return str(argument.get("ad_model", "?")).lower() in _NONE  # what ADetailer goes by


def _refused(script: str) -> BadRequest:
    if script.lower() == CONTROLNET:
        return BadRequest("ControlNet is not here; send no unit of it, or units that are disabled.")
    return BadRequest(
        "The always-on script {name} is not here; leave it away, or switch it off.",
        name=script[:80],
    )
