"""Upscaling and face repair as the studio runs them: alone, and as steps of other recipes."""

from contextlib import nullcontext
from dataclasses import dataclass, replace

import numpy as np
import pytest

from ritocco.canvas.composite import flatten
from ritocco.canvas.document import Document, Position
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.canvas.resample import resized
from ritocco.canvas.window import Native
from ritocco.engine import Engines
from ritocco.errors import BadRecipe, BadSelection, OutOfMemory
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe.finishing import Faces, Upscale
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.studio.selection import implied_selection
from ritocco.studio.studio import Studio
from ritocco.watch import Watch
from tests.restore.nets import Exact

RGB8 = Layout(ColourModel.RGB, Depth.U8, False)
RGBA16 = Layout(ColourModel.RGB, Depth.U16, True)
MODEL = Diffusion(model="x", prompt="x", content=Content.ORIGINAL, strength=0.3)


class Painter:
    """Makes all it is given darker by a fifth, in windows of any size."""

    name = engine = key = "painter"
    candidates = 1
    bytes_per_pixel = 10
    hints = ()
    native = Native(64 * 64, 8)
    estimate = 1.0
    sketches = False

    def __init__(self) -> None:
        self.prepared = 0
        self.windows: list[tuple[int, ...]] = []

    def prepare(self, recipe):
        self.prepared += 1
        return self

    @property
    def tiling(self):
        return self

    def running(self):
        return nullcontext()

    def paint(self, view, seed, watch):
        self.windows.append(view.mask.shape)
        return view.pixels * np.float32(0.8)

    def release(self):
        pass


@dataclass(frozen=True)
class Face:
    x: float
    y: float

    def moved(self, dx, dy):
        return Face(self.x + dx, self.y + dy)

    def to_dict(self):
        return {"box": {"x": self.x, "y": self.y, "width": 8, "height": 8}, "mended": True}


@dataclass(frozen=True)
class Repaired:
    pixels: np.ndarray
    faces: tuple[Face, ...]


class Mender:
    """Takes each block of pure red, 8 x 8, for a face, and turns it pure blue."""

    name = engine = key = "face_restorer"
    estimate = 1.0

    def __init__(self) -> None:
        self.prepared = 0
        self.asked: list[Faces] = []

    def prepare(self, asked):
        self.prepared += 1
        self._asked = asked
        return self

    def restore(self, view, keep_tones, watch):
        self.asked.append(self._asked)
        red = (view.pixels[..., 0] > 0.75) & (view.pixels[..., 1:] < 0.05).all(2) & view.known
        if not red.any():
            return Repaired(view.pixels, ())
        rows, columns = np.nonzero(red)
        pixels = view.pixels.copy()
        pixels[red] = (0, 0, 1)
        return Repaired(pixels, (Face(float(columns[0]), float(rows[0])),))

    def release(self):
        pass


@dataclass
class Staff:
    studio: Studio
    painter: Painter
    enlarger: Exact
    face_restorer: Mender


def staff(side: int = 48) -> Staff:
    painter, enlarger, face_restorer = Painter(), Exact(side=side), Mender()

    class Fakes(Engines):
        upscaling = property(lambda _: made.enlarger)
        face_repair = property(lambda _: made.face_restorer)

        def of(self, recipe):
            return painter

    made = Staff(Studio(Fakes()), painter, enlarger, face_restorer)
    return made


def picture(layout: Layout = RGB8, width: int = 100, height: int = 80, seed: int = 0) -> Picture:
    coarse = np.random.default_rng(seed).random((9, 11, layout.channels), np.float32)
    values = 0.1 + 0.6 * resized(coarse, Size(width, height)).clip(0, 1)
    if layout.alpha:
        values[..., -1] = 1
    return Picture((values * layout.depth.maximum).astype(layout.depth.dtype), layout)


def whole(one: Picture, kind: Kind = Kind.UPSCALE) -> Document:
    selection, transparent = implied_selection(kind, one)
    return Document(one.size, Box.of(one.size), one, selection, transparent)


def selecting(one: Picture, box: Box, level: int = 255) -> Document:
    selection = np.zeros((one.size.height, one.size.width), np.uint8)
    selection[box.slices] = level
    return Document(one.size, Box.of(one.size), one, selection)


def with_face(one: Picture, x: int, y: int) -> Picture:
    pixels = one.pixels.copy()
    pixels[y : y + 8, x : x + 8, :3] = (int(one.layout.depth.maximum), 0, 0)
    return replace(one, pixels=pixels)


@pytest.mark.parametrize("layout", [RGB8, RGBA16], ids=str)
@pytest.mark.parametrize(
    ("asked", "size"),
    [
        (Upscale(), Size(400, 320)),
        (Upscale(factor=1.5), Size(150, 120)),
        (Upscale(width=333), Size(333, 266)),
        (Upscale(height=640), Size(800, 640)),
        (Upscale(width=201, height=160), Size(201, 160)),
    ],
)
def test_a_whole_picture_becomes_a_picture_apart(layout: Layout, asked: Upscale, size: Size):
    source = picture(layout)
    result = staff().studio.run(Recipe(kind=Kind.UPSCALE, upscale=asked), whole(source))
    layer = result.layer
    assert layer.position is Position.APART
    assert layer.box == Box.of(size)
    assert layer.picture.size == size
    assert layer.picture.layout == layout
    assert result.canvas == source.size
    told = result.to_dict()
    assert told["layer_position"] == "apart"
    assert (told["window"]["model_width"], told["window"]["model_height"]) == (
        size.width,
        size.height,
    )
    finished = flatten(source, layer, Sides())
    assert (finished.pixels == layer.picture.pixels).all()


def test_the_plan_says_what_the_run_does():
    made = staff()
    recipe = Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=3))
    plan = made.studio.plan(recipe, Size(1000, 800), Box(300, 200, 100, 50))
    assert plan.picture == Size(300, 150)
    assert plan.export == Box(236, 136, 228, 178)
    told = plan.to_dict()
    assert told["picture"] == {"width": 300, "height": 150}
    assert told["engine"] == "exact"
    assert plan.seconds > 0
    assert plan.memory >= made.enlarger.bytes_at_work
    fill = made.studio.plan(Recipe(), Size(100, 80), Box(3, 3, 9, 9)).to_dict()
    assert fill["picture"] is None


def test_only_a_selection_becomes_a_picture_of_its_own_and_its_shape_is_kept():
    source, box = picture(), Box(20, 10, 40, 30)
    made = staff().studio
    recipe = Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=2))
    square = made.run(recipe, selecting(source, box)).layer
    assert square.picture.size == Size(80, 60)
    assert not square.picture.layout.alpha
    full = made.run(recipe, whole(source)).layer.picture
    difference = square.picture.pixels.astype(int) - full.pixels[20:80, 40:120]
    assert np.abs(difference).max() <= 1  # where tiles of the whole fade over, rounded twice
    document = selecting(source, box)
    document.selection[10:25, 20:40] = 0
    cut = made.run(recipe, document).layer
    assert cut.picture.layout.alpha
    alpha = cut.picture.pixels[..., 3]
    assert (alpha[:26, :36] == 0).all()
    assert (alpha[34:, 44:] == 255).all()


def test_the_part_sent_is_enough():
    source = picture(width=400, height=300)
    recipe = Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=2))
    made = staff().studio
    box = Box(180, 140, 40, 30)
    export = made.plan(recipe, source.size, box).export
    everything = selecting(source, box)
    part = Document(
        source.size, export, source.cropped(export), everything.selection[export.slices]
    )
    assert (
        made.run(recipe, part).layer.picture.pixels
        == made.run(recipe, everything).layer.picture.pixels
    ).all()


@pytest.mark.parametrize("level", [255, 120])
def test_a_size_that_stays_is_a_layer_and_nothing_else_changes(level: int):
    source, box = picture(RGBA16), Box(20, 10, 40, 30)
    source.pixels[15:18, 22:26, 3] = 30_000
    source.pixels[20:23, 22:26, 3] = 0
    document = selecting(source, box, level)
    recipe = Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=1))
    layer = staff().studio.run(recipe, document).layer
    assert layer.position is Position.ABOVE
    assert layer.box == box
    opacity = layer.picture.pixels[..., 3]
    assert set(np.unique(opacity)) == {0, level * 257}
    assert (opacity[source.pixels[box.slices][..., 3] < 65535] == 0).all()
    flat = flatten(source, layer, Sides())
    untouched = (document.selection == 0) | (source.pixels[..., 3] < 65535)
    assert (flat.pixels[untouched] == source.pixels[untouched]).all()
    assert np.abs(flat.pixels.astype(int) - source.pixels).max() < 3000  # the fake blurs a little


@pytest.mark.parametrize("extend", [Sides(), Sides(left=10, bottom=7)])
def test_upscaling_may_be_the_last_step_of_any_recipe(extend: Sides):
    source, box = picture(), Box(30, 20, 30, 30)
    recipe = Recipe(
        kind=Kind.OUTPAINT if extend else Kind.INPAINT,
        extend=extend,
        diffusion=MODEL,
        harmonize=False,
    )
    made = staff()
    painted = made.studio.run(recipe, selecting(source, box))
    flat = flatten(source, painted.layer, extend)
    result = made.studio.run(replace(recipe, upscale=Upscale(factor=2)), selecting(source, box))
    assert result.layer.position is Position.APART
    assert result.layer.picture.size == Size(2 * flat.size.width, 2 * flat.size.height)
    alone = made.studio.run(Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=2)), whole(flat))
    assert (result.layer.picture.pixels == alone.layer.picture.pixels).all()
    assert {"paint", "enlarge"} <= set(result.timings)
    plan = made.studio.plan(replace(recipe, upscale=Upscale(factor=2)), source.size, box)
    assert plan.export == Box.of(source.size)
    assert plan.picture == result.layer.picture.size


def test_upscale_and_refine_is_tiled_painting_of_the_enlarged_picture():
    source = picture()
    recipe = Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=2), diffusion=MODEL, harmonize=False)
    made = staff()
    plan = made.studio.plan(recipe, source.size, Box.of(source.size))
    assert plan.after is not None
    assert plan.after.canvas == Size(200, 160)
    assert len(plan.after.passes) > 4
    assert plan.to_dict()["passes"] == 1 + len(plan.after.passes)
    told: list[float] = []
    watch = Watch(lambda fraction, text: told.append(fraction))
    result = made.studio.run(recipe, whole(source), watch)
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(made.painter.windows) == len(plan.after.passes)
    assert max(max(window) for window in made.painter.windows) <= 64
    assert result.layer.position is Position.APART
    large = made.studio.run(replace(recipe, diffusion=None), whole(source)).layer.picture
    again = made.studio.run(
        Recipe(kind=Kind.REFINE, diffusion=MODEL, harmonize=False), whole(large, Kind.REFINE)
    )
    assert (flatten(large, again.layer, Sides()).pixels == result.layer.picture.pixels).all()


def test_refining_an_enlarged_cut_out_keeps_its_alpha():
    source = picture(Layout(ColourModel.RGB, Depth.U8, True))
    source.pixels[:40, :50, 3] = 0
    source.pixels[40:44, :50, 3] = 100
    recipe = Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=2), harmonize=False)
    made = staff().studio
    large = made.run(recipe, whole(source)).layer.picture
    refined = made.run(replace(recipe, diffusion=MODEL), whole(source)).layer.picture
    assert (refined.pixels[..., 3] == large.pixels[..., 3]).all()
    opaque = large.pixels[..., 3] == 255
    assert (refined.pixels[opaque][:, :3] < large.pixels[opaque][:, :3]).mean() > 0.9


def test_faces_are_repaired_and_every_other_pixel_keeps_its_bytes():
    source = with_face(picture(RGBA16), 40, 30)
    source.pixels[30:32, 40:48, 3] = 1000
    result = staff().studio.run(Recipe(kind=Kind.FACES), whole(source, Kind.FACES))
    flat = flatten(source, result.layer, Sides())
    face = np.zeros((80, 100), bool)
    face[32:38, 40:48] = True  # two rows of it are half transparent
    assert (flat.pixels[~face] == source.pixels[~face]).all()
    assert (flat.pixels[face][:, :3] == (0, 0, 65535)).all()
    assert result.faces == (
        {"box": {"x": 40.0, "y": 32.0, "width": 8, "height": 8}, "mended": True},
    )
    assert result.layer.box == Box(40, 32, 8, 6)


def test_a_soft_selection_takes_so_much_of_the_repair():
    source = with_face(picture(), 40, 30)
    document = selecting(source, Box(36, 26, 20, 8), 51)
    result = staff().studio.run(Recipe(kind=Kind.FACES), document)
    flat = flatten(source, result.layer, Sides()).pixels
    assert (flat[30:34, 40:48] == (204, 0, 51)).all()
    assert (flat[34:38, 40:48] == (255, 0, 0)).all()


def test_no_face_is_a_result_too():
    source = picture()
    result = staff().studio.run(Recipe(kind=Kind.FACES), whole(source, Kind.FACES))
    assert result.faces == ()
    assert (flatten(source, result.layer, Sides()).pixels == source.pixels).all()
    assert (result.layer.picture.pixels[..., -1] == 0).all()


def test_faces_of_a_part_are_told_in_pixels_of_the_canvas():
    source = with_face(picture(width=600, height=500), 400, 300)
    made = staff().studio
    box = Box(395, 295, 20, 20)
    export = made.plan(Recipe(kind=Kind.FACES), source.size, box).export
    assert export != Box.of(source.size)
    part = Document(
        source.size,
        export,
        source.cropped(export),
        selecting(source, box).selection[export.slices],
    )
    found = made.run(Recipe(kind=Kind.FACES), part).faces
    assert found
    assert found[0]["box"] == {"x": 400.0, "y": 300.0, "width": 8, "height": 8}


def test_faces_after_painting_change_only_what_was_painted():
    source = with_face(with_face(picture(), 40, 30), 5, 5)
    document = selecting(source, Box(36, 26, 20, 8))
    recipe = Recipe(kind=Kind.INPAINT, diffusion=MODEL, harmonize=False)
    made = staff()
    plain = made.studio.run(recipe, document)
    result = made.studio.run(replace(recipe, faces=Faces(strength=0.5)), document)
    assert made.face_restorer.asked == [Faces(strength=0.5)]
    assert result.layer.box == plain.layer.box
    assert (result.layer.picture.pixels[..., 3] == plain.layer.picture.pixels[..., 3]).all()
    flat = flatten(source, result.layer, Sides()).pixels
    outside = document.selection == 0
    assert (flat[outside] == source.pixels[outside]).all()
    assert (flat[30:34, 40:48] == (0, 0, 255)).all()
    assert result.faces


def test_faces_may_follow_an_upscale():
    source = with_face(picture(), 40, 30)
    recipe = Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=2), faces=Faces())
    result = staff().studio.run(recipe, whole(source))
    assert result.layer.picture.size == Size(200, 160)
    blue = result.layer.picture.pixels[64:72, 84:92]
    assert (blue == (0, 0, 255)).all()
    assert result.faces


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        (Recipe(kind=Kind.UPSCALE, upscale=Upscale(width=50)), "times"),
        (Recipe(kind=Kind.UPSCALE, upscale=Upscale(width=801)), "times"),
        (Recipe(kind=Kind.UPSCALE, upscale=Upscale(width=200, height=200)), "stretch"),
        (Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=1), diffusion=MODEL), "use refine"),
        (Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=1), faces=Faces()), "use refine"),
        (Recipe(kind=Kind.REFINE, upscale=Upscale(factor=1), diffusion=MODEL), "above 1"),
    ],
)
def test_what_makes_no_sense_is_said_before_any_work(recipe: Recipe, words: str):
    made = staff()
    with pytest.raises(BadRecipe, match=words):
        made.studio.run(recipe, whole(picture()))
    assert not made.enlarger.seen
    assert not made.painter.windows


@pytest.mark.parametrize("kind", [Kind.UPSCALE, Kind.FACES])
def test_nothing_selected_is_said(kind: Kind):
    source = picture()
    with pytest.raises(BadSelection, match="Nothing is selected"):
        staff().studio.run(Recipe(kind=kind), selecting(source, Box(0, 0, 0, 0)))


def test_too_little_memory_is_said():
    made = staff()
    made.enlarger.fails_above = 1
    with pytest.raises(OutOfMemory):
        made.studio.run(Recipe(kind=Kind.UPSCALE), whole(picture()))


def test_the_studio_learns_the_pace():
    made = staff()
    recipe = Recipe(kind=Kind.UPSCALE)
    before = made.studio.plan(recipe, Size(100, 80), Box(0, 0, 100, 80)).seconds
    result = made.studio.run(recipe, whole(picture()))
    after = made.studio.plan(recipe, Size(100, 80), Box(0, 0, 100, 80)).seconds
    assert before == pytest.approx(0.128)
    # It knows the machine now; a busy one may have spent some of that time elsewhere.
    assert after < before / 2
    assert result.timings["enlarge"] / 3 < after < 3 * result.timings["enlarge"]


@pytest.mark.parametrize(
    ("recipe", "once"),
    [
        (Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=2)), (0, 1, 0)),
        (Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=2), faces=Faces()), (0, 1, 1)),
        (
            Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=2), faces=Faces(), diffusion=MODEL),
            (1, 1, 1),
        ),
        (
            Recipe(kind=Kind.REFINE, upscale=Upscale(factor=2), faces=Faces(), diffusion=MODEL),
            (1, 1, 1),
        ),
        (Recipe(kind=Kind.FACES), (0, 0, 1)),
    ],
)
def test_each_trade_is_prepared_once_for_a_run_whatever_follows_what(recipe, once):
    made = staff()
    made.studio.run(recipe, whole(picture(), recipe.kind))
    assert made.enlarger.seen or not once[1]
    crew = (made.painter, made.enlarger, made.face_restorer)
    assert tuple(one.prepared for one in crew) == once
