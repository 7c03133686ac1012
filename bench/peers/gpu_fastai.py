"""Epochs of the chapter in fastai itself on a GPU, validation included, in seconds: batches of 64, to_fp16(), a worker a core.

The argument is an architecture and how many photographs there are at least: resnet34:7000.
"""

import os
import sys
import time

from chapter_fastai import chapter_learner
from fastai.vision.all import Callback, resnet34, resnet50
from side import serve

name, least = sys.argv[1].split(":")
arch = {"resnet34": resnet34, "resnet50": resnet50}[name]
learn = chapter_learner(arch, least=int(least), bs=64, num_workers=len(os.sched_getaffinity(0))).to_fp16()


class Clock(Callback):
    """How long the last epoch took."""

    def before_epoch(self):
        self.begun = time.perf_counter()

    def after_epoch(self):
        self.seconds = time.perf_counter() - self.begun


def seconds(fit):
    """Of the second epoch of a fit."""
    clock = Clock()
    with learn.no_bar(), learn.no_logging(), learn.added_cbs(clock):
        fit()
    return clock.seconds


def measure():
    learn.freeze()
    frozen = seconds(lambda: learn.fit_one_cycle(2, 1e-3))
    learn.unfreeze()
    value = seconds(lambda: learn.fit_one_cycle(2, slice(1e-6, 1e-4)))
    return {"value": value, "parts": {"frozen, s": frozen}}


serve(measure)
