"""Inference of three ResNets on pictures of 224 px in batches of 1 and 32, PyTorch eager in evaluation mode, in images/s."""

import math
import time

import torch
from side import serve
from torchvision import models

networks = {name: getattr(models, name)().eval() for name in ["resnet18", "resnet34", "resnet50"]}
batches = [torch.randn(size, 3, 224, 224) for size in [1, 32]]


def rate(model, batch):
    with torch.no_grad():
        # The first call after another side's turn finds the caches taken and the threads asleep.
        model(batch)
        calls = max(1, 8 // len(batch))
        start = time.perf_counter()
        for _ in range(calls):
            model(batch)
    return calls * len(batch) / (time.perf_counter() - start)


def measure():
    parts = {f"{name}, batch {len(batch)}": rate(model, batch) for name, model in networks.items() for batch in batches}
    return {"value": math.exp(sum(map(math.log, parts.values())) / len(parts)), "parts": parts}


measure()
serve(measure)
