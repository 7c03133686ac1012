#include "callbacks.h"

#include <ATen/Parallel.h>
#include <ATen/ThreadLocalState.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>

#include <future>

#include "addon.h"

namespace onecycle {

std::shared_ptr<Callbacks::Handle> Callbacks::hold(napi_value function) {
  deleteReleased();
  napi_ref ref;
  check(env_, napi_create_reference(env_, function, 1, &ref));
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ++held_;
  }
  return std::make_shared<Handle>(shared_from_this(), ref);
}

void Callbacks::release(napi_ref ref) {
  std::lock_guard<std::mutex> lock(mutex_);
  --held_;
  if (open_) released_.push_back(ref);
}

void Callbacks::deleteReleased() {
  std::vector<napi_ref> refs;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    refs.swap(released_);
  }
  for (napi_ref ref : refs) napi_delete_reference(env_, ref);
}

void Callbacks::close() {
  std::lock_guard<std::mutex> lock(mutex_);
  open_ = false;
}

namespace {

// The engine hands a backward inside of 60 others to a thread of its own, and the JavaScript thread would wait for it in vain.
constexpr int kDeepest = 50;

// Vulkan, as in Debian's libtorch 2.6, answers that there is one device where there is none, and computes no gradients.
bool hasThread(c10::DeviceType type) { return type != c10::kCPU && type != c10::kMeta && type != c10::kVulkan; }

// The kinds of devices that are here and whose backward runs on threads of its own.
using Devices = std::vector<const c10::impl::DeviceGuardImplInterface*>;
const Devices& devicesWithThreads() {
  static const Devices devices = [] {
    Devices found;
    for (const auto& entry : c10::impl::device_guard_impl_registry) {
      const auto* device = entry.load();
      if (device && hasThread(device->type()) && device->deviceCount() > 0) found.push_back(device);
    }
    return found;
  }();
  return devices;
}

// The streams that this thread's work goes to. They are not among what ThreadLocalState carries to another one.
std::vector<c10::Stream> currentStreams() {
  std::vector<c10::Stream> streams;
  for (const auto* device : devicesWithThreads())
    for (c10::DeviceIndex i = 0; i < device->deviceCount(); ++i) streams.push_back(device->getStream(c10::Device(device->type(), i)));
  return streams;
}

}  // namespace

bool Callbacks::none() {
  std::lock_guard<std::mutex> lock(mutex_);
  return held_ == 0;
}

void Callbacks::run(const std::function<void()>& work) {
  if (std::this_thread::get_id() != thread_) return work();
  const bool directly = none() || (depth_ < kDeepest && devicesWithThreads().empty());
  struct Leave {
    int& depth;
    ~Leave() { --depth; }
  } leave{++depth_};
  if (directly) work();
  else runOnHelper(work);
}

void Callbacks::runOnHelper(const std::function<void()>& work) {
  const int threads = at::get_num_threads();
  at::ThreadLocalState state;
  const std::vector<c10::Stream> streams = currentStreams();
  bool done = false;
  std::exception_ptr error;
  std::thread helper([&] {
    try {
      at::set_num_threads(threads);
      at::ThreadLocalStateGuard guard(state);
      for (const c10::Stream& stream : streams) c10::impl::getDeviceGuardImpl(stream.device_type())->exchangeStream(stream);
      work();
    } catch (...) {
      error = std::current_exception();
    }
    std::lock_guard<std::mutex> lock(mutex_);
    done = true;
    wake_.notify_all();
  });
  std::unique_lock<std::mutex> lock(mutex_);
  while (!done) {
    wake_.wait(lock, [&] { return done || !jobs_.empty(); });
    while (!jobs_.empty()) {
      auto job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job();
      lock.lock();
    }
  }
  lock.unlock();
  helper.join();
  deleteReleased();
  // An exception of a callback is pending in JavaScript already and says more than the engine's wrapping of it.
  bool pending = false;
  napi_is_exception_pending(env_, &pending);
  if (pending) throw JsPending();
  if (error) std::rethrow_exception(error);
}

std::vector<at::Tensor> Callbacks::invoke(napi_ref ref, const std::vector<at::Tensor>& inputs) {
  if (std::this_thread::get_id() == thread_) return invokeHere(ref, inputs);
  std::promise<std::vector<at::Tensor>> result;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    TORCH_CHECK(open_, "the JavaScript environment of this callback is gone");
    jobs_.push_back([&] {
      try {
        result.set_value(invokeHere(ref, inputs));
      } catch (...) {
        result.set_exception(std::current_exception());
      }
    });
  }
  wake_.notify_all();
  return result.get_future().get();
}

namespace {

// Node ends the process where one is left open.
struct HandleScope {
  explicit HandleScope(napi_env env) : env(env) { check(env, napi_open_handle_scope(env, &scope)); }
  ~HandleScope() { napi_close_handle_scope(env, scope); }

  napi_env env;
  napi_handle_scope scope;
};

}  // namespace

std::vector<at::Tensor> Callbacks::invokeHere(napi_ref ref, const std::vector<at::Tensor>& inputs) {
  Addon* addon;
  check(env_, napi_get_instance_data(env_, reinterpret_cast<void**>(&addon)));
  HandleScope scope(env_);
  napi_value function, result;
  check(env_, napi_get_reference_value(env_, ref, &function));
  std::vector<napi_value> args;
  for (const auto& input : inputs) args.push_back(js(env_, newTensor(*addon, input)));
  check(env_, napi_call_function(env_, undefined(env_), function, args.size(), args.data(), &result));
  return listOf<std::vector<at::Tensor>>(env_, result, [&](napi_value item) {
    const int32_t id = int32Of(env_, item);
    return id < 0 ? at::Tensor() : addon->tensors.get(id);
  });
}

}  // namespace onecycle
