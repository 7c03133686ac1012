"""One unfrozen epoch of the chapter in fastai itself, validation included, in seconds: ResNet-34, two workers, batches of 16."""

import resource
import time

from chapter_fastai import chapter_learner
from fastai.vision.all import resnet34
from side import serve

learn = chapter_learner(resnet34, bs=16, num_workers=2)
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
