"""Op overhead: what one call of `add` on one-element tensors costs, in microseconds."""

import time

import torch
from side import serve

CALLS = 100_000
a, b = torch.ones(1), torch.ones(1)


def cost(call):
    start = time.perf_counter()
    for _ in range(CALLS):
        call()
    return (time.perf_counter() - start) / CALLS * 1e6


def measure():
    return {"value": cost(lambda: a.add(b)), "parts": {"add_ (no new tensor)": cost(lambda: a.add_(b))}}


serve(measure)
