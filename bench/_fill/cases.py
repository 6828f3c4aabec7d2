"""What is filled: pictures with what a person draws around in them, and sides they are grown by.

One table. A lasso is drawn in pixels of the picture reduced to `LONGEST`, with the few pixels of
slack a hand leaves, around the whole of the thing.
"""

from __future__ import annotations

from dataclasses import dataclass

from ritocco.geometry import Box, Sides

LONGEST = 640
"""Pixels of a picture's longest side, as the cases see it."""

NOT_GROWN = Sides()

Lasso = str
"""Corners of a closed outline, as "x,y x,y ..."."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to fill; `lassos` or `grown` says what.

    picture  name of the file, without its ending
    lassos   what is drawn around; all are filled together
    crop     the part of the reduced picture that is there; None: the whole
    grown    pixels by which the picture is made larger on its sides
    """

    name: str
    picture: str
    lassos: tuple[Lasso, ...] = ()
    crop: Box | None = None
    grown: Sides = NOT_GROWN


CASES = (
    # Things that stand before masonry, or are part of it.
    Case(
        "banner-in-masonry",
        "berlinCathedral",
        ("338,176 367,176 369,240 340,242",),
    ),
    Case(
        "box-before-arches",
        "colosseum",
        ("286,345 318,340 352,343 354,393 288,396",),
    ),
    Case(
        "window-in-masonry",
        "palaisdesPapes",
        ("213,182 252,182 252,228 213,230",),
    ),
    Case(
        "door-in-rock",
        "petra",
        ("275,325 322,325 326,414 275,416",),
    ),
    Case(
        "window-in-plaster",
        "rangGhar",
        ("284,168 305,163 330,170 330,248 284,250",),
    ),
    Case(
        "column-of-many",
        "lincolnMemorial",
        ("158,108 196,108 196,268 158,266",),
    ),
    Case(
        "bush-before-wall",
        "citedeCarcassonne",
        ("133,262 142,225 175,188 205,188 235,220 254,248 254,302 200,306 155,302",),
    ),
    Case(
        "wall-patch",
        "citedeCarcassonne",
        ("275,215 330,205 348,240 340,275 285,280",),
    ),
    Case(
        "tower-on-wall",
        "greatWallofChina",
        ("303,242 372,242 374,282 305,285",),
    ),
    Case(
        "stump-of-brick",
        "fortSumter",
        ("175,325 200,312 250,316 254,350 245,402 180,400",),
    ),
    # Poles and lamps.
    Case(
        "lamp-before-sky",
        "colosseum",
        ("590,66 592,30 605,8 640,2 640,22 625,22 618,35 618,66",),
    ),
    Case(
        "lamp-before-palace",
        "victoriaMemorial",
        ("396,145 408,139 421,144 424,160 415,170 420,282 402,282 403,170 396,160",),
    ),
    Case(
        "lamp-before-arcade",
        "mysorePalace",
        ("382,168 400,155 418,168 416,190 408,196 410,318 392,318 394,196 384,190",),
    ),
    Case(
        "lamp-before-church",
        "wormsCathedral",
        ("352,360 370,352 388,362 385,378 379,392 386,566 368,570 368,390 356,378",),
    ),
    Case(
        "pole-before-sky",
        "statueofLiberty",
        ("410,488 426,488 426,568 412,568",),
    ),
    # People.
    Case(
        "people-on-square",
        "palaisdesPapes",
        ("232,422 258,420 264,424 280,428 276,476 256,476 252,462 232,462",),
    ),
    Case(
        "person-on-road",
        "mysorePalace",
        ("84,300 104,296 112,330 110,361 88,361",),
    ),
    Case(
        "waiter-painted",
        "Van_Gogh_The_Night_Cafe",
        ("402,190 415,160 425,148 445,150 454,180 466,205 464,264 440,262 406,244 400,215",),
    ),
    # Before a blurred background.
    Case(
        "bird-before-blur",
        "kingfisher",
        (
            "232,95 236,55 260,34 300,30 330,42 345,62 370,66 406,92 402,103 352,101 354,150 "
            "335,200 312,235 316,270 262,278 240,296 232,325 205,318 195,265 174,260 176,225 "
            "192,140",
        ),
    ),
    Case(
        "owl-behind-branch",
        "owl",
        (
            "338,165 342,115 368,88 410,82 455,90 476,125 480,160 496,190 498,212 470,234 445,268 "
            "420,297 395,310 375,302 350,260 340,200",
            "420,350 440,328 470,297 490,274 500,254 510,270 514,350 502,385 480,404 425,408 "
            "414,392",
        ),
    ),
    Case(
        "pika-on-rock",
        "pika",
        (
            "345,45 365,40 412,43 426,35 448,50 450,100 458,150 460,200 452,234 420,237 340,242 "
            "300,252 272,250 278,212 310,203 308,150 330,120 325,85",
        ),
    ),
    Case(
        "tail-before-blur",
        "lemur",
        (
            "425,270 440,220 475,202 520,208 558,250 570,300 567,347 533,352 523,300 508,255 "
            "490,240 477,247 474,290 488,350 486,422 428,422 438,350 423,310",
        ),
    ),
    # Animals in what they live in.
    Case(
        "cow-far",
        "cow",
        ("158,140 170,110 200,106 272,110 274,140 267,174 158,182",),
    ),
    Case(
        "bison-half",
        "bison",
        ("562,175 600,168 640,162 640,308 615,308 588,302 590,262 558,247",),
    ),
    Case(
        "lemur-half",
        "lemur",
        (
            "150,0 187,0 197,70 228,78 265,90 258,122 228,152 218,180 224,232 215,252 194,242 "
            "190,212 182,268 140,272 95,266 35,272 0,277 0,226 30,226 33,160 68,108 120,92 164,88 "
            "155,40",
        ),
    ),
    Case(
        "hen-between-hens",
        "chicken",
        (
            "316,265 328,230 338,180 345,130 380,105 400,70 415,110 435,120 452,138 442,170 "
            "442,220 434,260 412,290 418,342 392,342 384,292 367,292 372,332 348,332 342,287",
        ),
    ),
    Case(
        "hen-by-path",
        "chicken",
        (
            "436,240 458,180 478,100 498,72 522,88 542,150 577,190 604,220 624,330 628,382 "
            "590,388 558,335 515,348 478,322 440,272",
        ),
    ),
    Case(
        "chameleon-in-leaves",
        "chameleon",
        (
            "113,80 130,68 197,72 228,103 262,132 330,142 400,147 428,160 438,138 472,138 488,168 "
            "517,160 522,133 553,150 543,217 500,228 478,217 478,260 503,320 543,430 548,479 "
            "517,479 488,420 447,320 425,289 362,294 348,317 337,364 288,369 272,344 190,373 "
            "177,320 207,290 222,240 220,207 178,172 137,127",
        ),
    ),
    Case(
        "crab-on-sand",
        "crab",
        (
            "28,265 40,210 98,155 103,128 160,116 230,126 240,100 265,80 320,76 387,84 414,108 "
            "430,126 515,116 557,128 614,190 614,242 570,245 558,277 530,296 470,252 435,302 "
            "395,306 385,288 345,288 300,288 255,306 222,297 208,240 155,265 110,227 80,234 "
            "50,270",
        ),
    ),
    Case(
        "moose-in-heath",
        "moose",
        (
            "76,397 78,350 110,308 180,293 268,283 268,250 288,217 208,217 173,187 153,145 168,93 "
            "189,93 224,135 255,140 270,145 312,168 340,170 363,163 332,105 380,86 408,96 416,120 "
            "468,55 487,58 492,85 517,75 518,105 482,157 432,192 393,202 424,260 453,320 448,362 "
            "410,360 330,375 240,390 150,402",
        ),
    ),
    Case(
        "panda-on-wall",
        "panda",
        (
            "128,100 143,93 165,107 200,68 240,43 290,28 342,43 392,78 442,107 493,148 534,200 "
            "534,262 514,322 504,352 420,373 340,382 250,368 183,364 183,290 163,252 143,222 "
            "138,150 126,130",
        ),
    ),
    Case(
        "bear-in-snow",
        "polar_bear",
        (
            "148,342 152,298 188,288 196,240 214,188 258,162 320,152 372,162 432,167 502,192 "
            "538,240 534,265 492,268 508,310 524,352 480,368 440,335 412,312 390,330 385,367 "
            "256,362 255,315 220,328 187,348",
        ),
    ),
    Case(
        "sheep-in-grass",
        "sheep",
        (
            "138,170 152,112 200,88 268,84 264,60 310,60 330,50 380,57 418,50 420,80 412,98 "
            "433,130 458,200 458,262 432,303 392,313 387,408 350,408 342,335 337,421 303,421 "
            "308,322 262,314 248,404 208,408 222,314 203,308 182,424 143,428 157,325 142,300 "
            "140,230",
        ),
    ),
    Case(
        "dragon-on-rock",
        "dragon",
        (
            "28,272 33,238 78,222 43,203 38,150 73,118 118,88 148,20 170,20 170,60 153,102 98,150 "
            "108,168 160,157 220,157 330,166 380,161 418,138 490,127 542,142 562,163 594,178 "
            "584,208 520,209 482,204 424,238 404,267 413,290 443,310 458,350 448,388 403,378 "
            "327,313 307,286 230,274 180,266 60,275",
        ),
    ),
    Case(
        "koala-in-fork",
        "koala",
        (
            "53,262 85,262 107,292 180,306 192,280 200,260 177,227 162,190 172,152 225,147 "
            "260,155 310,167 362,162 388,200 383,252 362,270 393,302 404,370 404,440 388,503 "
            "332,554 268,558 217,533 202,503 212,478 177,452 172,420 205,400 150,374 88,338 "
            "53,303",
        ),
    ),
    Case(
        "jaguar-of-two",
        "jaguar",
        (
            "318,150 338,113 375,108 433,148 433,175 472,188 513,218 534,260 534,300 518,348 "
            "465,356 430,344 402,352 388,302 368,284 343,252 328,232 293,232 298,188 322,178",
        ),
    ),
    # Before sky, sea and horizon.
    Case(
        "tower-before-sky",
        "eiffelTower",
        (
            "238,434 256,395 260,363 282,300 284,282 300,255 301,80 303,50 312,8 322,8 332,50 "
            "334,80 340,255 354,282 354,300 380,363 384,395 404,434 365,438 320,420 280,438",
        ),
    ),
    Case(
        "statue-before-sky",
        "statueofLiberty",
        (
            "198,45 203,25 222,25 225,60 228,88 240,92 252,82 282,86 285,122 279,145 302,163 "
            "318,163 315,222 304,232 304,335 310,347 198,347 202,330 219,300 215,200 207,150 "
            "207,100",
        ),
    ),
    Case(
        "minaret-in-arch",
        "qutubMinar",
        (
            "143,640 148,560 163,422 157,380 177,368 178,290 187,240 192,170 202,110 214,88 "
            "242,88 253,110 258,170 266,240 278,290 288,378 288,422 293,540 303,640",
        ),
    ),
    Case(
        "pyramid-on-horizon",
        "redPyramid",
        (
            "12,326 43,293 118,243 198,188 280,140 302,135 322,140 402,192 502,262 562,307 "
            "584,334 480,340 300,334 150,338 28,340",
        ),
    ),
    Case(
        "trees-painted",
        "VincentVanGoghBridge",
        (
            "76,230 86,140 100,110 112,148 116,110 130,74 144,90 154,180 160,250 152,290 110,288 "
            "80,287",
        ),
    ),
    Case(
        "boats-on-horizon",
        "fortSumter",
        (
            "366,36 390,36 392,60 364,60",
            "244,36 264,36 264,58 244,58",
            "500,40 520,40 520,58 500,58",
        ),
    ),
    Case(
        "whales-at-sea",
        "narwhal",
        (
            "13,152 60,148 150,150 170,133 215,132 262,148 300,138 380,135 450,146 540,163 "
            "600,148 637,163 637,188 540,188 520,212 432,228 468,250 442,265 328,265 268,243 "
            "212,238 212,203 178,183 120,173 18,165",
        ),
    ),
    Case(
        "clouds",
        "greatWallofChina",
        ("140,140 150,105 180,90 222,88 300,125 318,145 312,165 262,192 215,198 150,208 130,195",),
    ),
    # Large, before several things at once.
    Case(
        "monument-before-church",
        "wormsCathedral",
        (
            "73,637 73,500 108,490 113,440 125,316 140,316 144,440 200,418 254,412 266,490 "
            "299,500 299,635 170,639",
        ),
    ),
    # Pictures that are made larger.
    Case("arcade-goes-on", "chateaudeChenonceau", crop=Box(200, 0, 440, 480), grown=Sides(left=96)),
    Case("roof-goes-on", "lincolnMemorial", crop=Box(0, 0, 420, 342), grown=Sides(right=96)),
    Case("horizon-goes-on", "redPyramid", grown=Sides(right=128)),
    Case("sky-and-city-corner", "berlinCathedral", grown=Sides(left=96, top=96)),
    Case("sky-above", "greatWallofChina", grown=Sides(top=128)),
    Case("meadow-below", "cow", grown=Sides(bottom=128)),
    Case("blur-all-around", "owl", grown=Sides(left=64, right=64, top=64, bottom=64)),
    Case("hedge-goes-on", "victoriaMemorial", grown=Sides(right=160)),
    Case("fort-goes-on", "fortSumter", grown=Sides(left=96, right=96)),
    Case("hill-goes-on", "horse", grown=Sides(left=96, right=96)),
    Case("minaret-goes-up", "qutubMinar", crop=Box(0, 200, 427, 440), grown=Sides(top=96)),
)
