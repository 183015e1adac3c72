/* A layer between a process and its files: loaded before the C library, it asks a hook before each
   write, sync, rename, removal and truncation, so that a test can count them and let any of them
   fail, stop half-way or be the last. Whatever does the writing is caught, SQLite as well. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITE, SYNC, RENAME, REMOVE, TRUNCATE };
/* Gives 0 to go on, an errno to fail with, or -1 to write half and be killed. */
typedef int (*hook_type)(int what, int descriptor, const char *path, const char *other);

static hook_type hook;
static __thread int inside;

void set_hook(hook_type given) { hook = given; }

static int ask(int what, int descriptor, const char *path, const char *other) {
    if (!hook || inside) return 0;
    inside = 1;
    int answer = hook(what, descriptor, path, other);
    inside = 0;
    return answer;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name)
#define ASK(what, descriptor, path, other) \
    int answer = ask(what, descriptor, path, other); \
    if (answer > 0) { errno = answer; return -1; }

ssize_t write(int descriptor, const void *data, size_t size) {
    REAL(write);
    ASK(WRITE, descriptor, NULL, NULL)
    if (answer < 0) { real(descriptor, data, size / 2); kill(getpid(), SIGKILL); }
    return real(descriptor, data, size);
}

ssize_t pwrite(int descriptor, const void *data, size_t size, off_t offset) {
    REAL(pwrite);
    ASK(WRITE, descriptor, NULL, NULL)
    if (answer < 0) { real(descriptor, data, size / 2, offset); kill(getpid(), SIGKILL); }
    return real(descriptor, data, size, offset);
}

ssize_t pwrite64(int descriptor, const void *data, size_t size, off64_t offset) {
    REAL(pwrite64);
    ASK(WRITE, descriptor, NULL, NULL)
    if (answer < 0) { real(descriptor, data, size / 2, offset); kill(getpid(), SIGKILL); }
    return real(descriptor, data, size, offset);
}

int fsync(int descriptor) {
    REAL(fsync);
    ASK(SYNC, descriptor, NULL, NULL)
    return real(descriptor);
}

int fdatasync(int descriptor) {
    REAL(fdatasync);
    ASK(SYNC, descriptor, NULL, NULL)
    return real(descriptor);
}

int rename(const char *old, const char *new) {
    REAL(rename);
    ASK(RENAME, -1, old, new)
    return real(old, new);
}

int unlink(const char *path) {
    REAL(unlink);
    ASK(REMOVE, -1, path, NULL)
    return real(path);
}

int unlinkat(int folder, const char *path, int flags) {
    REAL(unlinkat);
    ASK(REMOVE, folder, path, NULL)
    return real(folder, path, flags);
}

int ftruncate(int descriptor, off_t size) {
    REAL(ftruncate);
    ASK(TRUNCATE, descriptor, NULL, NULL)
    return real(descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) {
    REAL(ftruncate64);
    ASK(TRUNCATE, descriptor, NULL, NULL)
    return real(descriptor, size);
}
