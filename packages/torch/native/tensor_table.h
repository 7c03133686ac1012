// The tensors that JavaScript holds: a table of slots, so that a tensor crosses the door as a small integer.
//
// V8 knows nothing of a tensor's memory, and finalizers do not run inside a synchronous loop. So each tensor that is
// not in a scope has a weak reference, and the table is swept for empty ones whenever new tensors have added
// kSweepBytes since the last sweep. V8 is told of their bytes, so that it collects in time, and of no others: a scope frees its
// tensors by itself, and a collection for each training step's activations would only keep the threads from the step.
// Nor is it told when tensors are disposed: what it hears is the most that there was lately, so that batches which come and
// go are no growth to it. Only what a sweep finds forgotten lowers that at once, and what is beyond it is new.
#pragma once

#include <node_api.h>

#include <ATen/core/Tensor.h>

#include <unordered_map>
#include <vector>

namespace onecycle {

class TensorTable {
 public:
  explicit TensorTable(napi_env env) : env_(env) {}

  // Adds a tensor. With `owner`, the slot is freed by a sweep once the owner is collected.
  int32_t add(at::Tensor tensor, napi_value owner);
  // Lets a sweep free the slot once `owner` is collected.
  void track(int32_t id, napi_value owner);
  const at::Tensor& get(int32_t id) const;  // throws for a disposed tensor
  void free(int32_t id);
  // After the tensor was given other memory.
  void recount(int32_t id);
  void sweep();

  int64_t count() const { return live_; }
  int64_t bytes() const { return bytes_; }

 private:
  static constexpr int64_t kSweepBytes = 32 << 20;
  static constexpr int64_t kReportBytes = 4 << 20;  // telling V8 costs more than an addition: do it in steps
  static constexpr int64_t kPeakBytes = 1 << 30;    // of new tensors, after which an earlier peak is forgotten
  static constexpr int64_t kSlackBytes = 128 << 20;  // how far what V8 knows may lie above what there is

  struct Slot {
    at::Tensor tensor;
    napi_ref owner = nullptr;
    int64_t bytes = 0;                            // that it counts by itself: slots of a scope
    const c10::StorageImpl* memory = nullptr;     // that it counts together with others: slots with an owner
  };

  // Memory that one slot with an owner brought, or several that share it.
  struct Share {
    int64_t holders = 0;
    int64_t bytes = 0;
  };

  void countAlone(Slot& slot);
  void join(Slot& slot);
  void leave(Slot& slot);
  void report();

  napi_env env_;
  std::vector<Slot> slots_;
  std::vector<int32_t> free_;
  std::unordered_map<const c10::StorageImpl*, Share> shares_;
  int64_t live_ = 0;
  int64_t bytes_ = 0;
  int64_t tracked_ = 0;  // slots with an owner
  int64_t trackedBytes_ = 0;
  int64_t trackedAtSweep_ = 0;
  int64_t sinceSweep_ = 0, sincePeak_ = 0;  // bytes of new tensors
  int64_t peak_ = 0, earlierPeak_ = 0;      // the most tracked bytes, in this period and the one before
  int64_t reported_ = 0;
};

}  // namespace onecycle
