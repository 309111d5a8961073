#include <config.h>

#include "page-text.h"

#include "file.h"
#include "memory.h"
#include "paths.h"
#include "servers.h"

#include <string.h>

/* Bytes of a page that is shown. */
enum { PAGE_MAX = 1 << 20 };

void page_texts_init(struct page_texts *texts, const char *folder) {
    texts->folder = folder;
    texts->texts = memory_new(server_count(), sizeof *texts->texts);
}

void page_texts_fini(struct page_texts *texts) {
    for (int i = 0; i < server_count(); i++)
        free(texts->texts[i]);
    free(texts->texts);
}

const char *page_text(void *context, const char *page) {
    struct page_texts *texts = context;
    struct error ignored;
    int index = 0;
    while (index < server_count() && strcmp(server_at(index)->name, page) != 0)
        index++;
    if (index == server_count())
        return NULL;
    if (!texts->texts[index]) {
        size_t size;
        char *path = path_join(texts->folder, NULL, server_at(index)->file);
        texts->texts[index] = file_read(path, PAGE_MAX, &size, &ignored);
        free(path);
    }
    return texts->texts[index];
}
