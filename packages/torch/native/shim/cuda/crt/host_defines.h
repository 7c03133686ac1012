// See host_config.h: the words of NVIDIA's compiler in CUDA's headers. To the host's compiler most of them mean nothing.
#pragma once

#define __host__
#define __device__
#define __global__
#define __shared__
#define __constant__
#define __managed__
#define __grid_constant__
#define __cudart_builtin__
#define __device_builtin__
#define __device_builtin_texture_type__
#define __device_builtin_surface_type__
#define __location__(a)
#define __annotate__(a)

#define CUDARTAPI
#define CUDARTAPI_CDECL

#define __forceinline__ inline __attribute__((always_inline))
#define __align__(n) __attribute__((aligned(n)))
#define __builtin_align__(n) __align__(n)
