// onecycle::convolve: convolutions of networks that only predict, on processors with AVX2 or AVX-512.
#include <ATen/Parallel.h>
#include <ATen/TensorIterator.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>
#include <torch/library.h>

#include <array>
#include <utility>
#include <vector>

#include "winograd.h"

namespace onecycle {

namespace {

using OptionalTensor = c10::optional<at::Tensor>;

// What a processor has: how wide panels are, how many rows are multiplied at once, and the functions.
struct Kernels {
  int panel, rows;
  void (*direct)(const Convolution&, const Job&);
  void (*winograd)(const Convolution&, const Job&);
};

#if defined(__x86_64__) && defined(__GNUC__)
// Registers hold rows × vectors of sums, the vectors of a filter and one value of A: 14 × 2 + 2 + 1 of 32, 6 × 2 + 2 + 1 of 16.
#define ONECYCLE_KERNELS(NAME, TARGET, LANES, ROWS)                                                                              \
  namespace NAME {                                                                                                               \
  template <int Rows>                                                                                                            \
  __attribute__((target(TARGET))) void product(const float* a, int64_t step, const float* f, int64_t depth, float* products) {   \
    multiply<LANES, 2, Rows>(a, step, f, depth, products);                                                                       \
  }                                                                                                                              \
  template <int... Fewer>                                                                                                        \
  constexpr std::array<Multiply, ROWS> products(std::integer_sequence<int, Fewer...>) {                                          \
    return {&product<Fewer + 1>...};                                                                                             \
  }                                                                                                                              \
  constexpr auto multiplies = products(std::make_integer_sequence<int, ROWS>());                                                 \
  template <class Method>                                                                                                        \
  __attribute__((target(TARGET))) void run(const Convolution& c, const Job& job) {                                               \
    work<Method, LANES, 2>(c, job, ROWS, multiplies.data());                                                                     \
  }                                                                                                                              \
  constexpr Kernels kernels{LANES * 2, ROWS, &run<Direct<LANES>>, &run<Winograd<LANES>>};                                        \
  }
ONECYCLE_KERNELS(avx512, "avx512f,avx2,fma", 16, 14)
ONECYCLE_KERNELS(avx2, "avx2,fma", 8, 6)

const Kernels* kernels() {
  static const Kernels* const best = __builtin_cpu_supports("avx512f")                                  ? &avx512::kernels
                                     : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &avx2::kernels
                                                                                                        : nullptr;
  return best;
}
#else
const Kernels* kernels() { return nullptr; }
#endif

// Calls work(i) for i below n in libtorch's own threads, which a pool of ours would have to share the cores with.
template <class Work>
void forEachJob(int64_t n, Work work) {
  at::Tensor numbers = at::empty({n}, at::kByte);
  const char* first = static_cast<const char*>(numbers.data_ptr());
  auto iterator = at::TensorIterator::nullary_op(numbers);
  iterator.for_each(
      [&](char** data, const int64_t*, int64_t count) {
        const int64_t from = data[0] - first;
        for (int64_t i = from; i < from + count; i++) work(i);
      },
      1);
}

int64_t roundedUp(int64_t n, int64_t step) { return (n + step - 1) / step * step; }

template <class Run>
void runJobs(const Convolution& c, int64_t units, int places, const Kernels& k, Run run) {
  const int64_t threads = at::get_num_threads(), panels = roundedUp(c.out.channels, k.panel) / k.panel;
  const int64_t fits = std::max<int64_t>(kSmall / (places * c.depth) / k.rows, 1) * k.rows;
  int64_t blocks = std::max<int64_t>((units + fits - 1) / fits, 1), groups = 1;
  // Few units: threads share the filters, so that each reads its part of them only.
  while (blocks * groups < threads && groups < panels) groups++;
  if (groups == 1) blocks = std::min(roundedUp(blocks, threads), units);
  const int64_t most = (units + blocks - 1) / blocks;
  forEachJob(blocks * groups, [&](int64_t i) {
    const int64_t block = i / groups, group = i % groups;
    Job job{units * block / blocks, 0, panels * group / groups, 0, nullptr, nullptr, nullptr};
    job.units = units * (block + 1) / blocks - job.unit;
    job.panels = panels * (group + 1) / groups - job.panel;
    static thread_local std::vector<float> memory;
    memory.resize(std::max<size_t>(memory.size(), places * most * (c.depth + k.panel) + c.depth + kGroup));
    job.rows = reinterpret_cast<float*>(roundedUp(reinterpret_cast<intptr_t>(memory.data()), 64));
    job.products = job.rows + places * most * c.depth;
    job.line = job.products + places * most * k.panel;
    run(c, job);
  });
}

// pack_filters(weight [out, in, height, width], winograd) → [panels, places, depth × panel]
at::Tensor packFilters(const at::Tensor& weight, bool winograd) {
  const Kernels* k = kernels();
  TORCH_CHECK(k, "this processor has neither AVX2 nor AVX-512");
  TORCH_CHECK(weight.dim() == 4 && weight.is_cpu() && weight.scalar_type() == at::kFloat, "weight is float32 [out, in, height, width] on the CPU");
  const int64_t out = weight.size(0), in = weight.size(1), height = weight.size(2), width = weight.size(3);
  TORCH_CHECK(!winograd || (height == 3 && width == 3 && in % kGroup == 0), "winograd is for 3 × 3 filters of 16, 32, … channels");
  const at::Tensor dense = weight.contiguous();
  const int places = winograd ? kPatch * kPatch : 1;
  const int64_t depth = winograd ? in : roundedUp(in * height * width, kGroup);
  at::Tensor packed = at::zeros({roundedUp(out, k->panel) / k->panel, places, depth * k->panel}, at::kFloat);
  const float* from = dense.data_ptr<float>();
  float* to = packed.data_ptr<float>();
  for (int64_t o = 0; o < out; o++) {
    float* filter = to + o / k->panel * places * depth * k->panel + o % k->panel;
    for (int64_t i = 0; i < in; i++, from += height * width) {
      if (!winograd) {
        for (int64_t p = 0; p < height * width; p++) filter[(p * in + i) * k->panel] = from[p];
        continue;
      }
      double columns[kPatch * 3], patch[kPatch * kPatch];
      for (int x = 0; x < 3; x++) transformFilter(from[x], from[3 + x], from[6 + x], columns + x, 3);
      for (int y = 0; y < kPatch; y++) transformFilter(columns[3 * y], columns[3 * y + 1], columns[3 * y + 2], patch + kPatch * y, 1);
      for (int p = 0; p < places; p++) filter[(p * depth + i) * k->panel] = static_cast<float>(patch[p]);
    }
  }
  return packed;
}

// convolve(x [n, in, height, width], filters, bias [out], …) → [n, out, height, width], channels last. What is added before the ReLU is `shortcut`.
at::Tensor convolve(const at::Tensor& x, const at::Tensor& filters, const at::Tensor& bias, at::IntArrayRef kernel,
                    at::IntArrayRef stride, at::IntArrayRef padding, const OptionalTensor& shortcut, bool relu) {
  const Kernels* k = kernels();
  TORCH_CHECK(k, "this processor has neither AVX2 nor AVX-512");
  const auto isFloats = [](const at::Tensor& t, int64_t dims) { return t.dim() == dims && t.is_cpu() && t.scalar_type() == at::kFloat; };
  TORCH_CHECK(isFloats(x, 4) && x.size(1) > 0, "x is float32 [n, channels, height, width] on the CPU");
  TORCH_CHECK(isFloats(filters, 3) && isFloats(bias, 1), "filters and bias are float32 on the CPU");
  const int64_t in = x.size(1), out = bias.size(0), panels = roundedUp(out, k->panel) / k->panel;
  for (const auto& pair : {kernel, stride, padding}) {
    TORCH_CHECK(pair.size() == 2, "kernel, stride and padding are [height, width]");
    for (int64_t value : pair) TORCH_CHECK(value >= (pair.data() == padding.data() ? 0 : 1) && value < 1 << 15, "a size is out of range");
  }
  const bool winograd = filters.size(1) > 1;
  const int places = winograd ? kPatch * kPatch : 1;
  const int64_t depth = winograd ? in : roundedUp(in * kernel[0] * kernel[1], kGroup);
  TORCH_CHECK(out > 0 && filters.is_contiguous() && filters.sizes() == at::IntArrayRef({panels, places, depth * k->panel}),
              "filters come from pack_filters, for the channels of x and bias and this kernel");
  TORCH_CHECK(!winograd || (kernel[0] == 3 && kernel[1] == 3 && stride[0] == 1 && stride[1] == 1 && in % kGroup == 0),
              "these filters are for 3 × 3 kernels that move by 1");
  const auto sizeOf = [&](int axis) { return (x.size(2 + axis) + 2 * padding[axis] - kernel[axis]) / stride[axis] + 1; };
  TORCH_CHECK(x.size(2) + 2 * padding[0] >= kernel[0] && x.size(3) + 2 * padding[1] >= kernel[1], "the kernel is larger than the picture");

  const auto last = at::MemoryFormat::ChannelsLast;
  const at::Tensor pictures = x.contiguous(last);
  at::Tensor y = at::empty({x.size(0), out, sizeOf(0), sizeOf(1)}, at::kFloat, c10::nullopt, c10::nullopt, c10::nullopt, last);
  at::Tensor added;
  if (shortcut) {
    TORCH_CHECK(isFloats(*shortcut, 4) && shortcut->sizes() == y.sizes(), "the shortcut has the shape of the results");
    added = shortcut->contiguous(last);
  }
  if (x.size(0) == 0) return y;
  const std::vector<float> zeros(in);
  std::vector<float> biases(panels * k->panel);
  const at::Tensor dense = bias.contiguous();
  std::copy_n(dense.data_ptr<float>(), out, biases.begin());
  const Convolution c{pictures.data_ptr<float>(),
                      filters.data_ptr<float>(),
                      biases.data(),
                      shortcut ? added.data_ptr<float>() : nullptr,
                      y.data_ptr<float>(),
                      zeros.data(),
                      {x.size(2), x.size(3), in},
                      {y.size(2), y.size(3), out},
                      {kernel[0], kernel[1]},
                      {stride[0], stride[1]},
                      {padding[0], padding[1]},
                      depth,
                      relu};
  const int64_t units = winograd ? Winograd<1>::units(c) : Direct<1>::units(c);
  runJobs(c, x.size(0) * units, places, *k, winograd ? k->winograd : k->direct);
  return y;
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(onecycle, m) {
  m.def("can_convolve() -> bool", [] { return kernels() != nullptr; });
  m.def("pack_filters(Tensor weight, bool winograd) -> Tensor", &packFilters);
  m.def(
      "convolve(Tensor x, Tensor filters, Tensor bias, int[] kernel, int[] stride, int[] padding, Tensor? shortcut, bool relu) "
      "-> Tensor",
      &convolve);
}

}  // namespace onecycle
