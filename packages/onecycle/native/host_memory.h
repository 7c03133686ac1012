// Memory for tensors on the CPU that go on to a GPU.
#pragma once

#include <ATen/core/Tensor.h>

namespace onecycle {

// Uninitialized. Where it is to be pinned, copies to a GPU wait for nothing; where the system grants no such memory it is ordinary memory.
at::Tensor hostMemory(at::IntArrayRef shape, at::ScalarType type, bool pinned, at::MemoryFormat format = at::MemoryFormat::Contiguous);

}  // namespace onecycle
