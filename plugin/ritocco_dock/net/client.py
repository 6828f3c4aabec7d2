"""Talks HTTP to the backend through QtNetwork: asynchronous, in small steps, on the GUI thread.

Qt does the work of the network in threads of its own; here only bytes are handed over, a few
megabytes in each turn of the event loop at most. The token goes to the one address that was
chosen: redirects are not followed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ..qt import QObject, QtCore, QtNetwork
from .call import Answer, Call
from .stream import Stream
from .upload import Form, Pieces

__all__ = ["LOOPBACK", "Answer", "Call", "Client", "Stream"]

_Request = QtNetwork.QNetworkRequest
ANSWER_MS = 30_000
"""Milliseconds without a byte after which an answer is given up."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_JSON = {"Content-Type": "application/json"}


class Client(QObject):
    """Requests to one address, with one token."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = QtNetwork.QNetworkAccessManager(self)
        self._network.setRedirectPolicy(_Request.RedirectPolicy.ManualRedirectPolicy)
        self._address = ""
        self._token = ""

    def aim(self, address: str, token: str) -> None:
        """Speak to this address from now on, as in "http://127.0.0.1:7867"; "": to nobody."""
        self._address, self._token = address.rstrip("/"), token
        self._network.clearConnectionCache()
        own = QtCore.QUrl(address).host() in LOOPBACK
        kind = QtNetwork.QNetworkProxy.ProxyType
        # What goes to this computer passes no proxy, whatever the system says.
        usual = kind.NoProxy if own else kind.DefaultProxy
        self._network.setProxy(QtNetwork.QNetworkProxy(usual))

    @property
    def address(self) -> str:
        """Where it speaks to; "" if to nobody."""
        return self._address

    def get(
        self, path: str, query: Mapping[str, object] | None = None, *, part_bytes: int = 0
    ) -> Call:
        """Ask for something; with `part_bytes` the body comes in parts (`Call.part`)."""
        return Call(self, self.send("GET", _with(path, query)), part_bytes)

    def post(self, path: str, body: object | None = None) -> Call:
        """Send JSON, or nothing."""
        data = b"" if body is None else json.dumps(body).encode()
        return Call(self, self.send("POST", path, _JSON, body=[data]))

    def put(self, path: str, body: object) -> Call:
        """Put JSON in place of what is there."""
        data = json.dumps(body).encode()
        return Call(self, self.send("PUT", path, _JSON, body=[data]))

    def upload(
        self, path: str, fields: Mapping[str, object], files: Mapping[str, Sequence[bytes]]
    ) -> Call:
        """Send a form; the pieces of its files are sent as they are."""
        form = Form(fields, files)
        headers = {"Content-Type": form.content_type}
        return Call(self, self.send("POST", path, headers, body=form.parts))

    def exchange(
        self,
        path: str,
        query: Mapping[str, object],
        body: QtCore.QByteArray,
        *,
        part_bytes: int,
        silence_ms: int,
    ) -> Call:
        """Send bytes as they are; the answer comes in parts (`Call.part`).

        `silence_ms`: for what the backend works on before it answers. (Qt hands an array to its
        network thread at once, but a device in 16 KiB pieces, a turn of the event loop for each:
        far too slow for whole pictures.)
        """
        headers = {"Content-Type": "application/octet-stream"}
        reply = self.send("POST", _with(path, query), headers, silence_ms, body=body)
        return Call(self, reply, part_bytes)

    def delete(self, path: str, query: Mapping[str, object] | None = None) -> Call:
        """Remove something."""
        return Call(self, self.send("DELETE", _with(path, query)))

    def stream(self) -> Stream:
        """The backend's events; call `open` when signals are connected."""
        return Stream(self.send, self)

    def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        silence_ms: int = ANSWER_MS,
        body: Sequence[bytes] | QtCore.QByteArray | None = None,
    ) -> QtNetwork.QNetworkReply | None:
        """Begin a request; None where there is nobody to ask. For `Call` and `Stream`."""
        if not self._address:
            return None
        request = _Request(QtCore.QUrl(self._address + path))
        request.setRawHeader(b"Authorization", f"Bearer {self._token}".encode("latin-1", "replace"))
        request.setRawHeader(b"Cache-Control", b"no-cache")
        for name, value in (headers or {}).items():
            request.setRawHeader(name.encode(), value.encode())
        request.setTransferTimeout(silence_ms)
        if body is None:
            return self._network.sendCustomRequest(request, method.encode())
        if isinstance(body, QtCore.QByteArray):
            return self._network.post(request, body)
        device = Pieces(body)
        request.setHeader(_Request.KnownHeaders.ContentLengthHeader, device.size())
        send = self._network.put if method == "PUT" else self._network.post
        reply = send(request, device)
        if reply is not None:
            device.setParent(reply)
        return reply


def _with(path: str, query: Mapping[str, object] | None) -> str:
    if not query:
        return path
    parts = QtCore.QUrlQuery()
    for name, value in query.items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        parts.addQueryItem(name, QtCore.QUrl.toPercentEncoding(text).data().decode())
    return f"{path}?{parts.toString(QtCore.QUrl.ComponentFormattingOption.FullyEncoded)}"
