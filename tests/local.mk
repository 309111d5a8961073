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
	%D%/long-trace.c \
	%D%/long-trace.h \
	%D%/mutation.c \
	%D%/mutation.h \
	%D%/process.c \
	%D%/process.h \
	%D%/recorded.c \
	%D%/recorded.h \
	%D%/sample-trace.c \
	%D%/sample-trace.h \
	%D%/scene.c \
	%D%/scene.h \
	%D%/seen.c \
	%D%/seen.h \
	%D%/tap.h \
	%D%/worker.c \
	%D%/worker.h

C_TESTS = \
	%D%/fuzz-lesson \
	%D%/test-app \
	%D%/test-bounds \
	%D%/test-canvas \
	%D%/test-cast \
	%D%/test-compare \
	%D%/test-curses \
	%D%/test-event \
	%D%/test-exact \
	%D%/test-export \
	%D%/test-exporting \
	%D%/test-json \
	%D%/test-find \
	%D%/test-judge \
	%D%/test-kernel-call \
	%D%/test-lab \
	%D%/test-lesson \
	%D%/test-live \
	%D%/test-narrate \
	%D%/test-output \
	%D%/test-plain \
	%D%/test-player \
	%D%/test-recorder \
	%D%/test-scale \
	%D%/test-search \
	%D%/test-shown \
	%D%/test-stats \
	%D%/test-tally \
	%D%/test-told \
	%D%/test-trace-compare \
	%D%/test-trace-document \
	%D%/test-trace-json \
	%D%/test-trace-line \
	%D%/test-trace-long \
	%D%/test-trace-read \
	%D%/test-trace-schema \
	%D%/test-trace \
	%D%/test-views \
	%D%/test-world

SHELL_TESTS = \
	%D%/cast.sh \
	%D%/cli.sh \
	%D%/compare.sh \
	%D%/docs.sh \
	%D%/export.sh \
	%D%/evidence.sh \
	%D%/layers.sh \
	%D%/lesson-schema.sh \
	%D%/man.sh \
	%D%/mutate.sh \
	%D%/overhead.sh \
	%D%/pages.sh \
	%D%/po.sh \
	%D%/readme.sh \
	%D%/recordings.sh \
	%D%/repeat.sh \
	%D%/same.sh \
	%D%/scale.sh \
	%D%/stats.sh \
	%D%/tmux.sh \
	%D%/trace-schema.sh \
	%D%/tree.sh \
	%D%/witness.sh

# The long ones first: most of them wait, so `make -j4 check` does well on two processors.
TESTS += $(SHELL_TESTS) $(C_TESTS)
check_PROGRAMS += $(C_TESTS)

# What measures comes last.
measuring_logs = %D%/scale.log %D%/test-scale.log %D%/compare.log
$(filter $(measuring_logs),$(TEST_LOGS)): $(filter-out $(measuring_logs),$(TEST_LOGS))

# Programs that shell tests use.
C_TOOLS = \
	%D%/compare-traces \
	%D%/mutate \
	%D%/witness/witness
check_PROGRAMS += $(C_TOOLS)
%C%_witness_witness_SOURCES = \
	%D%/witness/calls.c \
	%D%/witness/ftrace.c \
	%D%/witness/hold.c \
	%D%/witness/life.c \
	%D%/witness/life.h \
	%D%/witness/measure.c \
	%D%/witness/names.c \
	%D%/witness/strace.c \
	%D%/witness/told.c \
	%D%/witness/told.h \
	%D%/witness/witness.c \
	%D%/witness/witness.h

# What tests read or run, by the file or the folder.
TEST_FILES = \
	%D%/bad-lessons \
	%D%/catalogues \
	%D%/golden \
	%D%/good-lessons \
	%D%/live-lessons \
	%D%/traces \
	%D%/world \
	%D%/witness/interrupted.jsonl \
	%D%/witness/interrupted.log \
	%D%/chrome-check.py \
	%D%/compare-schema.py \
	%D%/export-fuzz.py \
	%D%/lesson-schema.py \
	%D%/recordings.py \
	%D%/svg-check.py \
	%D%/trace-schema.py

EXTRA_DIST += %D%/tap.sh $(SHELL_TESTS) $(TEST_FILES)

# For what was installed: make installcheck.
EXTRA_DIST += %D%/install.sh
installcheck-local:
	@$(AM_TESTS_ENVIRONMENT) bash $(srcdir)/%D%/install.sh '$(DESTDIR)$(bindir)/waitscope'

# What the lab measures beside a bare loop; what a recording of a million events costs; what watching
# costs. They take minutes, and a machine that is quiet. The last has other programs around it, and a
# test of its own.
EXTRA_PROGRAMS = %D%/bench/scale %D%/bench/trace
check_PROGRAMS += %D%/bench/overhead
%C%_bench_overhead_SOURCES = \
	%D%/bench/overhead-child.c \
	%D%/bench/overhead-page.c \
	%D%/bench/overhead-traced.c \
	%D%/bench/overhead-turns.c \
	%D%/bench/overhead.c \
	%D%/bench/overhead.h
%C%_bench_trace_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)
CLEANFILES += $(EXTRA_PROGRAMS)
bench: $(EXTRA_PROGRAMS) %D%/bench/overhead
	@for bench in $(EXTRA_PROGRAMS) %D%/bench/overhead; do ./$$bench || exit 1; done
.PHONY: bench
