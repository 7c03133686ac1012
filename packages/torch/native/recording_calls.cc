// What JavaScript calls to record a program, to look at it and to run it.
#include <ATen/core/grad_mode.h>
#include <ATen/ops/detach.h>

#include "record.h"

namespace onecycle {

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
  refuseUnrepeatable(call, "it runs a program");
  std::vector<at::Tensor> held;
  for (const Captured& captured : program.captured) held.push_back(captured.tensor);
  return idsOf(*call.addon, program.run(inputsOf(call, program), held));
}

// runProgramAsync(program, inputs) → Promise of the ids; without gradients
napi_value runProgramAsync(Call& call) {
  const Shared program = programAt(call, 0);
  refuseUnrepeatable(call, "it runs a program");
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
