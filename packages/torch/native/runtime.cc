// The machine: threads, devices, versions, and operators of other libraries.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <dlfcn.h>
#include <torch/csrc/api/include/torch/version.h>

#include "addon.h"

namespace onecycle {

namespace {

void setNumThreads(Call& call) {
  const int32_t threads = call.int32(0);
  if (threads < 1 || threads > 4096) throw ArgumentError("the number of threads is between 1 and 4096");
  at::set_num_threads(threads);
}

int32_t getNumThreads(Call&) { return at::get_num_threads(); }
const char* version(Call&) { return TORCH_VERSION; }
std::string config(Call&) { return at::show_config(); }

int32_t cudaDeviceCount(Call&) { return at::hasCUDA() ? at::detail::getCUDAHooks().getNumGPUs() : 0; }
bool hasMps(Call&) { return at::hasMPS(); }
void cudaSynchronize(Call& call) {
  refuseWhileCapturing(call, "it waits for the device");
  at::detail::getCUDAHooks().deviceSynchronize(call.int32(0));
}

// cpuEmptyCache(): gives memory that is kept for later tensors back to the system
void cpuEmptyCache(Call&) { releaseLargeBlocks(); }

// cpuHas(feature)
bool cpuHas(Call& call) {
  const std::string feature = call.string(0);
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (feature == "avx2") return __builtin_cpu_supports("avx2");
  if (feature == "avx512f") return __builtin_cpu_supports("avx512f");
  if (feature == "avx512_bf16" || feature == "amx_bf16") {
    unsigned eax = 7, ebx, ecx = feature == "amx_bf16" ? 0 : 1, edx;
    __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
    return feature == "amx_bf16" ? (edx >> 22) & 1 : (eax >> 5) & 1;
  }
#endif
  return false;
}

// loadLibrary(path, isGlobal): registers the operators of a library.
void loadLibrary(Call& call) {
  const std::string path = call.string(0);
  if (!dlopen(path.c_str(), RTLD_NOW | (call.boolean(1) ? RTLD_GLOBAL : RTLD_LOCAL))) throw ArgumentError(dlerror());
}

}  // namespace

void defineRuntime(napi_env env, napi_value exports) {
  ONECYCLE_DEFINE(setNumThreads, getNumThreads, version, config, cudaDeviceCount, hasMps, cudaSynchronize, cpuEmptyCache,
                  cpuHas, loadLibrary);
}

}  // namespace onecycle
