/* A disk that fails when told to, preloaded under a program: LD_PRELOAD=faulty_disk.so.
 *
 * faulty_arm(kind, nth, error, lasts): the nth call from now of that kind fails with `error`, and with `lasts` every
 * later one of any kind does too. kind: 'w' = pwrite, write, ftruncate, posix_fallocate; 's' = fsync, fdatasync.
 * faulty_disarm() makes all well again and returns whether anything failed. faulty_syncs() counts syncs since the start.
 * faulty_slow(us) makes each sync take that much longer.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

static int armed_kind, left, error_code, lasts, failed;
static long syncs;
static unsigned sync_takes_us;

void faulty_arm(int kind, int nth, int error, int stays)
{
    failed = 0;
    left = nth;
    error_code = error;
    lasts = stays;
    armed_kind = kind;
}

int faulty_disarm(void)
{
    armed_kind = 0;
    return failed;
}

long faulty_syncs(void) { return syncs; }
void faulty_slow(unsigned us) { sync_takes_us = us; }

static int fails(int kind)
{
    if (!armed_kind)
        return 0;
    if (failed)
        return lasts;
    if (kind != armed_kind || --left > 0)
        return 0;
    failed = 1;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define REFUSE(kind) do { if (fails(kind)) { errno = error_code; return -1; } } while (0)

ssize_t pwrite64(int fd, const void *data, size_t size, off_t at);
ssize_t pwrite(int fd, const void *data, size_t size, off_t at);
ssize_t write(int fd, const void *data, size_t size);
int ftruncate64(int fd, off_t size);
int ftruncate(int fd, off_t size);
int fsync(int fd);
int fdatasync(int fd);
int posix_fallocate64(int fd, off_t at, off_t size);
int posix_fallocate(int fd, off_t at, off_t size);

ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) { REFUSE('w'); return REAL(pwrite64)(fd, data, size, at); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { REFUSE('w'); return REAL(pwrite)(fd, data, size, at); }
ssize_t write(int fd, const void *data, size_t size) { if (fd > 2) REFUSE('w'); return REAL(write)(fd, data, size); }
int ftruncate64(int fd, off_t size) { REFUSE('w'); return REAL(ftruncate64)(fd, size); }
int ftruncate(int fd, off_t size) { REFUSE('w'); return REAL(ftruncate)(fd, size); }
int fsync(int fd) { syncs++; if (sync_takes_us) usleep(sync_takes_us); REFUSE('s'); return REAL(fsync)(fd); }
int fdatasync(int fd) { syncs++; if (sync_takes_us) usleep(sync_takes_us); REFUSE('s'); return REAL(fdatasync)(fd); }
int posix_fallocate64(int fd, off_t at, off_t size) { if (fails('w')) return error_code; return REAL(posix_fallocate64)(fd, at, size); }
int posix_fallocate(int fd, off_t at, off_t size) { if (fails('w')) return error_code; return REAL(posix_fallocate)(fd, at, size); }
