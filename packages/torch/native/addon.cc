#include "addon.h"

#include <sstream>

namespace onecycle {

void check(napi_env env, napi_status status) {
  if (status == napi_ok) return;
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (pending) throw JsPending();
  const napi_extended_error_info* info = nullptr;
  napi_get_last_error_info(env, &info);
  throw ArgumentError(info && info->error_message ? info->error_message : "N-API call failed");
}

void throwJs(napi_env env, const char* code, const std::string& message) {
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (!pending) napi_throw_error(env, code, message.c_str());
}

std::string currentMessage() {
  try {
    throw;
  } catch (const c10::Error& e) {
    return e.what_without_backtrace();
  } catch (const std::bad_alloc&) {
    return "out of memory";
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "unknown C++ exception";
  }
}

void define(napi_env env, napi_value exports, const char* names, std::initializer_list<napi_callback> functions) {
  std::istringstream list(names);
  std::string name;
  for (napi_callback function : functions) {
    std::getline(list >> std::ws, name, ',');
    napi_value value;
    check(env, napi_create_function(env, name.data(), name.size(), function, nullptr, &value));
    check(env, napi_set_named_property(env, exports, name.c_str(), value));
  }
}

int32_t Addon::addObject(c10::IValue value) {
  if (freeObjects.empty()) {
    objects.push_back(std::move(value));
    return static_cast<int32_t>(objects.size() - 1);
  }
  const int32_t id = freeObjects.back();
  freeObjects.pop_back();
  objects[id] = std::move(value);
  return id;
}

const c10::IValue& Addon::objectAt(int32_t id) const {
  if (id < 0 || id >= static_cast<int32_t>(objects.size()))
    throw ArgumentError("expected an object that an operator returned");
  return objects[id];
}

void Addon::freeObject(int32_t id) {
  if (objectAt(id).isNone()) return;
  objects[id] = c10::IValue();
  freeObjects.push_back(id);
}

namespace {

napi_value init(napi_env env, napi_value exports) {
  auto addon = std::make_unique<Addon>(env);
  const napi_status status = napi_set_instance_data(
      env, addon.get(), [](napi_env, void* data, void*) { delete static_cast<Addon*>(data); }, nullptr);
  if (status != napi_ok) return nullptr;
  addon.release();
  keepLargeBlocks();
  defineTensors(env, exports);
  defineOperators(env, exports);
  defineFrame(env, exports);
  defineAsync(env, exports);
  defineAutograd(env, exports);
  defineFunction(env, exports);
  defineProgram(env, exports);
  defineRandom(env, exports);
  defineRuntime(env, exports);
  defineDeviceMemory(env, exports);
  defineStreams(env, exports);
  defineGraphs(env, exports);
  defineStores(env, exports);
  defineProcessGroups(env, exports);
  defineReducer(env, exports);
  return exports;
}

}  // namespace
}  // namespace onecycle

NAPI_MODULE_INIT() {
  try {
    return onecycle::init(env, exports);
  } catch (...) {
    onecycle::throwJs(env, "ERR_TORCH", onecycle::currentMessage());
    return nullptr;
  }
}
