#include "record.h"

#include <unordered_set>

namespace onecycle {

namespace {

// Operators whose plain results tell of a tensor's kind and shape, not of its values.
const std::unordered_set<std::string> kMetadata = {
    "aten::can_cast", "aten::dense_dim", "aten::dim", "aten::is_coalesced", "aten::is_complex", "aten::is_conj",
    "aten::is_contiguous", "aten::is_floating_point", "aten::is_inference", "aten::is_leaf", "aten::is_neg", "aten::is_pinned",
    "aten::is_same_size", "aten::is_set_to", "aten::is_signed", "aten::is_strides_like_format", "aten::numel",
    "aten::promote_types", "aten::result_type", "aten::size", "aten::sparse_dim", "aten::storage_offset", "aten::stride",
    "aten::sym_numel", "aten::sym_size", "aten::sym_storage_offset", "aten::sym_stride",
};

bool isPlain(const c10::IValue& result) { return !result.isTensor() && !result.isTensorList() && !result.isNone(); }

// Operators that stand for what crosses the door in another way. They belong to no JavaScript environment.
const Operator& named(const char* name) {
  static const Operator clone = describeOperator(c10::Dispatcher::singleton().findSchemaOrThrow("aten::clone", ""));
  static const Operator detach = describeOperator(c10::Dispatcher::singleton().findSchemaOrThrow("aten::detach", ""));
  return std::string(name) == "clone" ? clone : detach;
}

}  // namespace

Recording::Recording(const std::vector<at::Tensor>& inputs, const std::vector<at::Tensor>& named) {
  program->autocastCpu = autocastOf(c10::DeviceType::CPU);
  program->autocastCuda = autocastOf(c10::DeviceType::CUDA);
  for (size_t i = 0; i < named.size(); ++i) names_.emplace(named[i].unsafeGetTensorImpl(), static_cast<int32_t>(i));
  for (const at::Tensor& input : inputs) {
    if (values_.count(input.unsafeGetTensorImpl()))
      throw ArgumentError("the same tensor is given twice: which of the two is meant could not be told later; give a clone()");
    program->inputs.emplace_back(add(input), input);
  }
}

int32_t Recording::add(const at::Tensor& tensor) {
  values_[tensor.unsafeGetTensorImpl()] = program->values;
  addresses_.emplace_back(tensor.getIntrusivePtr());
  return program->values++;
}

// The tensor's number in the program; one that was there before is held by the program from now on.
int32_t Recording::valueOf(const at::Tensor& tensor) {
  if (!tensor.defined()) return -1;
  const auto known = values_.find(tensor.unsafeGetTensorImpl());
  if (known != values_.end()) return known->second;
  const int32_t value = add(tensor);
  const auto name = names_.find(tensor.unsafeGetTensorImpl());
  program->captured.push_back({Seen(value, tensor), tensor, name == names_.end() ? -1 : name->second});
  return value;
}

Step Recording::stepOf(const Operator& op, const std::vector<c10::IValue>& stack) {
  Step step;
  step.op = &op;
  step.place = place;
  step.arguments = stack;
  for (size_t i = 0; i < stack.size(); ++i) {
    TensorArgument argument{i, op.kinds[i], {}};
    if (stack[i].isTensor()) {
      argument.values.push_back(valueOf(stack[i].toTensor()));
    } else if (stack[i].isList() && (argument.kind == Kind::TensorList || argument.kind == Kind::OptionalTensorList)) {
      for (const c10::IValue& member : stack[i].toListRef())
        argument.values.push_back(member.isNone() ? -1 : valueOf(member.toTensor()));
    } else {
      continue;
    }
    step.arguments[i] = c10::IValue();
    step.tensors.push_back(std::move(argument));
  }
  return step;
}

void Recording::addResults(Step step, const std::vector<c10::IValue>& results) {
  eachTensor(results, [&](const at::Tensor& tensor) {
    if (!tensor.defined()) {
      step.results.emplace_back();
      return;
    }
    const auto known = values_.find(tensor.unsafeGetTensorImpl());
    step.results.emplace_back(known == values_.end() ? add(tensor) : known->second, tensor);
  });
  program->steps.push_back(std::move(step));
}

void Recording::call(const Operator& op, std::vector<c10::IValue>& stack) {
  Step step = stepOf(op, stack);
  op.handle.callBoxed(&stack);
  const std::string& name = op.handle.schema().name();
  if (std::any_of(stack.begin(), stack.end(), isPlain) && !kMetadata.count(name)) refuse("it gives a plain value that is read from tensors");
  addResults(std::move(step), stack);
}

void Recording::constant(const at::Tensor& tensor) {
  const Operator& clone = named("clone");
  std::vector<c10::IValue> stack{tensor.clone(), c10::IValue()};
  Step step = stepOf(clone, stack);
  addResults(std::move(step), {tensor});
}

void Recording::detached(const at::Tensor& source, const at::Tensor& result) {
  addResults(stepOf(named("detach"), {source}), {result});
}

void Recording::mode(std::function<void(Modes&)> change) {
  Step step;
  step.mode = std::move(change);
  step.place = place;
  program->steps.push_back(std::move(step));
}

void Recording::refuse(const std::string& reason) {
  if (refusal.empty()) refusal = reason;
  throw ArgumentError(reason + ", which torch.record cannot note down: a program takes the same way for all values");
}

void Recording::finish(const std::vector<at::Tensor>& outputs) {
  for (const at::Tensor& output : outputs) program->outputs.emplace_back(valueOf(output), output);
  std::vector<bool> needed(program->values);
  for (const Seen& input : program->inputs) needed[input.value] = true;
  for (const Captured& captured : program->captured) needed[captured.seen.value] = true;
  for (const Seen& output : program->outputs) needed[output.value] = true;
  for (auto step = program->steps.rbegin(); step != program->steps.rend(); ++step) {
    const auto use = [&](int32_t value) {
      if (value < 0 || needed[value]) return;
      needed[value] = true;
      step->unused.push_back(value);
    };
    for (const TensorArgument& argument : step->tensors)
      for (int32_t value : argument.values) use(value);
    for (const Seen& result : step->results) use(result.value);
  }
}

void refuseWhileRecording(Call& call, const char* reason) {
  if (call.addon->recording) call.addon->recording->refuse(reason);
}

}  // namespace onecycle
