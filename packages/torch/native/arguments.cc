// An operator's arguments from JavaScript and its results back, both led by its schema.
#include "addon.h"

namespace onecycle {

namespace {

double numberOf(napi_env env, napi_value value, const char* what) {
  double d;
  if (napi_get_value_double(env, value, &d) == napi_ok) return d;
  napi_valuetype type;
  check(env, napi_typeof(env, value, &type));
  if (type != napi_bigint) throw ArgumentError(std::string("expected ") + what);
  return static_cast<double>(intOf(env, value));
}

// An integral number is an int64, as Python's int is; any fraction, and what no int64 holds exactly, a double.
c10::Scalar scalarOf(napi_env env, napi_value value) {
  napi_valuetype type;
  check(env, napi_typeof(env, value, &type));
  if (type == napi_boolean) {
    bool b;
    check(env, napi_get_value_bool(env, value, &b));
    return c10::Scalar(b);
  }
  if (type == napi_bigint) return c10::Scalar(intOf(env, value));
  const double d = numberOf(env, value, "a number");
  return isWhole(d) ? c10::Scalar(static_cast<int64_t>(d)) : c10::Scalar(d);
}

bool boolOf(napi_env env, napi_value value) {
  bool b;
  if (napi_get_value_bool(env, value, &b) != napi_ok) throw ArgumentError("expected a boolean");
  return b;
}

std::string stringOf(napi_env env, napi_value value) {
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &length) != napi_ok) throw ArgumentError("expected a string");
  std::string result(length, '\0');
  check(env, napi_get_value_string_utf8(env, value, result.data(), length + 1, &length));
  return result;
}

at::Tensor tensorOf(Addon& addon, napi_value value) {
  int32_t id;
  if (napi_get_value_int32(addon.env, value, &id) != napi_ok) throw ArgumentError("expected a tensor");
  return addon.tensors.get(id);
}

template <typename T, typename Read>
c10::List<T> listOf(napi_env env, napi_value value, c10::List<T> list, Read read) {
  uint32_t length;
  if (napi_get_array_length(env, value, &length) != napi_ok) throw ArgumentError("expected an array");
  list.reserve(length);
  for (uint32_t i = 0; i < length; ++i) {
    napi_value item;
    check(env, napi_get_element(env, value, i, &item));
    list.push_back(read(item));
  }
  return list;
}

bool isNull(napi_env env, napi_value value) {
  napi_valuetype type;
  check(env, napi_typeof(env, value, &type));
  return type == napi_null || type == napi_undefined;
}

c10::IValue convert(Addon& addon, Kind kind, napi_value value) {
  napi_env env = addon.env;
  switch (kind) {
    case Kind::Tensor:
      return tensorOf(addon, value);
    case Kind::TensorList:
      return listOf(env, value, c10::List<at::Tensor>(), [&](napi_value item) { return tensorOf(addon, item); });
    case Kind::OptionalTensorList:
      return listOf(env, value, c10::List<c10::optional<at::Tensor>>(), [&](napi_value item) {
        return isNull(env, item) ? c10::optional<at::Tensor>() : c10::optional<at::Tensor>(tensorOf(addon, item));
      });
    case Kind::Int:
      return intOf(env, value);
    case Kind::Float:
      return numberOf(env, value, "a number");
    case Kind::Bool:
      return boolOf(env, value);
    case Kind::String:
      return stringOf(env, value);
    case Kind::Scalar:
      return scalarOf(env, value);
    case Kind::IntList:
      return listOf(env, value, c10::List<int64_t>(), [&](napi_value item) { return intOf(env, item); });
    case Kind::FloatList:
      return listOf(env, value, c10::List<double>(), [&](napi_value item) { return numberOf(env, item, "a number"); });
    case Kind::BoolList:
      return listOf(env, value, c10::List<bool>(), [&](napi_value item) { return boolOf(env, item); });
    case Kind::StringList:
      return listOf(env, value, c10::List<std::string>(), [&](napi_value item) { return stringOf(env, item); });
    case Kind::ScalarList: {
      c10::impl::GenericList list(c10::NumberType::get());
      uint32_t length;
      if (napi_get_array_length(env, value, &length) != napi_ok) throw ArgumentError("expected an array");
      for (uint32_t i = 0; i < length; ++i) {
        napi_value item;
        check(env, napi_get_element(env, value, i, &item));
        list.push_back(c10::IValue(scalarOf(env, item)));
      }
      return list;
    }
    case Kind::DType:
      return static_cast<int64_t>(dtypeOf(stringOf(env, value)));
    case Kind::Layout: {
      const std::string name = stringOf(env, value);
      if (name == "strided") return static_cast<int64_t>(at::kStrided);
      if (name == "sparse_coo") return static_cast<int64_t>(at::kSparse);
      throw ArgumentError("unknown layout '" + name + "'; there are strided and sparse_coo");
    }
    case Kind::MemoryFormat:
      return static_cast<int64_t>(memoryFormatOf(stringOf(env, value)));
    case Kind::Device:
      return deviceOf(stringOf(env, value));
    case Kind::Object: {
      int32_t id;
      if (napi_get_value_int32(env, value, &id) != napi_ok || id < 0 || id >= static_cast<int32_t>(addon.objects.size()))
        throw ArgumentError("expected an object that an operator returned");
      return addon.objects[id];
    }
  }
  throw ArgumentError("an argument of a kind that cannot cross from JavaScript");
}

napi_value result(Addon& addon, const c10::IValue& value, napi_value owner) {
  napi_env env = addon.env;
  if (value.isTensor()) return newTensor(addon, value.toTensor(), owner);
  if (value.isNone()) return null(env);
  if (value.isInt()) return js(env, value.toInt());
  if (value.isDouble()) return js(env, value.toDouble());
  if (value.isBool()) return js(env, value.toBool());
  if (value.isString()) return js(env, value.toStringRef());
  if (value.isScalar()) {
    const c10::Scalar scalar = value.toScalar();
    TORCH_CHECK(!scalar.isComplex(), "a complex scalar has no JavaScript number; use real() and imag()");
    return scalar.isFloatingPoint() ? js(env, scalar.toDouble()) : js(env, scalar.toLong());
  }
  if (value.isList()) {
    const auto list = value.toListRef();
    napi_value array;
    check(env, napi_create_array_with_length(env, list.size(), &array));
    for (size_t i = 0; i < list.size(); ++i) check(env, napi_set_element(env, array, i, result(addon, list[i], nullptr)));
    return array;
  }
  return js(env, addon.addObject(value));
}

}  // namespace

std::vector<c10::IValue> readArguments(Call& call, const Operator& op, size_t first) {
  const auto& schema = op.handle.schema().arguments();
  std::vector<c10::IValue> stack;
  stack.reserve(schema.size());
  for (size_t i = 0; i < schema.size(); ++i) {
    const size_t position = first + i;
    napi_valuetype type = napi_undefined;
    if (position < call.count) check(call.env, napi_typeof(call.env, call.args[position], &type));
    if (type == napi_undefined && schema[i].default_value()) {
      stack.push_back(*schema[i].default_value());
    } else if (type == napi_undefined || type == napi_null) {
      if (!op.optional[i]) throw ArgumentError("argument '" + schema[i].name() + "' is missing");
      stack.emplace_back();
    } else {
      try {
        stack.push_back(convert(*call.addon, op.kinds[i], call.args[position]));
      } catch (const ArgumentError& e) {
        throw ArgumentError("argument '" + schema[i].name() + "': " + e.what());
      }
    }
  }
  return stack;
}

napi_value writeResults(Addon& addon, const Operator& op, std::vector<c10::IValue>& stack, napi_value owner) {
  napi_env env = addon.env;
  if (op.returnsArgument >= 0 || stack.empty()) return undefined(env);
  if (op.returnsOneTensor) return newTensor(addon, std::move(stack[0]).toTensor(), owner);
  if (stack.size() == 1) return result(addon, stack[0], nullptr);
  napi_value array;
  check(env, napi_create_array_with_length(env, stack.size(), &array));
  for (size_t i = 0; i < stack.size(); ++i) check(env, napi_set_element(env, array, i, result(addon, stack[i], nullptr)));
  return array;
}

}  // namespace onecycle
