// Values across the door: arguments of a call in, plain results out. Operators' arguments are in arguments.cc.
#include <cmath>

#include "addon.h"

namespace onecycle {

bool isWhole(double number) { return number == std::floor(number) && std::abs(number) <= 9007199254740992.0; }

int64_t intOf(napi_env env, napi_value value) {
  double number;
  if (napi_get_value_double(env, value, &number) == napi_ok) {
    if (!isWhole(number)) throw ArgumentError("expected an integer, got " + std::to_string(number));
    return static_cast<int64_t>(number);
  }
  int64_t bits;
  bool lossless;
  if (napi_get_value_bigint_int64(env, value, &bits, &lossless) != napi_ok) throw ArgumentError("expected an integer");
  if (!lossless) throw ArgumentError("a bigint does not fit into 64 bits");
  return bits;
}

Call::Call(napi_env env, napi_callback_info info) : env(env) {
  check(env, napi_get_cb_info(env, info, &count, args, nullptr, nullptr));
  if (count > kMaxArguments) throw ArgumentError("too many arguments");
  check(env, napi_get_instance_data(env, reinterpret_cast<void**>(&addon)));
}

napi_value Call::at(size_t i) const {
  if (i >= count) throw ArgumentError("too few arguments");
  return args[i];
}

const at::Tensor& Call::tensor(size_t i) const { return addon->tensors.get(int32(i)); }

int32_t Call::int32(size_t i) const {
  int32_t value;
  if (napi_get_value_int32(env, at(i), &value) != napi_ok)
    throw ArgumentError("argument " + std::to_string(i) + ": expected an integer");
  return value;
}

int64_t Call::int64(size_t i) const { return intOf(env, at(i)); }

double Call::number(size_t i) const {
  double value;
  if (napi_get_value_double(env, at(i), &value) != napi_ok)
    throw ArgumentError("argument " + std::to_string(i) + ": expected a number");
  return value;
}

bool Call::boolean(size_t i) const {
  bool value;
  if (napi_get_value_bool(env, at(i), &value) != napi_ok)
    throw ArgumentError("argument " + std::to_string(i) + ": expected a boolean");
  return value;
}

std::string Call::string(size_t i) const {
  size_t length = 0;
  if (napi_get_value_string_utf8(env, at(i), nullptr, 0, &length) != napi_ok)
    throw ArgumentError("argument " + std::to_string(i) + ": expected a string");
  std::string value(length, '\0');
  check(env, napi_get_value_string_utf8(env, at(i), value.data(), length + 1, &length));
  return value;
}

namespace {

uint32_t arrayLength(const Call& call, size_t i) {
  uint32_t length;
  if (napi_get_array_length(call.env, call.at(i), &length) != napi_ok)
    throw ArgumentError("argument " + std::to_string(i) + ": expected an array");
  return length;
}

}  // namespace

std::vector<int64_t> Call::ints(size_t i) const {
  std::vector<int64_t> values(arrayLength(*this, i));
  for (size_t k = 0; k < values.size(); ++k) {
    napi_value item;
    check(env, napi_get_element(env, at(i), k, &item));
    values[k] = intOf(env, item);
  }
  return values;
}

std::vector<at::Tensor> Call::tensors(size_t i) const {
  std::vector<at::Tensor> values(arrayLength(*this, i));
  for (size_t k = 0; k < values.size(); ++k) {
    napi_value item;
    int32_t id;
    check(env, napi_get_element(env, at(i), k, &item));
    if (napi_get_value_int32(env, item, &id) != napi_ok) throw ArgumentError("expected an array of tensors");
    values[k] = addon->tensors.get(id);
  }
  return values;
}

bool Call::isNullish(size_t i) const {
  if (i >= count) return true;
  napi_valuetype type;
  check(env, napi_typeof(env, args[i], &type));
  return type == napi_undefined || type == napi_null;
}

napi_value js(napi_env env, double value) {
  napi_value result;
  check(env, napi_create_double(env, value, &result));
  return result;
}

napi_value js(napi_env env, int32_t value) {
  napi_value result;
  check(env, napi_create_int32(env, value, &result));
  return result;
}

napi_value js(napi_env env, int64_t value) {
  napi_value result;
  if (value >= -9007199254740992 && value <= 9007199254740992)
    check(env, napi_create_int64(env, value, &result));
  else
    check(env, napi_create_bigint_int64(env, value, &result));
  return result;
}

napi_value js(napi_env env, bool value) {
  napi_value result;
  check(env, napi_get_boolean(env, value, &result));
  return result;
}

napi_value js(napi_env env, const std::string& value) {
  napi_value result;
  check(env, napi_create_string_utf8(env, value.data(), value.size(), &result));
  return result;
}

napi_value js(napi_env env, at::IntArrayRef values) {
  napi_value result;
  check(env, napi_create_array_with_length(env, values.size(), &result));
  for (size_t i = 0; i < values.size(); ++i) check(env, napi_set_element(env, result, i, js(env, values[i])));
  return result;
}

napi_value undefined(napi_env env) {
  napi_value result;
  check(env, napi_get_undefined(env, &result));
  return result;
}

napi_value null(napi_env env) {
  napi_value result;
  check(env, napi_get_null(env, &result));
  return result;
}

void setProperty(napi_env env, napi_value object, const char* name, napi_value value) {
  check(env, napi_set_named_property(env, object, name, value));
}

napi_value newTensor(Addon& addon, at::Tensor tensor, napi_value owner) {
  if (!tensor.defined()) return js(addon.env, int32_t{-1});
  return js(addon.env, addon.tensors.add(std::move(tensor), owner));
}

namespace {

struct DTypeName {
  const char* name;
  at::ScalarType type;
};

constexpr DTypeName kDTypes[] = {
    {"float32", at::kFloat},   {"int64", at::kLong},       {"uint8", at::kByte},           {"bool", at::kBool},
    {"float64", at::kDouble},  {"float16", at::kHalf},     {"bfloat16", at::kBFloat16},    {"int32", at::kInt},
    {"int16", at::kShort},     {"int8", at::kChar},        {"complex64", at::kComplexFloat},
    {"complex128", at::kComplexDouble}, {"quint8", at::kQUInt8}, {"qint8", at::kQInt8},    {"qint32", at::kQInt32},
};

}  // namespace

at::ScalarType dtypeOf(const std::string& name) {
  for (const auto& entry : kDTypes)
    if (name == entry.name) return entry.type;
  throw ArgumentError("unknown dtype '" + name + "'; there are float32, float64, float16, bfloat16, uint8, int8, int16, "
                      "int32, int64, bool, complex64 and complex128");
}

const char* dtypeName(at::ScalarType dtype) {
  for (const auto& entry : kDTypes)
    if (dtype == entry.type) return entry.name;
  return "unknown";
}

c10::Device deviceOf(const std::string& name) {
  try {
    return c10::Device(name);
  } catch (const c10::Error&) {
    throw ArgumentError("unknown device '" + name + "'; for example 'cpu', 'cuda', 'cuda:1' or 'mps'");
  }
}

namespace {

constexpr std::pair<const char*, at::MemoryFormat> kFormats[] = {{"contiguous", at::MemoryFormat::Contiguous},
                                                                 {"channels_last", at::MemoryFormat::ChannelsLast},
                                                                 {"channels_last_3d", at::MemoryFormat::ChannelsLast3d},
                                                                 {"preserve", at::MemoryFormat::Preserve}};

}  // namespace

at::MemoryFormat memoryFormatOf(const std::string& name) {
  for (const auto& [known, format] : kFormats)
    if (name == known) return format;
  throw ArgumentError("unknown memory format '" + name + "'; there are contiguous, channels_last, channels_last_3d and preserve");
}

const char* memoryFormatName(at::MemoryFormat format) {
  for (const auto& [name, known] : kFormats)
    if (format == known) return name;
  return "unknown";
}

}  // namespace onecycle
