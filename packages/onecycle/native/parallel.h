// Work on many pictures at once: every thread takes the next one until none is left.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <optional>
#include <thread>
#include <vector>

#include "semaphore.h"

namespace onecycle {

// Calls makeWorker() once a thread and what it returned with every index below n; a `semaphore` shares the threads with
// other calls. The first exception of a thread stops the others and is thrown here.
template <class MakeWorker>
void forEachItem(int64_t n, int64_t threads, MakeWorker makeWorker, FairSemaphore* semaphore = nullptr) {
  std::atomic<int64_t> next{0};
  std::exception_ptr failure;
  std::atomic_flag failed = ATOMIC_FLAG_INIT;
  const int64_t count = std::clamp<int64_t>(threads, 1, std::max<int64_t>(n, 1));
  const int64_t call = semaphore ? semaphore->join() : 0;
  auto run = [&] {
    try {
      auto worker = makeWorker();
      auto workOnNext = [&] {
        std::optional<Permit> permit;
        if (semaphore) permit.emplace(*semaphore, call, count);
        const int64_t i = next.fetch_add(1);
        if (i < n) worker(i);
        return i < n;
      };
      while (workOnNext()) {
      }
    } catch (...) {
      next = n;
      if (!failed.test_and_set()) failure = std::current_exception();
    }
  };
  std::vector<std::thread> helpers;
  try {
    for (int64_t t = 1; t < count; t++) helpers.emplace_back(run);
  } catch (const std::system_error&) {
    // The system grants no more threads: those that there are do the work.
  }
  run();
  for (auto& helper : helpers) helper.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace onecycle
