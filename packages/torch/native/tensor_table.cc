#include "tensor_table.h"

#include <algorithm>
#include <cstdlib>

#include "addon.h"

namespace onecycle {

int32_t TensorTable::add(at::Tensor tensor, napi_value owner) {
  int32_t id;
  if (free_.empty()) {
    id = static_cast<int32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    id = free_.back();
    free_.pop_back();
  }
  Slot& slot = slots_[id];
  slot.tensor = std::move(tensor);
  ++live_;
  if (owner)
    track(id, owner);
  else
    countAlone(slot);
  return id;
}

void TensorTable::track(int32_t id, napi_value owner) {
  Slot& slot = slots_[id];
  if (slot.owner) return;
  check(env_, napi_create_reference(env_, owner, 0, &slot.owner));
  bytes_ -= slot.bytes;
  slot.bytes = 0;
  join(slot);
  ++tracked_;
  report();
  // Many small tensors count too: a slot and a weak reference are memory as well.
  if (sinceSweep_ > kSweepBytes || tracked_ > 2 * trackedAtSweep_ + 20000) sweep();
}

// In a scope a view shares its memory with the tensor that it came from, its base. Only the first holder counts it, or the view
// once nothing else holds the base. That is quick, and good enough for what soon goes.
void TensorTable::countAlone(Slot& slot) {
  const at::Tensor& tensor = slot.tensor;
  if (!tensor.has_storage()) return;
  const size_t holders = tensor.storage().use_count();
  if (holders > 1 && !(holders == 2 && tensor.is_view() && tensor._base().use_count() == 1)) return;
  slot.bytes = tensor.storage().nbytes();
  bytes_ += slot.bytes;
}

// What lasts is counted once however many hold it, and as long as one of them does: a parameter is a second handle on the tensor
// that it was made of, which goes with its scope. As long as that one is there, too, the memory counts twice.
void TensorTable::join(Slot& slot) {
  if (!slot.tensor.has_storage()) return;
  slot.memory = slot.tensor.storage().unsafeGetStorageImpl();
  Share& share = shares_[slot.memory];
  if (share.holders++ > 0) return;
  share.bytes = slot.tensor.storage().nbytes();
  bytes_ += share.bytes;
  trackedBytes_ += share.bytes;
  sinceSweep_ += share.bytes;
}

void TensorTable::leave(Slot& slot) {
  if (!slot.memory) return;
  const auto found = shares_.find(slot.memory);
  slot.memory = nullptr;
  if (--found->second.holders > 0) return;
  bytes_ -= found->second.bytes;
  trackedBytes_ -= found->second.bytes;
  shares_.erase(found);
}

void TensorTable::recount(int32_t id) {
  Slot& slot = slots_[id];
  bytes_ -= slot.bytes;
  slot.bytes = 0;
  leave(slot);
  if (slot.owner)
    join(slot);
  else
    countAlone(slot);
}

const at::Tensor& TensorTable::get(int32_t id) const {
  if (id < 0 || id >= static_cast<int32_t>(slots_.size()) || !slots_[id].tensor.defined())
    throw ArgumentError("a tensor that was disposed; keep it with torch.keep(t), or return it from its scope");
  return slots_[id].tensor;
}

void TensorTable::free(int32_t id) {
  if (id < 0 || id >= static_cast<int32_t>(slots_.size())) return;
  Slot& slot = slots_[id];
  if (!slot.tensor.defined()) return;
  if (slot.owner) {
    napi_delete_reference(env_, slot.owner);
    slot.owner = nullptr;
    --tracked_;
  }
  leave(slot);
  bytes_ -= slot.bytes;
  --live_;
  slot.bytes = 0;
  slot.tensor = at::Tensor();
  free_.push_back(id);
}

void TensorTable::sweep() {
  const int64_t before = trackedBytes_;
  for (size_t id = 0; id < slots_.size(); ++id) {
    if (!slots_[id].owner) continue;
    napi_value owner = nullptr;
    napi_get_reference_value(env_, slots_[id].owner, &owner);
    if (!owner) free(static_cast<int32_t>(id));
  }
  // What lay there forgotten was part of the peaks, and is no part of what the program needs.
  for (int64_t* peak : {&peak_, &earlierPeak_}) *peak = std::max(*peak - (before - trackedBytes_), trackedBytes_);
  sincePeak_ += sinceSweep_;
  if (sincePeak_ > kPeakBytes) {
    earlierPeak_ = peak_;
    peak_ = trackedBytes_;
    sincePeak_ = 0;
  }
  sinceSweep_ = 0;
  trackedAtSweep_ = tracked_;
  report();
}

void TensorTable::report() {
  peak_ = std::max(peak_, trackedBytes_);
  const int64_t known = std::min(std::max(peak_, earlierPeak_), trackedBytes_ + kSlackBytes);
  if (std::abs(known - reported_) <= kReportBytes) return;
  int64_t ignored;
  napi_adjust_external_memory(env_, known - reported_, &ignored);
  reported_ = known;
}

}  // namespace onecycle
