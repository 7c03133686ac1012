"""One unfrozen epoch of the chapter in fastai itself, validation included, in seconds: ResNet-34, two workers, batches of 16."""

import os
import resource
import time
from pathlib import Path

from fastai.vision.all import (
    CategoryBlock, DataBlock, ImageBlock, Normalize, RandomSplitter, RegexLabeller, Resize, aug_transforms, error_rate,
    get_image_files, imagenet_stats, resnet34, using_attr, vision_learner,
)
from side import serve

FOLDER = Path(os.environ.get("ONECYCLE_PHOTOS", Path(__file__).parents[3] / "shared/data/pets-sample/images"))

pets = DataBlock(
    blocks=(ImageBlock, CategoryBlock),
    get_items=get_image_files,
    splitter=RandomSplitter(seed=42),
    get_y=using_attr(RegexLabeller(r"(.+)_\d+.jpg$"), "name"),
    item_tfms=Resize(460),
    batch_tfms=[*aug_transforms(size=224, min_scale=0.75), Normalize.from_stats(*imagenet_stats)],
)
learn = vision_learner(pets.dataloaders(FOLDER, bs=16, num_workers=2), resnet34, pretrained=False, metrics=error_rate)
learn.unfreeze()


def measure():
    start = time.perf_counter()
    with learn.no_bar(), learn.no_logging():
        learn.fit_one_cycle(1, slice(1e-6, 1e-4))
    seconds = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"value": seconds, "parts": {"peak memory, MB": (own + 2 * worker) / 1024}}


serve(measure)
