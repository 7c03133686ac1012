"""Op overhead: what one call of `add` on one-element tensors costs, in microseconds."""

import time

import torch
from side import serve

CALLS = 100_000
a, b = torch.ones(1), torch.ones(1)
leaf = torch.ones(1, requires_grad=True)


def cost(call):
    start = time.perf_counter()
    for _ in range(CALLS):
        call()
    return (time.perf_counter() - start) / CALLS * 1e6


def without_gradients():
    with torch.no_grad():
        return cost(lambda: a.add(b))


def forward():
    x = a
    for _ in range(1000):
        x = x.add(b)
    return x


def chained():
    start = time.perf_counter()
    for _ in range(CALLS // 1000):
        forward()
    return (time.perf_counter() - start) / CALLS * 1e6


def on_gpu():
    if not torch.cuda.is_available():
        return {}
    x, y = a.cuda(), b.cuda()
    weight = leaf.detach().cuda().requires_grad_()

    def idle(call):
        torch.cuda.synchronize()
        return cost(call)

    parts = {
        "add on a GPU": idle(lambda: x.add(y)),
        "add on a GPU with a gradient to record": idle(lambda: weight.add(y)),
        "isSameSize on a GPU": idle(lambda: x.is_same_size(y)),
    }
    torch.cuda.synchronize()
    return parts


def measure():
    return {
        "value": cost(lambda: a.add(b)),
        "parts": {
            "of it: call without kernel and result": cost(lambda: a.is_same_size(b)),
            "add_: call and kernel, no new tensor": cost(lambda: a.add_(b)),
            "add without gradients": without_gradients(),
            "add with a gradient to record": cost(lambda: leaf.add(b)),
            "add outside of a scope": cost(lambda: a.add(b)),
            "three results: native_layer_norm": cost(lambda: torch.native_layer_norm(a, [1], None, None, 1e-5)),
            "add, one after the other in a forward of 1,000": chained(),
            **on_gpu(),
        },
    }


serve(measure)
