// Programs: how JavaScript records one, looks at it and runs it.
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/detach.h>
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

namespace {

using Shared = std::shared_ptr<Program>;

const Shared& programAt(Call& call, size_t i) {
  void* data = nullptr;
  if (napi_get_value_external(call.env, call.at(i), &data) != napi_ok) throw ArgumentError("expected a program");
  return *static_cast<Shared*>(data);
}

Recording& recordingOf(Call& call) {
  if (!call.addon->recording) throw ArgumentError("nothing is being recorded");
  return *call.addon->recording;
}

// startRecording(inputs, named): what is captured of `named` says which of them it is
void startRecording(Call& call) {
  if (call.addon->recording) throw ArgumentError("a function that is being recorded records another: call that one outside");
  call.addon->recording = std::make_shared<Recording>(call.tensors(0), call.tensors(1));
}

// markRecording(place): a number that the following steps carry
void markRecording(Call& call) { recordingOf(call).place = call.int32(0); }

// stopRecording(): forgets it
void stopRecording(Call& call) { call.addon->recording.reset(); }

// finishRecording(outputs) → program
napi_value finishRecording(Call& call) {
  Recording& recording = recordingOf(call);
  // A function may have caught the exception.
  if (!recording.refusal.empty()) recording.refuse(recording.refusal);
  recording.finish(call.tensors(0));
  auto holder = std::make_unique<Shared>(recording.program);
  napi_value program;
  check(call.env, napi_create_external(
                      call.env, holder.get(), [](napi_env, void* data, void*) { delete static_cast<Shared*>(data); }, nullptr,
                      &program));
  holder.release();
  call.addon->recording.reset();
  return program;
}

napi_value seenToJs(napi_env env, const Seen& seen) {
  return Object(env)
      .set("value", seen.value)
      .set("shape", at::IntArrayRef(seen.sizes))
      .set("dtype", dtypeName(seen.dtype))
      .set("device", seen.device.str())
      .value;
}

napi_value capturedToJs(napi_env env, const Captured& captured) {
  return Object(env).set("seen", seenToJs(env, captured.seen)).set("name", captured.name).value;
}

template <typename T>
napi_value listToJs(napi_env env, const std::vector<T>& items, napi_value (*toJs)(napi_env, const T&)) {
  return arrayOf(env, items.size(), [&](size_t i) { return toJs(env, items[i]); });
}

const char* textOf(at::Layout layout) { return layout == at::kSparse ? "sparse_coo" : "strided"; }

// A recorded argument that is no tensor, as it would be given in JavaScript; what cannot be, as text.
napi_value constantToJs(Call& call, Kind kind, const c10::IValue& value) {
  napi_env env = call.env;
  if (value.isNone()) return null(env);
  switch (kind) {
    case Kind::DType: return js(env, dtypeName(static_cast<at::ScalarType>(value.toInt())));
    case Kind::Layout: return js(env, textOf(static_cast<at::Layout>(value.toInt())));
    case Kind::MemoryFormat: return js(env, memoryFormatName(static_cast<at::MemoryFormat>(value.toInt())));
    case Kind::Device: return js(env, value.toDevice().str());
    case Kind::Object: return js(env, value.tagKind());
    default: return plainToJs(*call.addon, value);
  }
}

napi_value argumentToJs(Call& call, const Step& step, size_t i) {
  napi_env env = call.env;
  const c10::Argument& argument = step.op->handle.schema().arguments()[i];
  Object object(env);
  object.set("name", argument.name());
  for (const TensorArgument& tensors : step.tensors) {
    if (tensors.argument != i) continue;
    const bool list = tensors.kind == Kind::TensorList || tensors.kind == Kind::OptionalTensorList;
    const auto values = arrayOf(env, tensors.values.size(), [&](size_t k) { return tensors.values[k]; });
    return object.set(list ? "tensors" : "tensor", list ? values : js(env, tensors.values[0])).value;
  }
  object.set("constant", constantToJs(call, step.op->kinds[i], step.arguments[i]));
  if (step.op->kinds[i] == Kind::Scalar || step.op->kinds[i] == Kind::Float)
    object.set("fraction", step.arguments[i].isDouble());
  const auto& preset = argument.default_value();
  return object.set("isDefault", preset && toText(*preset) == toText(step.arguments[i])).value;
}

napi_value stepToJs(Call& call, const Step& step) {
  napi_env env = call.env;
  Object object(env);
  object.set("place", step.place);
  if (!step.op) return object.set("operator", null(env)).value;
  const auto& schema = step.op->handle.schema();
  return object.set("operator", schema.name())
      .set("overload", schema.overload_name())
      .set("arguments", arrayOf(env, step.arguments.size(), [&](size_t i) { return argumentToJs(call, step, i); }))
      .set("results", listToJs(env, step.results, seenToJs))
      .set("returnsArgument", int32_t(step.op->returnsArgument))
      .value;
}

// describeProgram(program) → { inputs, captured, steps, outputs }
napi_value describeProgram(Call& call) {
  const Program& program = *programAt(call, 0);
  napi_env env = call.env;
  return Object(env)
      .set("inputs", listToJs(env, program.inputs, seenToJs))
      .set("captured", listToJs(env, program.captured, capturedToJs))
      .set("steps", arrayOf(env, program.steps.size(), [&](size_t i) { return stepToJs(call, program.steps[i]); }))
      .set("outputs", listToJs(env, program.outputs, seenToJs))
      .value;
}

// capturedOf(program, i, owner) → the id of a tensor that the program holds
int32_t capturedOf(Call& call) {
  const auto& captured = programAt(call, 0)->captured;
  return newTensor(*call.addon, captured.at(call.int32(1)).tensor, call.owner(2));
}

// followBatch(program, sizes, numbers): which sizes and which numbers follow the batch's size, and by how much. `sizes` has
// [step, result, dimension, slope], where step -1 is the inputs; `numbers` [step, argument, position, slope].
void followBatch(Call& call) {
  Program& program = *programAt(call, 0);
  const auto quadruples = [&](size_t i) {
    return listOf<std::vector<std::vector<int64_t>>>(call.env, call.at(i), [&](napi_value item) {
      return listOf<std::vector<int64_t>>(call.env, item, [&](napi_value part) { return intOf(call.env, part); });
    });
  };
  for (const auto& entry : quadruples(1)) {
    Seen& seen = entry[0] < 0 ? program.inputs.at(entry[1]) : program.steps.at(entry[0]).results.at(entry[1]);
    seen.slopes.resize(seen.sizes.size());
    seen.slopes.at(entry[2]) = entry[3];
  }
  for (const auto& entry : quadruples(2))
    program.steps.at(entry[0]).batchNumbers.push_back(
        {static_cast<size_t>(entry[1]), static_cast<int32_t>(entry[2]), entry[3]});
}

std::vector<at::Tensor> inputsOf(Call& call, const Program& program) {
  const auto inputs = call.tensors(1);
  if (inputs.size() != program.inputs.size())
    throw ArgumentError("the program takes " + std::to_string(program.inputs.size()) + " inputs, got " +
                        std::to_string(inputs.size()));
  return inputs;
}

napi_value idsOf(Addon& addon, const std::vector<at::Tensor>& tensors) {
  return arrayOf(addon.env, tensors.size(), [&](size_t i) { return newTensor(addon, tensors[i]); });
}

// runProgram(program, inputs) → ids of the outputs, -1 for none
napi_value runProgram(Call& call) {
  const Program& program = *programAt(call, 0);
  refuseWhileRecording(call, "it runs a program");
  std::vector<at::Tensor> held;
  for (const Captured& captured : program.captured) held.push_back(captured.tensor);
  return idsOf(*call.addon, program.run(inputsOf(call, program), held));
}

// runProgramAsync(program, inputs) → Promise of the ids; without gradients
napi_value runProgramAsync(Call& call) {
  const Shared program = programAt(call, 0);
  refuseWhileRecording(call, "it runs a program");
  // Other handles on the same memory: what JavaScript does to the tensors themselves meanwhile does not reach the thread.
  at::NoGradGuard noGrad;
  auto inputs = inputsOf(call, *program);
  for (at::Tensor& input : inputs) input = at::detach(input);
  std::vector<at::Tensor> held;
  for (const Captured& captured : program->captured) held.push_back(at::detach(captured.tensor));
  auto results = std::make_shared<std::vector<at::Tensor>>();
  return queueWork(
      call, [=] { *results = program->run(inputs, held); }, [=](Addon& addon) { return idsOf(addon, *results); });
}

}  // namespace

void defineProgram(napi_env env, napi_value exports) {
  ONECYCLE_DEFINE(startRecording, markRecording, stopRecording, finishRecording, describeProgram, capturedOf, followBatch,
                  runProgram, runProgramAsync);
}

}  // namespace onecycle
