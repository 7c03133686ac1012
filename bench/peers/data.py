"""The chapter's data pipeline as fastai runs it, in images/s: two worker processes decode with Pillow and presize to
460 px; the main process makes floats of each batch, and rotates, zooms, warps, crops, lights and normalizes it.

`data.py check <plan.json> <out.npy>` runs the same functions with given draws instead, to compare numbers.
"""

import json
import math
import os
import random
import resource
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

SIZE, PRESIZE, BATCH = 224, 460, 16
MEAN, STD = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
FOLDER = Path(os.environ.get("ONECYCLE_PHOTOS", Path(__file__).parents[3] / "shared/data/pets-sample/images"))


def presized(file, pcts):
    picture = Image.open(file)
    picture.load()
    picture = picture.convert("RGB")
    width, height = picture.size
    side = min(width, height)
    left, top = int(pcts[0] * (width - side)), int(pcts[1] * (height - side))
    picture = picture.crop((left, top, left + side, top + side)).resize((PRESIZE, PRESIZE), Image.BILINEAR)
    return torch.from_numpy(np.array(picture)).permute(2, 0, 1).contiguous()


class Photos(torch.utils.data.Dataset):
    def __init__(self):
        self.files = sorted(FOLDER.glob("*.jpg"))

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        return presized(self.files[i], (random.random(), random.random()))


def masked(draws, p, neutral=0.0):
    return torch.where(torch.rand(len(draws)) < p, draws, torch.full_like(draws, neutral))


def uniform(n, low, high):
    return torch.empty(n).uniform_(low, high)


def affine(a, b, c, d, e, f):
    zero, one = torch.zeros_like(a), torch.ones_like(a)
    rows = [torch.stack(row, 1) for row in ((a, b, c), (d, e, f), (zero, zero, one))]
    return torch.stack(rows, 1)


def perspective(x, y):
    """Coefficients of the map under which the corners move by x and y."""
    source = torch.tensor([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]]).expand(len(x), 4, 2)
    corners = ((-1 - y, -1 - x), (-1 + y, 1 + x), (1 + y, -1 + x), (1 - y, 1 - x))
    target = torch.stack([torch.stack(corner) for corner in corners]).permute(2, 0, 1)
    zero, one = torch.zeros(len(x)), torch.ones(len(x))
    rows = []
    for i in range(4):
        (u, v), (sx, sy) = target[:, i].unbind(1), source[:, i].unbind(1)
        rows.append(torch.stack([u, v, one, zero, zero, zero, -sx * u, -sx * v]))
        rows.append(torch.stack([zero, zero, zero, u, v, one, -sy * u, -sy * v]))
    return torch.linalg.solve(torch.stack(rows).permute(2, 0, 1), source.reshape(-1, 8, 1))[..., 0]


def draw(n):
    """Everything random about a batch: matrices, perspective, crop, lighting."""
    zero, one = torch.zeros(n), torch.ones(n)
    mirrored = 1 - 2 * masked(torch.ones(n), 0.5)
    angle = masked(uniform(n, -10, 10), 0.75) * math.pi / 180
    zoom, x, y = 1 / masked(uniform(n, 1, 1.1), 0.75, 1.0), torch.rand(n), torch.rand(n)
    matrix = (
        affine(mirrored, zero, zero, zero, one, zero)
        @ affine(angle.cos(), angle.sin(), zero, -angle.sin(), angle.cos(), zero)
        @ affine(zoom, zero, (1 - zoom) * (2 * x - 1), zero, zoom, (1 - zoom) * (2 * y - 1))
    )
    warp = perspective(masked(uniform(n, -0.2, 0.2), 0.75), masked(uniform(n, -0.2, 0.2), 0.75))
    side = round(math.sqrt(random.uniform(0.75, 1) * PRESIZE * PRESIZE))
    crop = (random.randint(0, PRESIZE - side), random.randint(0, PRESIZE - side), side, side)
    brightness = masked(uniform(n, 0.4, 0.6), 0.75, 0.5)
    contrast = masked(torch.exp(uniform(n, math.log(0.8), -math.log(0.8))), 0.75, 1.0)
    return {"matrix": matrix[:, :2], "warp": warp, "crop": crop, "brightness": brightness, "contrast": contrast}


def sample(x, grid):
    extent = 2 / (grid.max() - grid.min()).item()
    shrink = min(x.shape[-2] / grid.shape[-2], x.shape[-1] / grid.shape[-1]) / 2
    if shrink > 1 and shrink > extent:
        x = F.interpolate(x, scale_factor=1 / shrink, mode="area", recompute_scale_factor=True)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode="reflection", align_corners=True)


def logit(x):
    x = x.clamp(1e-7, 1 - 1e-7)
    return -(1 / x - 1).log()


def augment(batch, draws):
    n = len(batch)
    x = batch.float().div_(255)
    grid = F.affine_grid(draws["matrix"], x.shape, align_corners=True)
    warp = torch.cat([draws["warp"], torch.ones(n, 1)], 1).view(n, 3, 3)
    points = grid.view(n, -1, 2) @ warp[..., :2].transpose(1, 2) + warp[..., 2].unsqueeze(1)
    x = sample(x, (points / points[..., 2:])[..., :2].view(grid.shape))
    top, left, height, width = draws["crop"]
    x = x[..., top : top + height, left : left + width]
    identity = torch.eye(2, 3).expand(n, 2, 3)
    x = sample(x, F.affine_grid(identity, (n, 3, SIZE, SIZE), align_corners=True))
    light = lambda values: values[:, None, None, None]
    x = torch.sigmoid(logit(x).add_(logit(light(draws["brightness"]))).mul_(light(draws["contrast"])))
    return (x - MEAN[:, None, None]) / STD[:, None, None]


def check(plan_file, out):
    plan = json.loads(Path(plan_file).read_text())
    batch = torch.stack([presized(file, (0.5, 0.5)) for file in plan["files"]])
    draws = {key: torch.tensor(value) for key, value in plan["draws"].items() if key != "crop"}
    np.save(out, augment(batch, {**draws, "crop": plan["draws"]["crop"]}).numpy())


def measure(loader):
    start, n = time.perf_counter(), 0
    for batch in loader:
        n += len(augment(batch, draw(len(batch))))
    seconds = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"value": n / seconds, "parts": {"peak memory with workers, MB": (own + 2 * worker) / 1024}}


if __name__ == "__main__":
    if sys.argv[1:2] == ["check"]:
        check(*sys.argv[2:])
    else:
        from side import serve

        loader = torch.utils.data.DataLoader(Photos(), batch_size=BATCH, shuffle=True, num_workers=2)
        serve(lambda: measure(loader))
