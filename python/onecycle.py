"""Opens classifiers that onecycle trained, in Python: as torchvision's or timm's model with fastai's head, weights and all.

    import onecycle

    pets = onecycle.load_classifier("pets.onecycle")
    logits = pets.model(pets.normalize(pictures))     # pictures: float [N, 3, height, width], 0 to 1
    print(pets.vocab[logits[0].argmax()])

The file holds numbers and descriptions, and no code: nothing of it is executed. Needs torch, safetensors, and torchvision or timm.
"""

import importlib
import json
from dataclasses import dataclass

import torch
from safetensors import safe_open
from torch import nn

__all__ = ["Classifier", "load_classifier"]

#: Where an exported file keeps the description of its learner.
_KEY = "onecycle.learner"


@dataclass
class Classifier:
    """An exported classifier."""

    #: From normalised pictures [N, 3, height, width] to logits [N, classes]; in evaluation mode.
    model: nn.Module
    #: Class names, in the order of the logits.
    vocab: list
    #: The architecture's name: `resnet34`.
    arch: str
    #: Of each channel, for pictures of 0 to 1; None where they are not normalised.
    mean: list | None
    std: list | None
    #: The transforms of single pictures and of batches, as the file describes them.
    transforms: dict

    def normalize(self, pictures):
        """Pictures of 0 to 1, as the model takes them."""
        if self.mean is None:
            return pictures
        statistic = lambda values: torch.tensor(values, dtype=pictures.dtype, device=pictures.device).view(1, -1, 1, 1)
        return (pictures - statistic(self.mean)) / statistic(self.std)


def load_classifier(path, library=None):
    """Opens a file that `learn.export` or `onecycle train` wrote.

    `library` says whose model it becomes, "torchvision" or "timm". By default torchvision's, where that is installed and has the
    architecture, else timm's.

    ValueError where it is none, or its model has no counterpart there: an architecture of your own, xresnet (fastai's)
    and mobilenet_v1 (Keras').
    """
    with safe_open(path, framework="pt") as file:
        description = json.loads((file.metadata() or {}).get(_KEY, "null"))
        if description is None:
            raise ValueError(f"{path} is no learner that onecycle exported: weights alone are read with safetensors.torch.load_file")
        state = {name: file.get_tensor(name) for name in file.keys()}
    made = description["architecture"]
    if made is None or made["type"] != "VisionModel":
        raise ValueError(
            f"{path} holds a {description['modelName']}, a model of its author's own: build it yourself, and load its weights with "
            "safetensors.torch.load_file"
        )
    body, rename = _body(made["arch"], made["options"], library)
    model = _model(body, made["arch"], made["nOut"], made["options"])
    model.load_state_dict(dict(rename(name, value) for name, value in state.items()))
    data = description["dls"]
    normalize = next((t for t in data["afterBatch"]["transforms"] if t["type"] == "Normalize"), {})
    return Classifier(
        model.eval(),
        _vocab(data["dsets"]),
        made["arch"],
        normalize.get("mean"),
        normalize.get("std"),
        {"afterItem": data["afterItem"], "afterBatch": data["afterBatch"]},
    )


def _vocab(datasets):
    targets = datasets["parts"][datasets["nInp"] :]
    return next((t["vocab"] for part in targets for t in part["pipeline"]["transforms"] if "vocab" in t), [])


# Bodies: what transfer learning keeps of a network, cut off as onecycle and fastai do.

_RESNETS = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"]


def _torchvision_body(arch, options):
    """torchvision's body, and what makes its names of ours; None where there is none."""
    models = importlib.import_module("torchvision.models")
    if arch in _RESNETS:
        return _cut_resnet(getattr(models, arch)(weights=None), options), _same
    if arch == "mobilenet_v2":
        return models.mobilenet_v2(weights=None).features, _same
    if arch == "convnext_tiny" and hasattr(models, arch):
        return models.convnext_tiny(weights=None).features, _torchvision_convnext
    if arch == "vit_small_patch16_224" and hasattr(models, "VisionTransformer"):
        body = models.VisionTransformer(224, 16, 12, 6, 384, 4 * 384)
        body.heads = nn.Identity()
        return body, _torchvision_vit
    return None


def _timm_body(arch, options):
    """timm's, likewise."""
    timm = importlib.import_module("timm")
    if arch in _RESNETS:
        return _cut_resnet(timm.create_model(arch), options), _same
    if arch == "convnext_tiny":
        whole = timm.create_model(arch)
        return nn.Sequential(whole.stem, whole.stages), _same
    if arch == "vit_small_patch16_224":
        return timm.create_model(arch, num_classes=0), _same
    return None


_LIBRARIES = {"torchvision": _torchvision_body, "timm": _timm_body}


def _cut_resnet(whole, options):
    cut = options.get("cut")
    return nn.Sequential(*list(whole.children())[: -2 if cut is None else cut])


def _body(arch, options, library):
    """A body with random weights, and what makes its names of ours."""
    if library is not None and library not in _LIBRARIES:
        raise ValueError(f"library is one of {', '.join(_LIBRARIES)}, not {library!r}")
    if options.get("cut") is not None and arch not in _RESNETS:
        raise ValueError(f"{arch} was cut at its layer {options['cut']}, which others count in another way")
    missing, lacking = [], []
    for name in [library] if library else _LIBRARIES:
        try:
            found = _LIBRARIES[name](arch, options)
        except ModuleNotFoundError as error:
            missing.append(str(error))
            continue
        if found is not None:
            return found
        lacking.append(name)
    if not lacking:
        raise ModuleNotFoundError(f"neither torchvision nor timm can be imported: {'; '.join(missing)}")
    known = ", ".join([*_RESNETS, "mobilenet_v2 (torchvision)", "convnext_tiny", "vit_small_patch16_224"])
    raise ValueError(f"{arch} is not in {' nor in '.join(lacking)}; there are {known}")


def _model(body, arch, n_out, options):
    n_in = options.get("nIn", 3)
    if n_in != 3:
        _replace_first(body, n_in)
    with torch.no_grad():
        features = body.eval()(torch.zeros(1, n_in, 224, 224)).shape[1]
    return nn.Sequential(body, _head(features, n_out, {"pool": not arch.startswith("vit_"), **options}))


def _replace_first(body, n_in):
    """Gives the first convolution so many input channels."""
    path, first = next((name, module) for name, module in body.named_modules() if isinstance(module, nn.Conv2d))
    *parents, last = path.split(".")
    fresh = nn.Conv2d(n_in, first.out_channels, first.kernel_size, first.stride, first.padding, bias=first.bias is not None)
    setattr(body.get_submodule(".".join(parents)), last, fresh)


# fastai's head.


class AdaptiveConcatPool2d(nn.Module):
    """The maxima of each channel, then the means."""

    def forward(self, x):
        return torch.cat([nn.functional.adaptive_max_pool2d(x, 1), nn.functional.adaptive_avg_pool2d(x, 1)], 1)


class SigmoidRange(nn.Module):
    """A sigmoid stretched to [low, high]."""

    def __init__(self, low, high):
        super().__init__()
        self.low, self.high = low, high

    def forward(self, x):
        return torch.sigmoid(x) * (self.high - self.low) + self.low


def _head(features, n_out, options):
    """As fastai's `create_head` builds it."""
    widths = options.get("linFtrs", [512])
    concat, pool, lin_first = (options.get(name, usual) for name, usual in [("concatPool", True), ("pool", True), ("linFirst", False)])
    sizes = [2 * features if pool and concat else features, *widths, n_out]
    rates = options.get("ps", 0.5)
    rates = [rates] if isinstance(rates, (int, float)) else list(rates)
    if len(rates) == 1:
        rates = [rates[0] / 2] * (len(sizes) - 2) + rates
    layers = [AdaptiveConcatPool2d() if concat else nn.AdaptiveAvgPool2d(1), nn.Flatten()] if pool else []
    if lin_first:
        layers.append(nn.Dropout(rates.pop(0)))
    for i, rate in enumerate(rates):
        norm = i > 0 or options.get("firstBn", True)
        linear = [nn.Linear(sizes[i], sizes[i + 1], bias=not norm)] + ([nn.ReLU(inplace=True)] if i < len(widths) else [])
        others = ([nn.BatchNorm1d(sizes[i + 1] if lin_first else sizes[i])] if norm else []) + ([nn.Dropout(rate)] if rate else [])
        layers += linear + others if lin_first else others + linear
    if lin_first:
        layers.append(nn.Linear(sizes[-2], n_out))
    if options.get("bnFinal"):
        layers.append(nn.BatchNorm1d(n_out, momentum=0.01))
    if options.get("yRange"):
        layers.append(SigmoidRange(*options["yRange"]))
    return nn.Sequential(*layers)


# Names: onecycle has torchvision's for ResNets and MobileNetV2, timm's for the others.


def _same(name, value):
    return name, value


def _torchvision_convnext(name, value):
    side, place, *rest = name.split(".")
    if side != "0":
        return name, value
    if place == "0":
        return ".".join(["0.0", *rest]), value
    stage, part, index, *rest = rest
    if part == "downsample":
        return ".".join(["0", str(2 * int(stage)), index, *rest]), value
    block = f"0.{2 * int(stage) + 1}.{index}"
    layer = ".".join(rest)
    if layer == "gamma":
        return f"{block}.layer_scale", value.view(-1, 1, 1)
    for ours, theirs in [("conv_dw", "block.0"), ("norm", "block.2"), ("mlp.fc1", "block.3"), ("mlp.fc2", "block.5")]:
        if layer.startswith(f"{ours}."):
            return f"{block}.{theirs}{layer[len(ours):]}", value
    raise ValueError(f"convnext_tiny has no layer {name}")


def _torchvision_vit(name, value):
    if not name.startswith("0."):
        return name, value
    for ours, theirs in [
        ("cls_token", "class_token"),
        ("patch_embed.proj", "conv_proj"),
        ("pos_embed", "encoder.pos_embedding"),
        ("blocks.", "encoder.layers.encoder_layer_"),
        ("attn.qkv.", "self_attention.in_proj_"),
        ("attn.proj", "self_attention.out_proj"),
        ("norm1", "ln_1"),
        ("norm2", "ln_2"),
        ("mlp.fc1", "mlp.0"),
        ("mlp.fc2", "mlp.3"),
        ("0.norm.", "0.encoder.ln."),
    ]:
        name = name.replace(ours, theirs)
    return name, value
