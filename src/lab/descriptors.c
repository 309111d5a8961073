#include <config.h>

#include "descriptors.h"

#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

_Static_assert((int)OUTPUT_DESCRIPTOR >= (int)DESCRIPTORS_LAB,
               "a file that is written meanwhile is not in the page's range");

int descriptor_move_up(int fd) {
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, DESCRIPTORS_LAB);
    int error = errno;

    close(fd);
    errno = error;
    return moved;
}

static void descriptors_put_back(struct parked *parked) {
    for (int fd = DESCRIPTORS_FIRST; fd < DESCRIPTORS_LAB; fd++) {
        if (parked->moved[fd] < 0)
            continue;
        dup2(parked->moved[fd], fd);
        fcntl(fd, F_SETFD, parked->flags[fd]);
        close(parked->moved[fd]);
        parked->moved[fd] = -1;
    }
}

bool descriptors_park(struct parked *parked, struct error *error) {
    for (int fd = 0; fd < DESCRIPTORS_LAB; fd++)
        parked->moved[fd] = -1;
    for (int fd = DESCRIPTORS_FIRST; fd < DESCRIPTORS_LAB; fd++) {
        int flags = fcntl(fd, F_GETFD);
        if (flags < 0)
            continue;
        parked->flags[fd] = flags;
        parked->moved[fd] = fcntl(fd, F_DUPFD_CLOEXEC, DESCRIPTORS_LAB);
        if (parked->moved[fd] < 0) {
            error_set(error, "too few file descriptors (ulimit -n): %s", strerror(errno));
            descriptors_put_back(parked);
            return false;
        }
        close(fd);
    }
    return true;
}

void descriptors_close_page(void) {
    close_range(DESCRIPTORS_FIRST, DESCRIPTORS_LAB - 1, 0);
}

void descriptors_restore(struct parked *parked) {
    descriptors_close_page();
    descriptors_put_back(parked);
}
