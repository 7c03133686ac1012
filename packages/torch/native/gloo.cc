// Process groups by Gloo: on CPUs, over TCP.
#include "distributed.h"

#ifdef ONECYCLE_C10D

#define USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

namespace onecycle {

namespace {

// The network that GLOO_SOCKET_IFNAME names, else the one that this machine's name leads to.
template <typename Gloo>
auto deviceOf() {
  const char* interface = std::getenv("GLOO_SOCKET_IFNAME");
  return interface && *interface ? Gloo::createDeviceForInterface(interface) : Gloo::createDefaultDevice();
}

// libtorch 1.13 has groups that are a backend, later ones groups that have backends.
template <typename Group, typename Gloo>
c10::intrusive_ptr<Group> asGroup(const StorePtr& store, int rank, int size, c10::intrusive_ptr<Gloo> gloo) {
  if constexpr (std::is_base_of_v<Group, Gloo>) {
    return gloo;
  } else {
    c10::intrusive_ptr<Group> group;
    if constexpr (std::is_constructible_v<Group, StorePtr, int, int>) {
      group = c10::make_intrusive<Group>(store, rank, size);
      group->setDefaultBackend(Group::BackendType::GLOO);
    } else {
      group = c10::make_intrusive<Group>(store, rank, size, c10::make_intrusive<typename Group::Options>("gloo"));
    }
    group->setBackend(c10::kCPU, Group::BackendType::GLOO, gloo);
    return group;
  }
}

}  // namespace

GroupPtr makeGloo(const StorePtr& store, int rank, int size, std::chrono::milliseconds timeout) {
  auto options = c10d::ProcessGroupGloo::Options::create(timeout);
  options->devices.push_back(deviceOf<c10d::ProcessGroupGloo>());
  options->threads = 2;
  return asGroup<c10d::ProcessGroup>(store, rank, size,
                                     c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options));
}

}  // namespace onecycle

#endif
