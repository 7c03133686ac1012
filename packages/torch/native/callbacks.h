// JavaScript functions that libtorch calls back: tensor hooks and the backward of user-defined functions.
//
// N-API may be called on the JavaScript thread only, and on CUDA or MPS the engine runs backward on threads of its own. So there,
// while callbacks exist, backward runs on a helper thread and the JavaScript thread waits for it, serving calls. Elsewhere the engine
// stays on the thread that called it: no helper, whose operators would each time begin with new threads of their own.
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
  // Whether there is no function that might be called.
  bool none();
  // Runs work that may call back, directly or on a helper thread.
  void run(const std::function<void()>& work);
  void close();  // the environment goes: later calls fail, later releases do nothing

 private:
  friend class Handle;
  std::vector<at::Tensor> invoke(napi_ref ref, const std::vector<at::Tensor>& inputs);
  std::vector<at::Tensor> invokeHere(napi_ref ref, const std::vector<at::Tensor>& inputs);
  void release(napi_ref ref);
  void deleteReleased();
  void runOnHelper(const std::function<void()>& work);

  napi_env env_;
  std::thread::id thread_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  std::vector<napi_ref> released_;
  int64_t held_ = 0;
  int depth_ = 0;  // of backwards inside callbacks of backwards, on the JavaScript thread
  bool open_ = true;
};

}  // namespace onecycle
