"""What can go wrong with fetching and keeping models, in the artist's words."""

from __future__ import annotations

from ritocco.errors import RitoccoError


class CannotReach(RitoccoError):
    """A source does not answer, or breaks off again and again."""

    code = "cannot_reach"


class Refused(RitoccoError):
    """A source wants a login, or its terms accepted, or says no."""

    code = "refused"


class Gone(RitoccoError):
    """A source no longer has the file."""

    code = "gone"


class TooMany(RitoccoError):
    """A source asks for a wait that is too long to sit out."""

    code = "too_many"


class WrongFile(RitoccoError):
    """What came is not the file that was asked for."""

    code = "wrong_file"


class NoSpace(RitoccoError):
    """The disk is full, or would be."""

    code = "no_space"


class Offline(RitoccoError):
    """The settings say that nothing is to be fetched from the network."""

    code = "offline"


class Busy(RitoccoError):
    """Another process is at work on the same model."""

    code = "busy"


class InTheWay(RitoccoError):
    """Another file lies where a model belongs."""

    code = "in_the_way"


class AlreadyHere(RitoccoError):
    """The model is here already."""

    code = "already_here"


class NotOurs(RitoccoError):
    """A file that belongs to another program, or came with Ritocco, and so is left alone."""

    code = "not_ours"


class LicenceNotAccepted(RitoccoError):
    """A model's licence was not accepted, or another one was."""

    code = "licence_not_accepted"
