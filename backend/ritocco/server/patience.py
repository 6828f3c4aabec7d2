"""How long clients are waited for, and how many at a time: what no one of them may use up."""

from __future__ import annotations

from dataclasses import dataclass

from ritocco.sentence import Sentence
from ritocco.server.refusal import Refusal

AGAIN = 2
"""Seconds after which who found no seat should come again."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits of one server. Seconds, bytes, counts.

    A large picture over a slow line may take as long as it needs, so nothing limits a whole body;
    what counts is whether it moves.

    connections  at a time; one more takes the seat of whoever says nothing, or is refused
    bodies       requests at a time that are sending a body; the rest of the seats is for others
    head         in which a request's head has to come
    period       in each of which `least` bytes of a body have to come, and of an answer be taken
    least        see `period`; together a twentieth of what a modem brings
    quiet        after which a body that does not move loses its seat to another
    linger       in which a refused client may read why, before the connection is cut
    """

    connections: int = 320
    bodies: int = 128
    head: float = 10.0
    period: float = 20.0
    least: int = 4096
    quiet: float = 0.25
    linger: float = 2.0


CROWDED = Refusal(
    503,
    "crowded",
    Sentence("Too many are connected to Ritocco; try again in a moment."),
    again=AGAIN,
)
CROWDED_BODIES = Refusal(
    503,
    "crowded",
    Sentence("Too many are sending pictures to Ritocco; try again in a moment."),
    again=AGAIN,
)
TOO_SLOW_HEAD = Refusal(
    408, "too_slow", Sentence("The request did not arrive in time; send it again.")
)
TOO_SLOW_BODY = Refusal(
    408,
    "too_slow",
    Sentence("What was being sent stopped coming; look at the connection and send it again."),
)
