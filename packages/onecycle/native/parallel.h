// Work on many pictures at once: every thread takes the next one until none is left.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>

#include "pool.h"

namespace onecycle {

// Calls makeWorker() once a thread and what it returned with every index below n, and with a turn to take before it computes:
// of a team so many threads do at a time. Where items are read ahead more threads come while some wait for a disk. The first exception
// stops the others and is thrown here.
template <class MakeWorker>
void forEachItem(int64_t n, Crew crew, Need need, MakeWorker makeWorker) {
  crew.threads = std::max<int64_t>(crew.threads, 1);
  const int64_t readers = need == Need::soon ? crew.threads + std::max<int64_t>(crew.threads, 2) : crew.threads;
  std::atomic<int64_t> next{0};
  std::exception_ptr failure;
  std::atomic_flag failed = ATOMIC_FLAG_INIT;
  ThreadPool& pool = ThreadPool::instance();
  pool.run(crew, std::min(readers, std::max<int64_t>(n, 1)), need, [&](Team& team, int64_t order) {
    try {
      if (next >= n) return;
      auto worker = makeWorker();
      Turn turn(team.turns, order, crew.threads, [&](bool away) { pool.waitsForDisk(team, away); });
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
