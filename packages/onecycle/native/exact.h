// To be included where numbers must be the very ones that TypeScript computes: no multiplication and addition in one rounding.
#pragma once

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#else
#pragma GCC optimize("fp-contract=off")
#endif
