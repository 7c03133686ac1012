// pip's nvidia-cuda-runtime, which pip's torch brings, has CUDA's headers but for those in `crt`: they are of the package nvidia-cuda-crt,
// which it does not bring. This one says which compilers NVIDIA's goes with; nothing of that is used here.
#pragma once
