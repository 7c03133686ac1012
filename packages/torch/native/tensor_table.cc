#include "tensor_table.h"

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
  // A view shares its memory with the tensor it came from; only the first holder counts it.
  slot.bytes = tensor.has_storage() && tensor.storage().use_count() == 1 ? tensor.storage().nbytes() : 0;
  slot.tensor = std::move(tensor);
  ++live_;
  bytes_ += slot.bytes;
  sinceSweep_ += slot.bytes;
  if (owner) track(id, owner);
  // Many small tensors count too: a slot and a weak reference are memory as well.
  if (sinceSweep_ > kSweepBytes || live_ > 2 * liveAtSweep_ + 20000) {
    report();
    sweep();
  } else if (bytes_ - reported_ > kReportBytes) {
    report();
  }
  return id;
}

void TensorTable::track(int32_t id, napi_value owner) {
  Slot& slot = slots_[id];
  if (!slot.owner) check(env_, napi_create_reference(env_, owner, 0, &slot.owner));
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
  }
  bytes_ -= slot.bytes;
  --live_;
  slot.bytes = 0;
  slot.tensor = at::Tensor();
  free_.push_back(id);
  if (reported_ - bytes_ > kReportBytes) report();
}

void TensorTable::sweep() {
  for (size_t id = 0; id < slots_.size(); ++id) {
    if (!slots_[id].owner) continue;
    napi_value owner = nullptr;
    napi_get_reference_value(env_, slots_[id].owner, &owner);
    if (!owner) free(static_cast<int32_t>(id));
  }
  sinceSweep_ = 0;
  liveAtSweep_ = live_;
}

void TensorTable::report() {
  int64_t ignored;
  napi_adjust_external_memory(env_, bytes_ - reported_, &ignored);
  reported_ = bytes_;
}

}  // namespace onecycle
