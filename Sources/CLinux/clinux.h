#pragma once

#include <spawn.h>
#include <sys/syscall.h>
#include <unistd.h>

// Calls of Linux that the C library shows only to those who ask for its extensions.

/// Waits until the file system of an open folder is on its disk.
static inline int clinux_syncfs(int folder) { return (int)syscall(SYS_syncfs, folder); }

/// Gives each of two paths what the other names, at once.
static inline int clinux_exchange(const char *a, const char *b) {
    return (int)syscall(SYS_renameat2, -100 /* AT_FDCWD */, a, -100, b, 2 /* RENAME_EXCHANGE */);
}

/// Makes a pipe whose ends no other program gets that is started meanwhile.
static inline int clinux_pipe(int ends[2]) { return (int)syscall(SYS_pipe2, ends, 02000000 /* O_CLOEXEC */); }

int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *folder);

/// Lets a program that is started begin in a folder.
static inline int clinux_add_folder(posix_spawn_file_actions_t *actions, const char *folder) {
    return posix_spawn_file_actions_addchdir_np(actions, folder);
}
