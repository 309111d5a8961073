/* The page of overhead-page.c as waitscope compiles pages. */
#include <config.h>

#include "traced.h"

#define PAGE page_traced
#include "overhead-page.c"
