#include "pool.h"

#include <unistd.h>

#include <algorithm>
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

void ThreadPool::run(const Crew& crew, int64_t most, Need need, const Help& help) {
  std::unique_lock lock(mutex_);
  Team& team = teams_[crew.team];
  Job job{team, need == Need::now ? -1 : calls_++, most, 0, need, help};
  const auto later = std::find_if(jobs_.begin(), jobs_.end(), [&](const Job* other) { return other->order > job.order; });
  const auto place = jobs_.insert(later, &job);
  team.jobs++;
  team.most = std::max(team.most, most);
  if (need == Need::soon) {
    team.mostAhead = std::max(team.mostAhead, most);
    team.mostAtWork = std::max(team.mostAtWork, crew.threads);
  }
  grow();
  if (threads_ == 0) {  // the system grants none
    lock.unlock();
    help(team, job.order);
    lock.lock();
  } else {
    work_.notify_all();
    // The first thread that finds nothing left lets no other come.
    done_.wait(lock, [&] { return job.wanted == 0 && job.active == 0; });
  }
  jobs_.erase(place);
  if (--team.jobs == 0) teams_.erase(crew.team);
}

// Of every team twice the threads of its largest job, so that what is needed now finds one where all others wait for a disk.
void ThreadPool::grow() {
  int64_t wanted = 0;
  for (const auto& [number, team] : teams_) wanted += 2 * team.most;
  try {
    for (; threads_ < wanted; threads_++) std::thread([this] { loop(); }).detach();
  } catch (const std::system_error&) {
    // Those that there are do the work.
  }
}

ThreadPool::Job* ThreadPool::next() {
  const auto mayCome = [](const Job& job) {
    const Team& team = job.team;
    return job.need == Need::now || (team.ahead < team.mostAhead && team.ahead - team.waiting < team.mostAtWork);
  };
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [&](const Job* job) { return job->wanted > 0 && mayCome(*job); });
  return found == jobs_.end() ? nullptr : *found;
}

void ThreadPool::waitsForDisk(Team& team, bool waits) {
  {
    std::lock_guard lock(mutex_);
    team.waiting += waits ? 1 : -1;
  }
  if (waits) work_.notify_one();
}

void ThreadPool::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    Job* job = nullptr;
    work_.wait(lock, [&] { return (job = next()) != nullptr; });
    Team& team = job->team;
    const bool ahead = job->need == Need::soon;
    job->wanted--, job->active++, team.ahead += ahead;
    lock.unlock();
    job->help(team, job->order);
    lock.lock();
    job->wanted = 0;
    job->active--, team.ahead -= ahead;
    if (job->active == 0) done_.notify_all();
    if (ahead) work_.notify_one();
  }
}

}  // namespace onecycle
