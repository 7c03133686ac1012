"""The chapter in fastai itself."""

import os
from math import ceil
from pathlib import Path

from fastai.vision.all import (
    CategoryBlock, DataBlock, ImageBlock, Normalize, RandomSplitter, RegexLabeller, Resize, aug_transforms, error_rate,
    get_image_files, imagenet_stats, using_attr, vision_learner,
)

FOLDER = Path(os.environ.get("ONECYCLE_PHOTOS", Path(__file__).parents[3] / "shared/data/pets-sample/images"))


def photographs(folder, least):
    """Each so often that there are as many."""
    files = list(get_image_files(folder))
    return files * ceil(least / len(files))


def chapter_learner(arch, least=1, **loaders):
    """A learner, untrained, of at least so many photographs."""
    pets = DataBlock(
        blocks=(ImageBlock, CategoryBlock),
        get_items=lambda folder: photographs(folder, least),
        splitter=RandomSplitter(seed=42),
        get_y=using_attr(RegexLabeller(r"(.+)_\d+.jpg$"), "name"),
        item_tfms=Resize(460),
        batch_tfms=[*aug_transforms(size=224, min_scale=0.75), Normalize.from_stats(*imagenet_stats)],
    )
    return vision_learner(pets.dataloaders(FOLDER, **loaders), arch, pretrained=False, metrics=error_rate)
