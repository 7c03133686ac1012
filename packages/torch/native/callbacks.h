// JavaScript functions that libtorch calls back: tensor hooks and the backward of user-defined functions.
//
// On CUDA the engine runs backward on threads of its own, and N-API may be called on the JavaScript thread only. So,
// while callbacks exist, backward runs on a helper thread and the JavaScript thread waits for it, serving calls.
#pragma once

#include <node_api.h>

#include <ATen/core/Tensor.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace onecycle {

class Callbacks : public std::enable_shared_from_this<Callbacks> {
 public:
  explicit Callbacks(napi_env env) : env_(env), thread_(std::this_thread::get_id()) {}

  // A JavaScript function, held until the last copy of the handle goes (on whichever thread).
  class Handle {
   public:
    Handle(std::shared_ptr<Callbacks> home, napi_ref ref) : home_(std::move(home)), ref_(ref) {}
    ~Handle() { home_->release(ref_); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    // Calls function(ids of inputs…) → id, ids or nothing; blocks until the JavaScript thread has done it.
    std::vector<at::Tensor> operator()(const std::vector<at::Tensor>& inputs) const { return home_->invoke(ref_, inputs); }

   private:
    std::shared_ptr<Callbacks> home_;
    napi_ref ref_;
  };

  std::shared_ptr<Handle> hold(napi_value function);
  // Runs work that may call back: directly while there are no callbacks, else on a helper thread.
  void run(const std::function<void()>& work);
  void close();  // the environment goes: later calls fail, later releases do nothing

 private:
  friend class Handle;
  std::vector<at::Tensor> invoke(napi_ref ref, const std::vector<at::Tensor>& inputs);
  std::vector<at::Tensor> invokeHere(napi_ref ref, const std::vector<at::Tensor>& inputs);
  void release(napi_ref ref);
  void deleteReleased();

  napi_env env_;
  std::thread::id thread_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  std::vector<napi_ref> released_;
  int64_t held_ = 0;
  bool open_ = true;
};

}  // namespace onecycle
