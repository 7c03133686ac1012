// Values across the door: arguments of a call in, plain results out. Operators' arguments are in arguments.cc.
#include <cmath>

#include "addon.h"

namespace onecycle {

napi_valuetype typeOf(napi_env env, napi_value value) {
  napi_valuetype type;
  check(env, napi_typeof(env, value, &type));
  return type;
}

bool isNullish(napi_env env, napi_value value) {
  const napi_valuetype type = typeOf(env, value);
  return type == napi_undefined || type == napi_null;
}

bool isWhole(double number) { return number == std::floor(number) && std::abs(number) <= 9007199254740992.0; }

int32_t int32Of(napi_env env, napi_value value) {
  int32_t number;
  if (napi_get_value_int32(env, value, &number) != napi_ok) throw ArgumentError("expected an integer");
  return number;
}

int64_t intOf(double number) {
  if (!isWhole(number)) throw ArgumentError("expected an integer, got " + std::to_string(number));
  return static_cast<int64_t>(number);
}

c10::Scalar scalarOf(double number) {
  return isWhole(number) ? c10::Scalar(static_cast<int64_t>(number)) : c10::Scalar(number);
}

int64_t intOf(napi_env env, napi_value value) {
  double number;
  if (napi_get_value_double(env, value, &number) == napi_ok) return intOf(number);
  int64_t bits;
  bool lossless;
  if (napi_get_value_bigint_int64(env, value, &bits, &lossless) != napi_ok) throw ArgumentError("expected an integer");
  if (!lossless) throw ArgumentError("a bigint does not fit into 64 bits");
  return bits;
}

double doubleOf(napi_env env, napi_value value) {
  double number;
  if (napi_get_value_double(env, value, &number) == napi_ok) return number;
  if (typeOf(env, value) != napi_bigint) throw ArgumentError("expected a number");
  return static_cast<double>(intOf(env, value));
}

bool boolOf(napi_env env, napi_value value) {
  bool truth;
  if (napi_get_value_bool(env, value, &truth) != napi_ok) throw ArgumentError("expected a boolean");
  return truth;
}

std::string stringOf(napi_env env, napi_value value) {
  // Most texts are short, and need not be measured first: one that fills the buffer may be longer.
  char buffer[256];
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, buffer, sizeof buffer, &length) == napi_ok && length + 4 < sizeof buffer)
    return std::string(buffer, length);
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &length) != napi_ok) throw ArgumentError("expected a string");
  std::string text(length, '\0');
  check(env, napi_get_value_string_utf8(env, value, text.data(), length + 1, &length));
  return text;
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

std::vector<int64_t> Call::ints(size_t i) const {
  return listOf<std::vector<int64_t>>(env, at(i), [&](napi_value item) { return intOf(env, item); });
}

std::vector<at::Tensor> Call::tensors(size_t i) const {
  return listOf<std::vector<at::Tensor>>(env, at(i), [&](napi_value id) { return addon->tensors.get(int32Of(env, id)); });
}

namespace {

template <typename Create, typename... Values>
napi_value made(napi_env env, Create create, Values... values) {
  napi_value result;
  check(env, create(env, values..., &result));
  return result;
}

}  // namespace

napi_value js(napi_env env, double value) { return made(env, napi_create_double, value); }
napi_value js(napi_env env, int32_t value) { return made(env, napi_create_int32, value); }
napi_value js(napi_env env, int64_t value) {
  const bool exact = value >= -9007199254740992 && value <= 9007199254740992;
  return made(env, exact ? napi_create_int64 : napi_create_bigint_int64, value);
}
napi_value js(napi_env env, bool value) { return made(env, napi_get_boolean, value); }
napi_value js(napi_env env, const std::string& value) {
  return made(env, napi_create_string_utf8, value.data(), value.size());
}
napi_value js(napi_env env, const char* value) { return js(env, std::string(value)); }
napi_value js(napi_env env, at::IntArrayRef values) {
  return arrayOf(env, values.size(), [&](size_t i) { return values[i]; });
}

napi_value undefined(napi_env env) { return made(env, napi_get_undefined); }
napi_value null(napi_env env) { return made(env, napi_get_null); }

int32_t newTensor(Addon& addon, at::Tensor tensor, napi_value owner) {
  return tensor.defined() ? addon.tensors.add(std::move(tensor), owner) : -1;
}

namespace {

constexpr std::pair<const char*, at::ScalarType> kDTypes[] = {
    {"float32", at::kFloat},   {"int64", at::kLong},       {"uint8", at::kByte},           {"bool", at::kBool},
    {"float64", at::kDouble},  {"float16", at::kHalf},     {"bfloat16", at::kBFloat16},    {"int32", at::kInt},
    {"int16", at::kShort},     {"int8", at::kChar},        {"complex64", at::kComplexFloat},
    {"complex128", at::kComplexDouble}, {"quint8", at::kQUInt8}, {"qint8", at::kQInt8},    {"qint32", at::kQInt32},
};

constexpr std::pair<const char*, at::MemoryFormat> kFormats[] = {
    {"contiguous", at::MemoryFormat::Contiguous},
    {"channels_last", at::MemoryFormat::ChannelsLast},
    {"channels_last_3d", at::MemoryFormat::ChannelsLast3d},
    {"preserve", at::MemoryFormat::Preserve},
};

template <typename Table, typename T>
const char* nameIn(const Table& table, T value) {
  for (const auto& [name, known] : table)
    if (value == known) return name;
  return "unknown";
}

}  // namespace

at::ScalarType dtypeOf(const std::string& name) {
  for (const auto& [known, dtype] : kDTypes)
    if (name == known) return dtype;
  throw ArgumentError("unknown dtype '" + name + "'; there are float32, float64, float16, bfloat16, uint8, int8, int16, "
                      "int32, int64, bool, complex64 and complex128");
}

at::MemoryFormat memoryFormatOf(const std::string& name) {
  for (const auto& [known, format] : kFormats)
    if (name == known) return format;
  throw ArgumentError("unknown memory format '" + name + "'; there are contiguous, channels_last, channels_last_3d and preserve");
}

const char* dtypeName(at::ScalarType dtype) { return nameIn(kDTypes, dtype); }
const char* memoryFormatName(at::MemoryFormat format) { return nameIn(kFormats, format); }

c10::Device deviceOf(const std::string& name) {
  try {
    return c10::Device(name);
  } catch (const c10::Error&) {
    throw ArgumentError("unknown device '" + name + "'; for example 'cpu', 'cuda', 'cuda:1' or 'mps'");
  }
}

}  // namespace onecycle
