#pragma once

// Compiles a function twice and picks at load time: for processors of today and for every one. Only for integer
// arithmetic, which gives the same values either way. Not under the thread sanitizer: it is called from the functions that
// pick, which run before it is there.
#if defined(__x86_64__) && defined(__linux__) && !__has_feature(thread_sanitizer)
#define FOXING_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define FOXING_CLONES
#endif

// For what is called from such functions: a part of each of their versions.
#define FOXING_INLINE __attribute__((always_inline)) inline
