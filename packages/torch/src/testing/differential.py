"""Writes operators with inputs, and what Python PyTorch answers: results and gradients.

    python3 differential.py --out fixtures/differential.json       the committed file: one small sample per operator
    python3 differential.py --all --out FILE                       many samples in several dtypes (npm run test:differential)

The inputs come from PyTorch's own test database (torch.testing, OpInfo); operators are called through `torch.ops.aten`, so that
arguments stand as in the schema. A float argument without a fraction is passed as an int on both sides: JavaScript has no other.
"""
import argparse, json, math, os, sys, types, unittest, warnings

stub = types.ModuleType("expecttest")  # PyTorch's test utilities import it; nothing here uses it
stub.TestCase, stub.ACCEPT = unittest.TestCase, False
sys.modules.setdefault("expecttest", stub)
warnings.filterwarnings("ignore")

import torch
from torch.testing._internal.common_methods_invocations import op_db

# Uninitialised, or about memory and not about numbers. The gradient of 1.13's as_strided_scatter reads memory that nobody wrote.
SKIPPED = {"multinomial", "as_strided_scatter", "empty", "empty_like", "new_empty", "new_empty_strided", "empty_strided", "resize_", "resize_as_", "to_sparse", "nonzero_static", "_to_copy"}


class Unsupported(Exception):
    pass


def normalise(value):
    """Arguments as JavaScript can pass them."""
    if isinstance(value, bool) or value is None or isinstance(value, (int, str, torch.Tensor, torch.dtype, torch.device, torch.memory_format, torch.layout)): return value
    if isinstance(value, float): return int(value) if value.is_integer() else value
    if isinstance(value, (list, tuple)): return [normalise(v) for v in value]
    raise Unsupported(type(value))


def number(v):
    if isinstance(v, complex): return [number(v.real), number(v.imag)]
    if isinstance(v, float):
        if math.isnan(v): return "nan"
        if math.isinf(v): return "inf" if v > 0 else "-inf"
    return v


def elements(t):
    t = t.detach().resolve_conj().resolve_neg()
    if t.is_complex(): t = torch.view_as_real(t)
    digits = 17 if t.dtype is torch.float64 else 9
    flat = (t.float() if t.dtype in (torch.float16, torch.bfloat16) else t).reshape(-1).tolist()
    return [number(float(f"{v:.{digits}g}")) if isinstance(v, float) else v for v in flat]


def encode(v, requires_grad=True):
    if isinstance(v, torch.Tensor):
        if v.layout is not torch.strided or v.is_quantized or v.dtype is torch.complex32: raise Unsupported("layout")
        return {"tensor": str(v.dtype)[6:], "shape": list(v.shape), "data": elements(v), **({"grad": True} if requires_grad and v.requires_grad else {})}
    if isinstance(v, torch.dtype): return str(v)[6:]
    if isinstance(v, torch.device): return str(v)
    if isinstance(v, torch.memory_format): return str(v)[6:].replace("_format", "")
    if isinstance(v, (list, tuple)): return [encode(x, requires_grad) for x in v]
    if isinstance(v, float): return {"number": number(v)}
    if isinstance(v, bool) or v is None or isinstance(v, (int, str)): return v
    raise Unsupported(type(v))


def tensors(v):
    if isinstance(v, torch.Tensor): yield v
    elif isinstance(v, (list, tuple)):
        for x in v: yield from tensors(x)


def fresh(v):
    """Inputs as the other side will make them: contiguous leaves of rounded values."""
    if isinstance(v, torch.Tensor):
        if v.layout is not torch.strided: raise Unsupported("layout")
        return v.detach().resolve_conj().resolve_neg().clone(memory_format=torch.contiguous_format).requires_grad_(v.requires_grad)
    return [fresh(x) for x in v] if isinstance(v, list) else v


def same(a, b):
    xs, ys = list(tensors(a)), list(tensors(b))
    return len(xs) == len(ys) and all(x.shape == y.shape and x.dtype == y.dtype and torch.allclose(x.detach().cdouble(), y.detach().cdouble(), 1e-6, 1e-7, True) for x, y in zip(xs, ys))


def grad_outputs(outs):
    """Weights without a pattern that sums to zero; the other side reads them from the file."""
    def weights(o):
        n = o.numel()
        w = torch.tensor([((7 * i) % 5 - 1.5) / 2 for i in range(n)], dtype=torch.float64)
        return (torch.complex(w, w.flip(0)) if o.is_complex() else w).to(o.dtype).reshape(o.shape)
    return [weights(o) for o in outs]


# Where the dispatcher's first overload is not the one that Python's function means.
MEANT = {"stft": torch.ops.aten.stft.center}


SEEDS = range(1, 13)


def call(op, args, kwargs, seed=0):
    torch.manual_seed(seed)
    return MEANT.get(op, getattr(torch.ops.aten, op))(*args, **kwargs)


def case(op, sample):
    args = [normalise(v) for v in (sample.input, *sample.args)]
    kwargs = {k: normalise(v) for k, v in sample.kwargs.items()}
    args, kwargs = [fresh(v) for v in args], {k: fresh(v) for k, v in kwargs.items()}
    encoded = {"op": op, "args": [encode(v) for v in args], **({"kwargs": {k: encode(v) for k, v in kwargs.items()}} if kwargs else {})}
    inplace = op.endswith("_")
    copies = [[fresh(v) for v in args] for _ in SEEDS]
    result = call(op, args, kwargs)
    # One draw of a coin may well agree with another.
    if not all(same(result, call(op, copy, kwargs, seed)) for copy, seed in zip(copies, SEEDS)): raise Unsupported("random")
    encoded["result"] = encode(result, False)
    inputs = [t for t in tensors([args, list(kwargs.values())]) if t.requires_grad]
    outs = [t for t in tensors(result) if t.requires_grad]
    if inputs and outs and not inplace:
        weights = grad_outputs(outs)
        try: grads = torch.autograd.grad(outs, inputs, weights, allow_unused=True)
        except (RuntimeError, NotImplementedError): return encoded
        encoded["gradOutputs"] = [encode(w) for w in weights]
        encoded["grads"] = [None if g is None else encode(g, False) for g in grads]
    return encoded


def size(v):
    return sum(t.numel() for t in tensors(v))


def aten_name(info):
    for name in (info.aten_name, info.name.replace("nn.functional.", ""), info.name.replace(".", "_"), info.name.replace("nn.functional.", "").replace(".", "_")):
        if hasattr(torch.ops.aten, name): return name
    return None


def shrunk(sample):
    """The corner of a large input, where it is the only tensor."""
    if isinstance(sample.input, torch.Tensor) and size(sample.input) > 32 and not size([*sample.args, *sample.kwargs.values()]):
        corner = sample.input.detach()[tuple(slice(0, 4) for _ in sample.input.shape)]
        sample.input = corner.requires_grad_(sample.input.requires_grad)
    return sample


def samples(info, dtype, limit):
    with_grad = info.supports_autograd and (dtype.is_floating_point or dtype.is_complex)
    try: found = list(info.sample_inputs("cpu", dtype, requires_grad=with_grad))
    except Exception: return []
    return [s for s in found if size([s.input, *s.args, *s.kwargs.values()]) <= limit]


def gather(everything):
    dtypes = [torch.float32, torch.int64, torch.bool, torch.complex64] + ([torch.float64, torch.bfloat16, torch.uint8] if everything else [])
    cases = {}
    for info in op_db:
        op = aten_name(info)
        if op is None or op in SKIPPED: continue
        for dtype in dtypes:
            if dtype not in info.supported_dtypes("cpu"): continue
            if not everything and cases.get(op): break
            torch.manual_seed(0)
            ordered = samples(info, dtype, 4000 if everything else 600)
            if not everything:
                ordered = [shrunk(s) for s in ordered]
                # The smallest that has something to compute.
                ordered.sort(key=lambda s: (size(s.input) < 2, size([s.input, *s.args, *s.kwargs.values()])))
            for name in (op, op + "_"):
                if name in SKIPPED or not hasattr(torch.ops.aten, name): continue
                taken = 0
                for sample in ordered:
                    if taken == (8 if everything else 1): break
                    if name.endswith("_") and isinstance(sample.input, torch.Tensor): sample.input.requires_grad_(False)
                    try: one = case(name, sample)
                    except (Unsupported, RuntimeError, TypeError, IndexError, ValueError, NotImplementedError): continue
                    if not everything and len(json.dumps(one)) > 6000: continue
                    cases.setdefault(name, []).append(one)
                    taken += 1
    return cases


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    cases = gather(options.all)
    with open(options.out, "w") as f:
        f.write('{"version": ' + json.dumps(torch.__version__) + ', "cases": [\n')
        f.write(",\n".join(json.dumps(c) for group in cases.values() for c in group) + "\n]}\n")
    print(f"{sum(map(len, cases.values()))} cases of {len(cases)} operators, {sum('grads' in c for g in cases.values() for c in g)} with gradients")
