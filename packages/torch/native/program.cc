// Runs a recorded program.
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>

#include "record.h"

namespace onecycle {

Modes::Modes(const Program& program)
    : grad_(at::GradMode::is_enabled()), cpu_(autocastOf(c10::kCPU)), cuda_(autocastOf(c10::kCUDA)) {
  if (program.autocastCpu.enabled || program.autocastCuda.enabled) enterAutocast(c10::kCPU, cpu_);
  setAutocastOf(c10::kCPU, program.autocastCpu);
  setAutocastOf(c10::kCUDA, program.autocastCuda);
}

Modes::~Modes() {
  while (!inference_.empty()) inference_.pop_back();
  while (autocasts_ > 0) exitAutocast(c10::kCPU, cpu_);
  setAutocastOf(c10::kCPU, cpu_);
  setAutocastOf(c10::kCUDA, cuda_);
  at::GradMode::set_enabled(grad_);
}

void Modes::pushGrad(bool enabled) {
  grads_.push_back(at::GradMode::is_enabled());
  at::GradMode::set_enabled(enabled);
}

void Modes::popGrad() {
  at::GradMode::set_enabled(grads_.back());
  grads_.pop_back();
}

void Modes::pushInference(bool enabled) { inference_.push_back(std::make_unique<c10::InferenceMode>(enabled)); }

void Modes::popInference() { inference_.pop_back(); }

void Modes::enterAutocast(c10::DeviceType device, AutocastState state) {
  setAutocastOf(device, state);
  at::autocast::increment_nesting();
  ++autocasts_;
}

void Modes::exitAutocast(c10::DeviceType device, AutocastState state) {
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  --autocasts_;
  setAutocastOf(device, state);
}

namespace {

std::string shapeText(at::ScalarType dtype, at::IntArrayRef sizes) {
  std::ostringstream text;
  text << dtypeName(dtype) << '[';
  for (size_t i = 0; i < sizes.size(); ++i) text << (i ? ", " : "") << sizes[i];
  text << ']';
  return text.str();
}

// The sizes that a recorded tensor has in a batch that is larger by `growth` than the recorded one.
std::vector<int64_t> sizesOf(const Seen& seen, int64_t growth) {
  std::vector<int64_t> sizes = seen.sizes;
  for (size_t i = 0; i < seen.slopes.size(); ++i) sizes[i] += seen.slopes[i] * growth;
  return sizes;
}

// By how much the batch is larger than the recorded one: what the first size that follows it says.
int64_t growthOf(const std::vector<Seen>& inputs, const std::vector<at::Tensor>& given) {
  for (size_t i = 0; i < inputs.size(); ++i)
    for (size_t dim = 0; dim < inputs[i].slopes.size() && dim < static_cast<size_t>(given[i].dim()); ++dim)
      if (inputs[i].slopes[dim] != 0) return (given[i].size(dim) - inputs[i].sizes[dim]) / inputs[i].slopes[dim];
  return 0;
}

void checkInputs(const std::vector<Seen>& inputs, const std::vector<at::Tensor>& given, int64_t growth) {
  for (size_t i = 0; i < inputs.size(); ++i) {
    const std::vector<int64_t> sizes = sizesOf(inputs[i], growth);
    const bool fits = given[i].sizes() == at::IntArrayRef(sizes) && given[i].scalar_type() == inputs[i].dtype &&
                      given[i].device() == inputs[i].device;
    if (fits) continue;
    const bool onlySizes = given[i].scalar_type() == inputs[i].dtype && given[i].device() == inputs[i].device;
    throw ArgumentError("input " + std::to_string(i) + " is " + shapeText(given[i].scalar_type(), given[i].sizes()) + " on " +
                        given[i].device().str() + ", and the program was recorded with " +
                        shapeText(inputs[i].dtype, sizes) + " on " + inputs[i].device.str() +
                        (onlySizes ? ": what the function made of that shape is fixed in it. Record it with such an input" : ""));
  }
}

c10::IValue number(const c10::IValue& recorded, int64_t more) { return recorded.toInt() + more; }

std::vector<c10::IValue> argumentsOf(const Step& step, const std::vector<at::Tensor>& values, int64_t growth) {
  std::vector<c10::IValue> stack = step.arguments;
  for (const TensorArgument& tensors : step.tensors) {
    c10::IValue& argument = stack[tensors.argument];
    const auto at = [&](int32_t value) { return value < 0 ? at::Tensor() : values[value]; };
    if (tensors.kind == Kind::TensorList) {
      c10::List<at::Tensor> list;
      for (int32_t value : tensors.values) list.push_back(at(value));
      argument = list;
    } else if (tensors.kind == Kind::OptionalTensorList) {
      c10::List<c10::optional<at::Tensor>> list;
      for (int32_t value : tensors.values) list.push_back(value < 0 ? c10::optional<at::Tensor>() : at(value));
      argument = list;
    } else {
      argument = at(tensors.values[0]);
    }
  }
  if (growth != 0) {
    for (const BatchNumber& follows : step.batchNumbers) {
      c10::IValue& argument = stack[follows.argument];
      const int64_t more = follows.slope * growth;
      if (follows.position < 0) {
        argument = number(argument, more);
      } else {
        auto list = argument.toIntVector();
        list[follows.position] += more;
        argument = std::move(list);
      }
    }
  }
  return stack;
}

void takeResults(const Step& step, const std::vector<c10::IValue>& results, std::vector<at::Tensor>& values, int64_t growth) {
  size_t count = 0;
  eachTensor(results, [&](const at::Tensor& tensor) {
    if (count == step.results.size()) throw std::runtime_error("it gave more tensors than when the program was recorded");
    const Seen& seen = step.results[count++];
    if (seen.value < 0) return;
    if (tensor.scalar_type() != seen.dtype || tensor.sizes() != at::IntArrayRef(sizesOf(seen, growth)))
      throw std::runtime_error("it gave " + shapeText(tensor.scalar_type(), tensor.sizes()) + ", and " +
                               shapeText(seen.dtype, sizesOf(seen, growth)) +
                               " when the program was recorded: a shape that depends on values cannot be recorded");
    at::Tensor& value = values[seen.value];
    if (value.defined() && !value.is_same(tensor))
      throw std::runtime_error(
          "it gave a copy, and the very tensor that it took when the program was recorded: the tensors lie in memory in another "
          "order than then. Record the program anew");
    value = tensor;
  });
  if (count != step.results.size()) throw std::runtime_error("it gave fewer tensors than when the program was recorded");
}

}  // namespace

std::vector<at::Tensor> Program::run(const std::vector<at::Tensor>& given, const std::vector<at::Tensor>& held) const {
  const int64_t growth = growthOf(inputs, given);
  checkInputs(inputs, given, growth);
  std::vector<at::Tensor> tensors(values);
  for (size_t i = 0; i < given.size(); ++i) tensors[inputs[i].value] = given[i];
  for (size_t i = 0; i < held.size(); ++i) tensors[captured[i].seen.value] = held[i];
  Modes modes(*this);
  for (size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    if (!step.op) {
      step.mode(modes);
      continue;
    }
    try {
      std::vector<c10::IValue> stack = argumentsOf(step, tensors, growth);
      step.op->handle.callBoxed(&stack);
      takeResults(step, stack, tensors, growth);
    } catch (...) {
      const std::string reason = currentMessage();
      throw std::runtime_error("step " + std::to_string(i) + ", " + step.op->handle.schema().name() + ": " + reason);
    }
    for (int32_t value : step.unused) tensors[value] = at::Tensor();
  }
  std::vector<at::Tensor> results;
  for (const Seen& output : outputs) results.push_back(output.value < 0 ? at::Tensor() : tensors[output.value]);
  return results;
}

}  // namespace onecycle
