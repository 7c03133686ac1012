// One call reaches every operator: names, schemas, resolution by name, and the boxed call.
#include <algorithm>

#include "record.h"

namespace onecycle {

namespace {

Kind listKind(const c10::Type& element) {
  switch (element.kind()) {
    case c10::TypeKind::TensorType: return Kind::TensorList;
    case c10::TypeKind::OptionalType: return Kind::OptionalTensorList;
    case c10::TypeKind::FloatType: return Kind::FloatList;
    case c10::TypeKind::BoolType: return Kind::BoolList;
    case c10::TypeKind::StringType: return Kind::StringList;
    case c10::TypeKind::NumberType: return Kind::ScalarList;
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType: return Kind::IntList;
    default: return Kind::Object;
  }
}

c10::TypePtr withoutOptional(const c10::TypePtr& type) {
  if (auto optional = type->cast<c10::OptionalType>()) return optional->getElementType();
  return type;
}

// The schema's real type tells a dtype from an integer; libtorch itself would crash on an arbitrary integer there.
Kind kindOf(const c10::Argument& argument) {
  const c10::TypePtr type = withoutOptional(argument.real_type());
  switch (type->kind()) {
    case c10::TypeKind::TensorType: return Kind::Tensor;
    case c10::TypeKind::FloatType: return Kind::Float;
    case c10::TypeKind::BoolType: return Kind::Bool;
    case c10::TypeKind::StringType: return Kind::String;
    case c10::TypeKind::NumberType: return Kind::Scalar;
    case c10::TypeKind::DeviceObjType: return Kind::Device;
    case c10::TypeKind::ListType: return listKind(*type->expectRef<c10::ListType>().getElementType());
    default: break;
  }
  const std::string name = type->str();
  if (name == "ScalarType") return Kind::DType;
  if (name == "Layout") return Kind::Layout;
  if (name == "MemoryFormat") return Kind::MemoryFormat;
  if (type->kind() == c10::TypeKind::IntType || type->kind() == c10::TypeKind::SymIntType) return Kind::Int;
  return Kind::Object;
}

}  // namespace

Operator describeOperator(c10::OperatorHandle handle) {
  Operator op{handle};
  const auto& schema = handle.schema();
  for (const auto& argument : schema.arguments()) {
    op.kinds.push_back(kindOf(argument));
    op.optional.push_back(argument.type()->kind() == c10::TypeKind::OptionalType);
  }
  const auto& returns = schema.returns();
  const bool allTensors = std::all_of(returns.begin(), returns.end(), [](const c10::Argument& result) {
    return result.type()->kind() == c10::TypeKind::TensorType;
  });
  op.returnsOneTensor = allTensors && returns.size() == 1;
  op.returnsTensors = allTensors && returns.size() > 1;
  if (op.returnsOneTensor && returns[0].alias_info() && returns[0].alias_info()->isWrite()) {
    for (size_t i = 0; i < schema.arguments().size(); ++i) {
      const auto* alias = schema.arguments()[i].alias_info();
      if (alias && alias->isWrite() && *alias == *returns[0].alias_info()) op.returnsArgument = static_cast<int>(i);
    }
  }
  return op;
}

namespace {

// names() → every operator of the dispatcher, as 'aten::add.Tensor'
napi_value names(Call& call) {
  const auto all = c10::Dispatcher::singleton().getAllOpNames();
  return arrayOf(call.env, all.size(), [&](size_t i) {
    return all[i].overload_name.empty() ? all[i].name : all[i].name + "." + all[i].overload_name;
  });
}

// resolve(name, overload) → { index, schema, arguments: [{ name, type, size, optional, keywordOnly, default }],
// returns: [type], returnsArgument }, or null where this libtorch has no such operator
napi_value resolve(Call& call) {
  auto handle = c10::Dispatcher::singleton().findSchema({call.string(0), call.string(1)});
  if (!handle) return null(call.env);
  napi_env env = call.env;
  const auto& schema = handle->schema();
  auto& operators = call.addon->operators;
  operators.push_back(describeOperator(*handle));
  const Operator& op = operators.back();
  const auto& arguments = schema.arguments();
  const auto& returns = schema.returns();
  return Object(env)
      .set("index", int32_t(operators.size() - 1))
      .set("schema", toText(schema))
      .set("arguments", arrayOf(env, arguments.size(), [&](size_t i) {
        const auto& argument = arguments[i];
        const auto& preset = argument.default_value();
        return Object(env)
            .set("name", argument.name())
            .set("type", withoutOptional(argument.real_type())->str())
            .set("size", argument.N())
            .set("optional", bool(op.optional[i]))
            .set("keywordOnly", argument.kwarg_only())
            .set("isOut", argument.is_out())
            .set("default", preset ? js(env, toText(*preset)) : null(env))
            .value;
      }))
      .set("returns", arrayOf(env, returns.size(), [&](size_t i) { return returns[i].real_type()->str(); }))
      .set("returnsArgument", int32_t(op.returnsArgument))
      .value;
}

// call(index, owner, ...arguments): tensors are ids, in and out; `owner` is for a single result
napi_value call(Call& call) {
  const Operator& op = operatorAt(call, 0);
  std::vector<c10::IValue> stack = readArguments(call, op, 2);
  runOperator(call, op, stack);
  return writeResults(*call.addon, op, stack, call.owner(1));
}

// freeObject(id): a generator or other object that JavaScript no longer holds
void freeObject(Call& call) { call.addon->freeObject(call.int32(0)); }

}  // namespace

void runOperator(Call& call, const Operator& op, std::vector<c10::IValue>& stack) {
  if (call.addon->capturing) refuseOnCpu(call, stack);
  if (call.addon->recording) call.addon->recording->call(op, stack);
  else op.handle.callBoxed(&stack);
}

const Operator& operatorAt(Call& call, size_t i) {
  const int32_t index = call.int32(i);
  if (index < 0 || index >= static_cast<int32_t>(call.addon->operators.size())) throw ArgumentError("no such operator");
  return call.addon->operators[index];
}

void defineOperators(napi_env env, napi_value exports) { ONECYCLE_DEFINE(names, resolve, call, freeObject); }

}  // namespace onecycle
