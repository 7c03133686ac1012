#include "pool.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>

namespace onecycle {

ThreadPool& ThreadPool::instance() {
  struct Owned {
    pid_t process;
    ThreadPool pool;
  };
  static std::mutex mutex;
  static Owned* owned = nullptr;
  std::lock_guard lock(mutex);
  // A process that was forked has the pool, but none of its threads.
  if (!owned || owned->process != getpid()) owned = new Owned{getpid(), {}};
  return owned->pool;
}

void ThreadPool::run(int64_t threads, int64_t most, Need need, const std::function<void(int64_t)>& help) {
  std::unique_lock lock(mutex_);
  Job job{need == Need::now ? -1 : calls_++, most, 0, need, help};
  if (need == Need::soon) {
    mostAhead_ = std::max(mostAhead_, most);
    mostAtWork_ = std::max(mostAtWork_, threads);
  }
  // As many again, so that what is needed now finds a thread where all others wait for a disk.
  grow(2 * most);
  if (threads_ == 0) {  // the system grants none
    lock.unlock();
    help(job.order);
    return;
  }
  const auto later = std::find_if(jobs_.begin(), jobs_.end(), [&](const Job* other) { return other->order > job.order; });
  const auto place = jobs_.insert(later, &job);
  work_.notify_all();
  // The first thread that finds nothing left lets no other come.
  done_.wait(lock, [&] { return job.wanted == 0 && job.active == 0; });
  jobs_.erase(place);
}

void ThreadPool::grow(int64_t threads) {
  try {
    for (; threads_ < threads; threads_++) std::thread([this] { loop(); }).detach();
  } catch (const std::system_error&) {
    // Those that there are do the work.
  }
}

ThreadPool::Job* ThreadPool::next() {
  for (Job* job : jobs_)
    if (job->wanted > 0 && (job->need == Need::now || (ahead_ < mostAhead_ && ahead_ - waiting_ < mostAtWork_))) return job;
  return nullptr;
}

void ThreadPool::waitsForDisk(bool waits) {
  {
    std::lock_guard lock(mutex_);
    waiting_ += waits ? 1 : -1;
  }
  if (waits) work_.notify_one();
}

void ThreadPool::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    Job* job = nullptr;
    work_.wait(lock, [&] { return (job = next()) != nullptr; });
    const bool ahead = job->need == Need::soon;
    job->wanted--, job->active++, ahead_ += ahead;
    lock.unlock();
    job->help(job->order);
    lock.lock();
    job->wanted = 0;
    job->active--, ahead_ -= ahead;
    if (job->active == 0) done_.notify_all();
    if (ahead) work_.notify_one();
  }
}

}  // namespace onecycle
