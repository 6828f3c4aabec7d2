"""The prompts used before, newest first, kept with the dock's settings."""

from __future__ import annotations

from typing import Any

from ..settings import Settings

KEY = "ui.prompts"
KEPT = 200


class PromptHistory:
    """Prompts that were sent, each once; `older` and `newer` walk through them and back."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        kept: list[Any] = settings.get(KEY, [])
        self._prompts = [one for one in kept if isinstance(one, str)][:KEPT]
        self._place = -1
        self._draft = ""

    def __len__(self) -> int:
        return len(self._prompts)

    @property
    def prompts(self) -> list[str]:
        """All, newest first."""
        return list(self._prompts)

    def add(self, prompt: str) -> None:
        """A prompt was sent: it is the newest now."""
        self._place = -1
        prompt = prompt.strip()
        if prompt:
            rest = [one for one in self._prompts if one != prompt]
            self._prompts = [prompt, *rest][:KEPT]
            self._settings.set(KEY, self._prompts)

    def older(self, present: str) -> str:
        """One step back from what the field holds; unsent words are kept for `newer`."""
        self._begin(present)
        while self._place + 1 < len(self._prompts):
            self._place += 1
            if self._prompts[self._place] != present:
                return self._prompts[self._place]
        return present

    def newer(self, present: str) -> str:
        """One step forth; at the end the words that stood there first."""
        self._begin(present)
        if self._place < 0:
            return present
        self._place -= 1
        return self._draft if self._place < 0 else self._prompts[self._place]

    def _begin(self, present: str) -> None:
        walking = 0 <= self._place < len(self._prompts)
        if not walking or self._prompts[self._place] != present:
            self._place, self._draft = -1, present
