// Seeds, generators and their states.
#include <ATen/Context.h>
#include <ATen/core/Generator.h>

#include <mutex>

#include "addon.h"

namespace onecycle {

namespace {

// A generator by its number, or a device's default one by the device's name.
at::Generator generatorAt(Call& call, size_t i) {
  if (typeOf(call.env, call.args[i]) == napi_string)
    return at::globalContext().defaultGenerator(deviceOf(call.string(i)));
  const c10::IValue& object = call.addon->objectAt(call.int32(i));
  if (!object.isGenerator()) throw ArgumentError("expected a Generator");
  return object.toGenerator();
}

void manualSeed(Call& call) {
  refuseUnrepeatable(call, "it reads or sets a stream of random numbers");
  at::manual_seed(static_cast<uint64_t>(call.int64(0)));
}

// newGenerator(device) → object id; the same algorithm as the device's default one
int32_t newGenerator(Call& call) {
  refuseUnrepeatable(call, "it reads or sets a stream of random numbers");
  at::Generator model = at::globalContext().defaultGenerator(deviceOf(call.string(0)));
  std::lock_guard<std::mutex> lock(model.mutex());
  at::Generator generator = model.clone();
  generator.set_current_seed(c10::detail::getNonDeterministicRandom());
  return call.addon->addObject(generator);
}

void seedGenerator(Call& call) {
  refuseUnrepeatable(call, "it reads or sets a stream of random numbers");
  at::Generator generator = generatorAt(call, 0);
  std::lock_guard<std::mutex> lock(generator.mutex());
  generator.set_current_seed(static_cast<uint64_t>(call.int64(1)));
}

int32_t generatorState(Call& call) {
  refuseUnrepeatable(call, "it reads or sets a stream of random numbers");
  at::Generator generator = generatorAt(call, 0);
  std::lock_guard<std::mutex> lock(generator.mutex());
  return newTensor(*call.addon, generator.get_state());
}

void setGeneratorState(Call& call) {
  refuseUnrepeatable(call, "it reads or sets a stream of random numbers");
  at::Generator generator = generatorAt(call, 0);
  const at::Tensor& state = call.tensor(1);
  std::lock_guard<std::mutex> lock(generator.mutex());
  generator.set_state(state);
}

int64_t initialSeed(Call& call) { return static_cast<int64_t>(generatorAt(call, 0).current_seed()); }

}  // namespace

void defineRandom(napi_env env, napi_value exports) {
  ONECYCLE_DEFINE(manualSeed, newGenerator, seedGenerator, generatorState, setGeneratorState, initialSeed);
}

}  // namespace onecycle
