"""Adapters as values: chosen, named in prompts, kept in styles and wishes, and what they set."""

import json
from dataclasses import replace

import pytest

from ritocco.diffusion.prompt.tag_arguments import adapter_of
from ritocco.diffusion.prompt.tags import KINDS, split
from ritocco.errors import BadRecipe
from ritocco.installed.following import following
from ritocco.library.model_defaults import adapter_defaults_in_name, defaults_in_name
from ritocco.recipe.adapter import MOST_BLOCKS
from ritocco.recipe.adapter import STRONGEST as THEIRS
from ritocco.recipe.recipe import Recipe
from ritocco.server.webui.asked.styles import around, styles_here
from ritocco_dock.errors import DockError
from ritocco_dock.knobs import wishes
from ritocco_dock.knobs.adapters import (
    EMBEDDING,
    HYPERNETWORK,
    LORA,
    MOST,
    STRONGEST,
    Adapter,
    read_adapters,
)
from ritocco_dock.knobs.knobs import Knobs
from ritocco_dock.knobs.known import AdapterInfo, Known, in_use, near
from ritocco_dock.knobs.models import ModelInfo, own_values
from ritocco_dock.knobs.own import OwnValues, resolved
from ritocco_dock.knobs.recipe import knobs_of, recipe_of
from ritocco_dock.knobs.styles import BadStyle, Style, parse, save
from ritocco_dock.knobs.tags import (
    WORDS,
    begun,
    embeddings_in,
    has_words,
    renamed,
    restrengthened,
    tags_in,
    taken_out,
    unclosed_in,
    with_words,
    without_words,
)
from ritocco_dock.session.grid import cells_of, strength_of
from ritocco_dock.session.result import words_of
from ritocco_dock.settings import Settings
from ritocco_dock.ui.axes import axis, fields_of, label_of, shown

INK = Adapter(LORA, "ink", 0.8, 0.8)
MODEL = ModelInfo("plain", own=OwnValues(schedule="karras"), family="sd1")
LCM = {"sampler": "lcm", "schedule": None, "steps": 6, "cfg": 1.5}
KNOWN = Known.of(
    (
        AdapterInfo(LORA, "ink", alias="inkwash", families=("sd1",), strength=0.8),
        AdapterInfo(LORA, "glow"),
        AdapterInfo.from_dict(LORA, {"name": "lcm-lora", "families": ["sd1"], "defaults": LCM}),
        AdapterInfo(HYPERNETWORK, "ink"),
        AdapterInfo(EMBEDDING, "badhands-v2"),
        AdapterInfo(EMBEDDING, "bad"),
    )
)


def test_ranges_and_tags_are_the_backends():
    assert (STRONGEST, MOST) == (THEIRS, MOST_BLOCKS)
    assert WORDS.items() == KINDS.items()


@pytest.mark.parametrize(
    "prompt",
    [
        "a <lora:ink:0.8> boat",
        "<LoRA: ink :0.5:1>, <hypernet:ink> and <lyco:a b:te=0.5:unet=2:lbw=MIDD>",
        r"no \<lora:ink:1> tag, <b:4>, a <lora:> b",
    ],
)
def test_the_dock_sees_the_tags_that_the_backend_reads(prompt):
    assert [(one.adapter.kind, one.adapter.name) for one in tags_in(prompt)] == [
        (str(tag.kind), tag.name) for tag in split(prompt)[1]
    ]
    for tag in tags_in(prompt):
        assert prompt[tag.at :].startswith(tag.adapter.name)
        assert prompt[tag.start : tag.end].endswith(">")


def test_what_tags_say_of_strength():
    def strengths(prompt):
        (tag,) = tags_in(prompt)
        return tag.adapter.text_strength, tag.adapter.unet_strength, tag.adapter.block_weights

    assert strengths("<lora:ink>") == (1, 1, "")
    assert strengths("<lora:ink:0.5>") == (0.5, 0.5, "")
    assert strengths("<lora:ink:0.5:-1>") == (0.5, -1, "")
    assert strengths("<lora:ink:unet=2:lbw=MIDD>") == (1, 2, "MIDD")
    assert strengths("<lora:ink:much>") == (1, 1, "")


@pytest.mark.parametrize("called", ["lora", "hypernet"])
@pytest.mark.parametrize(
    "arguments",
    [
        *("", "1", "0,8", ",5", "-0,8", "1,", ".5", "5.", "1e1", "1e-2", " 0.5 ", "abc", ":"),
        *("0.8:0.3", "0,8:0,3", "1:abc", "abc:0.3", "te=0.3", "unet=0,5", "te=x"),
        *("1:lbw=MIDD", "lbw=1,0,0", "1:MIDD", "1:1:OUTD", "MIDD", "1,0,0,1", "1:1,0,0", "0,8:1:8"),
        *("TE=0.4:UNET=2",),
        *(":0.5", "1:x=3", "nan", "inf", "1_0", "١", "0x1", "1:lbw=", "1:dyn"),
    ],
)
def test_all_that_a_tag_says_is_read_as_the_backend_reads_it(called, arguments):
    prompt = f"<{called}:ink:{arguments}>"
    (theirs,) = split(prompt)[1]
    (ours,) = tags_in(prompt)
    read, hints = adapter_of(theirs)
    assert ours.adapter.unet_strength == read.unet_strength
    assert ours.adapter.text_strength == read.text_strength
    assert ours.adapter.block_weights == read.block_weights
    assert bool(ours.passed) == bool(hints)
    assert ours.in_range


@pytest.mark.parametrize("strength", ["10", "10.5", "-11", "1e9"])
def test_what_is_out_of_range_is_known_here_too(strength):
    prompt = f"<lora:ink:{strength}>"
    (ours,), refused = tags_in(prompt), False
    try:
        adapter_of(split(prompt)[1][0])
    except BadRecipe:
        refused = True
    assert ours.in_range is not refused


def test_tags_that_do_not_end_are_found_and_those_that_do_go_out_of_a_prompt():
    prompt = r"a <lora:x:1, b <lora:ink:1>, \<lora:z:1 <lora:glow:abc> c <LyCO:q:1 "
    assert [tag for _, tag in unclosed_in(prompt)] == ["<lora:x:1, b", "<LyCO:q:1"]
    assert all(prompt[at:].startswith(tag) for at, tag in unclosed_in(prompt))
    taken = taken_out("a boat <lora:ink:0,8>, by <lora:glow:abc> a <hypernet:oils:2> lake")
    assert taken.text == "a boat, by <lora:glow:abc> a lake"
    assert [(one.name, one.unet_strength) for one in taken.adapters] == [("ink", 0.8), ("oils", 2)]


def test_a_tag_gets_another_name_and_keeps_the_rest():
    prompt = "a <lora: inc:0.5>, <lora:glow:1>, <hypernet:inc:2>"
    told = renamed(prompt, Adapter(LORA, "inc"), "ink")
    assert told == "a <lora: ink:0.5>, <lora:glow:1>, <hypernet:inc:2>"


def test_embeddings_are_words_of_their_own_in_any_case():
    names = ["bad", "badhands-v2", "EasyNeg"]
    assert embeddings_in("nobad, BadHands-v2 here", names) == ("badhands-v2",)
    assert embeddings_in("(bad:1.2), easyneg", names) == ("bad", "EasyNeg")


@pytest.mark.parametrize(
    ("text", "kinds", "typed"),
    [
        ("a <lora:in", (LORA,), "in"),
        ("a <lyco:", (LORA,), ""),
        ("<hypernet:my net", (HYPERNETWORK,), "my net"),
        ("a small bad", (EMBEDDING,), "bad"),
        ("badhands-v", (EMBEDDING,), "badhands-v"),
    ],
)
def test_what_is_being_written(text, kinds, typed):
    now = begun(text)
    assert (now.kinds, now.typed) == (kinds, typed)
    assert now.is_tag == (EMBEDDING not in kinds)


@pytest.mark.parametrize("text", ["", "a ba", "done, ", "<lora:ink:0.", "<lora:ink>", "a <b"])
def test_nothing_is_being_written(text):
    assert begun(text) is None or begun(text).typed not in ("ink", "")
    assert begun("a ba") is None
    assert begun("<lora:ink:0.") is None


def test_words_go_in_and_out_of_a_prompt():
    prompt = "a boat"
    for words in ("ink wash", "by moon"):
        prompt = with_words(prompt, words)
    assert prompt == "a boat, ink wash, by moon"
    assert has_words(prompt, "Ink Wash")
    assert not has_words(prompt, "ink w")
    assert without_words(prompt, "ink wash") == "a boat, by moon"
    assert without_words("ink wash, a boat", "ink wash") == "a boat"
    assert without_words("an ink wash of a boat", "ink wash") == "an of a boat"
    assert with_words("", "x") == "x"
    assert without_words("x", "x") == ""
    assert with_words("a boat, ", "x") == "a boat, x"


def test_names_are_those_of_files_then_what_files_call_themselves():
    assert KNOWN.found(LORA, "ink") is KNOWN[0]
    assert KNOWN.found(LORA, "inkwash") is KNOWN[0]
    assert KNOWN.found(HYPERNETWORK, "ink") is KNOWN[3]
    other = AdapterInfo(LORA, "other", alias="inkwash")
    assert Known.of((*KNOWN, other)).found(LORA, "inkwash") is None
    called_so = AdapterInfo(LORA, "styles/inkwash.safetensors")
    assert Known.of((*KNOWN, other, called_so)).found(LORA, "inkwash") is called_so
    assert KNOWN.found(LORA, "") is None
    assert near(LORA, "inc", KNOWN) == ("ink",)
    assert near(LORA, "zebra", KNOWN) == ()


def test_all_that_is_in_use_chosen_first():
    knobs = Knobs(
        prompt="<lora:glow:0.5> a boat", negative="badhands-v2, <lora:gone>", adapters=(INK,)
    )
    told = [(one.adapter.told(), one.info is not None, one.written) for one in in_use(knobs, KNOWN)]
    assert told == [
        ("ink 0.8", True, ""),
        ("glow 0.5", True, "prompt"),
        ("gone 1", False, "negative"),
        ("badhands-v2", True, "negative"),
    ]
    assert len(in_use(replace(knobs, task="remove"), KNOWN)) == 1  # it has no words


def test_few_step_adapters_win_over_the_model_chosen_or_written():
    knobs = Knobs(prompt="x", model="plain")
    for with_it in (
        replace(knobs, adapters=(Adapter(LORA, "lcm-lora"),)),
        replace(knobs, prompt="x <lora:lcm-lora:1>"),
    ):
        shown = resolved(with_it, own_values(with_it, [MODEL], KNOWN))
        assert (shown.sampler, shown.schedule, shown.steps, shown.cfg) == ("lcm", "", 6, 1.5)
        chosen = replace(with_it, steps=9)
        assert resolved(chosen, own_values(chosen, [MODEL], KNOWN)).steps == 9
    off = replace(knobs, adapters=(Adapter(LORA, "lcm-lora", 0.0, 0.0),))
    assert resolved(off, own_values(off, [MODEL], KNOWN)).schedule == "karras"


@pytest.mark.parametrize("name", ["lcm-lora-sdv1-5", "Hyper-SD15-8steps-lora", "tcd"])
@pytest.mark.parametrize("written", [False, True])
@pytest.mark.parametrize("model", ["plain", "meadow_lightning"])
def test_what_is_shown_with_few_steps_is_what_the_backend_fills_in(name, written, model):
    known = [
        AdapterInfo.from_dict(LORA, {"name": one, "defaults": own.to_dict()})
        for one in ("lcm", name)
        if (own := adapter_defaults_in_name(one))
    ]
    own = OwnValues.from_dict(defaults_in_name(model).to_dict())
    models = [ModelInfo(model, own=own)]
    both = (known[1].chosen(), Adapter(LORA, "lcm", 0.5, 0.5))  # the first one counts
    knobs = Knobs(prompt="x", model=model, adapters=both)
    if written:
        knobs = replace(knobs, prompt=f"x <lora:{name}:1> <lora:lcm:0.5>", adapters=())
    made = Recipe.from_dict(following(recipe_of(knobs, models, 1))).diffusion
    shown = resolved(knobs, own_values(knobs, models, known))
    for field in ("sampler", "schedule", "steps", "cfg", "strength"):
        assert getattr(made, field) == getattr(shown, field), field


def test_a_finished_recipe_becomes_rows_again_and_its_embeddings_stay_words():
    kept = replace(INK, sha256="a0" * 32, block_weights=(1.0, 0.5))
    knobs = Knobs(prompt="a boat, bad", model="plain", adapters=(kept,))
    recipe = recipe_of(knobs, [MODEL], 5)
    assert recipe["adapters"][0]["unet_strength"] == 0.8
    recipe["adapters"].append({"kind": "embedding", "name": "bad", "text_strength": 1.0})
    again = knobs_of({**recipe, "named": True}, "fill", Knobs(adapters=(Adapter(LORA, "other"),)))
    assert (again.adapters, again.prompt) == ((kept,), "a boat, bad")
    without = {name: of for name, of in recipe.items() if name != "adapters"}
    assert knobs_of(without, "fill", knobs).adapters == ()


def test_without_a_model_there_is_nothing_to_adapt():
    assert "adapters" not in recipe_of(Knobs(adapters=(INK,)), [], 1)


@pytest.mark.parametrize(
    "value",
    [
        "ink",
        [1],
        [{"name": " "}],
        [{"name": "x", "kind": "spell"}],
        [{"name": "x", "unet_strength": 11}],
        [{"name": "x", "unet_strength": True}],
        [{"name": "x", "block_weights": ["a"]}],
        [{"name": "x"}] * (MOST + 1),
    ],
)
def test_what_is_no_list_of_adapters(value):
    assert read_adapters(value) is None
    assert Knobs.from_dict({"adapters": value}, Knobs(adapters=(INK,))).adapters == (INK,)
    text = Style("s", knobs={}).to_json().replace('"knobs": {}', '"knobs": {"adapters": null}')
    with pytest.raises(BadStyle):
        parse(text, "it")


def test_styles_keep_them_beside_the_artists_own():
    style = parse(Style.of("s", Knobs(adapters=(INK,)), "").to_json(), "it")
    own = Adapter(LORA, "glow", 0.5, 0.5)
    on = style.put_on(Knobs(adapters=(own, Adapter(LORA, "ink", 2.0, 2.0))))
    assert on.adapters == (own, INK)
    assert style.put_on(on).adapters == (own, INK)
    turned = replace(on, adapters=(own, INK.at(0.3)))
    assert style.taken_off(turned).adapters == (own,)
    assert Style("older", knobs={"steps": 5}).put_on(on).adapters == (own, INK)


def test_other_programs_have_styles_by_the_words_and_tags_of_these(tmp_path):
    chosen = (
        INK,
        Adapter(HYPERNETWORK, "mist", 0.5, 0.5),
        Adapter(LORA, "b", 1.0, 1.0, (1.0, 0.5)),
    )
    knobs = Knobs(negative="blur", adapters=chosen)
    save(Style.of("Oil", knobs, "oil of {prompt}"), tmp_path / "styles")
    save(Style.of("Tint", knobs, ""), tmp_path / "styles")
    oil, tint = styles_here(tmp_path)
    assert (oil.name, oil.negative, tint.name) == ("Oil", "blur", "Tint")
    for style, words in ((oil, "oil of a boat"), (tint, "a boat")):
        left, tags = split(around(style.prompt, "a boat"))
        assert left.strip(", ") == words
        told = [adapter_of(tag)[0] for tag in tags]
        assert [_acts(one) for one in told] == [_acts(one) for one in chosen]


def _acts(adapter):
    return (str(adapter.kind), adapter.name, adapter.unet_strength, adapter.block_weights)


def test_styles_keep_no_sums():
    """They are for any file of the name."""
    summed = Adapter(LORA, "ink", 0.8, 0.8, sha256="a" * 64)
    style = Style.of("Oil", Knobs(adapters=(summed, Adapter(LORA, "glow"))), "")
    assert [one.sha256 for one in style.knobs["adapters"]] == ["", ""]
    kept = json.loads(style.to_json())
    kept["knobs"]["adapters"][0]["sha256"] = "b" * 64
    assert parse(json.dumps(kept), "it") == style


def test_a_grid_varies_how_much_of_them_acts():
    apart = Adapter(LORA, "glow", 1.0, 0.5)
    knobs = Knobs(adapters=(INK, apart))
    cells = [one for one, _ in cells_of(knobs, axis("adapters", "0, 50, 100", (), ()), None)]
    assert [one.adapters[0].unet_strength for one in cells] == [0, 0.4, 0.8]
    assert cells[1].adapters[1] == Adapter(LORA, "glow", 0.5, 0.25)
    assert cells[2].adapters == knobs.adapters
    assert shown("adapters", 0.5, ()) == "50 %"
    with pytest.raises(DockError):
        cells_of(Knobs(), axis("adapters", "0, 50", (), ()), None)
    tagged = replace(knobs, prompt="a fox <lora:ink:0.8:lbw=1,0,0> <hypernet:wash>, easynegative")
    off, half, _ = (
        one for one, _ in cells_of(tagged, axis("adapters", "0, 50, 100", (), ()), None)
    )
    assert off.prompt == "a fox <lora:ink:0:lbw=1,0,0> <hypernet:wash:0>, easynegative"
    assert half.prompt == "a fox <lora:ink:0.4:lbw=1,0,0> <hypernet:wash:0.5>, easynegative"
    assert [one.unet_strength for one in off.adapters] == [0, 0]
    steps = cells_of(knobs, axis("steps", "5, 9", (), ()), None)  # other axes keep them
    assert all(one.adapters == knobs.adapters for one, _ in steps)


def test_a_grid_varies_one_of_them():
    knobs = Knobs(prompt="<lora:glow:0.5:0.2> <lora:ink>", adapters=(INK,))
    field = strength_of(LORA, "glow")
    assert fields_of(in_use(knobs, KNOWN))[-2:] == [strength_of(LORA, "ink"), field]
    assert label_of(field) == "Strength of glow"
    cells = [one for one, _ in cells_of(knobs, axis(field, "0, -1.5", (), ()), None)]
    # What was set apart stays apart.
    assert [one.prompt for one in cells] == [
        "<lora:glow:0.5:0> <lora:ink>",
        "<lora:glow:0.5:-1.5> <lora:ink>",
    ]
    assert {one.adapters for one in cells} == {(INK,)}
    both = cells_of(knobs, axis(strength_of(LORA, "ink"), "0.4", (), ()), None)[0][0]
    assert both.prompt == "<lora:glow:0.5:0.2> <lora:ink:0.4>"
    assert both.adapters == (INK.at(0.4),)
    shares = cells_of(knobs, axis("adapters", "50", (), ()), axis(field, "1", (), ()))[0][0]
    assert tags_in(shares.prompt)[0].adapter.unet_strength == 0.5  # a share of what it is set to
    for text, said in (("11", "from -10 to 10"), ("much", "not a number")):
        with pytest.raises(DockError, match=said):
            axis(field, text, (), ())
    with pytest.raises(DockError, match="not in use"):
        cells_of(knobs, axis(strength_of(LORA, "other"), "1", (), ()), None)


def test_a_grid_puts_words_in_the_place_of_words():
    knobs = Knobs(prompt="a fox in oil, <lora:ink:1>", negative="oil stains")
    words = axis("words", "oil, chalk, <lora:glow:1:lbw=1,0,1>", (), ())
    cells = [one for one, _ in cells_of(knobs, words, None)]
    assert cells[0] == replace(knobs, seed=cells[0].seed)
    assert (cells[1].prompt, cells[1].negative) == ("a fox in chalk, <lora:ink:1>", "chalk stains")
    shares = axis("adapters", "0", (), ())
    last = cells_of(knobs, shares, words)[-1][0]  # tags that words bring are adapters too
    assert last.prompt == "a fox in <lora:glow:0:lbw=1,0,1>, <lora:ink:0>"
    for text, said in (("oil", "Type words"), ("", "Type words")):
        with pytest.raises(DockError, match=said):
            axis("words", text, (), ())
    with pytest.raises(DockError, match="in neither prompt"):
        cells_of(knobs, axis("words", "ink wash, chalk", (), ()), None)


@pytest.mark.parametrize(
    ("written", "halved"),
    [
        ("<lora:ink>", "<lora:ink:0.5>"),
        ("<lora:ink:0,8>", "<lora:ink:0.4>"),
        ("<LoRA: ink :1:0.4>", "<LoRA: ink :0.5:0.2>"),
        ("<lora:ink:unet=0.5>", "<lora:ink:unet=0.25:te=0.5>"),
        ("<lora:ink:te=0.5:dyn=64>", "<lora:ink:te=0.25:dyn=64>"),
        ("<lora:ink:1:MIDD>", "<lora:ink:0.5:MIDD>"),
        ("<lora:ink:lbw=MIDD>", "<lora:ink:lbw=MIDD:te=0.5>"),
        ("\\<lora:ink:1>", "\\<lora:ink:1>"),
    ],
)
def test_strengths_of_tags_change_as_the_backend_reads_them(written, halved):
    made = restrengthened(written, lambda one: one.times(0.5))
    assert made == halved
    theirs = [adapter_of(tag)[0] for text in (written, made) for tag in split(text)[1]]
    for before, now in zip(theirs[::2], theirs[1::2], strict=True):
        assert now.block_weights == before.block_weights
        assert now.text_strength == pytest.approx(before.text_strength / 2)
        assert now.unet_strength == pytest.approx(before.unet_strength / 2)


def test_each_picture_has_its_own(tmp_path):
    settings = Settings(tmp_path / "dock.json")
    wishes.remember(settings, {"one": Knobs(adapters=(INK,)), "two": Knobs()})
    read = Settings(tmp_path / "dock.json")
    now = Knobs(adapters=(Adapter(LORA, "glow"),))
    assert wishes.for_picture(read, "one", now).adapters == (INK,)
    assert wishes.for_picture(read, "two", now).adapters == ()


def test_a_strength_set_apart_stays_apart():
    assert INK.at(0.5) == Adapter(LORA, "ink", 0.5, 0.5)
    apart = replace(INK, text_strength=0.0)
    assert apart.at(0.5) == Adapter(LORA, "ink", 0.5, 0.0)


def test_labels_show_nothing_of_what_tags_leave_behind():
    labels = {" inkwash style , , bad\n": "inkwash style, bad", " ,": "", "a (b)": "a (b)"}
    for prompt, label in labels.items():
        assert words_of({"diffusion": {"prompt": prompt}}) == label
