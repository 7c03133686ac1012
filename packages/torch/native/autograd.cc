// Gradients: backward, grad, hooks, and the modes of the thread (grad, inference, autocast).
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/api/include/torch/version.h>

#include "record.h"

#define ONECYCLE_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace onecycle {

namespace {

c10::optional<bool> optionalBool(Call& call, size_t i) {
  if (call.isNullish(i)) return c10::nullopt;
  return call.boolean(i);
}

// Where hooks are held, backward runs on another thread, in another stream; and a replay would not call them.
void refuseCallbacksWhileCapturing(Call& call) {
  if (!call.addon->callbacks->none())
    refuseWhileCapturing(call, "there are hooks on gradients, or gradients written in JavaScript");
}

// backward(outputs, gradients, retainGraph, createGraph, inputs)
void backward(Call& call) {
  refuseWhileRecording(call, "it computes or keeps gradients");
  const auto outputs = call.tensors(0);
  const auto gradients = call.tensors(1);
  const auto retain = optionalBool(call, 2);
  const bool create = call.boolean(3);
  const auto inputs = call.tensors(4);
  refuseCallbacksWhileCapturing(call);
  call.addon->callbacks->run([&] { torch::autograd::backward(outputs, gradients, retain, create, inputs); });
}

// grad(outputs, inputs, gradients, retainGraph, createGraph, allowUnused) → ids, -1 for an unused input
napi_value grad(Call& call) {
  refuseWhileRecording(call, "it computes or keeps gradients");
  const auto outputs = call.tensors(0);
  const auto inputs = call.tensors(1);
  const auto gradients = call.tensors(2);
  const auto retain = optionalBool(call, 3);
  const bool create = call.boolean(4);
  const bool allowUnused = call.boolean(5);
  refuseCallbacksWhileCapturing(call);
  std::vector<at::Tensor> results;
  call.addon->callbacks->run(
      [&] { results = torch::autograd::grad(outputs, inputs, gradients, retain, create, allowUnused); });
  return arrayOf(call.env, results.size(), [&](size_t i) { return newTensor(*call.addon, results[i]); });
}

bool requiresGrad(Call& call) { return call.tensor(0).requires_grad(); }

void setRequiresGrad(Call& call) {
  refuseWhileRecording(call, "it computes or keeps gradients");
  call.tensor(0).set_requires_grad(call.boolean(1));
}

bool isLeaf(Call& call) { return call.tensor(0).is_leaf(); }

// gradFn(id) → the name of the node that made it, or null
c10::optional<std::string> gradFn(Call& call) {
  const auto& node = call.tensor(0).grad_fn();
  return node ? c10::optional<std::string>(node->name()) : c10::nullopt;
}

// getGrad(id, owner) → id, or -1
int32_t getGrad(Call& call) {
  refuseWhileRecording(call, "it computes or keeps gradients");
  return newTensor(*call.addon, call.tensor(0).grad(), call.owner(1));
}

// setGrad(id, id of the gradient or null)
void setGrad(Call& call) {
  refuseWhileRecording(call, "it computes or keeps gradients");
  const at::Tensor& tensor = call.tensor(0);
  if (call.isNullish(1)) {
    tensor.mutable_grad() = at::Tensor();
    return;
  }
  const at::Tensor& gradient = call.tensor(1);
  TORCH_CHECK(gradient.sizes() == tensor.sizes(), "a gradient has its tensor's shape ", tensor.sizes(), ", this one has ",
              gradient.sizes());
  TORCH_CHECK(gradient.scalar_type() == tensor.scalar_type() && gradient.device() == tensor.device(),
              "a gradient has its tensor's dtype and device");
  tensor.mutable_grad() = gradient;
}

// setData(id, id): the tensor's memory is replaced, its place in the graph stays
void setData(Call& call) {
  refuseUnrepeatable(call, "it gives a tensor other memory");
  call.tensor(0).set_data(call.tensor(1));
  call.addon->tensors.recount(call.int32(0));
}

// data(id, owner) → the same memory outside the graph
int32_t data(Call& call) {
  const at::Tensor& source = call.tensor(0);
  const at::Tensor result = source.variable_data();
  if (call.addon->recording) call.addon->recording->detached(source, result);
  return newTensor(*call.addon, result, call.owner(1));
}

int32_t registerHook(Call& call) {
  refuseWhileRecording(call, "it computes or keeps gradients");
  const at::Tensor& tensor = call.tensor(0);
  TORCH_CHECK(tensor.requires_grad(), "a hook needs a tensor that requires a gradient");
  refuseWhileCapturing(call, "it calls a function of JavaScript");
  auto function = call.addon->callbacks->hold(call.at(1));
  return static_cast<int32_t>(tensor.register_hook([function](const at::Tensor& gradient) {
    const auto results = (*function)({gradient});
    return results.empty() ? at::Tensor() : results[0];
  }));
}

void removeHook(Call& call) { call.tensor(0).remove_hook(static_cast<unsigned>(call.int32(1))); }

void noteMode(Call& call, std::function<void(Modes&)> change) {
  if (call.addon->recording) call.addon->recording->mode(std::move(change));
}

// setGradMode(enabled, leaving) → what it was; `leaving` says that this puts back what was there before
bool setGradMode(Call& call) {
  const bool before = at::GradMode::is_enabled();
  const bool enabled = call.boolean(0);
  at::GradMode::set_enabled(enabled);
  if (call.boolean(1)) noteMode(call, [](Modes& modes) { modes.popGrad(); });
  else noteMode(call, [=](Modes& modes) { modes.pushGrad(enabled); });
  return before;
}

bool isGradEnabled(Call&) { return at::GradMode::is_enabled(); }

void pushInferenceMode(Call& call) {
  const bool enabled = call.boolean(0);
  call.addon->modes.push_back(std::make_shared<c10::InferenceMode>(enabled));
  noteMode(call, [=](Modes& modes) { modes.pushInference(enabled); });
}

void popInferenceMode(Call& call) {
  if (call.addon->modes.empty()) throw ArgumentError("no inference mode is open");
  call.addon->modes.pop_back();
  noteMode(call, [](Modes& modes) { modes.popInference(); });
}

}  // namespace

AutocastState autocastOf(c10::DeviceType device) {
#if ONECYCLE_TORCH_AT_LEAST(2, 4)
  return {at::autocast::is_autocast_enabled(device), at::autocast::get_autocast_dtype(device)};
#else
  if (device == c10::DeviceType::CPU) return {at::autocast::is_cpu_enabled(), at::autocast::get_autocast_cpu_dtype()};
  return {at::autocast::is_enabled(), at::autocast::get_autocast_gpu_dtype()};
#endif
}

void setAutocastOf(c10::DeviceType device, AutocastState value) {
#if ONECYCLE_TORCH_AT_LEAST(2, 4)
  at::autocast::set_autocast_dtype(device, value.dtype);
  at::autocast::set_autocast_enabled(device, value.enabled);
#else
  if (device == c10::DeviceType::CPU) {
    at::autocast::set_autocast_cpu_dtype(value.dtype);
    at::autocast::set_cpu_enabled(value.enabled);
  } else {
    at::autocast::set_autocast_gpu_dtype(value.dtype);
    at::autocast::set_enabled(value.enabled);
  }
#endif
}

namespace {

// autocastState(device) → { enabled, dtype }
napi_value autocastState(Call& call) {
  const AutocastState now = autocastOf(deviceOf(call.string(0)).type());
  return Object(call.env).set("enabled", now.enabled).set("dtype", dtypeName(now.dtype)).value;
}

// enterAutocast(device, dtype, enabled); leave with exitAutocast(device, dtype, enabled), as they were
void enterAutocast(Call& call) {
  const auto device = deviceOf(call.string(0)).type();
  const AutocastState state{call.boolean(2), dtypeOf(call.string(1))};
  setAutocastOf(device, state);
  at::autocast::increment_nesting();
  noteMode(call, [=](Modes& modes) { modes.enterAutocast(device, state); });
}

void exitAutocast(Call& call) {
  const auto device = deviceOf(call.string(0)).type();
  const AutocastState state{call.boolean(2), dtypeOf(call.string(1))};
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  setAutocastOf(device, state);
  noteMode(call, [=](Modes& modes) { modes.exitAutocast(device, state); });
}

}  // namespace

void defineAutograd(napi_env env, napi_value exports) {
  ONECYCLE_DEFINE(backward, grad, requiresGrad, setRequiresGrad, isLeaf, gradFn, getGrad, setGrad, setData, data, registerHook,
                  removeHook, setGradMode, isGradEnabled, pushInferenceMode, popInferenceMode, autocastState, enterAutocast,
                  exitAutocast);
}

}  // namespace onecycle
