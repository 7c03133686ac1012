// Tensors as JavaScript holds them: making them from memory, looking into them, letting them go.
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <cstring>
#include <sstream>

#include "record.h"

namespace onecycle {

namespace {

struct Memory {
  void* data;
  size_t bytes;
};

Memory memoryOf(Call& call, size_t i) {
  napi_typedarray_type type;
  size_t length, offset;
  void* data;
  napi_value buffer;
  if (napi_get_typedarray_info(call.env, call.at(i), &type, &length, &data, &buffer, &offset) != napi_ok)
    throw ArgumentError("expected a typed array");
  size_t size = 1;
  switch (type) {
    case napi_int16_array: case napi_uint16_array: size = 2; break;
    case napi_int32_array: case napi_uint32_array: case napi_float32_array: size = 4; break;
    case napi_float64_array: case napi_bigint64_array: case napi_biguint64_array: size = 8; break;
    default: break;
  }
  return {data, length * size};
}

// fromMemory(typedArray, dtype, shape, pinned, owner) → id; the bytes are copied, into pinned memory where they go on to a GPU
int32_t fromMemory(Call& call) {
  const Memory memory = memoryOf(call, 0);
  const at::ScalarType dtype = dtypeOf(call.string(1));
  const std::vector<int64_t> shape = call.ints(2);
  int64_t numel = 1;
  for (int64_t size : shape) {
    if (size < 0) throw ArgumentError("a negative size in the shape");
    if (__builtin_mul_overflow(numel, size, &numel)) throw ArgumentError("the shape has too many elements");
  }
  if (static_cast<size_t>(numel) != memory.bytes / c10::elementSize(dtype) || memory.bytes % c10::elementSize(dtype))
    throw ArgumentError("the shape needs " + std::to_string(numel) + " elements of " + dtypeName(dtype) + ", the array has " +
                        std::to_string(memory.bytes) + " bytes");
  const bool pinned = call.boolean(3);
  // Pinning memory is among what spoils a capture.
  if (pinned) refuseWhileCapturing(call, "it sends numbers to the GPU");
  at::Tensor tensor = at::empty(shape, at::TensorOptions().dtype(dtype).pinned_memory(pinned));
  if (memory.bytes) std::memcpy(tensor.data_ptr(), memory.data, memory.bytes);
  if (call.addon->recording) call.addon->recording->constant(tensor);
  return newTensor(*call.addon, tensor, call.owner(4));
}

// view(id, pinned, most) → ArrayBuffer over the memory of a contiguous CPU tensor; it keeps that memory alive. Where it is to last,
// the memory is pinned: a tensor that grows would free it underneath, and Python's numpy() forbids that in the same way.
napi_value view(Call& call) {
  refuseUnrepeatable(call, "it reads values of tensors");
  const at::Tensor& tensor = call.tensor(0);
  TORCH_CHECK(tensor.device().is_cpu() && tensor.layout() == at::kStrided && tensor.is_contiguous(),
              "only a contiguous tensor on the CPU has a view");
  const size_t bytes = tensor.numel() * tensor.element_size();
  if (bytes > static_cast<size_t>(call.int64(2)))
    throw ArgumentError("it takes " + std::to_string(bytes) + " bytes, and an array of JavaScript has room for " +
                        std::to_string(call.int64(2)) + ": take a part of it, as x.narrow(0, start, length) does");
  napi_value buffer;
  if (bytes == 0) {
    void* data;
    check(call.env, napi_create_arraybuffer(call.env, 0, &data, &buffer));
    return buffer;
  }
  // The storage and not the tensor, which may be given another one.
  auto holder = std::make_unique<c10::Storage>(tensor.storage());
  if (call.boolean(1)) holder->unsafeGetStorageImpl()->set_resizable(false);
  // Where Node refuses (too many bytes) it may have ended the holder already: whose it is then cannot be told, so it is let go.
  c10::Storage* held = holder.release();
  check(call.env, napi_create_external_arraybuffer(
                      call.env, tensor.data_ptr(), bytes,
                      [](napi_env, void*, void* hint) { delete static_cast<c10::Storage*>(hint); }, held, &buffer));
  return buffer;
}

// alias(id, owner) → a second id for the same tensor
int32_t alias(Call& call) { return newTensor(*call.addon, call.tensor(0), call.owner(1)); }

void track(Call& call) {
  const int32_t id = call.int32(0);
  call.addon->tensors.get(id);
  call.addon->tensors.track(id, call.at(1));
}

// free(ids, count): the first of an Int32Array
void free(Call& call) {
  const Memory ids = memoryOf(call, 0);
  const int32_t count = call.int32(1);
  if (count < 0 || count * sizeof(int32_t) > ids.bytes) throw ArgumentError("fewer ids than said");
  for (int32_t i = 0; i < count; ++i) call.addon->tensors.free(static_cast<const int32_t*>(ids.data)[i]);
}

void sweep(Call& call) { call.addon->tensors.sweep(); }

napi_value memory(Call& call) {
  const auto& tensors = call.addon->tensors;
  return Object(call.env).set("tensors", tensors.count()).set("bytes", tensors.bytes()).value;
}

at::IntArrayRef shape(Call& call) { return call.tensor(0).sizes(); }
at::IntArrayRef strides(Call& call) { return call.tensor(0).strides(); }
int64_t ndim(Call& call) { return call.tensor(0).dim(); }
int64_t numel(Call& call) { return call.tensor(0).numel(); }
const char* dtype(Call& call) { return dtypeName(call.tensor(0).scalar_type()); }
std::string device(Call& call) { return call.tensor(0).device().str(); }

bool isContiguous(Call& call) {
  return call.tensor(0).is_contiguous(call.isNullish(1) ? at::MemoryFormat::Contiguous : memoryFormatOf(call.string(1)));
}

// layout(id) → 'Strided', 'Sparse', 'SparseCsr', …
std::string layout(Call& call) {
  std::ostringstream name;
  name << call.tensor(0).layout();
  return name.str();
}

// memoryFormat(id) → the format that its strides mean, as operators take it over from their inputs
const char* memoryFormat(Call& call) { return memoryFormatName(call.tensor(0).suggest_memory_format()); }

// item(id): number, bigint beyond 2^53, boolean
napi_value item(Call& call) {
  refuseUnrepeatable(call, "it reads a value of a tensor");
  const at::Tensor& tensor = call.tensor(0);
  TORCH_CHECK(tensor.numel() == 1, "item() needs a tensor with one element, this one has ", tensor.numel());
  const c10::Scalar scalar = tensor.item();
  if (scalar.isBoolean()) return js(call.env, scalar.toBool());
  if (scalar.isIntegral(false)) return js(call.env, scalar.toLong());
  TORCH_CHECK(!scalar.isComplex(), "a complex number has no JavaScript number; use real() and imag()");
  return js(call.env, scalar.toDouble());
}

}  // namespace

void defineTensors(napi_env env, napi_value exports) {
  ONECYCLE_DEFINE(fromMemory, view, alias, track, free, sweep, memory, shape, strides, ndim, numel, dtype, device, layout,
                  memoryFormat, isContiguous, item);
}

}  // namespace onecycle
