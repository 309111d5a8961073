#include <config.h>

#include "nearest.h"

#include <string.h>

/* Longer names are never meant by a slip. */
enum { LONGEST = 40 };

static int least(int a, int b) {
    return a < b ? a : b;
}

/* Optimal string alignment distance. Both texts are at most LONGEST long. */
static int distance(const char *a, const char *b) {
    int rows[LONGEST + 1][LONGEST + 1];
    int m = strlen(a), n = strlen(b);
    for (int j = 0; j <= n; j++)
        rows[0][j] = j;
    for (int i = 1; i <= m; i++) {
        rows[i][0] = i;
        for (int j = 1; j <= n; j++) {
            int change = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            rows[i][j] = least(change, 1 + least(rows[i - 1][j], rows[i][j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                rows[i][j] = least(rows[i][j], rows[i - 2][j - 2] + 1);
        }
    }
    return rows[m][n];
}

void nearest_try(struct nearest *nearest, const char *typed, const char *name) {
    size_t length = strlen(name);
    if (length == 0 || length > LONGEST || strlen(typed) > LONGEST)
        return;
    int wrong = distance(typed, name);
    if (wrong * 2 >= (int)length || (nearest->name && wrong >= nearest->distance))
        return;
    nearest->name = name;
    nearest->distance = wrong;
}
