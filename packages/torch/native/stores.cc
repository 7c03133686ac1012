// c10d's stores: keys and values that the processes of a group share. Whatever may wait for others runs on a thread of its own.
#include "distributed.h"

#ifdef ONECYCLE_C10D

#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

namespace onecycle {

Distributed& distributedOf(Addon& addon) {
  // Never freed: what still waits for another process would keep this one from ending, and the system closes the connections.
  if (!addon.distributed) addon.distributed = std::shared_ptr<Distributed>(new Distributed, [](Distributed*) {});
  return *addon.distributed;
}

namespace {

Distributed& distributed(Call& call) { return distributedOf(*call.addon); }

std::chrono::milliseconds milliseconds(Call& call, size_t i) { return std::chrono::milliseconds(call.int64(i)); }

std::vector<uint8_t> bytesOf(const std::string& text) { return {text.begin(), text.end()}; }
std::string textOf(const std::vector<uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

// Runs a call of a store, which may wait, on a thread; gives the promise of what it gives.
template <typename Run>
napi_value waitFor(Call& call, Run run) {
  using Result = decltype(run());
  if constexpr (std::is_void_v<Result>) {
    return queueOnThread(call, run, [env = call.env](Addon&) { return undefined(env); });
  } else {
    auto result = std::make_shared<Result>();
    return queueOnThread(
        call, [result, run] { *result = run(); }, [env = call.env, result](Addon&) { return js(env, *result); });
  }
}

// Newer versions let libuv serve the store, which not every build has, Debian's for one; the threads that serve it
// without are in all.
template <typename Options>
auto withoutLibUv(Options& options, int) -> decltype(static_cast<void>(options.useLibUV)) { options.useLibUV = false; }
template <typename Options>
void withoutLibUv(Options&, long) {}

// openTcpStore(host, port, isServer, size or 0, timeout) → Promise of a number; with port 0 the server chooses one
napi_value openTcpStore(Call& call) {
  c10d::TCPStoreOptions options;
  const std::string host = call.string(0);
  options.port = static_cast<std::uint16_t>(call.int32(1));
  options.isServer = call.boolean(2);
  if (const int32_t size = call.int32(3)) options.numWorkers = size;
  options.waitWorkers = false;
  options.timeout = milliseconds(call, 4);
  options.multiTenant = true;
  withoutLibUv(options, 0);
  auto store = std::make_shared<StorePtr>();
  return queueOnThread(
      call, [=] { *store = c10::make_intrusive<c10d::TCPStore>(host, options); },
      [=](Addon& addon) { return js(addon.env, distributedOf(addon).stores.add(std::move(*store))); });
}

// openFileStore(path, size)
int32_t openFileStore(Call& call) {
  return distributed(call).stores.add(c10::make_intrusive<c10d::FileStore>(call.string(0), call.int32(1)));
}

// prefixStore(store, prefix): the same keys and values, under names of their own
int32_t prefixStore(Call& call) {
  auto& stores = distributed(call).stores;
  return stores.add(c10::make_intrusive<c10d::PrefixStore>(call.string(1), stores.at(call.int32(0))));
}

int32_t storePort(Call& call) {
  const auto* tcp = dynamic_cast<c10d::TCPStore*>(distributed(call).stores.at(call.int32(0)).get());
  return tcp ? tcp->getPort() : 0;
}

// storeSet(store, key, text)
napi_value storeSet(Call& call) {
  return waitFor(call, [store = distributed(call).stores.at(call.int32(0)), key = call.string(1),
                        value = bytesOf(call.string(2))] { store->set(key, value); });
}

// storeGet(store, key, timeout): waits until there is one
napi_value storeGet(Call& call) {
  return waitFor(call, [store = distributed(call).stores.at(call.int32(0)), key = call.string(1), timeout = milliseconds(call, 2)] {
    store->wait({key}, timeout);
    return textOf(store->get(key));
  });
}

// storeHas(store, keys)
napi_value storeHas(Call& call) {
  auto keys = listOf<std::vector<std::string>>(call.env, call.at(1), [&](napi_value item) { return stringOf(call.env, item); });
  return waitFor(call, [store = distributed(call).stores.at(call.int32(0)), keys] { return store->check(keys); });
}

// storeAdd(store, key, amount): the sum so far
napi_value storeAdd(Call& call) {
  return waitFor(call, [store = distributed(call).stores.at(call.int32(0)), key = call.string(1), amount = call.int64(2)] {
    return store->add(key, amount);
  });
}

void closeStore(Call& call) { distributed(call).stores.take(call.int32(0)); }

}  // namespace

void defineStores(napi_env env, napi_value exports) {
  ONECYCLE_DEFINE(openTcpStore, openFileStore, prefixStore, storePort, storeSet, storeGet, storeHas, storeAdd, closeStore);
}

}  // namespace onecycle

#else

namespace onecycle {
void defineStores(napi_env, napi_value) {}
}  // namespace onecycle

#endif
