// What the files of torch.distributed share. libtorch without c10d (USE_DISTRIBUTED=0) has none of it: ONECYCLE_C10D says whether
// the one at hand does.
#pragma once

#include "addon.h"

#ifdef ONECYCLE_C10D

#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#include <torch/csrc/distributed/c10d/Store.hpp>

#include <map>

namespace c10d {
class Reducer;
}

namespace onecycle {

// Things that JavaScript knows by number.
template <typename T>
class Numbered {
 public:
  explicit Numbered(const char* what) : what_(what) {}

  int32_t add(T thing) {
    things_.emplace(next_, std::move(thing));
    return next_++;
  }
  const T& at(int32_t number) const {
    const auto found = things_.find(number);
    if (found == things_.end()) throw ArgumentError(std::string(what_) + " was destroyed");
    return found->second;
  }
  T take(int32_t number) {
    T thing = at(number);
    things_.erase(number);
    return thing;
  }

 private:
  const char* what_;
  std::map<int32_t, T> things_;
  int32_t next_ = 0;
};

using StorePtr = c10::intrusive_ptr<c10d::Store>;
using GroupPtr = c10::intrusive_ptr<c10d::ProcessGroup>;
using WorkPtr = c10::intrusive_ptr<c10d::Work>;

struct Distributed {
  Numbered<StorePtr> stores{"the store"};
  Numbered<GroupPtr> groups{"the process group"};
  Numbered<std::shared_ptr<c10d::Reducer>> reducers{"the reducer"};
};

Distributed& distributedOf(Addon& addon);

// Waits for started work: here and now, or on a thread of its own, for which a promise is given.
napi_value finish(Call& call, std::vector<WorkPtr> works, bool now);

GroupPtr makeGloo(const StorePtr& store, int rank, int size, std::chrono::milliseconds timeout);
// Why there is no NCCL here, or null.
const char* ncclHindrance();
GroupPtr makeNccl(const StorePtr& store, int rank, int size, std::chrono::milliseconds timeout);

}  // namespace onecycle

#endif
