/* Preloaded into pcscd: its 0.4 s between two looks into a slot become 10 ms, so that tests can lay hundreds of cards. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

int nanosleep(const struct timespec *asked, struct timespec *left)
{
    static int (*real)(const struct timespec *, struct timespec *);
    if (!real)
        real = dlsym(RTLD_NEXT, "nanosleep");
    const struct timespec poll = {0, 10 * 1000 * 1000};
    return real(asked->tv_sec == 0 && asked->tv_nsec == 400 * 1000 * 1000 ? &poll : asked, left);
}
