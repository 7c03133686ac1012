"""The chapter in fastai itself."""

import os
from pathlib import Path

from fastai.vision.all import (
    CategoryBlock, DataBlock, ImageBlock, Normalize, RandomSplitter, RegexLabeller, Resize, aug_transforms, error_rate,
    get_image_files, imagenet_stats, using_attr, vision_learner,
)

FOLDER = Path(os.environ.get("ONECYCLE_PHOTOS", Path(__file__).parents[3] / "shared/data/pets-sample/images"))


def chapter_learner(arch, times=1, **loaders):
    """A learner, untrained, in which each photograph counts `times` times."""
    pets = DataBlock(
        blocks=(ImageBlock, CategoryBlock),
        get_items=lambda folder: list(get_image_files(folder)) * times,
        splitter=RandomSplitter(seed=42),
        get_y=using_attr(RegexLabeller(r"(.+)_\d+.jpg$"), "name"),
        item_tfms=Resize(460),
        batch_tfms=[*aug_transforms(size=224, min_scale=0.75), Normalize.from_stats(*imagenet_stats)],
    )
    return vision_learner(pets.dataloaders(FOLDER, **loaders), arch, pretrained=False, metrics=error_rate)
