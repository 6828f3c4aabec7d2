"""Takes out of a text what does not belong into a bug report: home, names, token."""

from __future__ import annotations

import getpass
import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ritocco.from_disk import content, reading
from ritocco.settings import home_folder


@dataclass(frozen=True, slots=True)
class Private:
    """What is not to be told.

    home   the home folder, shown as ~
    user   the user's name, taken out of paths and addresses
    hosts  names of this computer
    secret the token that opens the server; "" where there is none
    """

    home: Path
    user: str = ""
    hosts: tuple[str, ...] = ()
    secret: str = ""

    @classmethod
    def of_user(cls) -> Private:
        """Of the user who runs this process."""
        user = ""
        with suppress(OSError, KeyError):  # a user without a name
            user = getpass.getuser()
        secret = reading(lambda: content(home_folder() / "token").decode("ascii").strip(), "")
        return cls(Path.home(), user, (socket.gethostname(),), secret)

    def clean(self, text: str) -> str:
        """The text without any of it."""
        if self.secret:
            text = text.replace(self.secret, "TOKEN")
        for home in {str(self.home), self.home.as_posix()} - {"/", "."}:
            text = re.sub(rf"{re.escape(home)}(?![\w.-])", "~", text)
        if self.user:
            text = re.sub(rf"(?<=[/\\]){re.escape(self.user)}(?=[/\\]|\b)(?![.-])", "USER", text)
            text = re.sub(rf"\b{re.escape(self.user)}(?=@)", "USER", text)
        for host in self.hosts:
            if host and host != "localhost":
                text = re.sub(rf"(?<![\w.-]){re.escape(host)}(?![\w-])", "HOST", text)
        return text
