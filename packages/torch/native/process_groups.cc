// c10d's process groups: processes that exchange tensors, in the same order in each.
#include "distributed.h"

#ifdef ONECYCLE_C10D

namespace onecycle {

namespace {

Distributed& distributed(Call& call) { return distributedOf(*call.addon); }

const GroupPtr& groupAt(Call& call) {
  refuseWhileCapturing(call, "it exchanges tensors with other processes");
  return distributed(call).groups.at(call.int32(0));
}

// makeGroup(backend, store, rank, size, timeout) → Promise of a number. Waits until all have come.
napi_value makeGroup(Call& call) {
  const std::string backend = call.string(0);
  auto make = backend == "gloo" ? makeGloo : backend == "nccl" ? makeNccl : nullptr;
  if (!make) throw ArgumentError("there is no backend '" + backend + "'");
  const StorePtr store = distributed(call).stores.at(call.int32(1));
  const int rank = call.int32(2), size = call.int32(3);
  const std::chrono::milliseconds timeout(call.int64(4));
  auto group = std::make_shared<GroupPtr>();
  return queueOnThread(
      call, [=] { *group = make(store, rank, size, timeout); },
      [=](Addon& addon) { return js(addon.env, distributedOf(addon).groups.add(std::move(*group))); });
}

// From 2.14 on groups count from the same number by themselves.
template <typename Group>
auto countFromOne(Group& group, int) -> decltype(group.setSequenceNumberForGroup()) { group.setSequenceNumberForGroup(); }
template <typename Group>
void countFromOne(Group&, long) {}

// startCounting(group) → Promise: all count their collectives from the same number, as PyTorch has it
napi_value startCounting(Call& call) {
  return queueOnThread(
      call, [group = groupAt(call)] { countFromOne(*group, 0); }, [env = call.env](Addon&) { return undefined(env); });
}

// destroyGroup(group) → Promise: its threads end when its work is done
napi_value destroyGroup(Call& call) {
  auto group = std::make_shared<GroupPtr>(distributed(call).groups.take(call.int32(0)));
  return queueOnThread(
      call, [group] { group->reset(); }, [env = call.env](Addon&) { return undefined(env); });
}

c10d::ReduceOp reductionOf(const std::string& name) {
  if (name == "sum") return c10d::ReduceOp::SUM;
  if (name == "product") return c10d::ReduceOp::PRODUCT;
  if (name == "min") return c10d::ReduceOp::MIN;
  if (name == "max") return c10d::ReduceOp::MAX;
  throw ArgumentError("a reduction is 'sum', 'product', 'min' or 'max', not '" + name + "'");
}

// allReduce(group, now, tensor, reduction): in place
napi_value allReduce(Call& call) {
  std::vector<at::Tensor> tensors{call.tensor(2)};
  c10d::AllreduceOptions options;
  options.reduceOp = reductionOf(call.string(3));
  return finish(call, {groupAt(call)->allreduce(tensors, options)}, call.boolean(1));
}

// broadcast(group, now, tensor, source): in place
napi_value broadcast(Call& call) {
  std::vector<at::Tensor> tensors{call.tensor(2)};
  c10d::BroadcastOptions options;
  options.rootRank = call.int64(3);
  return finish(call, {groupAt(call)->broadcast(tensors, options)}, call.boolean(1));
}

// allGather(group, now, outputs, input): into the outputs, one of each process
napi_value allGather(Call& call) {
  std::vector<std::vector<at::Tensor>> outputs{call.tensors(2)};
  std::vector<at::Tensor> inputs{call.tensor(3)};
  return finish(call, {groupAt(call)->allgather(outputs, inputs)}, call.boolean(1));
}

// reduceScatter(group, now, output, inputs, reduction): into the output
napi_value reduceScatter(Call& call) {
  std::vector<at::Tensor> outputs{call.tensor(2)};
  std::vector<std::vector<at::Tensor>> inputs{call.tensors(3)};
  c10d::ReduceScatterOptions options;
  options.reduceOp = reductionOf(call.string(4));
  return finish(call, {groupAt(call)->reduce_scatter(outputs, inputs, options)}, call.boolean(1));
}

// barrier(group, now)
napi_value barrier(Call& call) { return finish(call, {groupAt(call)->barrier()}, call.boolean(1)); }

// distributedBackends(): what this libtorch was built with
napi_value distributedBackends(Call& call) {
  std::vector<const char*> names{"gloo"};
  if (!ncclHindrance()) names.push_back("nccl");
  return arrayOf(call.env, names.size(), [&](size_t i) { return names[i]; });
}

// whyNoNccl() → why 'nccl' is not among them, or null
c10::optional<std::string> whyNoNccl(Call&) {
  if (const char* hindrance = ncclHindrance()) return std::string(hindrance);
  return c10::nullopt;
}

}  // namespace

napi_value finish(Call& call, std::vector<WorkPtr> works, bool now) {
  const auto wait = [works] {
    for (const WorkPtr& work : works) work->wait();
  };
  if (now) {
    wait();
    return undefined(call.env);
  }
  // On a GPU the wait of the other thread holds up that thread's stream only: the second one, ours.
  return queueOnThread(call, wait, [env = call.env, wait](Addon&) {
    wait();
    return undefined(env);
  });
}

void defineProcessGroups(napi_env env, napi_value exports) {
  ONECYCLE_DEFINE(makeGroup, startCounting, destroyGroup, allReduce, broadcast, allGather, reduceScatter, barrier, distributedBackends,
                  whyNoNccl);
}

}  // namespace onecycle

#else

namespace onecycle {
void defineProcessGroups(napi_env, napi_value) {}
}  // namespace onecycle

#endif
