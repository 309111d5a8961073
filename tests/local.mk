# Tests speak TAP. A C test is tests/test-NAME.c; a shell test is tests/NAME.sh and reads tests/tap.sh.
TEST_EXTENSIONS = .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = bash
AM_TESTS_ENVIRONMENT = \
	SOURCEDIR='$(abs_top_srcdir)'; BUILDDIR='$(abs_top_builddir)'; \
	CC='$(CC)'; NM='$(NM)'; SANITIZERS='$(SANITIZER_FLAGS)'; \
	export SOURCEDIR BUILDDIR CC NM SANITIZERS;

# A C test sees all layers, and finds its data under SOURCEDIR.
AM_CPPFLAGS = $(LAB_FLAGS) $(UI_FLAGS) -iquote $(top_srcdir)/src -iquote $(top_srcdir)/%D% \
	-DSOURCEDIR='"$(abs_top_srcdir)"' -DBUILDDIR='"$(abs_top_builddir)"'
LDADD = libtest.a $(ALL_LIBS)

# What several tests share.
check_LIBRARIES = libtest.a
libtest_a_SOURCES = \
	%D%/bad-lessons.def \
	%D%/event-line.c \
	%D%/event-line.h \
	%D%/mutation.c \
	%D%/mutation.h \
	%D%/process.c \
	%D%/process.h \
	%D%/recorded.c \
	%D%/recorded.h \
	%D%/sample-trace.c \
	%D%/sample-trace.h \
	%D%/tap.h

C_TESTS = \
	%D%/fuzz-lesson \
	%D%/test-app \
	%D%/test-bounds \
	%D%/test-canvas \
	%D%/test-compare \
	%D%/test-curses \
	%D%/test-event \
	%D%/test-json \
	%D%/test-judge \
	%D%/test-lab \
	%D%/test-lesson \
	%D%/test-live \
	%D%/test-output \
	%D%/test-plain \
	%D%/test-player \
	%D%/test-scale \
	%D%/test-trace-compare \
	%D%/test-trace-json \
	%D%/test-trace-read \
	%D%/test-trace-schema \
	%D%/test-trace \
	%D%/test-views \
	%D%/test-world

SHELL_TESTS = \
	%D%/cli.sh \
	%D%/compare.sh \
	%D%/docs.sh \
	%D%/layers.sh \
	%D%/lesson-schema.sh \
	%D%/mutate.sh \
	%D%/pages.sh \
	%D%/po.sh \
	%D%/readme.sh \
	%D%/recordings.sh \
	%D%/repeat.sh \
	%D%/same.sh \
	%D%/scale.sh \
	%D%/tmux.sh \
	%D%/trace-schema.sh \
	%D%/tree.sh

TESTS += $(C_TESTS) $(SHELL_TESTS)
check_PROGRAMS += $(C_TESTS)

# Programs that shell tests use.
C_TOOLS = \
	%D%/compare-traces \
	%D%/mutate
check_PROGRAMS += $(C_TOOLS)

# What tests read or run, by the file or the folder.
TEST_FILES = \
	%D%/bad-lessons \
	%D%/catalogues \
	%D%/golden \
	%D%/good-lessons \
	%D%/live-lessons \
	%D%/traces \
	%D%/world \
	%D%/compare-schema.py \
	%D%/lesson-schema.py \
	%D%/recordings.py \
	%D%/trace-schema.py

EXTRA_DIST += %D%/tap.sh $(SHELL_TESTS) $(TEST_FILES)

# For what was installed: make installcheck.
EXTRA_DIST += %D%/install.sh
installcheck-local:
	@$(AM_TESTS_ENVIRONMENT) bash $(srcdir)/%D%/install.sh '$(DESTDIR)$(bindir)/waitscope'

# Compares what the lab measures with a bare loop. It takes a minute, and a machine that is quiet.
EXTRA_PROGRAMS = %D%/bench/scale
CLEANFILES += $(EXTRA_PROGRAMS)
bench: $(EXTRA_PROGRAMS)
	@for bench in $(EXTRA_PROGRAMS); do ./$$bench || exit 1; done
.PHONY: bench
