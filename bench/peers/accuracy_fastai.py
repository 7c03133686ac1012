"""`fine_tune(3)` of fastai itself, in seconds, and the error rate after it, as means of seeds 1 to 5: ResNet-18 of the weights in
ONECYCLE_WEIGHTS, no worker processes, batches of 16."""

import os
import time
from pathlib import Path

import torchvision
from fastai.vision.all import (
    CategoryBlock, DataBlock, ImageBlock, RandomSplitter, RegexLabeller, Resize, aug_transforms, error_rate, get_image_files,
    imagenet_stats, set_seed, using_attr, vision_learner,
)
from fastai.vision.learner import _resnet_split, model_meta
from safetensors.torch import load_file
from side import serve

SHARED = Path(__file__).parents[3] / "shared"
FOLDER = Path(os.environ.get("ONECYCLE_PHOTOS", SHARED / "data/pets-sample/images"))
WEIGHTS = os.environ.get("ONECYCLE_WEIGHTS", SHARED / "weights/resnet18-imagenet-distilled.safetensors")
SEEDS = [1, 2, 3, 4, 5]


def pretrained(pretrained=False, weights=None):
    model = torchvision.models.resnet18()
    model.load_state_dict(load_file(WEIGHTS))
    return model


model_meta[pretrained] = {"cut": -2, "split": _resnet_split, "stats": imagenet_stats}


def fine_tune(seed):
    set_seed(seed)
    pets = DataBlock(
        blocks=(ImageBlock, CategoryBlock),
        get_items=lambda path: sorted(get_image_files(path)),
        splitter=RandomSplitter(seed=seed),
        get_y=using_attr(RegexLabeller(r"(.+)_\d+.jpg$"), "name"),
        item_tfms=Resize(460),
        batch_tfms=aug_transforms(size=224, min_scale=0.75),
    )
    learn = vision_learner(pets.dataloaders(FOLDER, bs=16, num_workers=0), pretrained, metrics=error_rate)
    start = time.perf_counter()
    with learn.no_bar(), learn.no_logging():
        learn.fine_tune(3)
    return time.perf_counter() - start, float(learn.recorder.values[-1][2])


def measure():
    runs = [fine_tune(seed) for seed in SEEDS]
    seconds, error = (sum(column) / len(runs) for column in zip(*runs))
    return {"value": seconds, "parts": {"error rate, %": 100 * error}}


serve(measure)
