"""Style-consistent filling of what is unknown."""

from __future__ import annotations

import cv2
import numpy as np

from ritocco.canvas import exemplar, montage
from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.poisson import membrane, solve
from ritocco.errors import BadSelection
from ritocco.watch import Watch


def pad(pixels: Floats, known: Flags, seed: int, watch: Watch) -> Floats:
    if not known.any():
        raise BadSelection("Everything is selected; content-aware fill needs some picture.")
    if known.all():
        return pixels.copy()
    pixels = np.where(known[..., None], pixels, np.float32(0)).astype(np.float32)
    levels = [(pixels, known)]
    while exemplar.target_count(levels[-1][1]) > 4500:
        levels.append(halved(*levels[-1]))
    base = len(levels) - 1
    while max(levels[-1][1].shape) > 16 and min(levels[-1][1].shape) > 8:
        levels.append(halved(*levels[-1]))
    s = exemplar.sketch(levels[base:], seed, watch.part(0, 0.4))
    if s is None:
        return membrane(pixels, known)
    small, small_known = levels[base]
    offsets = exemplar.offsets_of(s, small, small_known, watch)
    scene = montage.Scene.of(small, small_known)
    own = montage.departures(s.pixels, small, small_known, offsets)
    m = montage.assembled(scene, offsets, own, watch.part(0.4, 0.5))
    for k in range(base - 1, -1, -1):
        m = montage.carried_up(montage.Scene.of(*levels[k]), m, watch.part(0.5, 0.9))
    pad.debug = (s, m)
    return blended(pixels, known, m)


def halved(p, k):
    h,w=k.shape
    p=np.pad(p,((0,h%2),(0,w%2),(0,0)),mode='edge');k=np.pad(k,((0,h%2),(0,w%2)),mode='edge')
    kk=k[::2,::2]&k[1::2,::2]&k[::2,1::2]&k[1::2,1::2]
    q=(p[::2,::2]+p[1::2,::2]+p[::2,1::2]+p[1::2,1::2])/4
    return q*kk[...,None],kk


def blended(pixels: Floats, known: Flags, m: montage.Montage) -> Floats:
    copied = m.copied(pixels)
    right = copied[:, 1:] - copied[:, :-1]
    down = copied[1:] - copied[:-1]
    for grad, dy, dx in ((right, 0, 1), (down, 1, 0)):
        one = m.labels[: m.labels.shape[0] - dy, : m.labels.shape[1] - dx]
        two = m.labels[dy:, dx:]
        y, x = np.nonzero(one != two)
        total = np.zeros((len(y), 3), np.float32)
        count = np.zeros((len(y), 1), np.float32)
        for side in (one, two):
            lab = side[y, x]
            off = np.where(lab[:, None] < 0, 0, m.offsets[lab])
            py, px = y + off[:, 0], x + off[:, 1]
            qy, qx = py + dy, px + dx
            h, w = known.shape
            ok = (py >= 0) & (px >= 0) & (qy < h) & (qx < w) & (qy >= 0) & (qx >= 0) & (py < h) & (px < w)
            py, px, qy, qx = (np.where(ok, a, 0) for a in (py, px, qy, qx))
            ok &= known[py, px] & known[qy, qx]
            total += np.where(ok[:, None], pixels[qy, qx] - pixels[py, px], 0)
            count += ok[:, None]
        g = total / np.maximum(count, 1)
        jump = (copied[y + dy, x + dx] - copied[y, x]) - g
        field = np.zeros((*known.shape, 4), np.float32)
        field[y, x, :3] = jump
        field[y, x, 3] = 1
        field = cv2.GaussianBlur(field, (0, 0), 3)
        smooth = field[y, x, :3] / field[y, x, 3:]
        size = np.sqrt((smooth**2).sum(axis=1, keepdims=True))
        w = np.clip((size - 0.2) / (0.55 - 0.2), 0, 1)
        w = w * w * (3 - 2 * w)
        grad[y, x] = g + w * jump
    out = solve(pixels, known, right, down)
    return np.where(known[..., None], pixels, np.clip(out, 0, 1))
