"""Writes torchvision's ResNets as ONNX files into the folder that is given, for any number of pictures of 224 px."""

import os
import sys

import torch
from torchvision import models

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
for name in ["resnet18", "resnet34", "resnet50"]:
    path = os.path.join(folder, f"{name}.onnx")
    if not os.path.exists(path):
        batch = {"pictures": {0: "n"}, "scores": {0: "n"}}
        model = getattr(models, name)().eval()
        torch.onnx.export(
            model, torch.randn(1, 3, 224, 224), path, input_names=["pictures"], output_names=["scores"], dynamic_axes=batch
        )
