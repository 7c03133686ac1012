// Calls that work at the same time share their threads: what one no longer needs at its end, the next one uses.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>

namespace onecycle {

// At most `limit` threads work at a time, those of the earliest call first.
class FairSemaphore {
 public:
  // The place of a new call in the order.
  int64_t join() {
    std::lock_guard lock(mutex_);
    return calls_++;
  }

  // Waits until a thread of this call may work.
  void acquire(int64_t call, int64_t limit) {
    std::unique_lock lock(mutex_);
    const auto mine = waiting_.insert(call);
    changed_.wait(lock, [&] { return running_ < limit && *waiting_.begin() == call; });
    waiting_.erase(mine);
    running_++;
    changed_.notify_all();
  }

  void release() {
    {
      std::lock_guard lock(mutex_);
      running_--;
    }
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::multiset<int64_t> waiting_;
  int64_t calls_ = 0, running_ = 0;
};

// A permit to work, released at the end of the block.
class Permit {
 public:
  Permit(FairSemaphore& semaphore, int64_t call, int64_t limit) : semaphore_(semaphore) { semaphore_.acquire(call, limit); }
  ~Permit() { semaphore_.release(); }
  Permit(const Permit&) = delete;
  Permit& operator=(const Permit&) = delete;

 private:
  FairSemaphore& semaphore_;
};

}  // namespace onecycle
