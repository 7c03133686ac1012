// The machine: threads, devices, versions, and operators of other libraries.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <dlfcn.h>
#include <torch/csrc/api/include/torch/version.h>

#include "addon.h"

#if defined(ONECYCLE_CUDA) && __has_include(<cuda_runtime_api.h>)
#include <c10/cuda/CUDACachingAllocator.h>
#define ONECYCLE_CUDA_ALLOCATOR 1
#endif

namespace onecycle {

namespace {

napi_value setNumThreads(Call& call) {
  const int32_t threads = call.int32(0);
  if (threads < 1 || threads > 4096) throw ArgumentError("the number of threads is between 1 and 4096");
  at::set_num_threads(threads);
  return undefined(call.env);
}

napi_value getNumThreads(Call& call) { return js(call.env, int32_t(at::get_num_threads())); }
napi_value version(Call& call) { return js(call.env, std::string(TORCH_VERSION)); }
napi_value config(Call& call) { return js(call.env, at::show_config()); }

napi_value cudaDeviceCount(Call& call) {
  return js(call.env, int32_t(at::hasCUDA() ? at::detail::getCUDAHooks().getNumGPUs() : 0));
}

napi_value hasMps(Call& call) { return js(call.env, bool(at::hasMPS())); }

napi_value cudaSynchronize(Call& call) {
  at::detail::getCUDAHooks().deviceSynchronize(call.int32(0));
  return undefined(call.env);
}

// cudaMemory(device) → { allocated, reserved, peak } in bytes
napi_value cudaMemory(Call& call) {
#ifdef ONECYCLE_CUDA_ALLOCATOR
  const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(call.int32(0));
  napi_value result;
  check(call.env, napi_create_object(call.env, &result));
  setProperty(call.env, result, "allocated", js(call.env, stats.allocated_bytes[0].current));
  setProperty(call.env, result, "reserved", js(call.env, stats.reserved_bytes[0].current));
  setProperty(call.env, result, "peak", js(call.env, stats.allocated_bytes[0].peak));
  return result;
#else
  return null(call.env);
#endif
}

napi_value cudaEmptyCache(Call& call) {
#ifdef ONECYCLE_CUDA_ALLOCATOR
  c10::cuda::CUDACachingAllocator::emptyCache();
#endif
  return undefined(call.env);
}

// cpuEmptyCache(): gives memory that is kept for later tensors back to the system
napi_value cpuEmptyCache(Call& call) {
  releaseLargeBlocks();
  return undefined(call.env);
}

// cpuHas(feature)
napi_value cpuHas(Call& call) {
  const std::string feature = call.string(0);
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (feature == "avx2") return js(call.env, bool(__builtin_cpu_supports("avx2")));
  if (feature == "avx512f") return js(call.env, bool(__builtin_cpu_supports("avx512f")));
  if (feature == "avx512_bf16" || feature == "amx_bf16") {
    unsigned eax = 7, ebx, ecx = feature == "amx_bf16" ? 0 : 1, edx;
    __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
    return js(call.env, bool(feature == "amx_bf16" ? (edx >> 22) & 1 : (eax >> 5) & 1));
  }
#endif
  return js(call.env, false);
}

// loadLibrary(path): registers the operators of a library. Its symbols stay its own: with RTLD_GLOBAL the GLib that
// Debian's libtorch brings along would take the place of the one inside of sharp.
napi_value loadLibrary(Call& call) {
  const std::string path = call.string(0);
  if (!dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) throw ArgumentError(dlerror());
  return undefined(call.env);
}

}  // namespace

void defineRuntime(napi_env env, napi_value exports) {
  define<setNumThreads>(env, exports, "setNumThreads");
  define<getNumThreads>(env, exports, "getNumThreads");
  define<version>(env, exports, "version");
  define<config>(env, exports, "config");
  define<cudaDeviceCount>(env, exports, "cudaDeviceCount");
  define<hasMps>(env, exports, "hasMps");
  define<cudaSynchronize>(env, exports, "cudaSynchronize");
  define<cudaMemory>(env, exports, "cudaMemory");
  define<cudaEmptyCache>(env, exports, "cudaEmptyCache");
  define<cpuEmptyCache>(env, exports, "cpuEmptyCache");
  define<cpuHas>(env, exports, "cpuHas");
  define<loadLibrary>(env, exports, "loadLibrary");
}

}  // namespace onecycle
