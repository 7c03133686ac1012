// What every file of the binding shares: the state of one JavaScript environment and the way in from JavaScript.
#pragma once

#include <node_api.h>

#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>

#include <deque>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
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
  bool returnsTensors = false;  // several, and nothing else
};

// Calls of an operator whose arguments that are given are numbers in a frame (frame.cc).
struct Form {
  const Operator* op;
  std::vector<c10::optional<c10::IValue>> constants;  // what the others are; none for one that is given
};

class Recording;
struct Distributed;

// Lives as long as its JavaScript environment (main thread or worker): a static would be shared by worker threads.
struct Addon {
  explicit Addon(napi_env env) : env(env), tensors(env), callbacks(std::make_shared<Callbacks>(env)) {}
  ~Addon() { callbacks->close(); }

  napi_env env;
  TensorTable tensors;
  std::shared_ptr<Callbacks> callbacks;
  std::deque<Operator> operators;  // stay where they are while a callback resolves more
  std::deque<Form> forms;
  double* frame = nullptr;
  std::vector<c10::IValue> values;  // of a call, empty between two: the next one has their memory
  std::vector<c10::IValue> objects;  // generators, streams and other values that JavaScript can only hold
  std::vector<int32_t> freeObjects;
  std::vector<std::shared_ptr<void>> modes;  // guards of open inference modes
  std::shared_ptr<Recording> recording;      // while torch.record runs a function
  bool capturing = false;                    // while a CUDA graph is captured (graphs.cc)
  std::string notCaptured;                   // why that comes to nothing
  std::shared_ptr<Distributed> distributed;  // stores and process groups (distributed.h)

  int32_t addObject(c10::IValue value);
  const c10::IValue& objectAt(int32_t id) const;
  void freeObject(int32_t id);
};

void check(napi_env env, napi_status status);

// Values from JavaScript; what is of another kind is an ArgumentError.
napi_valuetype typeOf(napi_env env, napi_value value);
bool isNullish(napi_env env, napi_value value);
bool isWhole(double number);
int32_t int32Of(napi_env env, napi_value value);
int64_t intOf(double number);  // a number that holds one exactly
int64_t intOf(napi_env env, napi_value value);  // that, or a bigint of 64 bits
// An integral number is an int64, as Python's int is; any fraction, and what no int64 holds exactly, a double.
c10::Scalar scalarOf(double number);
double doubleOf(napi_env env, napi_value value);
bool boolOf(napi_env env, napi_value value);
std::string stringOf(napi_env env, napi_value value);

// The members of an array, read one by one into a list of any class.
template <typename List, typename Read>
List listOf(napi_env env, napi_value value, Read read, List list = List()) {
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

// The arguments of one call from JavaScript.
struct Call {
  static constexpr size_t kMaxArguments = 48;
  Call(napi_env env, napi_callback_info info);

  napi_env env;
  Addon* addon = nullptr;
  size_t count = kMaxArguments;
  napi_value args[kMaxArguments];

  napi_value at(size_t i) const;
  bool isNullish(size_t i) const { return i >= count || onecycle::isNullish(env, args[i]); }
  const at::Tensor& tensor(size_t i) const { return addon->tensors.get(int32(i)); }
  int32_t int32(size_t i) const { return int32Of(env, at(i)); }
  int64_t int64(size_t i) const { return intOf(env, at(i)); }
  bool boolean(size_t i) const { return boolOf(env, at(i)); }
  std::string string(size_t i) const { return stringOf(env, at(i)); }
  std::vector<int64_t> ints(size_t i) const;
  std::vector<at::Tensor> tensors(size_t i) const;
  // The JavaScript tensor that is to hold the result, or null in a scope, which frees without a weak reference.
  napi_value owner(size_t i) const { return isNullish(i) ? nullptr : args[i]; }
};

// Values back to JavaScript.
inline napi_value js(napi_env, napi_value value) { return value; }
napi_value js(napi_env env, double value);
napi_value js(napi_env env, int32_t value);
napi_value js(napi_env env, int64_t value);  // a bigint where a number would lose digits
napi_value js(napi_env env, bool value);
napi_value js(napi_env env, const std::string& value);
napi_value js(napi_env env, const char* value);
napi_value js(napi_env env, at::IntArrayRef values);
napi_value undefined(napi_env env);
napi_value null(napi_env env);

template <typename T>
napi_value js(napi_env env, const c10::optional<T>& value) {
  return value ? js(env, *value) : null(env);
}

template <typename Make>
napi_value arrayOf(napi_env env, size_t length, Make make) {
  napi_value array;
  check(env, napi_create_array_with_length(env, length, &array));
  for (size_t i = 0; i < length; ++i) check(env, napi_set_element(env, array, i, js(env, make(i))));
  return array;
}

struct Object {
  explicit Object(napi_env env) : env(env) { check(env, napi_create_object(env, &value)); }

  template <typename T>
  Object& set(const char* name, const T& property) {
    check(env, napi_set_named_property(env, value, name, js(env, property)));
    return *this;
  }

  napi_env env;
  napi_value value;
};

// The id of a tensor that JavaScript does not know yet, or -1 for an undefined one.
int32_t newTensor(Addon& addon, at::Tensor tensor, napi_value owner = nullptr);

// dtype, device and memory format by their PyTorch names.
at::ScalarType dtypeOf(const std::string& name);
const char* dtypeName(at::ScalarType dtype);
c10::Device deviceOf(const std::string& name);
at::MemoryFormat memoryFormatOf(const std::string& name);
const char* memoryFormatName(at::MemoryFormat format);

void throwJs(napi_env env, const char* code, const std::string& message);

// What the exception that is being handled says, without libtorch's list of stack frames.
std::string currentMessage();

// Turns the result into a JavaScript value, and every C++ exception into a JavaScript one.
template <auto function>
napi_value entry(napi_env env, napi_callback_info info) noexcept {
  try {
    Call call(env, info);
    if constexpr (std::is_void_v<decltype(function(call))>)
      function(call);
    else
      return js(env, function(call));
  } catch (const JsPending&) {
  } catch (const ArgumentError& e) {
    throwJs(env, "ERR_ARGUMENT", e.what());
  } catch (...) {
    throwJs(env, "ERR_TORCH", currentMessage());
  }
  return nullptr;
}

// Adds functions to the module under their own names.
#define ONECYCLE_DEFINE(...) define<__VA_ARGS__>(env, exports, #__VA_ARGS__)

void define(napi_env env, napi_value exports, const char* names, std::initializer_list<napi_callback> functions);

template <auto... functions>
void define(napi_env env, napi_value exports, const char* names) {
  define(env, exports, names, {entry<functions>...});
}

// One per file: what it adds to the module.
void defineTensors(napi_env env, napi_value exports);
void defineOperators(napi_env env, napi_value exports);
void defineFrame(napi_env env, napi_value exports);
void defineAsync(napi_env env, napi_value exports);
void defineAutograd(napi_env env, napi_value exports);
void defineFunction(napi_env env, napi_value exports);
void defineProgram(napi_env env, napi_value exports);
void defineRandom(napi_env env, napi_value exports);
void defineRuntime(napi_env env, napi_value exports);
void defineDeviceMemory(napi_env env, napi_value exports);
void defineStreams(napi_env env, napi_value exports);
void defineGraphs(napi_env env, napi_value exports);
void defineStores(napi_env env, napi_value exports);
void defineProcessGroups(napi_env env, napi_value exports);
void defineReducer(napi_env env, napi_value exports);

// The memory of large tensors (memory.cc), kept for the next ones or given back to the system.
void keepLargeBlocks();
void releaseLargeBlocks();

// Shared by synchronous, asynchronous and recorded calls.
Operator describeOperator(c10::OperatorHandle handle);
c10::IValue readArgument(Addon& addon, Kind kind, napi_value value);
std::vector<c10::IValue> readArguments(Call& call, const Operator& op, size_t first);
// Calls it, with all that is switched on (recording, capturing): the stack has its arguments before and its results after.
void runOperator(Call& call, const Operator& op, std::vector<c10::IValue>& stack);
napi_value writeResults(Addon& addon, const Operator& op, std::vector<c10::IValue>& stack, napi_value owner);
const Operator& operatorAt(Call& call, size_t i);
napi_value plainToJs(Addon& addon, const c10::IValue& value);

// Runs `execute` on a worker thread with as many threads as this one has and without gradients (async.cc). Gives the promise of
// what `result` makes of it on this one.
napi_value queueWork(Call& call, std::function<void()> execute, std::function<napi_value(Addon&)> result);

// Calls an operator there: gives the promise of what `call` returns, tensors as ids.
napi_value queueOperator(Call& call, const Operator& op, std::vector<c10::IValue> stack);

// The same on a thread that is made for it: what waits for another process must not hold one of the few of Node's pool, which
// read the data.
napi_value queueOnThread(Call& call, std::function<void()> execute, std::function<napi_value(Addon&)> result);

// Throws where a recording is on, which then comes to nothing: `reason` is a sentence about "it" (record.cc).
void refuseWhileRecording(Call& call, const char* reason);

// The same while a CUDA graph is captured (graphs.cc); of an operator's arguments, where one is on the CPU, whose values would be those
// of the capture for ever.
void refuseWhileCapturing(Call& call, const char* reason);
void refuseOnCpu(Call& call, const std::vector<c10::IValue>& stack);

// The same for what neither can repeat.
inline void refuseUnrepeatable(Call& call, const char* reason) {
  refuseWhileRecording(call, reason);
  refuseWhileCapturing(call, reason);
}

// What `read` gives for an argument of an operator; a mistake in it is told with the argument's name.
template <typename Read>
c10::IValue named(const Operator& op, size_t i, Read read) {
  try {
    return read();
  } catch (const ArgumentError& e) {
    throw ArgumentError("argument '" + op.handle.schema().arguments()[i].name() + "': " + e.what());
  }
}

template <typename T>
std::string toText(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

}  // namespace onecycle
