// One call reaches every operator: names, schemas, resolution by name, and the boxed call.
#include <sstream>

#include "addon.h"

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

Operator describe(c10::OperatorHandle handle) {
  Operator op{handle};
  const auto& schema = handle.schema();
  for (const auto& argument : schema.arguments()) {
    op.kinds.push_back(kindOf(argument));
    op.optional.push_back(argument.type()->kind() == c10::TypeKind::OptionalType);
  }
  const auto& returns = schema.returns();
  op.returnsOneTensor = returns.size() == 1 && returns[0].type()->kind() == c10::TypeKind::TensorType;
  if (op.returnsOneTensor && returns[0].alias_info() && returns[0].alias_info()->isWrite()) {
    for (size_t i = 0; i < schema.arguments().size(); ++i) {
      const auto* alias = schema.arguments()[i].alias_info();
      if (alias && alias->isWrite() && *alias == *returns[0].alias_info()) op.returnsArgument = static_cast<int>(i);
    }
  }
  return op;
}

// names() → every operator of the dispatcher, as 'aten::add.Tensor'
napi_value names(Call& call) {
  napi_value array;
  check(call.env, napi_create_array(call.env, &array));
  uint32_t i = 0;
  for (const auto& name : c10::Dispatcher::singleton().getAllOpNames()) {
    const std::string full = name.overload_name.empty() ? name.name : name.name + "." + name.overload_name;
    check(call.env, napi_set_element(call.env, array, i++, js(call.env, full)));
  }
  return array;
}

std::string toString(const c10::IValue& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

// resolve(name, overload) → { index, schema, arguments: [{ name, type, size, optional, keywordOnly, default }],
// returns: [type], returnsArgument }, or null where this libtorch has no such operator
napi_value resolve(Call& call) {
  auto handle = c10::Dispatcher::singleton().findSchema({call.string(0), call.string(1)});
  if (!handle) return null(call.env);
  napi_env env = call.env;
  const auto& schema = handle->schema();
  call.addon->operators.push_back(describe(*handle));
  const Operator& op = call.addon->operators.back();

  napi_value result, arguments, returns;
  check(env, napi_create_object(env, &result));
  check(env, napi_create_array(env, &arguments));
  check(env, napi_create_array(env, &returns));
  for (size_t i = 0; i < schema.arguments().size(); ++i) {
    const auto& argument = schema.arguments()[i];
    napi_value item;
    check(env, napi_create_object(env, &item));
    setProperty(env, item, "name", js(env, argument.name()));
    setProperty(env, item, "type", js(env, withoutOptional(argument.real_type())->str()));
    setProperty(env, item, "size", argument.N() ? js(env, int32_t(*argument.N())) : null(env));
    setProperty(env, item, "optional", js(env, bool(op.optional[i])));
    setProperty(env, item, "keywordOnly", js(env, argument.kwarg_only()));
    setProperty(env, item, "isOut", js(env, argument.is_out()));
    setProperty(env, item, "default",
                argument.default_value() ? js(env, toString(*argument.default_value())) : null(env));
    check(env, napi_set_element(env, arguments, i, item));
  }
  for (size_t i = 0; i < schema.returns().size(); ++i)
    check(env, napi_set_element(env, returns, i, js(env, schema.returns()[i].real_type()->str())));
  std::ostringstream text;
  text << schema;
  setProperty(env, result, "index", js(env, int32_t(call.addon->operators.size() - 1)));
  setProperty(env, result, "schema", js(env, text.str()));
  setProperty(env, result, "arguments", arguments);
  setProperty(env, result, "returns", returns);
  setProperty(env, result, "returnsArgument", js(env, int32_t(op.returnsArgument)));
  return result;
}

// call(index, owner, ...arguments): tensors are ids, in and out. `owner` is the JavaScript tensor that will hold a
// single result, or null in a scope, which frees without a weak reference.
napi_value invoke(Call& call) {
  const Operator& op = operatorAt(call, 0);
  std::vector<c10::IValue> stack = readArguments(call, op, 2);
  op.handle.callBoxed(&stack);
  return writeResults(*call.addon, op, stack, call.isNullish(1) ? nullptr : call.at(1));
}

// freeObject(id): a generator or other object that JavaScript no longer holds
napi_value freeObject(Call& call) {
  const int32_t id = call.int32(0);
  auto& objects = call.addon->objects;
  if (id >= 0 && id < static_cast<int32_t>(objects.size()) && !objects[id].isNone()) {
    objects[id] = c10::IValue();
    call.addon->freeObjects.push_back(id);
  }
  return undefined(call.env);
}

}  // namespace

const Operator& operatorAt(Call& call, size_t i) {
  const int32_t index = call.int32(i);
  if (index < 0 || index >= static_cast<int32_t>(call.addon->operators.size())) throw ArgumentError("no such operator");
  return call.addon->operators[index];
}

void defineOperators(napi_env env, napi_value exports) {
  define<names>(env, exports, "names");
  define<resolve>(env, exports, "resolve");
  define<invoke>(env, exports, "call");
  define<freeObject>(env, exports, "freeObject");
}

}  // namespace onecycle
