// Seeds, generators and their states.
#include <ATen/Context.h>
#include <ATen/core/Generator.h>

#include <mutex>

#include "addon.h"

namespace onecycle {

namespace {

at::Generator generatorAt(Call& call, size_t i) {
  if (call.isNullish(i)) return at::globalContext().defaultGenerator(c10::DeviceType::CPU);
  const int32_t id = call.int32(i);
  const auto& objects = call.addon->objects;
  if (id < 0 || id >= static_cast<int32_t>(objects.size()) || !objects[id].isGenerator())
    throw ArgumentError("expected a Generator");
  return objects[id].toGenerator();
}

napi_value manualSeed(Call& call) {
  at::manual_seed(static_cast<uint64_t>(call.int64(0)));
  return undefined(call.env);
}

// newGenerator(device) → object id; the same algorithm as the device's default one
napi_value newGenerator(Call& call) {
  at::Generator model = at::globalContext().defaultGenerator(deviceOf(call.string(0)));
  std::lock_guard<std::mutex> lock(model.mutex());
  at::Generator generator = model.clone();
  generator.set_current_seed(c10::detail::getNonDeterministicRandom());
  return js(call.env, call.addon->addObject(generator));
}

napi_value defaultGenerator(Call& call) {
  return js(call.env, call.addon->addObject(at::globalContext().defaultGenerator(deviceOf(call.string(0)))));
}

napi_value seedGenerator(Call& call) {
  at::Generator generator = generatorAt(call, 0);
  std::lock_guard<std::mutex> lock(generator.mutex());
  generator.set_current_seed(static_cast<uint64_t>(call.int64(1)));
  return undefined(call.env);
}

napi_value generatorState(Call& call) {
  at::Generator generator = generatorAt(call, 0);
  std::lock_guard<std::mutex> lock(generator.mutex());
  return newTensor(*call.addon, generator.get_state());
}

napi_value setGeneratorState(Call& call) {
  at::Generator generator = generatorAt(call, 0);
  const at::Tensor& state = call.tensor(1);
  std::lock_guard<std::mutex> lock(generator.mutex());
  generator.set_state(state);
  return undefined(call.env);
}

napi_value initialSeed(Call& call) {
  at::Generator generator = generatorAt(call, 0);
  return js(call.env, static_cast<int64_t>(generator.current_seed()));
}

}  // namespace

void defineRandom(napi_env env, napi_value exports) {
  define<manualSeed>(env, exports, "manualSeed");
  define<newGenerator>(env, exports, "newGenerator");
  define<defaultGenerator>(env, exports, "defaultGenerator");
  define<seedGenerator>(env, exports, "seedGenerator");
  define<generatorState>(env, exports, "generatorState");
  define<setGeneratorState>(env, exports, "setGeneratorState");
  define<initialSeed>(env, exports, "initialSeed");
}

}  // namespace onecycle
