// Work on many pictures at once: every thread takes the next one until none is left.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>

#include "pool.h"
#include "turn.h"

namespace onecycle {

// The turns of all pictures that are worked on.
inline FairSemaphore& turns() {
  static FairSemaphore all;
  return all;
}

// Calls makeWorker() once a thread and what it returned with every index below n, and with a turn to take before it computes:
// `threads` do at a time. Where items are read ahead more threads come while some wait for a disk. The first exception stops the
// others and is thrown here.
template <class MakeWorker>
void forEachItem(int64_t n, int64_t threads, Need need, MakeWorker makeWorker) {
  threads = std::max<int64_t>(threads, 1);
  const int64_t readers = need == Need::soon ? threads + std::max<int64_t>(threads, 2) : threads;
  std::atomic<int64_t> next{0};
  std::exception_ptr failure;
  std::atomic_flag failed = ATOMIC_FLAG_INIT;
  ThreadPool& pool = ThreadPool::instance();
  pool.run(threads, std::min(readers, std::max<int64_t>(n, 1)), need, [&](int64_t order) {
    try {
      if (next >= n) return;
      auto worker = makeWorker();
      Turn turn(turns(), order, threads, [&](bool away) { pool.waitsForDisk(away); });
      for (int64_t i; (i = next++) < n;) {
        turn.letPass();
        worker(i, turn);
      }
    } catch (...) {
      next = n;
      if (!failed.test_and_set()) failure = std::current_exception();
    }
  });
  if (failure) std::rethrow_exception(failure);
}

}  // namespace onecycle
