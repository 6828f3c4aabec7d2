"""The one family of errors an artist may see.

Each is raised where the cause is known, with a sentence in the artist's words: what happened, and
what to do next. What is filled in is given beside it, so that a face can say it in another
language: `raise BadPicture("{path} is empty.", path=path)`. Faces (command line, server, dock)
show that sentence and nothing else; anything that is not a `RitoccoError` is a bug.
"""

from ritocco.sentence import Sentence


class RitoccoError(Exception):
    """Base of all errors that are shown to the artist.

    `code` names the kind of error for programs (the HTTP API sends it beside the sentence).
    `str(error)` is the sentence in English.
    """

    code = "error"

    def __init__(self, sentence: str = "", /, **values: object) -> None:
        """`values` fill the places that `sentence` has; see `Sentence`."""
        self.sentence = Sentence(sentence, **values)
        super().__init__(self.sentence)


class BadPicture(RitoccoError):
    """A file or a block of pixels that is not a picture we can work on."""

    code = "bad_picture"


class TooLittle(BadPicture):
    """Less of a canvas than its plan needs: the plan is another one than whoever sent it knows."""

    code = "too_little"


class BadSelection(RitoccoError):
    """A selection that is empty, of the wrong size, or leaves nothing to continue from."""

    code = "bad_selection"


class BadRecipe(RitoccoError):
    """A recipe with an unknown field or a value outside its range."""

    code = "bad_recipe"


class CannotWrite(RitoccoError):
    """A result could not be written where it was asked for."""

    code = "cannot_write"


class CannotHold(CannotWrite):
    """A kind of file that has no place for this picture; another kind may have."""

    code = "cannot_hold"


class Cancelled(RitoccoError):
    """The artist cancelled; nothing was changed."""

    code = "cancelled"


class OutOfMemory(RitoccoError):
    """The work did not fit into memory."""

    code = "out_of_memory"


class TooLarge(OutOfMemory):
    """Work that would take more memory than there is for it, refused before it began."""


class NotFound(RitoccoError):
    """A job or result that is not here (never was, or was released)."""

    code = "not_found"


class ServerUnavailable(RitoccoError):
    """The server cannot be started or reached."""

    code = "server_unavailable"


class NoWindow(RitoccoError):
    """Easel's window cannot be opened on this computer."""

    code = "no_window"


class BadModel(RitoccoError):
    """A file that is not a model we can paint with, or is one but damaged or incomplete."""

    code = "bad_model"


class ForeignModel(BadModel):
    """A file that is whole, and is for models we do not paint with, or lies on another's shelf."""


class BadSettings(RitoccoError):
    """A settings file or a variable of the environment with something wrong in it."""

    code = "bad_settings"


class CannotInstall(RitoccoError):
    """Ritocco could not be installed, repaired or removed."""

    code = "cannot_install"


class MissingModel(NotFound):
    """A model that what was asked for needs, and that is not here.

    `model` is its id in the list of models that can be fetched, where it is in it.
    """

    code = "missing_model"

    def __init__(self, sentence: str, /, model: str | None = None, **values: object) -> None:
        super().__init__(sentence, **values)
        self.model = model
