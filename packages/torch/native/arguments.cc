// An operator's arguments from JavaScript and its results back, both led by its schema.
#include "addon.h"

namespace onecycle {

namespace {

c10::Scalar scalarOf(napi_env env, napi_value value) {
  const napi_valuetype type = typeOf(env, value);
  if (type == napi_boolean) return c10::Scalar(boolOf(env, value));
  if (type == napi_bigint) return c10::Scalar(intOf(env, value));
  return onecycle::scalarOf(doubleOf(env, value));
}

}  // namespace

c10::IValue readArgument(Addon& addon, Kind kind, napi_value value) {
  napi_env env = addon.env;
  const auto tensorOf = [&](napi_value id) -> const at::Tensor& { return addon.tensors.get(int32Of(env, id)); };
  switch (kind) {
    case Kind::Tensor:
      return tensorOf(value);
    case Kind::TensorList:
      return listOf<c10::List<at::Tensor>>(env, value, tensorOf);
    case Kind::OptionalTensorList:
      return listOf<c10::List<c10::optional<at::Tensor>>>(env, value, [&](napi_value item) {
        return isNullish(env, item) ? c10::optional<at::Tensor>() : c10::optional<at::Tensor>(tensorOf(item));
      });
    case Kind::Int:
      return intOf(env, value);
    case Kind::Float:
      return doubleOf(env, value);
    case Kind::Bool:
      return boolOf(env, value);
    case Kind::String:
      return stringOf(env, value);
    case Kind::Scalar:
      return scalarOf(env, value);
    case Kind::IntList:
      return listOf<c10::List<int64_t>>(env, value, [&](napi_value item) { return intOf(env, item); });
    case Kind::FloatList:
      return listOf<c10::List<double>>(env, value, [&](napi_value item) { return doubleOf(env, item); });
    case Kind::BoolList:
      return listOf<c10::List<bool>>(env, value, [&](napi_value item) { return boolOf(env, item); });
    case Kind::StringList:
      return listOf<c10::List<std::string>>(env, value, [&](napi_value item) { return stringOf(env, item); });
    case Kind::ScalarList:
      return listOf(env, value, [&](napi_value item) { return c10::IValue(scalarOf(env, item)); },
                    c10::impl::GenericList(c10::NumberType::get()));
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
    case Kind::Object:
      return addon.objectAt(int32Of(env, value));
  }
  throw ArgumentError("an argument of a kind that cannot cross from JavaScript");
}

napi_value plainToJs(Addon& addon, const c10::IValue& value) {
  napi_env env = addon.env;
  if (value.isTensor()) return js(env, newTensor(addon, value.toTensor()));
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
    return arrayOf(env, list.size(), [&](size_t i) { return plainToJs(addon, list[i]); });
  }
  return js(env, addon.addObject(value));
}

std::vector<c10::IValue> readArguments(Call& call, const Operator& op, size_t first) {
  const auto& schema = op.handle.schema().arguments();
  std::vector<c10::IValue> stack;
  stack.reserve(schema.size());
  for (size_t i = 0; i < schema.size(); ++i) {
    const size_t position = first + i;
    const napi_valuetype type = position < call.count ? typeOf(call.env, call.args[position]) : napi_undefined;
    if (type == napi_undefined && schema[i].default_value()) {
      stack.push_back(*schema[i].default_value());
    } else if (type == napi_undefined || type == napi_null) {
      if (!op.optional[i]) throw ArgumentError("argument '" + schema[i].name() + "' is missing");
      stack.emplace_back();
    } else {
      stack.push_back(named(op, i, [&] { return readArgument(*call.addon, op.kinds[i], call.args[position]); }));
    }
  }
  return stack;
}

napi_value writeResults(Addon& addon, const Operator& op, std::vector<c10::IValue>& stack, napi_value owner) {
  napi_env env = addon.env;
  if (op.returnsArgument >= 0 || stack.empty()) return undefined(env);
  if (op.returnsOneTensor) return js(env, newTensor(addon, std::move(stack[0]).toTensor(), owner));
  if (stack.size() == 1) return plainToJs(addon, stack[0]);
  return arrayOf(env, stack.size(), [&](size_t i) { return plainToJs(addon, stack[i]); });
}

}  // namespace onecycle
