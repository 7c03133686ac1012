"""One training step of ResNet-34 on 16 pictures of 224 px, PyTorch eager with its default settings, in milliseconds."""

import time

import torch
from side import serve
from torchvision.models import resnet34

torch.manual_seed(0)
model = resnet34(num_classes=37).train()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
images, labels = torch.randn(16, 3, 224, 224), torch.randint(37, (16,))


def step():
    loss = torch.nn.functional.cross_entropy(model(images), labels)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def measure():
    start = time.perf_counter()
    step()
    return {"value": (time.perf_counter() - start) * 1e3}


step()
serve(measure)
