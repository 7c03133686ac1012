// What every file of the binding shares: the state of one JavaScript environment and the way in from JavaScript.
#pragma once

#include <node_api.h>

#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>

#include <deque>
#include <stdexcept>
#include <string>
#include <vector>

#include "callbacks.h"
#include "tensor_table.h"

namespace onecycle {

// A JavaScript exception is already pending: unwind to the entry point without making another. The autograd engine, which may
// lie between, puts its own state in order for standard exceptions only.
struct JsPending : std::exception {};

// A mistake in the arguments, found by us before libtorch sees them.
struct ArgumentError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// How an operator's argument crosses from JavaScript, derived once from its schema.
enum class Kind : uint8_t {
  Tensor, TensorList, OptionalTensorList, Int, Float, Bool, String, Scalar,
  IntList, FloatList, BoolList, StringList, ScalarList, DType, Layout, MemoryFormat, Device, Object
};

struct Operator {
  c10::OperatorHandle handle;
  std::vector<Kind> kinds;
  std::vector<bool> optional;
  int returnsArgument = -1;  // in-place operators return one of their arguments
  bool returnsOneTensor = false;
};

// Lives as long as its JavaScript environment (main thread or worker): a static would be shared by worker threads.
struct Addon {
  explicit Addon(napi_env env) : env(env), tensors(env), callbacks(std::make_shared<Callbacks>(env)) {}
  ~Addon() { callbacks->close(); }

  napi_env env;
  TensorTable tensors;
  std::shared_ptr<Callbacks> callbacks;
  std::deque<Operator> operators;  // stay where they are while a callback resolves more
  std::vector<c10::IValue> objects;  // generators and other values that JavaScript can only hold
  std::vector<int32_t> freeObjects;
  std::vector<std::shared_ptr<void>> modes;  // guards of open inference modes

  int32_t addObject(c10::IValue value);
};

void check(napi_env env, napi_status status);

// The arguments of one call from JavaScript.
struct Call {
  static constexpr size_t kMaxArguments = 48;
  Call(napi_env env, napi_callback_info info);

  napi_env env;
  Addon* addon = nullptr;
  size_t count = kMaxArguments;
  napi_value args[kMaxArguments];

  napi_value at(size_t i) const;
  const at::Tensor& tensor(size_t i) const;
  int32_t int32(size_t i) const;
  int64_t int64(size_t i) const;
  double number(size_t i) const;
  bool boolean(size_t i) const;
  std::string string(size_t i) const;
  std::vector<int64_t> ints(size_t i) const;
  std::vector<at::Tensor> tensors(size_t i) const;
  bool isNullish(size_t i) const;
};

// Integers from JavaScript: a bigint of 64 bits, or a number that holds one exactly.
bool isWhole(double number);
int64_t intOf(napi_env env, napi_value value);

// Values back to JavaScript.
napi_value js(napi_env env, double value);
napi_value js(napi_env env, int32_t value);
napi_value js(napi_env env, int64_t value);  // a bigint where a number would lose digits
napi_value js(napi_env env, bool value);
napi_value js(napi_env env, const std::string& value);
napi_value js(napi_env env, at::IntArrayRef values);
napi_value undefined(napi_env env);
napi_value null(napi_env env);
void setProperty(napi_env env, napi_value object, const char* name, napi_value value);

// A tensor without a name in JavaScript yet: its id, or -1 for an undefined tensor.
napi_value newTensor(Addon& addon, at::Tensor tensor, napi_value owner = nullptr);

// dtype, device, layout and memory format by their PyTorch names.
at::ScalarType dtypeOf(const std::string& name);
const char* dtypeName(at::ScalarType dtype);
c10::Device deviceOf(const std::string& name);
at::MemoryFormat memoryFormatOf(const std::string& name);
const char* memoryFormatName(at::MemoryFormat format);

void throwJs(napi_env env, const char* code, const std::string& message);

// What the exception that is being handled says, without libtorch's list of stack frames.
std::string currentMessage();

// Turns every C++ exception into a JavaScript one.
template <napi_value (*function)(Call&)>
napi_value entry(napi_env env, napi_callback_info info) noexcept {
  try {
    Call call(env, info);
    return function(call);
  } catch (const JsPending&) {
  } catch (const ArgumentError& e) {
    throwJs(env, "ERR_ARGUMENT", e.what());
  } catch (...) {
    throwJs(env, "ERR_TORCH", currentMessage());
  }
  return nullptr;
}

template <napi_value (*function)(Call&)>
void define(napi_env env, napi_value exports, const char* name) {
  napi_value value;
  check(env, napi_create_function(env, name, NAPI_AUTO_LENGTH, entry<function>, nullptr, &value));
  setProperty(env, exports, name, value);
}

// One per file: what it adds to the module.
void defineTensors(napi_env env, napi_value exports);
void defineOperators(napi_env env, napi_value exports);
void defineAsync(napi_env env, napi_value exports);
void defineAutograd(napi_env env, napi_value exports);
void defineFunction(napi_env env, napi_value exports);
void defineRandom(napi_env env, napi_value exports);
void defineRuntime(napi_env env, napi_value exports);

// The memory of large tensors (memory.cc), kept for the next ones or given back to the system.
void keepLargeBlocks();
void releaseLargeBlocks();

// Shared by synchronous and asynchronous calls (operators.cc).
std::vector<c10::IValue> readArguments(Call& call, const Operator& op, size_t first);
napi_value writeResults(Addon& addon, const Operator& op, std::vector<c10::IValue>& stack, napi_value owner);
const Operator& operatorAt(Call& call, size_t i);

}  // namespace onecycle
