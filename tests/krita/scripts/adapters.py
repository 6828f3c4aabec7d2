"""An adapter, by hand: sought in the list, slid, its words put into the prompt, painted with."""

import os

from dock import Dock

from ritocco_dock.geometry import Box


def run(t):
    """As an artist would."""
    dock = Dock(t)
    yield from dock.open(os.environ["PICTURE"])
    page, own = dock.page, dock.opened
    width, height = own.width(), own.height()
    yield from dock.select(Box(width // 3, height // 3, width // 6, height // 6))
    yield from t.click(page.wish.prompt)
    yield from t.type("a boat")
    dock.session.turn(steps=2, seed=5)
    yield from chosen(t, dock)
    yield from slid(t, dock)
    yield from completed(t, dock)
    yield from painted(t, dock)
    yield from t.close(own)


def chosen(t, dock):
    """From the list, which is over the dock and has the keyboard; then its trigger words."""
    page = dock.page
    yield lambda: dock.desk.adapters
    fold = page.folds["adapters"]
    page.room.ensureWidgetVisible(fold.head)
    yield from dock.at_rest(fold.head)
    yield from t.click(fold.head)
    yield lambda: fold.is_open()
    page.room.ensureWidgetVisible(page.adapters.add)
    yield from dock.at_rest(page.adapters.add)
    yield from t.click(page.adapters.add)
    yield lambda: page.adapters.list.search.hasFocus()
    yield from t.type("wash")
    yield 300
    t.screenshot("1-list")
    yield from t.hand("key", "Return")
    yield lambda: dock.session.knobs.adapters
    t.check("it is chosen", dock.session.knobs.adapters[0].name == "ink")
    row = page.adapters.rows[0]
    yield 300
    (chip,) = row.triggers
    page.room.ensureWidgetVisible(chip)
    yield from dock.at_rest(chip)
    yield from t.click(chip)
    yield lambda: dock.session.knobs.prompt == "a boat, ink wash"
    t.check("its words are in the prompt", True)


def slid(t, dock):
    """Four steps down, by the keyboard."""
    row = dock.page.adapters.rows[0]
    yield from dock.at_rest(row.strength.slider)
    row.strength.slider.setFocus()
    for _ in range(4):
        yield from t.hand("key", "Left")
    yield lambda: dock.session.knobs.adapters[0].unet_strength == 0.8
    t.check("slid", row.strength.number.value() == 0.8, row.strength.number.value())
    title = dock.page.folds["adapters"].head.text()
    t.check("the title counts", title == "Adapters (1)", title)


def completed(t, dock):
    """A tag is typed, completed by Tab, seen in the part, and taken out again."""
    page = dock.page
    prompt, offer = page.wish.prompt, page.completions[0]
    page.room.ensureWidgetVisible(prompt)
    yield from dock.at_rest(prompt)
    yield from t.click(prompt)
    yield from t.hand("key", "ctrl+End")
    yield from t.type(" <lora:gl")
    yield lambda: offer.is_open
    yield 300
    t.check("the field keeps the keyboard", prompt.hasFocus())
    t.screenshot("2-completion")
    yield from t.hand("key", "Tab")
    yield lambda: dock.session.knobs.prompt.endswith(" <lora:glow:1>")
    t.check("completed by Tab, which stays in the field", prompt.hasFocus())
    said = [one.words.text() for one in page.adapters.written]
    t.check("the part tells it", said == ["in the prompt: glow 1"], said)
    t.screenshot("3-part")


def painted(t, dock):
    """The result's recipe knows both, and gives the rows back."""
    known = [one.id for one in dock.session.results]
    yield from dock.press()
    yield from dock.result(known)
    made = dock.session.results[0]
    names = [one.told() for one in made.adapters]
    t.check("the recipe has both", names == ["ink 0.8", "glow 1"], names)
    t.check("and no tags", "<" not in made.prompt, made.prompt)
    hashes = [one.sha256 for one in made.adapters]
    t.check("with their sums", all(len(one) == 64 for one in hashes), hashes)
    dock.session.turn(adapters=(), prompt="")
    dock.session.take_knobs(made.id)
    again = [row.adapter.name for row in dock.page.adapters.rows]
    t.check("they are rows again", again == ["ink", "glow"], again)
    yield 500
    t.screenshot("4-painted")
