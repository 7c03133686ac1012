// The recorder: the operators that a JavaScript function calls, kept as a program that runs without it.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>

#include <c10/core/InferenceMode.h>

#include "addon.h"

namespace onecycle {

class Modes;

// A tensor as it was when the program was recorded. Where its sizes follow the batch's, `slopes` says by how much each does.
struct Seen {
  Seen() = default;
  Seen(int32_t value, const at::Tensor& tensor)
      : value(value), sizes(tensor.sizes().vec()), dtype(tensor.scalar_type()), device(tensor.device()) {}

  int32_t value = -1;  // none
  std::vector<int64_t> sizes;
  std::vector<int64_t> slopes;
  at::ScalarType dtype = at::kFloat;
  c10::Device device = at::kCPU;
};

// The tensors of one argument, by their numbers in the program; -1 is none.
struct TensorArgument {
  size_t argument;
  Kind kind;
  std::vector<int32_t> values;
};

// A whole number among the arguments that follows the batch's size: the argument itself, or a member of a list.
struct BatchNumber {
  size_t argument;
  int32_t position;  // -1: the argument itself
  int64_t slope;
};

// One call of an operator, or a change of the thread's state.
struct Step {
  const Operator* op = nullptr;
  std::function<void(Modes&)> mode;    // where there is no operator
  std::vector<c10::IValue> arguments;  // without the tensors
  std::vector<TensorArgument> tensors;
  std::vector<BatchNumber> batchNumbers;
  std::vector<Seen> results;    // all tensors that came back, in order
  std::vector<int32_t> unused;  // values that no later step needs
  int32_t place = 0;            // what JavaScript said it was doing
};

struct AutocastState {
  bool enabled;
  at::ScalarType dtype;
};

AutocastState autocastOf(c10::DeviceType device);
// The dtype comes first: where it is refused, nothing has changed.
void setAutocastOf(c10::DeviceType device, AutocastState value);

// The state of the thread while a program runs: as it was when the program was recorded, changed by its steps. Gradients are
// computed if the caller wants them.
class Modes {
 public:
  explicit Modes(const struct Program& program);
  ~Modes();
  Modes(const Modes&) = delete;
  Modes& operator=(const Modes&) = delete;

  void pushGrad(bool enabled);
  void popGrad();
  void pushInference(bool enabled);
  void popInference();
  void enterAutocast(c10::DeviceType device, AutocastState state);
  void exitAutocast(c10::DeviceType device, AutocastState state);

 private:
  bool grad_;
  AutocastState cpu_, cuda_;
  int autocasts_ = 0;
  std::vector<bool> grads_;
  std::vector<std::unique_ptr<c10::InferenceMode>> inference_;
};

// A tensor that was there before the function ran, such as a parameter; the program holds it.
struct Captured {
  Seen seen;
  at::Tensor tensor;
  int32_t name;  // its place among the tensors that JavaScript has names for, or -1
};

struct Program {
  std::vector<Seen> inputs;  // the first values
  std::vector<Captured> captured;
  std::vector<Step> steps;
  std::vector<Seen> outputs;
  int32_t values = 0;
  AutocastState autocastCpu, autocastCuda;  // as they were when it was recorded

  // Runs it on the calling thread. `captured` are the tensors to take for its own.
  std::vector<at::Tensor> run(const std::vector<at::Tensor>& inputs, const std::vector<at::Tensor>& captured) const;
};

// What is recorded at this moment.
class Recording {
 public:
  Recording(const std::vector<at::Tensor>& inputs, const std::vector<at::Tensor>& named);

  // Calls the operator, and notes the call.
  void call(const Operator& op, std::vector<c10::IValue>& stack);
  // Values that came from JavaScript: each run has a copy of them, which it may change.
  void constant(const at::Tensor& tensor);
  // A second tensor on the same memory, outside of the graph.
  void detached(const at::Tensor& source, const at::Tensor& result);
  void mode(std::function<void(Modes&)> change);
  // From here on nothing comes of the recording.
  [[noreturn]] void refuse(const std::string& reason);
  void finish(const std::vector<at::Tensor>& outputs);

  std::shared_ptr<Program> program = std::make_shared<Program>();
  std::string refusal;
  int32_t place = 0;

 private:
  int32_t add(const at::Tensor& tensor);
  int32_t valueOf(const at::Tensor& tensor);
  Step stepOf(const Operator& op, const std::vector<c10::IValue>& stack);
  void addResults(Step step, const std::vector<c10::IValue>& results);

  // A weak reference frees the memory and keeps the address, so that no later tensor is taken for this one.
  std::unordered_map<const c10::TensorImpl*, int32_t> values_;
  std::vector<c10::weak_intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>> addresses_;
  std::unordered_map<const c10::TensorImpl*, int32_t> names_;
};

// Calls use(tensor) for every tensor among an operator's results; an undefined one stands where there is none.
template <typename Use>
void eachTensor(const std::vector<c10::IValue>& results, Use use) {
  for (const auto& result : results) {
    if (result.isTensor()) use(result.toTensor());
    else if (result.isTensorList())
      for (const at::Tensor& tensor : result.toTensorVector()) use(tensor);
  }
}

}  // namespace onecycle
