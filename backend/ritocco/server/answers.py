"""How the server answers: JSON that always encodes, and one form for every error."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from ritocco.errors import RitoccoError
from ritocco.sentence import Sentence, told
from ritocco.server.patience import AGAIN
from ritocco.server.refusal import Refusal
from ritocco.server.responses import ErrorOut

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)


class BadRequest(RitoccoError):
    """A request that does not say what this server needs to know."""

    code = "bad_request"


STATUS = {
    "bad_picture": 422,
    "bad_selection": 422,
    "bad_recipe": 422,
    "bad_request": 422,
    "out_of_memory": 413,
    "not_found": 404,
    "not_implemented": 404,
    "missing_model": 404,
    "already_here": 409,
    "busy": 409,
    "in_the_way": 409,
    "in_use": 409,
    "licence_not_accepted": 409,
    "not_ours": 409,
    "no_space": 507,
    "not_finished": 409,
    "damaged": 409,
    "queue_full": 429,
    "cannot_write": 507,
    "crowded": 503,
    "closing": 503,
}
"""HTTP status of each kind of error; 422 for those added later."""
_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    503: "crowded",
}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}
"""What the system says of a disk that takes nothing more."""
_SENTENCES = {
    400: Sentence("The request could not be read; send it again."),
    404: Sentence("There is nothing at this address."),
    405: Sentence("This address does not answer to this method."),
}
CLOSING = Refusal(
    503, "closing", Sentence("Ritocco is being closed; start it again and send it again.")
)
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorOut, "description": text}
    for status, text in {
        400: "Not readable.",
        401: "No token, or a wrong one.",
        403: "A foreign Host or Origin.",
        404: "Not here.",
        408: "It stopped coming.",
        409: "Not finished, or not as things stand; the message says why.",
        413: "Too large.",
        422: "Something in it is not as it should be; the message names it.",
        429: "Too much is waiting.",
        503: "Too many are connected; `Retry-After` says when to try again.",
        507: "No space on the disk.",
    }.items()
}
"""For the OpenAPI description of every route."""


class Json(JSONResponse):
    """JSON in ASCII, so that a half surrogate in a client's text cannot break an answer."""

    def __init__(
        self, content: Any, status_code: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(content, status_code, headers)

    def render(self, content: Any) -> bytes:
        """The body."""
        return self.text(content).encode("ascii")

    @staticmethod
    def text(content: Any) -> str:
        """One line of JSON."""
        return json.dumps(content, separators=(",", ":"), allow_nan=False)


def sentence_of(errors: Sequence[Any], within: str = "body") -> Sentence:
    """The first of pydantic's errors as a sentence that names the field."""
    first = errors[0]
    if first["type"] == "json_invalid":
        return Sentence("The {part} is not JSON.", part=within)
    path = [str(part) for part in first["loc"] if part not in ("body", "query", "path", "header")]
    name = ".".join(path if within == "body" and path else [within, *path])
    complaint = first["msg"]
    return Sentence(
        "{name}: {complaint}.", name=name, complaint=complaint[:1].lower() + complaint[1:]
    )


def add_error_form(app: FastAPI) -> None:
    """Make every error of this app come as {code, message, sentence}."""

    def known(_: Request, error: Exception) -> Response:
        assert isinstance(error, RitoccoError)
        model, status = getattr(error, "model", None), STATUS.get(error.code, 422)
        again = {"Retry-After": str(AGAIN)} if status == 503 else None
        return _error(status, error.code, error.sentence, again, model=model)

    def invalid(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return _error(422, BadRequest.code, sentence_of(error.errors()))

    def http(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if isinstance(error.__cause__, OSError | MemoryError):  # while a body was read
            return _of_system(error.__cause__)
        status = error.status_code
        sentence = _SENTENCES.get(status, error.detail)
        return _error(status, _CODES.get(status, "error"), sentence, error.headers)

    def left(_: Request, error: Exception) -> Response:
        _log.debug("a client left in the middle of what it sent")
        return Response(status_code=400)  # nobody hears it

    app.add_exception_handler(RitoccoError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(ClientDisconnect, left)


class Answered:
    """Answers what nothing else caught: the outermost layer of the app, so all is told once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except asyncio.CancelledError:
            if begun:
                raise
            await CLOSING.answer(send)
        except Exception as error:
            if scope["type"] != "http" or begun:
                raise
            await _of_system(error)(scope, receive, send)


def _of_system(error: BaseException) -> Response:
    """What to answer to what the system, or a mistake of ours, has raised."""
    if isinstance(error, MemoryError):
        return _error(
            413, "out_of_memory", Sentence("There is not enough memory for what was sent.")
        )
    if isinstance(error, OSError) and error.errno in _FULL:
        return _error(
            507,
            "no_space",
            Sentence(
                "The disk of Ritocco's data folder takes nothing more; make room there and try "
                "again."
            ),
        )
    _log.error("a request failed", exc_info=error)
    words = Sentence("Something went wrong inside Ritocco; see its log file.")
    return _error(500, "internal", words)


def _error(
    status: int,
    code: str,
    message: str,
    headers: Mapping[str, str] | None = None,
    *,
    model: str | None = None,
) -> Response:
    body = {"code": code, "message": message, "sentence": told(message)}
    if model:
        body["model"] = model
    return Json(body, status, headers)
