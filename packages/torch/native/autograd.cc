// Gradients: backward, grad, hooks, and the modes of the thread (grad, inference, autocast).
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/api/include/torch/version.h>

#include "addon.h"

#define ONECYCLE_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace onecycle {

namespace {

c10::optional<bool> optionalBool(Call& call, size_t i) {
  if (call.isNullish(i)) return c10::nullopt;
  return call.boolean(i);
}

// backward(outputs, gradients, retainGraph, createGraph, inputs)
napi_value backward(Call& call) {
  const auto outputs = call.tensors(0);
  const auto gradients = call.tensors(1);
  const auto retain = optionalBool(call, 2);
  const bool create = call.boolean(3);
  const auto inputs = call.tensors(4);
  call.addon->callbacks->run([&] { torch::autograd::backward(outputs, gradients, retain, create, inputs); });
  return undefined(call.env);
}

// grad(outputs, inputs, gradients, retainGraph, createGraph, allowUnused) → ids, -1 for an unused input
napi_value grad(Call& call) {
  const auto outputs = call.tensors(0);
  const auto inputs = call.tensors(1);
  const auto gradients = call.tensors(2);
  const auto retain = optionalBool(call, 3);
  const bool create = call.boolean(4);
  const bool allowUnused = call.boolean(5);
  std::vector<at::Tensor> results;
  call.addon->callbacks->run(
      [&] { results = torch::autograd::grad(outputs, inputs, gradients, retain, create, allowUnused); });
  napi_value array;
  check(call.env, napi_create_array_with_length(call.env, results.size(), &array));
  for (size_t i = 0; i < results.size(); ++i)
    check(call.env, napi_set_element(call.env, array, i, newTensor(*call.addon, results[i])));
  return array;
}

napi_value requiresGrad(Call& call) { return js(call.env, call.tensor(0).requires_grad()); }

napi_value setRequiresGrad(Call& call) {
  call.tensor(0).set_requires_grad(call.boolean(1));
  return undefined(call.env);
}

napi_value isLeaf(Call& call) { return js(call.env, call.tensor(0).is_leaf()); }

// gradFn(id) → the name of the node that made it, or null
napi_value gradFn(Call& call) {
  const auto& node = call.tensor(0).grad_fn();
  return node ? js(call.env, node->name()) : null(call.env);
}

// getGrad(id, owner) → id, or -1
napi_value getGrad(Call& call) {
  return newTensor(*call.addon, call.tensor(0).grad(), call.isNullish(1) ? nullptr : call.at(1));
}

// setGrad(id, id of the gradient or null)
napi_value setGrad(Call& call) {
  const at::Tensor& tensor = call.tensor(0);
  if (call.isNullish(1)) {
    tensor.mutable_grad() = at::Tensor();
    return undefined(call.env);
  }
  const at::Tensor& gradient = call.tensor(1);
  TORCH_CHECK(gradient.sizes() == tensor.sizes(), "a gradient has its tensor's shape ", tensor.sizes(), ", this one has ",
              gradient.sizes());
  TORCH_CHECK(gradient.scalar_type() == tensor.scalar_type() && gradient.device() == tensor.device(),
              "a gradient has its tensor's dtype and device");
  tensor.mutable_grad() = gradient;
  return undefined(call.env);
}

// setData(id, id): the tensor's memory is replaced, its place in the graph stays
napi_value setData(Call& call) {
  call.tensor(0).set_data(call.tensor(1));
  return undefined(call.env);
}

// data(id, owner) → the same memory outside the graph
napi_value data(Call& call) {
  return newTensor(*call.addon, call.tensor(0).variable_data(), call.isNullish(1) ? nullptr : call.at(1));
}

napi_value registerHook(Call& call) {
  const at::Tensor& tensor = call.tensor(0);
  TORCH_CHECK(tensor.requires_grad(), "a hook needs a tensor that requires a gradient");
  auto function = call.addon->callbacks->hold(call.at(1));
  const unsigned position = tensor.register_hook([function](const at::Tensor& gradient) {
    const auto results = (*function)({gradient});
    return results.empty() ? at::Tensor() : results[0];
  });
  return js(call.env, static_cast<int32_t>(position));
}

napi_value removeHook(Call& call) {
  call.tensor(0).remove_hook(static_cast<unsigned>(call.int32(1)));
  return undefined(call.env);
}

// setGradMode(enabled) → what it was
napi_value setGradMode(Call& call) {
  const bool before = at::GradMode::is_enabled();
  at::GradMode::set_enabled(call.boolean(0));
  return js(call.env, before);
}

napi_value isGradEnabled(Call& call) { return js(call.env, at::GradMode::is_enabled()); }

napi_value pushInferenceMode(Call& call) {
  call.addon->modes.push_back(std::make_shared<c10::InferenceMode>(call.boolean(0)));
  return undefined(call.env);
}

napi_value popInferenceMode(Call& call) {
  if (call.addon->modes.empty()) throw ArgumentError("no inference mode is open");
  call.addon->modes.pop_back();
  return undefined(call.env);
}

struct Autocast {
  bool enabled;
  at::ScalarType dtype;
};

Autocast autocastOf(c10::DeviceType device) {
#if ONECYCLE_TORCH_AT_LEAST(2, 4)
  return {at::autocast::is_autocast_enabled(device), at::autocast::get_autocast_dtype(device)};
#else
  if (device == c10::DeviceType::CPU) return {at::autocast::is_cpu_enabled(), at::autocast::get_autocast_cpu_dtype()};
  return {at::autocast::is_enabled(), at::autocast::get_autocast_gpu_dtype()};
#endif
}

// The dtype comes first: where it is refused, nothing has changed.
void setAutocastOf(c10::DeviceType device, Autocast value) {
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

// autocastState(device) → [enabled, dtype]
napi_value autocastState(Call& call) {
  const Autocast now = autocastOf(deviceOf(call.string(0)).type());
  napi_value result;
  check(call.env, napi_create_array_with_length(call.env, 2, &result));
  check(call.env, napi_set_element(call.env, result, 0, js(call.env, now.enabled)));
  check(call.env, napi_set_element(call.env, result, 1, js(call.env, std::string(dtypeName(now.dtype)))));
  return result;
}

// enterAutocast(device, dtype, enabled); leave with exitAutocast(device, dtype, enabled), as they were
napi_value enterAutocast(Call& call) {
  setAutocastOf(deviceOf(call.string(0)).type(), {call.boolean(2), dtypeOf(call.string(1))});
  at::autocast::increment_nesting();
  return undefined(call.env);
}

napi_value exitAutocast(Call& call) {
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  setAutocastOf(deviceOf(call.string(0)).type(), {call.boolean(2), dtypeOf(call.string(1))});
  return undefined(call.env);
}

}  // namespace

void defineAutograd(napi_env env, napi_value exports) {
  define<backward>(env, exports, "backward");
  define<grad>(env, exports, "grad");
  define<requiresGrad>(env, exports, "requiresGrad");
  define<setRequiresGrad>(env, exports, "setRequiresGrad");
  define<isLeaf>(env, exports, "isLeaf");
  define<gradFn>(env, exports, "gradFn");
  define<getGrad>(env, exports, "getGrad");
  define<setGrad>(env, exports, "setGrad");
  define<setData>(env, exports, "setData");
  define<data>(env, exports, "data");
  define<registerHook>(env, exports, "registerHook");
  define<removeHook>(env, exports, "removeHook");
  define<setGradMode>(env, exports, "setGradMode");
  define<isGradEnabled>(env, exports, "isGradEnabled");
  define<pushInferenceMode>(env, exports, "pushInferenceMode");
  define<popInferenceMode>(env, exports, "popInferenceMode");
  define<autocastState>(env, exports, "autocastState");
  define<enterAutocast>(env, exports, "enterAutocast");
  define<exitAutocast>(env, exports, "exitAutocast");
}

}  // namespace onecycle
