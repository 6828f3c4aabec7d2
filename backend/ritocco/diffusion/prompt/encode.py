"""Prompts -> conditioning: CLIP's hidden states, weighted, for one text encoder or SDXL's two."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor

from ritocco.diffusion.conditioning import (
    Conditioning,
    ConditioningSchedule,
    Embedding,
    WeightedConditioning,
)
from ritocco.diffusion.prompt import grammar, tokens
from ritocco.diffusion.prompt.bounds import check_in_all, check_longest, check_words
from ritocco.diffusion.prompt.chunks import Chunk, Weighted, chunked
from ritocco.diffusion.prompt.named import Names
from ritocco.diffusion.prompt.recent import Recent
from ritocco.diffusion.prompt.schedule import per_step
from ritocco.diffusion.prompt.tags import without_tags
from ritocco.diffusion.prompt.vectors import Vectors
from ritocco.errors import BadRecipe
from ritocco.watch import Watch

if TYPE_CHECKING:
    from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

    Pair = tuple[CLIPTokenizer, CLIPTextModel | CLIPTextModelWithProjection]

CACHE_BYTES = 64 * 2**20
"""Bound of the conditioning kept of a model: some hundred prompts of SD 1, or 100 of SDXL."""

_Texts = tuple[tuple[str, float], ...]  # what is said at one step, with weights of guidance


@dataclass(frozen=True, slots=True, eq=False)
class TextEncoders:
    """What a model reads prompts with.

    pairs      one (tokenizer, encoder), or SDXL's two, whose last one has a projection
    clip_skip  the model's own hidden layer counted from the end: 1 is the last, as for SD 1
               and 2; 2 for SDXL
    """

    pairs: tuple[Pair, ...]
    clip_skip: int = 1

    @property
    def pools(self) -> bool:
        """Whether the model wants a pooled text as well, and hidden states as they are.

        SDXL does; the others want hidden states through the encoder's final norm.
        """
        return hasattr(self.pairs[-1][1], "text_projection")

    def layer(self, clip_skip: int | None) -> int:
        """The hidden layer to take, counted from the end.

        None, and any layer after the model's own, mean the model's own: artists leave
        "clip skip 1" set with SDXL, which was never trained on its last layer. Raises
        BadRecipe where an encoder has fewer layers.
        """
        wanted = self.clip_skip if clip_skip is None else clip_skip
        most = min(int(model.config.num_hidden_layers) for _, model in self.pairs)
        if not 1 <= wanted <= most:
            raise BadRecipe(
                "clip skip must be from 1 to {most} for this model, not {wanted}.",
                most=most,
                wanted=wanted,
            )
        return max(wanted, self.clip_skip)


class EncodedPrompts(Recent[tuple[Hashable, str, int], Conditioning]):
    """What was encoded: by state of the encoders, text and hidden layer."""

    def __init__(self) -> None:
        super().__init__(CACHE_BYTES, _bytes)


class Prompter:
    """Encodes prompts, and remembers those it has encoded.

    known       where it remembers them; None: for itself
    state       what has changed the encoders for now, embeddings too: what they say in another is
                not what they say
    embeddings  those that prompts may name

    The same text gives the same bytes, whatever else is encoded with it: each chunk goes
    through the encoders alone. Results are on the encoders' device and in their dtype.
    """

    def __init__(
        self,
        encoders: TextEncoders,
        known: EncodedPrompts | None = None,
        state: Hashable = (),
        embeddings: Sequence[Embedding] = (),
    ) -> None:
        self.encoders, self._state = encoders, state
        self._names = Names(encoders.pairs[0][0], [one.word for one in embeddings])
        self._vectors = [
            Vectors([one.vectors[place] for one in embeddings])
            for place in range(len(encoders.pairs))
        ]
        self._commas = [tokens.comma(tokenizer) for tokenizer, _ in encoders.pairs]
        self._known = EncodedPrompts() if known is None else known

    def under(self, state: Hashable, embeddings: Sequence[Embedding] = ()) -> Prompter:
        """See `PromptReader.under`; both remember in one place."""
        return Prompter(self.encoders, self._known, state, embeddings)

    def encode(self, prompt: str, steps: int, clip_skip: int | None = None) -> ConditioningSchedule:
        """The parts at each step; those of one step have the same number of tokens.

        clip_skip counts as in the web UI (1: last layer); see `TextEncoders.layer`. Raises
        BadRecipe for it, for less than one step, and for more than `bounds` has.
        """
        check_words(prompt, "")
        (schedule,) = self._schedules([self._told(prompt, steps)], clip_skip, Watch())
        return schedule

    def encode_pair(
        self,
        prompt: str,
        negative: str,
        steps: int,
        clip_skip: int | None = None,
        watch: Watch | None = None,
    ) -> tuple[ConditioningSchedule, ConditioningSchedule]:
        """As `encode`, for prompt and negative, with the same number of tokens at every step.

        The shorter one is padded with empty chunks. `AND` is text in a negative, which has
        exactly one part. An empty negative of SDXL is all zeros, as the model was trained. Raises
        Cancelled within one chunk.
        """
        check_words(prompt, negative)
        series = [self._told(prompt, steps), self._told(negative, steps, composed=False)]
        positive, opposite = self._schedules(series, clip_skip, watch or Watch())
        if self.encoders.pools and not without_tags(negative).strip():
            opposite = _zeros(opposite)
        return positive, opposite

    def _told(self, prompt: str, steps: int, *, composed: bool = True) -> tuple[_Texts, ...]:
        """What is said at each step. Raises BadRecipe for less than one step."""
        if steps < 1:
            raise BadRecipe("There must be at least one step, not {steps}.", steps=steps)
        text = self._names.unmarked(without_tags(prompt))
        members = grammar.members(text) if composed else ((text, 1.0),)
        series = [[(text, weight) for text in per_step(part, steps)] for part, weight in members]
        return tuple(zip(*series, strict=True))

    def _schedules(
        self, texts_by_step: Sequence[tuple[_Texts, ...]], clip_skip: int | None, watch: Watch
    ) -> list[ConditioningSchedule]:
        """One schedule for each series of texts, all with the same tokens at a step."""
        layer = self.encoders.layer(clip_skip)
        self._check(texts_by_step, watch)
        texts = {text for series in texts_by_step for now in series for text, _ in now}
        known = {text: self._encoded(text, layer, watch) for text in sorted(texts)}
        made: dict[tuple[_Texts, int], tuple[WeightedConditioning, ...]] = {}

        def parts(now: _Texts, length: int) -> tuple[WeightedConditioning, ...]:
            if (now, length) not in made:
                made[now, length] = tuple(
                    WeightedConditioning(self._padded(known[text], length, layer), weight)
                    for text, weight in now
                )
            return made[now, length]

        series_steps: list[list[tuple[WeightedConditioning, ...]]] = [[] for _ in texts_by_step]
        for nows in zip(*texts_by_step, strict=True):
            length = max(known[text].hidden.shape[1] for now in nows for text, _ in now)
            for steps, now in zip(series_steps, nows, strict=True):
                steps.append(parts(now, length))
        return [ConditioningSchedule(tuple(steps)) for steps in series_steps]

    def _check(self, texts_by_step: Sequence[tuple[_Texts, ...]], watch: Watch) -> None:
        """Raise BadRecipe before anything is encoded where it is too much."""
        counts: dict[str, int] = {}
        in_all = 0
        for nows in dict.fromkeys(zip(*texts_by_step, strict=True)):
            texts = [text for now in nows for text, _ in now]
            for text in texts:
                if text not in counts:
                    watch.check()
                    counts[text] = max(map(len, self._layouts(text)))
                    check_longest(counts[text])
            in_all += len(texts) * max(counts[text] for text in texts)
            check_in_all(in_all)

    def _padded(self, short: Conditioning, length: int, layer: int) -> Conditioning:
        """The conditioning with empty chunks behind it, `length` tokens in all."""
        missing = length - short.hidden.shape[1]
        if not missing:
            return short
        empty = self._encoded("", layer, Watch()).hidden
        fill = [empty] * (missing // empty.shape[1])
        return Conditioning(torch.cat([short.hidden, *fill], dim=1), short.pooled)

    def _encoded(self, text: str, layer: int, watch: Watch) -> Conditioning:
        return self._known.get((self._state, text, layer), lambda: self._encode(text, layer, watch))

    @torch.no_grad()
    def _encode(self, text: str, layer: int, watch: Watch) -> Conditioning:
        layouts = self._layouts(text)
        count = max(len(chunks) for chunks in layouts)
        hidden, pooled = [], None
        for pair, vectors, chunks in zip(self.encoders.pairs, self._vectors, layouts, strict=True):
            filled = (*chunks, *[Chunk()] * (count - len(chunks)))
            states = []
            for chunk in filled:
                watch.check()
                states.append(_states(pair, chunk, layer, vectors))
            norm = _same if self.encoders.pools else _final_norm(pair[1])
            # emphasis keeps each encoder's own mean: before they are joined
            weighted = [
                _emphasised(norm(state), chunk.emphasis)
                for (state, _), chunk in zip(states, filled, strict=True)
            ]
            hidden.append(torch.cat(weighted, dim=1))
            pooled = states[0][1]
        return Conditioning(torch.cat(hidden, dim=2), pooled)

    def _layouts(self, text: str) -> list[tuple[Chunk, ...]]:
        """The chunks of a text, as each encoder is given them."""
        return [self._chunks(place, text) for place in range(len(self.encoders.pairs))]

    def _chunks(self, place: int, text: str) -> tuple[Chunk, ...]:
        """The chunks of a text that does not change, as one encoder is given them."""
        return chunked(
            (
                [piece for segment in section for piece in self._pieces(place, segment)]
                for section in grammar.parse(text)
            ),
            self._commas[place],
        )

    def _pieces(self, place: int, segment: grammar.Segment) -> Iterator[Weighted]:
        """The tokens of a segment, and the vectors that stand for names in it."""
        spelled = tokens.spelled(self.encoders.pairs[place][0], segment.text)
        for one in self._names.found(*spelled):
            ids = self._vectors[place].ids[one] if isinstance(one, int) else (one.id,)
            yield ids, segment.weight


def _states(pair: Pair, chunk: Chunk, layer: int, vectors: Vectors) -> tuple[Tensor, Tensor | None]:
    """A hidden layer (1, 77, width) before any norm, and the projected text (1, width)."""
    tokenizer, model = pair
    begin, end, pad = tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id
    assert isinstance(begin, int)
    assert isinstance(end, int)
    assert isinstance(pad, int)
    with vectors.read_by(model, chunk.framed(begin, end, pad)) as given:
        output = model(given, output_hidden_states=True)
    return output.hidden_states[-layer], getattr(output, "text_embeds", None)


def _final_norm(model: CLIPTextModel | CLIPTextModelWithProjection) -> Callable[[Tensor], Tensor]:
    # transformers 5 has it on CLIPTextModel itself; 4, and the class with projection, one deeper
    inner = getattr(model, "text_model", model)
    return cast("Callable[[Tensor], Tensor]", inner.final_layer_norm)


def _same(hidden: Tensor) -> Tensor:
    return hidden


def _emphasised(hidden: Tensor, weights: Sequence[float]) -> Tensor:
    """Hidden states (1, 77, width) times their tokens' weights, with the mean of before.

    Plain text is returned as it is. Where no mean is left to scale by (all weights 0), the
    product stays as it is.
    """
    if all(weight == 1 for weight in weights):
        return hidden
    exact = hidden.to(torch.promote_types(hidden.dtype, torch.float32))
    factors = torch.tensor(weights, dtype=exact.dtype, device=exact.device)
    product = exact * factors[None, :, None]
    ratio = exact.mean() / product.mean()
    restored = product * torch.where(ratio.isfinite(), ratio, torch.ones_like(ratio))
    return restored.to(hidden.dtype)


def _zeros(schedule: ConditioningSchedule) -> ConditioningSchedule:
    made: dict[int, tuple[WeightedConditioning, ...]] = {}
    for parts in schedule.steps:
        if id(parts) not in made:
            made[id(parts)] = tuple(_zero(part) for part in parts)
    return ConditioningSchedule(tuple(made[id(parts)] for parts in schedule.steps))


def _zero(part: WeightedConditioning) -> WeightedConditioning:
    was = part.conditioning
    pooled = None if was.pooled is None else torch.zeros_like(was.pooled)
    return WeightedConditioning(Conditioning(torch.zeros_like(was.hidden), pooled), part.weight)


def _bytes(conditioning: Conditioning) -> int:
    tensors: Iterable[Tensor | None] = (conditioning.hidden, conditioning.pooled)
    return sum(tensor.nbytes for tensor in tensors if tensor is not None)
