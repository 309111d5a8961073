#include <config.h>

#include "tracefs.h"
#include "descriptors.h"
#include "i18n.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

/* More than any tracepoint's text. */
enum { FORMAT_MAX = 16384 };

/* The folder at that place, if this user may look into it. */
static int open_mounted(const char *path) {
    int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return -1;
    if (faccessat(fd, "events/sched", R_OK | X_OK, AT_EACCESS) == 0)
        return descriptor_move_up(fd);
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

/* *mounted: was there any, though this user may not look into it? */
static int find_mounted(bool *mounted) {
    FILE *table = setmntent("/proc/self/mounts", "re");
    struct mntent *entry;
    int fd = -1;

    *mounted = false;
    while (table && fd < 0 && (entry = getmntent(table))) {
        if (strcmp(entry->mnt_type, "tracefs") != 0)
            continue;
        *mounted = true;
        fd = open_mounted(entry->mnt_dir);
    }
    if (table)
        endmntent(table);
    return fd;
}

/* Mounted, but nowhere: it is gone with its descriptor. -1 with errno. */
static int mount_privately(void) {
    int context = fsopen("tracefs", FSOPEN_CLOEXEC);
    int fd = -1;

    if (context < 0)
        return -1;
    if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
        fd = fsmount(context, FSMOUNT_CLOEXEC, 0);
    int error = errno;
    close(context);
    errno = error;
    return fd < 0 ? -1 : descriptor_move_up(fd);
}

int tracefs_open(struct error *why) {
    bool mounted;
    int fd = find_mounted(&mounted);

    if (fd < 0)
        fd = mount_privately();
    if (fd >= 0)
        return fd;
    if (errno == ENODEV)
        error_set(why, _("the kernel was built without tracefs, its list of tracepoints"));
    else if (mounted)
        error_set(why, _("the kernel's list of tracepoints (tracefs) may not be read by this user; "
                         "run waitscope as root"));
    else
        error_set(why,
                  _("the kernel's list of tracepoints (tracefs) is not mounted, and mounting it "
                    "needs root (%s); as root: mount -t tracefs tracefs /sys/kernel/tracing"),
                  strerror(errno));
    return -1;
}

/* The whole file, NUL-terminated; NULL with errno. */
static char *read_text(int fd) {
    char *text = memory_new(FORMAT_MAX, 1);
    size_t used = 0;
    ssize_t got;

    while (used < FORMAT_MAX - 1 && (got = read(fd, text + used, FORMAT_MAX - 1 - used)) > 0)
        used += (size_t)got;
    return text;
}

char *tracefs_format(int folder, const char *name) {
    char path[128];
    int length = (int)strcspn(name, ":");

    snprintf(path, sizeof path, "events/%.*s/%s/format", length, name, name + length + 1);
    int fd = openat(folder, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    char *text = read_text(fd);
    close(fd);
    return text;
}

int64_t tracefs_number(const char *format) {
    const char *at = strstr(format, "\nID: ");
    long long number;

    return at && sscanf(at, "\nID: %lld", &number) == 1 ? number : -1;
}

/* A line reads "field:pid_t prev_pid; offset:24; size:4; signed:1;", with tabs. */
struct tracefs_field tracefs_field(const char *format, const char *name) {
    struct tracefs_field field = {0, 0, false};
    char pattern[64];
    int negative = 0;

    snprintf(pattern, sizeof pattern, " %s;", name);
    const char *at = strstr(format, pattern);
    if (at && sscanf(at + strlen(pattern), " offset:%zu; size:%zu; signed:%d", &field.offset,
                     &field.size, &negative) < 2)
        field.size = 0;
    field.negative = negative != 0;
    return field;
}

int64_t tracefs_value(struct tracefs_field field, const void *record, size_t size) {
    uint64_t value = 0;

    if (field.size == 0 || field.size > sizeof value || field.offset + field.size > size)
        return 0;
    /* The fields lie in the machine's own order of bytes. */
    switch (field.size) {
    case 1:
        value = *((const uint8_t *)record + field.offset);
        return field.negative ? (int8_t)value : (int64_t)value;
    case 2: {
        uint16_t half;
        memcpy(&half, (const char *)record + field.offset, sizeof half);
        return field.negative ? (int16_t)half : (int64_t)half;
    }
    case 4: {
        uint32_t word;
        memcpy(&word, (const char *)record + field.offset, sizeof word);
        return field.negative ? (int32_t)word : (int64_t)word;
    }
    case 8:
        memcpy(&value, (const char *)record + field.offset, sizeof value);
        return (int64_t)value;
    default:
        return 0;
    }
}
