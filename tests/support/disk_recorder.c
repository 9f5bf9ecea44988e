/* Writes down what a program does to the files below a directory, preloaded under it: LD_PRELOAD=disk_recorder.so.
 *
 * RECORD_ROOT names the directory, RECORD_LOG the file to write (outside of it). A record: kind (1 byte), length of the
 * path (u32), offset (u64), length of the data (u64), path, data; little-endian. Kinds: 'w' write, 't' truncate to
 * offset, 's' sync of a file or directory, 'u' unlink, 'd' mkdir, 'r' rename and 'l' link (data: the new path), 'm' a mark of the program's
 * own (`recorder_mark`). One lock is held over each call and its record, so the order of records is that of the calls.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#pragma pack(push, 1)
struct head { char kind; uint32_t path_size; uint64_t offset, size; };
#pragma pack(pop)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;

static void put(const void *data, size_t size)
{
    const char *at = data;
    while (size) {
        long written = syscall(SYS_write, log_fd, at, size);
        if (written <= 0)
            abort();
        at += written;
        size -= written;
    }
}

static void record(char kind, const char *path, uint64_t offset, const void *data, size_t size)
{
    struct head head = {kind, strlen(path), offset, size};
    if (log_fd < 0)
        log_fd = open(getenv("RECORD_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    put(&head, sizeof head);
    put(path, head.path_size);
    put(data, size);
}

static int below(const char *path)
{
    const char *root = getenv("RECORD_ROOT");
    return root && !strncmp(path, root, strlen(root));
}

static int path_of(int fd, char *path)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, PATH_MAX - 1);
    path[size > 0 ? size : 0] = 0;
    return below(path);
}

void recorder_mark(const char *text)
{
    pthread_mutex_lock(&lock);
    record('m', "", 0, text, strlen(text));
    pthread_mutex_unlock(&lock);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define ON_FD(type, call, done, kind, at, data, size) \
    char path[PATH_MAX]; \
    if (!path_of(fd, path)) return call; \
    pthread_mutex_lock(&lock); \
    type result = call; \
    if (done) record(kind, path, at, data, size); \
    pthread_mutex_unlock(&lock); \
    return result
#define ON_PATH(call, kind, data, size) \
    if (!below(path)) return call; \
    pthread_mutex_lock(&lock); \
    int result = call; \
    if (!result) record(kind, path, 0, data, size); \
    pthread_mutex_unlock(&lock); \
    return result

ssize_t pwrite64(int fd, const void *data, size_t size, off_t at)
{ ON_FD(ssize_t, REAL(pwrite64)(fd, data, size, at), result > 0, 'w', at, data, result); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at)
{ ON_FD(ssize_t, REAL(pwrite)(fd, data, size, at), result > 0, 'w', at, data, result); }
ssize_t write(int fd, const void *data, size_t size)
{ ON_FD(ssize_t, REAL(write)(fd, data, size), result > 0, 'w', lseek(fd, 0, SEEK_CUR) - result, data, result); }
int ftruncate64(int fd, off_t size) { ON_FD(int, REAL(ftruncate64)(fd, size), !result, 't', size, "", 0); }
int ftruncate(int fd, off_t size) { ON_FD(int, REAL(ftruncate)(fd, size), !result, 't', size, "", 0); }
int fsync(int fd) { ON_FD(int, REAL(fsync)(fd), !result, 's', 0, "", 0); }
int fdatasync(int fd) { ON_FD(int, REAL(fdatasync)(fd), !result, 's', 0, "", 0); }
int unlink(const char *path) { ON_PATH(REAL(unlink)(path), 'u', "", 0); }
int mkdir(const char *path, mode_t mode) { ON_PATH(REAL(mkdir)(path, mode), 'd', "", 0); }
int rename(const char *path, const char *to) { ON_PATH(REAL(rename)(path, to), 'r', to, strlen(to)); }
int link(const char *path, const char *to) { ON_PATH(REAL(link)(path, to), 'l', to, strlen(to)); }
