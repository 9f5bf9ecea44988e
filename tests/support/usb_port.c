/* Preloaded into pcscd this is its libudev(3): of a bus with one port, whose reader is attached while the file PLUG
 * exists. What pcscd makes of the reader's coming and going is its own doing, as with any on USB. Only what its
 * hotplug_libudev.c asks is answered, and no handle is ever looked into. */
#include "quick_polls.c"
#include <libgen.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum handle { NOTHING, UDEV, MONITOR, ENUMERATION, ENTRY, DEVICE, ADDED, REMOVED };
static const int handles[REMOVED + 1];
#define HANDLE(WHICH) ((void *)&handles[WHICH])
#define IS(WHICH, POINTER) ((POINTER) == HANDLE(WHICH))

static int events = -1;

static int is_attached(void)
{
    return access(PLUG, F_OK) == 0;
}

void *udev_new(void) { return HANDLE(UDEV); }
void *udev_unref(void *udev) { return NULL; }
void *udev_enumerate_new(void *udev) { return HANDLE(ENUMERATION); }
void *udev_enumerate_unref(void *enumeration) { return NULL; }
int udev_enumerate_add_match_subsystem(void *enumeration, const char *subsystem) { return 0; }
int udev_enumerate_scan_devices(void *enumeration) { return 0; }
void *udev_enumerate_get_list_entry(void *enumeration) { return is_attached() ? HANDLE(ENTRY) : NULL; }
void *udev_list_entry_get_next(void *entry) { return NULL; }
const char *udev_list_entry_get_name(void *entry) { return "/sys/devices/usb1/1-1/1-1:1.0"; }
void *udev_device_new_from_syspath(void *udev, const char *path) { return HANDLE(ADDED); }
void *udev_device_unref(void *device) { return NULL; }
void *udev_device_get_parent_with_subsystem_devtype(void *device, const char *subsystem, const char *type)
{
    return HANDLE(DEVICE);
}
const char *udev_device_get_devnode(void *device) { return "/dev/bus/usb/001/002"; }
const char *udev_device_get_sysname(void *device) { return "1-1:1.0"; }
const char *udev_device_get_action(void *device) { return IS(REMOVED, device) ? "remove" : "add"; }
const char *udev_device_get_sysattr_value(void *device, const char *name)
{
    if (!strcmp(name, "idVendor") || !strcmp(name, "idProduct"))
        return IS(DEVICE, device) ? "0400" : NULL;
    return strcmp(name, "bInterfaceNumber") ? NULL : "00";
}

void *udev_monitor_new_from_netlink(void *udev, const char *name)
{
    char folder[] = PLUG;
    events = inotify_init1(IN_CLOEXEC);
    inotify_add_watch(events, dirname(folder), IN_CREATE | IN_DELETE);
    return HANDLE(MONITOR);
}
int udev_monitor_filter_add_match_subsystem_devtype(void *monitor, const char *subsystem, const char *type) { return 0; }
int udev_monitor_enable_receiving(void *monitor) { return 0; }
int udev_monitor_get_fd(void *monitor) { return events; }
void *udev_monitor_receive_device(void *monitor)
{
    char event[sizeof(struct inotify_event) + 256]; /* one at a time: the folder has one file, with a short name */
    if (read(events, event, sizeof(struct inotify_event) + 16) <= 0)
        return NULL;
    return HANDLE(((struct inotify_event *)event)->mask & IN_DELETE ? REMOVED : ADDED);
}
