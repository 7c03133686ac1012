// Four-lane vectors as GCC and clang have them on every processor, and loops compiled for several generations.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__x86_64__) && defined(__GLIBC__)
// The loader picks the version that the processor can run.
#define ONECYCLE_VERSIONS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ONECYCLE_VERSIONS
#endif
#define ONECYCLE_INLINE inline __attribute__((always_inline))

namespace onecycle {

typedef float Float4 __attribute__((vector_size(16)));
typedef int32_t Int4 __attribute__((vector_size(16)));
typedef uint8_t Byte4 __attribute__((vector_size(4)));

// Four bytes, of which the first three are a pixel.
ONECYCLE_INLINE Byte4 loadBytes(const uint8_t* p) {
  Byte4 v;
  memcpy(&v, p, 4);
  return v;
}
ONECYCLE_INLINE Float4 loadFloats(const uint8_t* p) { return __builtin_convertvector(loadBytes(p), Float4); }
ONECYCLE_INLINE Float4 loadFloats(const float* p) {
  Float4 v;
  memcpy(&v, p, 16);
  return v;
}
ONECYCLE_INLINE Int4 loadInts(const uint8_t* p) { return __builtin_convertvector(loadBytes(p), Int4); }
ONECYCLE_INLINE void store(float* p, Float4 v) { memcpy(p, &v, 16); }

}  // namespace onecycle
