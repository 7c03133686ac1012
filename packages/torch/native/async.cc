// Work on other threads: on Node's pool the boxed call, for operators that read files or decode pictures, and whole programs; on
// threads of their own what waits for other processes.
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <thread>

#include "addon.h"

namespace onecycle {

namespace {

struct Work {
  Addon* addon;
  int threads;
  std::function<void()> execute;
  std::function<napi_value(Addon&)> result;
  napi_deferred deferred = nullptr;
  napi_async_work handle = nullptr;
  std::string error;
};

void runWork(napi_env, void* data) {
  auto* work = static_cast<Work*>(data);
  try {
    at::NoGradGuard noGrad;
    // Only where it differs: each call builds libtorch's pool of threads anew, and the new threads spin for a while.
    if (at::get_num_threads() != work->threads) at::set_num_threads(work->threads);
    work->execute();
  } catch (...) {
    work->error = currentMessage();
  }
}

// Fulfils the promise of work that is done.
void settle(napi_env env, std::unique_ptr<Work> work) {
  napi_value error = nullptr;
  try {
    if (work->error.empty()) {
      check(env, napi_resolve_deferred(env, work->deferred, work->result(*work->addon)));
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

void complete(napi_env env, napi_status status, void* data) {
  std::unique_ptr<Work> work(static_cast<Work*>(data));
  napi_delete_async_work(env, work->handle);
  if (status == napi_cancelled) work->error = "cancelled";
  settle(env, std::move(work));
}

// On the JavaScript thread, or in an environment that is gone by now.
void threadIsDone(napi_env env, napi_value, void*, void* data) {
  std::unique_ptr<Work> work(static_cast<Work*>(data));
  if (env) settle(env, std::move(work));
}

// What stands beside a tensor is mostly a list of what is wrong, and empty: then the tensor crosses alone, in a third of the time.
bool isAlone(const std::vector<c10::IValue>& results) {
  if (results.size() < 2 || !results[0].isTensor()) return false;
  return std::all_of(results.begin() + 1, results.end(), [](const c10::IValue& other) { return other.isList() && other.toListRef().empty(); });
}

// callAsync(index, ...arguments) → Promise of what call() returns, tensors as ids; of the first result alone, a tensor, where the others
// are empty lists
napi_value callAsync(Call& call) {
  const Operator& op = operatorAt(call, 0);
  return queueOperator(call, op, readArguments(call, op, 1));
}

}  // namespace

napi_value queueOperator(Call& call, const Operator& op, std::vector<c10::IValue> arguments) {
  refuseUnrepeatable(call, "it calls an operator on another thread");
  auto stack = std::make_shared<std::vector<c10::IValue>>(std::move(arguments));
  return queueWork(
      call, [=, &op] { op.handle.callBoxed(stack.get()); },
      [=, &op](Addon& addon) { return isAlone(*stack) ? plainToJs(addon, (*stack)[0]) : writeResults(addon, op, *stack, nullptr); });
}

napi_value queueWork(Call& call, std::function<void()> execute, std::function<napi_value(Addon&)> result) {
  auto work = std::make_unique<Work>(Work{call.addon, at::get_num_threads(), std::move(execute), std::move(result)});
  napi_value promise;
  check(call.env, napi_create_promise(call.env, &work->deferred, &promise));
  check(call.env, napi_create_async_work(call.env, nullptr, js(call.env, "onecycle"), runWork, complete,
                                         work.get(), &work->handle));
  check(call.env, napi_queue_async_work(call.env, work->handle));
  work.release();
  return promise;
}

napi_value queueOnThread(Call& call, std::function<void()> execute, std::function<napi_value(Addon&)> result) {
  auto work = std::make_unique<Work>(Work{call.addon, at::get_num_threads(), std::move(execute), std::move(result)});
  napi_value promise;
  check(call.env, napi_create_promise(call.env, &work->deferred, &promise));
  napi_threadsafe_function done;
  check(call.env, napi_create_threadsafe_function(call.env, nullptr, nullptr, js(call.env, "onecycle"), 0, 1, nullptr, nullptr,
                                                  nullptr, threadIsDone, &done));
  // What never answers must not keep the process alive: whoever waits for it does (src/distributed/door.ts).
  check(call.env, napi_unref_threadsafe_function(call.env, done));
  std::thread([work = work.release(), done] {
    try {
      at::NoGradGuard noGrad;
      work->execute();
    } catch (...) {
      work->error = currentMessage();
    }
    if (napi_call_threadsafe_function(done, work, napi_tsfn_nonblocking) != napi_ok) delete work;
    napi_release_threadsafe_function(done, napi_tsfn_release);
  }).detach();
  return promise;
}

void defineAsync(napi_env env, napi_value exports) { ONECYCLE_DEFINE(callAsync); }

}  // namespace onecycle
