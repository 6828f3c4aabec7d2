"""Where a user's data lies: one folder, by the customs of each system, and what is in it."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import CannotWrite
from ritocco.from_disk import content, reason
from ritocco.settings import HOME_VARIABLE, Settings, home_folder
from ritocco.setup.manifest import write_new


@dataclass(frozen=True, slots=True)
class Places:
    """The files and folders below one data folder, and what was moved out of it.

    moved_results, moved_models  folders that the settings name instead of those in `home`
    """

    home: Path
    moved_results: Path | None = None
    moved_models: Path | None = None

    @classmethod
    def of_user(cls) -> Places:
        """The places of the user who runs this process. Raises BadSettings."""
        settings = Settings.of_user()
        return cls(home_folder(), settings.results, settings.models)

    @property
    def results(self) -> Path:
        """Folder of finished results, one folder each."""
        return self.moved_results or self.home / "results"

    @property
    def models(self) -> Path:
        """Folder of the user's models."""
        return self.moved_models or self.home / "models"

    @property
    def upscalers(self) -> Path:
        """Folder of the user's networks that make pictures larger."""
        return self.models / "upscale"

    @property
    def face_networks(self) -> Path:
        """Folder of the user's networks that repair faces."""
        return self.models / "faces"

    @property
    def servers(self) -> Path:
        """Folder of what servers need while they live, a folder for each."""
        return self.home / "servers"

    @property
    def cut_off(self) -> Path:
        """Folder of what is known of jobs that a crash cut off."""
        return self.home / "cut-off"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.home / "ritocco.log"

    @property
    def token(self) -> Path:
        """File with the secret that a client must send; only this user can read it."""
        return self.home / "token"

    def make(self) -> None:
        """Create the data folder, closed to other users. Raises CannotWrite."""
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWrite(
                "Ritocco cannot use its data folder {home} ({reason}). Free or repair that "
                "place, or set {variable} to another folder.",
                home=self.home,
                reason=error.strerror,
                variable=HOME_VARIABLE,
            ) from None

    def read_or_make_token(self) -> str:
        """The user's token, made on first use. Raises CannotWrite."""
        self.make()
        try:
            if self.token.exists() and not self._token():
                self.token.unlink(missing_ok=True)
            if not self.token.exists():
                with suppress(FileExistsError):  # another server was first; its token is ours
                    write_new(self.token, secrets.token_urlsafe(32), 0o600)
            self.token.chmod(0o600)
            return self._token()
        except (OSError, ValueError) as error:
            raise CannotWrite(
                "Ritocco cannot read or write its token file {token} ({reason}). Delete that "
                "file and try again.",
                token=self.token,
                reason=reason(error),
            ) from None

    def _token(self) -> str:
        return content(self.token).decode("ascii").strip()
