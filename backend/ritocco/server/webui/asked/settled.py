"""A request with all that is said elsewhere put in: its infotext, styles, and options.

As the web UI has it: what a request says itself goes before its infotext, styles are put around the
prompts, and where extra networks are disabled what prompts name of them is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from ritocco.diffusion.prompt.tags import without_tags
from ritocco.recipe.recipe import Kind
from ritocco.sentence import Sentence
from ritocco.server.webui.asked.infotext import with_infotext
from ritocco.server.webui.asked.options import OFF, Options
from ritocco.server.webui.asked.requests import Painting
from ritocco.server.webui.asked.styles import Style, around, styles_here

P = TypeVar("P", bound=Painting)
_PROMPTS: Mapping[str, Callable[[Style], str]] = {
    "prompt": lambda style: style.prompt,
    "negative_prompt": lambda style: style.negative,
    "hr_prompt": lambda style: style.prompt,
    "hr_negative_prompt": lambda style: style.negative,
}
"""What stands in prompts -> what of a style is put around it."""
_SECOND = ("hr_prompt", "hr_negative_prompt")
"""Of the second pass: empty, they are the first's."""
_TAGS = {"sd_hypernetwork": "hypernet", "sd_lora": "lora"}
"""Options that name a file for every picture -> the kind of tag that does so in a prompt."""
_NO_STYLE = Sentence("The style {name} is not here; the prompt is as it was written.")
_GONE = {
    "sd_model_checkpoint": Sentence(
        "The model {name}, which was chosen, is here no more; another painted."
    ),
    "sd_vae": Sentence("The VAE {name}, which was chosen, is here no more; the usual was used."),
    "sd_lora": Sentence("The LoRA {name}, which was chosen, is here no more; it was left out."),
    "sd_hypernetwork": Sentence(
        "The hypernetwork {name}, which was chosen, is here no more; it was left out."
    ),
}
"""Of what an option names."""
_NO_REFINER = Sentence("No second model takes over within a picture; the first one painted it all.")


@dataclass(frozen=True, slots=True)
class Settled(Generic[P]):
    """The request, and what was taken otherwise than it was asked for."""

    asked: P
    hints: tuple[str, ...] = ()


def settled(asked: P, kind: Kind, options: Options, home: Path | None) -> Settled[P]:
    """The request with everything in it. Options that it wants kept are kept.

    home  the data folder

    Raises BadRecipe for an infotext that cannot be used, BadRequest and NotFound for options.
    """
    asked, hints = with_infotext(asked, kind)
    if not asked.override_settings_restore_afterwards:
        options.set(asked.override_settings)
    known = {style.name: style for style in styles_here(home)} if asked.styles else {}
    styles = [known[name] for name in asked.styles if name in known]
    words = {name: text for name in _PROMPTS if (text := getattr(asked, name, None)) is not None}
    for name, text in words.items():
        if text or name not in _SECOND:
            words[name] = _worded(text, asked, [_PROMPTS[name](style) for style in styles])
    if not asked.disable_extra_networks:
        words["prompt"] += "".join(_tags(words["prompt"], asked, options))
    if asked.tiling is None:
        asked = asked.model_copy(
            update={"tiling": options.value("tiling", asked.override_settings)}
        )
    return Settled(asked.model_copy(update=words), (*hints, *_passed_over(asked, known, options)))


def _worded(text: str, asked: Painting, styles: Iterable[str]) -> str:
    """A prompt with the texts of styles around it, and without tags where they are disabled."""
    for style in styles:
        text = around(style, text)
    return without_tags(text) if asked.disable_extra_networks else text


def _passed_over(
    asked: Painting, known: Mapping[str, Style], options: Options
) -> Iterator[Sentence]:
    """Hints for what is asked for and not here."""
    for option, name in options.gone(asked.override_settings).items():
        yield _GONE[option].with_values(name=name[:80])
    for name in asked.styles:
        if name not in known and name.strip().lower() not in OFF:
            yield _NO_STYLE.with_values(name=repr(name[:80]))
    refines = (asked.refiner_checkpoint or "").strip().lower() not in OFF
    if refines and (asked.refiner_switch_at or 0) < 1:
        yield _NO_REFINER


def _tags(prompt: str, asked: Painting, options: Options) -> Iterator[str]:
    """Tags for the files that options name for every picture, but for those that it names."""
    strength = options.value("extra_networks_default_multiplier", asked.override_settings)
    for option, kind in _TAGS.items():
        name = str(options.value(option, asked.override_settings)).strip()
        if name.lower() not in OFF and f"<{kind}:{name}:" not in prompt:
            yield f"<{kind}:{name}:{strength:g}>"
