// CUDA graphs: what goes to a stream is captured instead of run, and then replayed with a single launch.
//
// libtorch's own class does the work that only it can do: a private pool of memory, and random numbers that go on from replay to
// replay. What is ours is that a capture which fails leaves the process as it was. CUDA forbids to wait for the device while it
// captures, and what is forbidden spoils the capture, and with it libtorch's allocator and generator. So an operator that waits is refused
// by libtorch's check for that (SyncDebugMode) before it gets as far as CUDA; what waits or frees memory by its name, and what reads values
// of the moment, which no replay would read again, is refused by us. For a capture that is spoilt all the same there is `abandon`.
#include <charconv>

#include <torch/csrc/api/include/torch/version.h>

#include "addon.h"

#define ONECYCLE_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

// In versions before 2.6 the class, the allocator and the generator are others. Setup says ONECYCLE_NO_GRAPHS where they do not compile.
#if defined(ONECYCLE_CUDA) && !defined(ONECYCLE_OTHER_CUDA) && !defined(ONECYCLE_NO_GRAPHS) && ONECYCLE_TORCH_AT_LEAST(2, 6) && __has_include(<cuda_runtime_api.h>)
#include <ATen/Context.h>
#if ONECYCLE_TORCH_AT_LEAST(2, 10)
#include <ATen/core/CachingHostAllocator.h>
#endif
#include <ATen/cuda/CUDAGeneratorImpl.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/core/DeviceGuard.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>

#define ONECYCLE_GRAPHS
#endif

namespace onecycle {

void refuseWhileCapturing(Call& call, const char* reason) {
  Addon& addon = *call.addon;
  if (!addon.capturing) return;
  // Whoever catches this and goes on another way would have that one captured.
  if (addon.notCaptured.empty()) addon.notCaptured = reason;
  throw ArgumentError(std::string(reason) + ", which a CUDA graph cannot repeat: what is captured is work of the GPU alone");
}

void refuseOnCpu(Call& call, const std::vector<c10::IValue>& stack) {
  const auto refuse = [&](const at::Tensor& tensor) {
    if (tensor.defined() && tensor.device().is_cpu()) refuseWhileCapturing(call, "it takes a tensor on the CPU");
  };
  for (const c10::IValue& value : stack) {
    if (value.isTensor()) refuse(value.toTensor());
    else if (value.isTensorList()) for (const at::Tensor& tensor : value.toTensorVector()) refuse(tensor);
    else if (value.isList()) for (const c10::IValue& item : value.toListRef()) if (item.isTensor()) refuse(item.toTensor());
  }
}

namespace {

// graphsHindrance() → why there are no CUDA graphs here, or null
c10::optional<std::string> graphsHindrance(Call&) {
#if defined(ONECYCLE_GRAPHS)
  if (at::hasCUDA() && at::detail::getCUDAHooks().getNumGPUs() > 0) return c10::nullopt;
  return std::string("there is no NVIDIA GPU");
#elif !defined(ONECYCLE_CUDA)
  return std::string("this libtorch was built without CUDA");
#elif !ONECYCLE_TORCH_AT_LEAST(2, 6)
  return std::string("CUDA graphs need libtorch 2.6 or newer");
#elif defined(ONECYCLE_OTHER_CUDA)
  return std::string("this libtorch " ONECYCLE_OTHER_CUDA ": install the CUDA toolkit of its own version, and run setup again");
#elif defined(ONECYCLE_NO_GRAPHS)
  return std::string(
      "CUDA graphs do not compile with this libtorch and the CUDA headers that setup found: the libtorch is newer than this version of "
      "@onecycle/torch knows, or the headers are not whole");
#else
  return std::string(
      "the native part was built without CUDA's headers (cuda_runtime_api.h): install the CUDA toolkit, or pip's torch, which brings them, and "
      "run setup again");
#endif
}

#if defined(ONECYCLE_GRAPHS)

using at::cuda::CUDAGraph;
using c10::cuda::SyncDebugMode;

#if !ONECYCLE_TORCH_AT_LEAST(2, 14)

template <typename Action>
void attempt(Action action) noexcept {
  try {
    action();
  } catch (...) {
  }
}

// Pinned memory has pools of graphs, too, in some versions.
template <typename Allocator, typename Pool>
auto endPinnedPool(Allocator& allocator, const Pool& pool, int) -> decltype(allocator.end_allocate_to_pool(pool)) {
  attempt([&] { allocator.end_allocate_to_pool(pool); });
  allocator.release_pool(pool);
}
template <typename Allocator, typename Pool>
void endPinnedPool(Allocator&, const Pool&, long) {}

// The state of a generator has, in some versions, a mark that a capture is on, without which neither it nor an earlier graph goes on.
template <typename State>
auto unmarkState(State& state, int) -> decltype(state.capturing_, void()) { state.capturing_ = false; }
template <typename State>
void unmarkState(State&, long) {}

struct OwnGraph : CUDAGraph {
  void unmark() noexcept {
    for (auto& [state, increment] : captured_generator_states_) unmarkState(*state, 0);
  }
};

#else

using OwnGraph = CUDAGraph;

#endif

struct Graph : torch::CustomClassHolder {
  explicit Graph(c10::Device device) : device(device) {}

  c10::Device device;
  // Before the graph, so that it is known also where a capture fails.
  decltype(at::cuda::graph_pool_handle()) pool{0, 0};
  std::unique_ptr<OwnGraph> graph;
  SyncDebugMode before = SyncDebugMode::L_DISABLED;

  // Puts the allocators and the generator in order after a capture that came to nothing.
  void abandon() noexcept {
#if ONECYCLE_TORCH_AT_LEAST(2, 14)
    graph.reset();  // which does so itself
#else
    // Each by itself: how far it had come differs from error to error, and from version to version.
    attempt([&] { c10::cuda::CUDACachingAllocator::endAllocateToPool(device.index(), pool); });
    attempt([&] { c10::cuda::CUDACachingAllocator::releasePool(device.index(), pool); });
#if ONECYCLE_TORCH_AT_LEAST(2, 10)
    attempt([&] { endPinnedPool(*at::getHostAllocator(at::kCUDA), pool, 0); });
#endif
    graph->unmark();
    // libtorch goes on asking it whether memory is for its capture: never freed, it goes on saying no.
    static_cast<void>(graph.release());
#endif
  }
};

// Makes the graph's device the current one: libtorch's class asks for the stream of that.
struct OnDevice {
  explicit OnDevice(const Graph& graph) : guard(graph.device) {}
  c10::DeviceGuard guard;
};

Graph& graphAt(Call& call, size_t i) {
  const c10::IValue& object = call.addon->objectAt(call.int32(i));
  auto* graph = object.isCapsule() ? dynamic_cast<Graph*>(object.toCapsule().get()) : nullptr;
  if (!graph) throw ArgumentError("expected a CUDAGraph");
  return *graph;
}

// newGraph(device) → object id
int32_t newGraph(Call& call) {
  c10::Device device = deviceOf(call.string(0));
  if (!device.is_cuda()) throw ArgumentError("CUDA graphs are for NVIDIA's GPUs, not for the device " + device.str());
  if (const auto hindrance = graphsHindrance(call)) throw ArgumentError(*hindrance);
  if (!device.has_index()) device.set_index(c10::cuda::current_device());
  return call.addon->addObject(c10::IValue::make_capsule(c10::make_intrusive<Graph>(device)));
}

// beginCapture(graph): what the current stream of its device gets from now on is captured
void beginCapture(Call& call) {
  refuseWhileRecording(call, "it captures a CUDA graph");
  refuseWhileCapturing(call, "it captures another graph");
  Graph& graph = graphAt(call, 0);
  if (graph.graph) throw ArgumentError("it holds a captured graph already: reset() it, or make another one");
  OnDevice on(graph);
  graph.graph = std::make_unique<OwnGraph>();
  graph.pool = at::cuda::graph_pool_handle();
  try {
    // Only this thread must keep to what may be captured: others go on sending batches to the device meanwhile.
    graph.graph->capture_begin(graph.pool, cudaStreamCaptureModeThreadLocal);
  } catch (...) {
    graph.abandon();
    throw;
  }
  graph.before = c10::cuda::warning_state().get_sync_debug_mode();
  c10::cuda::warning_state().set_sync_debug_mode(SyncDebugMode::L_ERROR);
  call.addon->capturing = true;
  call.addon->notCaptured.clear();
}

// endCapture(graph, keep): without `keep` what was captured comes to nothing, and no error is thrown
void endCapture(Call& call) {
  Graph& graph = graphAt(call, 0);
  const bool keep = call.boolean(1);
  OnDevice on(graph);
  c10::cuda::warning_state().set_sync_debug_mode(graph.before);
  call.addon->capturing = false;
  try {
    graph.graph->capture_end();
  } catch (...) {
    graph.abandon();
    if (keep) throw;
    return;
  }
  if (keep && call.addon->notCaptured.empty()) return;
  graph.graph.reset();
  if (keep) throw ArgumentError("what was captured came to nothing, since " + call.addon->notCaptured);
}

void replayGraph(Call& call) {
  refuseWhileRecording(call, "it replays a CUDA graph");
  refuseWhileCapturing(call, "it replays another graph");
  Graph& graph = graphAt(call, 0);
  if (!graph.graph) throw ArgumentError("nothing was captured yet");
  OnDevice on(graph);
  graph.graph->replay();
}

// resetGraph(graph): gives its memory back
void resetGraph(Call& call) {
  refuseWhileCapturing(call, "it frees a graph");
  Graph& graph = graphAt(call, 0);
  OnDevice on(graph);
  graph.graph.reset();
}

#else

int32_t newGraph(Call& call) { throw ArgumentError(*graphsHindrance(call)); }
void beginCapture(Call& call) { throw ArgumentError(*graphsHindrance(call)); }
void endCapture(Call& call) { throw ArgumentError(*graphsHindrance(call)); }
void replayGraph(Call& call) { throw ArgumentError(*graphsHindrance(call)); }
void resetGraph(Call& call) { throw ArgumentError(*graphsHindrance(call)); }

#endif

// placesOf(ids) → a text that is the same as long as each tensor has the same memory, layout and dtype, and wants a gradient or not:
// what a graph takes for granted
std::string placesOf(Call& call) {
  std::string places;
  // Told before each step of hundreds of tensors: a stream would take several times as long.
  const auto tell = [&](int64_t number, char after) {
    char digits[17];
    const auto end = std::to_chars(digits, digits + sizeof digits, static_cast<uint64_t>(number), 16).ptr;
    places.append(digits, end).push_back(after);
  };
  const auto tellAll = [&](at::IntArrayRef numbers) {
    for (const int64_t number : numbers) tell(number, ',');
    places.push_back(' ');
  };
  for (const at::Tensor& tensor : call.tensors(0)) {
    // What has no memory of its own (a sparse tensor) is where it is.
    if (!tensor.has_storage()) tell(reinterpret_cast<intptr_t>(tensor.unsafeGetTensorImpl()), ' ');
    else {
      tell(reinterpret_cast<intptr_t>(tensor.storage().data()), '+');
      tell(tensor.storage_offset(), ' ');
      tellAll(tensor.strides());
    }
    tellAll(tensor.sizes());
    tell(static_cast<int64_t>(tensor.scalar_type()), tensor.requires_grad() ? 'G' : ';');
  }
  return places;
}

}  // namespace

void defineGraphs(napi_env env, napi_value exports) {
  ONECYCLE_DEFINE(graphsHindrance, newGraph, beginCapture, endCapture, replayGraph, resetGraph, placesOf);
}

}  // namespace onecycle
