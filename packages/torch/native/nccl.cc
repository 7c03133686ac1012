// Process groups by NCCL: on NVIDIA's GPUs. Built where libtorch has it (ONECYCLE_NCCL) and NCCL's and CUDA's headers are there. Setup says
// ONECYCLE_NO_NCCL where they do not compile.
#include "distributed.h"

#ifdef ONECYCLE_C10D

#if defined(ONECYCLE_NCCL) && !defined(ONECYCLE_OTHER_CUDA) && !defined(ONECYCLE_NO_NCCL) && __has_include(<nccl.h>) && __has_include(<cuda.h>) && \
    __has_include(<cublas_v2.h>) && __has_include(<cusparse.h>) && __has_include(<cusolverDn.h>)
#define USE_C10D_NCCL
#include <torch/csrc/cuda/nccl.h>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace onecycle {

#ifdef USE_C10D_NCCL

// Options of a group hold NCCL's configuration, which grows from version to version.
const char* ncclHindrance() {
  constexpr uint64_t headers = (uint64_t{NCCL_MAJOR} << 16) | NCCL_MINOR;
  if (torch::cuda::nccl::version() >> 16 == headers) return nullptr;
  return "the native part was built with NCCL's headers of another version than this libtorch's: install those of its own, such as come with "
         "pip's torch, and run setup again";
}

GroupPtr makeNccl(const StorePtr& store, int rank, int size, std::chrono::milliseconds timeout) {
  using Group = c10d::ProcessGroup;
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = timeout;
  auto nccl = c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, size, options);
  auto group = c10::make_intrusive<Group>(store, rank, size);
  group->setDefaultBackend(Group::BackendType::NCCL);
  group->setBackend(c10::kCUDA, Group::BackendType::NCCL, nccl);
  return group;
}

#else

const char* ncclHindrance() {
#if !defined(ONECYCLE_CUDA)
  return "this libtorch was built without CUDA";
#elif !defined(ONECYCLE_NCCL)
  return "this libtorch was built without NCCL";
#elif defined(ONECYCLE_OTHER_CUDA)
  return "this libtorch " ONECYCLE_OTHER_CUDA ": install the CUDA toolkit of its own version, and run setup again";
#elif defined(ONECYCLE_NO_NCCL)
  return "NCCL's and CUDA's headers, as setup found them, do not go with this libtorch: it needs those of its own version, such as come with pip's "
         "torch; install them and run setup again";
#elif !__has_include(<nccl.h>)
  return "the native part was built without NCCL's headers (nccl.h): install NCCL's development files, or pip's torch, which brings them, and run "
         "setup again";
#else
  return "the native part was built without CUDA's headers (cuda.h, cublas_v2.h, cusparse.h, cusolverDn.h): install the CUDA toolkit, or pip's "
         "torch, which brings them, and run setup again";
#endif
}

GroupPtr makeNccl(const StorePtr&, int, int, std::chrono::milliseconds) { throw ArgumentError(ncclHindrance()); }

#endif

}  // namespace onecycle

#endif
