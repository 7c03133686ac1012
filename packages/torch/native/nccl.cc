// Process groups by NCCL: on NVIDIA's GPUs. Built where libtorch has it (ONECYCLE_NCCL) and NCCL's and CUDA's headers are there.
#include "distributed.h"

#ifdef ONECYCLE_C10D

#if defined(ONECYCLE_NCCL) && __has_include(<nccl.h>) && __has_include(<cuda.h>) && __has_include(<cublas_v2.h>) && \
    __has_include(<cusparse.h>) && __has_include(<cusolverDn.h>)
#define USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace onecycle {

#ifdef USE_C10D_NCCL

bool hasNccl() { return true; }

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

bool hasNccl() { return false; }

GroupPtr makeNccl(const StorePtr&, int, int, std::chrono::milliseconds) {
  throw ArgumentError("this build of the native part has no NCCL");
}

#endif

}  // namespace onecycle

#endif
