// Four-lane vectors as GCC and clang have them on every processor, and loops compiled for several generations.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__GNUC__) && !defined(__clang__)
// What makes GCC vectorize loops with comparisons and floor (written __builtin_floorf: functions of the standard library
// are compiled without these options and would not be inlined); clang does so by itself.
#pragma GCC optimize("O3", "no-trapping-math", "no-math-errno", "no-signed-zeros")
#endif

// The loader picks the version that the processor can run. Older compilers do not know the levels v3 and v4 here; sanitizers
// are not there yet when the loader picks.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ONECYCLE_VERSIONS
#elif defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) && __GNUC__ >= 12
#define ONECYCLE_VERSIONS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#elif defined(__x86_64__) && defined(__GLIBC__)
#define ONECYCLE_VERSIONS __attribute__((target_clones("avx2", "default")))
#else
#define ONECYCLE_VERSIONS
#endif
#define ONECYCLE_INLINE inline __attribute__((always_inline))

namespace onecycle {

typedef float Float4 __attribute__((vector_size(16)));
typedef int32_t Int4 __attribute__((vector_size(16)));

// Four bytes, of which the first three are a pixel, one in each lane.
ONECYCLE_INLINE Int4 loadInts(const uint8_t* p) {
  typedef uint8_t Byte16 __attribute__((vector_size(16)));
  int32_t bytes;
  memcpy(&bytes, p, 4);
  const Byte16 packed = reinterpret_cast<Byte16>(Int4{bytes, 0, 0, 0});
#if defined(__clang__)
  return reinterpret_cast<Int4>(__builtin_shufflevector(packed, Byte16{}, 0, 16, 16, 16, 1, 16, 16, 16, 2, 16, 16, 16, 3, 16, 16, 16));
#else
  return reinterpret_cast<Int4>(
      __builtin_shuffle(packed, Byte16{}, Byte16{0, 16, 16, 16, 1, 16, 16, 16, 2, 16, 16, 16, 3, 16, 16, 16}));
#endif
}
ONECYCLE_INLINE Float4 loadFloats(const uint8_t* p) { return __builtin_convertvector(loadInts(p), Float4); }
ONECYCLE_INLINE Float4 loadFloats(const float* p) {
  Float4 v;
  memcpy(&v, p, 16);
  return v;
}
ONECYCLE_INLINE void store(float* p, Float4 v) { memcpy(p, &v, 16); }

}  // namespace onecycle
