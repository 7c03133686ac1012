// The same boxed call on a worker thread, for operators that read files or decode pictures.
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include "addon.h"

namespace onecycle {

namespace {

struct Work {
  Addon* addon;
  Operator op;
  int threads;
  std::vector<c10::IValue> stack;
  napi_deferred deferred = nullptr;
  napi_async_work handle = nullptr;
  std::string error;
};

void execute(napi_env, void* data) {
  auto* work = static_cast<Work*>(data);
  try {
    at::NoGradGuard noGrad;
    // Only where it differs: each call builds libtorch's pool of threads anew, and the new threads spin for a while.
    if (at::get_num_threads() != work->threads) at::set_num_threads(work->threads);
    work->op.handle.callBoxed(&work->stack);
  } catch (...) {
    work->error = currentMessage();
  }
}

void complete(napi_env env, napi_status status, void* data) {
  std::unique_ptr<Work> work(static_cast<Work*>(data));
  napi_delete_async_work(env, work->handle);
  napi_value error = nullptr;
  try {
    if (status == napi_cancelled) work->error = "cancelled";
    if (work->error.empty()) {
      check(env, napi_resolve_deferred(env, work->deferred, writeResults(*work->addon, work->op, work->stack, nullptr)));
      return;
    }
  } catch (const JsPending&) {
    napi_get_and_clear_last_exception(env, &error);
  } catch (...) {
    work->error = currentMessage();
  }
  napi_value code, message;
  if (error || (napi_create_string_utf8(env, "ERR_TORCH", NAPI_AUTO_LENGTH, &code) == napi_ok &&
                napi_create_string_utf8(env, work->error.data(), work->error.size(), &message) == napi_ok &&
                napi_create_error(env, code, message, &error) == napi_ok))
    napi_reject_deferred(env, work->deferred, error);
}

// callAsync(index, ...arguments) → Promise of what call() returns, tensors as ids
napi_value callAsync(Call& call) {
  auto work = std::make_unique<Work>(Work{call.addon, operatorAt(call, 0), at::get_num_threads()});
  work->stack = readArguments(call, work->op, 1);
  napi_value promise;
  check(call.env, napi_create_promise(call.env, &work->deferred, &promise));
  check(call.env, napi_create_async_work(call.env, nullptr, js(call.env, "onecycle"), execute, complete,
                                         work.get(), &work->handle));
  check(call.env, napi_queue_async_work(call.env, work->handle));
  work.release();
  return promise;
}

}  // namespace

void defineAsync(napi_env env, napi_value exports) { ONECYCLE_DEFINE(callAsync); }

}  // namespace onecycle
