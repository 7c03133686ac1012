// The memory of graphics processors: how much tensors take, how much their allocator keeps, and giving that back.
//
// From 2.9 on libtorch's allocators answer through an interface of c10 that needs no header of CUDA; before, CUDA's own
// allocator has to be asked, whose header includes the toolkit's. ONECYCLE_CUDA says that the libtorch found was built for CUDA.
#include <c10/core/Allocator.h>
#include <torch/csrc/api/include/torch/version.h>

#include "addon.h"

#define ONECYCLE_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

#if ONECYCLE_TORCH_AT_LEAST(2, 9)
#include <c10/core/CachingDeviceAllocator.h>
#elif defined(ONECYCLE_CUDA) && !defined(ONECYCLE_OTHER_CUDA) && __has_include(<cuda_runtime_api.h>)
#include <c10/core/DeviceGuard.h>
#include <c10/cuda/CUDACachingAllocator.h>
#define ONECYCLE_CUDA_ALLOCATOR
#endif

namespace onecycle {

namespace {

// Bytes in tensors, bytes held by the allocator, and the most that tensors ever took at once.
template <typename Stats>
Object described(napi_env env, const Stats& stats) {
  return Object(env)
      .set("allocated", stats.allocated_bytes[0].current)
      .set("reserved", stats.reserved_bytes[0].current)
      .set("peak", stats.allocated_bytes[0].peak);
}

#if ONECYCLE_TORCH_AT_LEAST(2, 9)

// Adds what is free on the device and what it has in all, where this libtorch, and its allocator, can tell.
template <typename Allocator>
auto addRoom(Object& memory, Allocator& allocator, c10::DeviceIndex device, int) -> decltype(allocator.getMemoryInfo(device), void()) {
  try {
    const auto [free, total] = allocator.getMemoryInfo(device);
    memory.set("free", static_cast<int64_t>(free)).set("total", static_cast<int64_t>(total));
  } catch (const c10::NotImplementedError&) {
  }
}
template <typename Allocator>
void addRoom(Object&, Allocator&, c10::DeviceIndex, long) {}

// CUDA's allocator, and ROCm's, which goes by its name; null before the first tensor there, and in builds for the CPU.
c10::DeviceAllocator* deviceAllocator() {
  auto* allocator = dynamic_cast<c10::DeviceAllocator*>(c10::GetAllocator(c10::DeviceType::CUDA));
  return allocator && allocator->initialized() ? allocator : nullptr;
}

#endif

// cudaMemory(device) → { allocated, reserved, peak, free?, total? } in bytes; null where nothing can be told
napi_value cudaMemory(Call& call) {
#if ONECYCLE_TORCH_AT_LEAST(2, 9)
  if (auto* allocator = deviceAllocator()) {
    const auto device = static_cast<c10::DeviceIndex>(call.int32(0));
    Object memory = described(call.env, allocator->getDeviceStats(device));
    addRoom(memory, *allocator, device, 0);
    return memory.value;
  }
#elif defined(ONECYCLE_CUDA_ALLOCATOR)
  const auto device = static_cast<c10::DeviceIndex>(call.int32(0));
  Object memory = described(call.env, c10::cuda::CUDACachingAllocator::getDeviceStats(device));
  // The largest block that could be had: from 0 on, what is free on the current device, or a larger one that the allocator holds.
  const c10::DeviceGuard on(c10::Device(c10::kCUDA, device));
  size_t free = 0;
  c10::cuda::CUDACachingAllocator::cacheInfo(device, &free);
  memory.set("free", static_cast<int64_t>(free));
  return memory.value;
#endif
  return null(call.env);
}

void cudaEmptyCache(Call& call) {
  refuseWhileCapturing(call, "it frees memory of the device");
#if ONECYCLE_TORCH_AT_LEAST(2, 9)
  if (auto* allocator = deviceAllocator()) allocator->emptyCache();
#elif defined(ONECYCLE_CUDA_ALLOCATOR)
  c10::cuda::CUDACachingAllocator::emptyCache();
#endif
}

}  // namespace

void defineDeviceMemory(napi_env env, napi_value exports) { ONECYCLE_DEFINE(cudaMemory, cudaEmptyCache); }

}  // namespace onecycle
