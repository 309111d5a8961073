/* page-text: the source text of the server pages, each read when it is first asked for. The
 * screen's thread. */
#ifndef WAITSCOPE_PAGE_TEXT_H
#define WAITSCOPE_PAGE_TEXT_H

struct page_texts {
    const char *folder; /* borrowed */
    char **texts;       /* in the order of servers.def */
};

void page_texts_init(struct page_texts *texts, const char *folder);
void page_texts_fini(struct page_texts *texts);

/* The text of a page ("select"), NULL if there is none; lives as long as `texts`, which is a struct
 * page_texts: this is what a host and an export ask. */
const char *page_text(void *texts, const char *page);

#endif
