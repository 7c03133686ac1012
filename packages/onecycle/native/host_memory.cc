#include "host_memory.h"

#include <ATen/ops/empty.h>

namespace onecycle {

at::Tensor hostMemory(at::IntArrayRef shape, at::ScalarType type, bool pinned, at::MemoryFormat format) {
  const auto made = [&](bool isPinned) { return at::empty(shape, type, c10::nullopt, c10::nullopt, isPinned, format); };
  if (!pinned) return made(false);
  try {
    return made(true);
  } catch (const c10::Error&) {
    return made(false);
  }
}

}  // namespace onecycle
