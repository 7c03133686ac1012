// Tensors as JavaScript holds them: making them from memory, looking into them, letting them go.
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <cstring>
#include <sstream>

#include "addon.h"

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

// fromMemory(typedArray, dtype, shape, owner) → id; the bytes are copied
napi_value fromMemory(Call& call) {
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
  at::Tensor tensor = at::empty(shape, at::TensorOptions().dtype(dtype));
  if (memory.bytes) std::memcpy(tensor.data_ptr(), memory.data, memory.bytes);
  return newTensor(*call.addon, tensor, call.isNullish(3) ? nullptr : call.at(3));
}

// view(id, pinned) → ArrayBuffer over the memory of a contiguous CPU tensor; it keeps that memory alive. Where it is to last,
// the memory is pinned: a tensor that grows would free it underneath, and Python's numpy() forbids that in the same way.
napi_value view(Call& call) {
  const at::Tensor& tensor = call.tensor(0);
  TORCH_CHECK(tensor.device().is_cpu() && tensor.layout() == at::kStrided && tensor.is_contiguous(),
              "only a contiguous tensor on the CPU has a view");
  const size_t bytes = tensor.numel() * tensor.element_size();
  napi_value buffer;
  if (bytes == 0) {
    void* data;
    check(call.env, napi_create_arraybuffer(call.env, 0, &data, &buffer));
    return buffer;
  }
  // The storage and not the tensor, which may be given another one.
  auto holder = std::make_unique<c10::Storage>(tensor.storage());
  if (call.boolean(1)) holder->unsafeGetStorageImpl()->set_resizable(false);
  check(call.env, napi_create_external_arraybuffer(
                      call.env, tensor.data_ptr(), bytes,
                      [](napi_env, void*, void* hint) { delete static_cast<c10::Storage*>(hint); }, holder.get(), &buffer));
  holder.release();
  return buffer;
}

// alias(id, owner) → a second id for the same tensor
napi_value alias(Call& call) { return newTensor(*call.addon, call.tensor(0), call.isNullish(1) ? nullptr : call.at(1)); }

napi_value track(Call& call) {
  const int32_t id = call.int32(0);
  call.addon->tensors.get(id);
  call.addon->tensors.track(id, call.at(1));
  return undefined(call.env);
}

// free(ids)
napi_value free(Call& call) {
  uint32_t length;
  if (napi_get_array_length(call.env, call.at(0), &length) != napi_ok) throw ArgumentError("expected an array of ids");
  for (uint32_t i = 0; i < length; ++i) {
    napi_value item;
    int32_t id;
    check(call.env, napi_get_element(call.env, call.at(0), i, &item));
    check(call.env, napi_get_value_int32(call.env, item, &id));
    call.addon->tensors.free(id);
  }
  return undefined(call.env);
}

napi_value sweep(Call& call) {
  call.addon->tensors.sweep();
  return undefined(call.env);
}

napi_value memory(Call& call) {
  napi_value result;
  check(call.env, napi_create_object(call.env, &result));
  setProperty(call.env, result, "tensors", js(call.env, call.addon->tensors.count()));
  setProperty(call.env, result, "bytes", js(call.env, call.addon->tensors.bytes()));
  return result;
}

napi_value shape(Call& call) { return js(call.env, call.tensor(0).sizes()); }
napi_value strides(Call& call) { return js(call.env, call.tensor(0).strides()); }
napi_value ndim(Call& call) { return js(call.env, call.tensor(0).dim()); }
napi_value numel(Call& call) { return js(call.env, call.tensor(0).numel()); }
napi_value dtype(Call& call) { return js(call.env, std::string(dtypeName(call.tensor(0).scalar_type()))); }
napi_value device(Call& call) { return js(call.env, call.tensor(0).device().str()); }

napi_value isContiguous(Call& call) {
  const auto format = call.isNullish(1) ? at::MemoryFormat::Contiguous : memoryFormatOf(call.string(1));
  return js(call.env, call.tensor(0).is_contiguous(format));
}

// layout(id) → 'Strided', 'Sparse', 'SparseCsr', …
napi_value layout(Call& call) {
  std::ostringstream name;
  name << call.tensor(0).layout();
  return js(call.env, name.str());
}

// memoryFormat(id) → the format that its strides mean, as operators take it over from their inputs
napi_value memoryFormat(Call& call) {
  return js(call.env, std::string(memoryFormatName(call.tensor(0).suggest_memory_format())));
}

// item(id): number, bigint beyond 2^53, boolean
napi_value item(Call& call) {
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
  define<fromMemory>(env, exports, "fromMemory");
  define<view>(env, exports, "view");
  define<alias>(env, exports, "alias");
  define<track>(env, exports, "track");
  define<free>(env, exports, "free");
  define<sweep>(env, exports, "sweep");
  define<memory>(env, exports, "memory");
  define<shape>(env, exports, "shape");
  define<strides>(env, exports, "strides");
  define<ndim>(env, exports, "ndim");
  define<numel>(env, exports, "numel");
  define<dtype>(env, exports, "dtype");
  define<device>(env, exports, "device");
  define<isContiguous>(env, exports, "isContiguous");
  define<layout>(env, exports, "layout");
  define<memoryFormat>(env, exports, "memoryFormat");
  define<item>(env, exports, "item");
}

}  // namespace onecycle
