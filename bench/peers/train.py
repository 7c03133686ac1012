"""One unfrozen epoch of the chapter as fastai runs it, validation included, in seconds: ResNet-34 with fastai's head and
AdamW under the 1cycle policy, data as in data.py (two workers), batches of 16."""

import math
import random
import re
import resource
import time

import torch
import torch.nn.functional as F
import torchvision
from data import BATCH, MEAN, SIZE, STD, Photos, augment, draw, presized, sample
from side import serve
from torch import nn


class Labelled(Photos):
    def __init__(self, chosen, train):
        super().__init__()
        names = [re.match(r"(.+)_\d+.jpg$", file.name)[1] for file in self.files]
        vocab = sorted(set(names))
        self.labels = [vocab.index(names[i]) for i in chosen]
        self.files = [self.files[i] for i in chosen]
        self.train = train

    def __getitem__(self, i):
        pcts = (random.random(), random.random()) if self.train else (0.5, 0.5)
        return presized(self.files[i], pcts), self.labels[i]


class ConcatPool(nn.Module):
    def forward(self, x):
        return torch.cat([F.adaptive_max_pool2d(x, 1), F.adaptive_avg_pool2d(x, 1)], 1)


def make_model():
    body = nn.Sequential(*list(torchvision.models.resnet34().children())[:-2])
    head = nn.Sequential(
        ConcatPool(), nn.Flatten(),
        nn.BatchNorm1d(1024), nn.Dropout(0.25), nn.Linear(1024, 512, bias=False), nn.ReLU(),
        nn.BatchNorm1d(512), nn.Dropout(0.5), nn.Linear(512, 37, bias=False),
    )
    return body, head


def validation_batch(batch):
    x = batch.float().div_(255)
    identity = torch.eye(2, 3).expand(len(x), 2, 3)
    x = sample(x, F.affine_grid(identity, (len(x), 3, SIZE, SIZE), align_corners=True))
    return (x - MEAN[:, None, None]) / STD[:, None, None]


def cosine(start, end, position):
    return start + (1 + math.cos(math.pi * (1 - position))) * (end - start) / 2


def one_cycle(start, middle, end, position, share=0.25):
    if position < share:
        return cosine(start, middle, position / share)
    return cosine(middle, end, (position - share) / (1 - share))


torch.manual_seed(42)
order = torch.randperm(len(Photos())).tolist()
cut = int(0.2 * len(order))
train = torch.utils.data.DataLoader(
    Labelled(order[cut:], True), batch_size=BATCH, shuffle=True, drop_last=True, num_workers=2
)
valid = torch.utils.data.DataLoader(Labelled(order[:cut], False), batch_size=BATCH, num_workers=2)
body, head = make_model()
model = nn.Sequential(body, head)
groups = [list(body[:6].parameters()), list(body[6:].parameters()), list(head.parameters())]
rates = [1e-6, 1e-5, 1e-4]
optimizer = torch.optim.AdamW(
    [{"params": group, "lr": rate} for group, rate in zip(groups, rates)], betas=(0.95, 0.99), eps=1e-5, weight_decay=0.01
)


def epoch():
    model.train()
    smooth = 0.0
    for i, (pictures, labels) in enumerate(train):
        position = i / len(train)
        for group, rate in zip(optimizer.param_groups, rates):
            group["lr"] = one_cycle(rate / 25, rate, rate / 1e5, position)
            group["betas"] = (one_cycle(0.95, 0.85, 0.95, position), 0.99)
        loss = F.cross_entropy(model(augment(pictures, draw(len(pictures)))), labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        smooth = smooth * 0.98 + 0.02 * loss.item()
    model.eval()
    wrong, total = 0, 0.0
    with torch.no_grad():
        for pictures, labels in valid:
            scores = model(validation_batch(pictures))
            total += F.cross_entropy(scores, labels, reduction="sum").item()
            wrong += (scores.argmax(1) != labels).sum().item()


def measure():
    start = time.perf_counter()
    epoch()
    seconds = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"value": seconds, "parts": {"peak memory, MB": (own + 2 * worker) / 1024}}


serve(measure)
