#pragma once

#include <sys/syscall.h>
#include <unistd.h>

// Calls of Linux that the C library shows only to those who ask for its extensions.

/// Waits until the file system of an open folder is on its disk.
static inline int clinux_syncfs(int folder) { return (int)syscall(SYS_syncfs, folder); }

/// Gives each of two paths what the other names, at once.
static inline int clinux_exchange(const char *a, const char *b) {
    return (int)syscall(SYS_renameat2, -100 /* AT_FDCWD */, a, -100, b, 2 /* RENAME_EXCHANGE */);
}
