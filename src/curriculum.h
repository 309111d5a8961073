/* curriculum: the order of the lessons, lessons/curriculum.json:
 *
 *     {"format": "waitscope-curriculum", "version": 1, "parts": [
 *         {"id": "basics", "title": "The basics", "lessons": ["phases", "blocking"]}]}
 *
 * and the titles in another language, lessons/LANG/curriculum.json:
 *
 *     {"format": "waitscope-curriculum-texts", "version": 1, "language": "zh", "texts": {
 *         "basics.title": ["The basics", "基础"]}}
 *
 * Immutable once read. Any thread. */
#ifndef WAITSCOPE_CURRICULUM_H
#define WAITSCOPE_CURRICULUM_H

#include "error.h"

struct curriculum_part {
    const char *id, *title;
    const char **lessons; /* ids */
    int lesson_count;
};

struct curriculum {
    struct curriculum_part *parts;
    int part_count;
    void *pool; /* owns every pointer above */
};

/* Of the folder; language "" is English. A title that is not translated, and a language without
 * such a file, stays English. NULL with a sentence if a file is no valid curriculum. */
struct curriculum *curriculum_read(const char *folder, const char *language, struct error *error);
void curriculum_free(struct curriculum *curriculum);

#endif
