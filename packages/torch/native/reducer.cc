// c10d's Reducer: averages gradients over the processes of a group, bucket by bucket, while the backward pass goes on.
#include "distributed.h"

#ifdef ONECYCLE_C10D

#include <torch/csrc/distributed/c10d/reducer.hpp>

namespace onecycle {

namespace {

using Buckets = std::vector<std::vector<size_t>>;
using Names = std::unordered_map<size_t, std::string>;

Distributed& distributed(Call& call) { return distributedOf(*call.addon); }

// The constructor differs from version to version.
template <typename Reducer>
std::shared_ptr<Reducer> makeReducer(std::vector<at::Tensor> parameters, Buckets buckets, std::vector<size_t> limits,
                                     GroupPtr group, int64_t bytes, int64_t firstBytes, bool findUnused) {
  std::vector<bool> sparse(parameters.size(), false);
  using P = std::vector<at::Tensor>;
  using B = std::vector<bool>;
  using L = std::vector<int64_t>;
  if constexpr (std::is_constructible_v<Reducer, P, Buckets, std::vector<size_t>, GroupPtr, B, int64_t, bool, bool, Names, int64_t>)
    return std::make_shared<Reducer>(parameters, buckets, limits, group, sparse, bytes, findUnused, false, Names(), firstBytes);
  else if constexpr (std::is_constructible_v<Reducer, P, Buckets, GroupPtr, B, int64_t, bool, bool, Names, int64_t>)
    return std::make_shared<Reducer>(parameters, buckets, group, sparse, bytes, findUnused, false, Names(), firstBytes);
  else if constexpr (std::is_constructible_v<Reducer, P, Buckets, GroupPtr, B, int64_t, bool, bool, Names, int64_t, bool, bool>)
    return std::make_shared<Reducer>(parameters, buckets, group, sparse, bytes, findUnused, false, Names(), firstBytes, false,
                                     false);
  else
    return std::make_shared<Reducer>(parameters, buckets, group, sparse, bytes, findUnused, false, Names(), firstBytes, false,
                                     false, L());
}

constexpr size_t kBroadcastBytes = 250 * 1024 * 1024;  // as PyTorch's DistributedDataParallel

// createReducer(group, parameters, bytes in a bucket, bytes in the first one, findUnused, tensors of process 0 for all): as
// PyTorch's DistributedDataParallel does, so that a process in Python can be in the same group. All have the same parameters, or
// all but the first throw.
int32_t createReducer(Call& call) {
  const GroupPtr group = distributed(call).groups.at(call.int32(0));
  const std::vector<at::Tensor> parameters = call.tensors(1);
  const int64_t bytes = call.int64(2), firstBytes = call.int64(3);
  c10d::verify_params_across_processes(group, parameters, {});
  if (const auto broadcast = call.tensors(5); !broadcast.empty()) c10d::broadcast_coalesced(group, broadcast, kBroadcastBytes);
  auto [buckets, limits] = c10d::compute_bucket_assignment_by_size(
      parameters, {static_cast<size_t>(firstBytes), static_cast<size_t>(bytes)}, std::vector<bool>(parameters.size(), false));
  // Gradients come from the last layers first.
  std::reverse(buckets.begin(), buckets.end());
  std::reverse(limits.begin(), limits.end());
  return distributed(call).reducers.add(
      makeReducer<c10d::Reducer>(parameters, buckets, limits, group, bytes, firstBytes, call.boolean(4)));
}

// beforeForward(reducer): counts the step; after the first, buckets are put into the order in which gradients came
void beforeForward(Call& call) {
  const auto& reducer = distributed(call).reducers.at(call.int32(0));
  reducer->prepare_for_forward();
  reducer->rebuild_buckets();
}

// beforeBackward(reducer, outputs): the next backward pass exchanges its gradients. With outputs, parameters that took no part in
// them are not waited for.
void beforeBackward(Call& call) { distributed(call).reducers.at(call.int32(0))->prepare_for_backward(call.tensors(1)); }

void destroyReducer(Call& call) { distributed(call).reducers.take(call.int32(0)); }

// broadcastAll(group, tensors, source): many tensors, flattened into few messages
void broadcastAll(Call& call) {
  c10d::broadcast_coalesced(distributed(call).groups.at(call.int32(0)), call.tensors(1), kBroadcastBytes, call.int32(2));
}

}  // namespace

void defineReducer(napi_env env, napi_value exports) {
  ONECYCLE_DEFINE(createReducer, beforeForward, beforeBackward, destroyReducer, broadcastAll);
}

}  // namespace onecycle

#else

namespace onecycle {
void defineReducer(napi_env, napi_value) {}
}  // namespace onecycle

#endif
