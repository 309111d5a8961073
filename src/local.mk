# The layers, lowest first. -iquote and not -I: our error.h is not the system's.
CORE_FLAGS = -iquote $(top_srcdir)/%D%/core
LAB_FLAGS = $(CORE_FLAGS) -iquote $(top_srcdir)/%D%/lab -iquote $(top_srcdir)/%D%/servers

noinst_LIBRARIES += libcore.a liblab.a libservers.a

# core: pure data. libc and cJSON, no threads, no sockets.
libcore_a_CPPFLAGS = $(CORE_FLAGS) $(CJSON_CFLAGS)
libcore_a_SOURCES = \
	%D%/core/bytes-json.c \
	%D%/core/bytes-json.h \
	%D%/core/call.def \
	%D%/core/call-times.c \
	%D%/core/call-times.h \
	%D%/core/caption.c \
	%D%/core/caption.h \
	%D%/core/checkpoints.c \
	%D%/core/checkpoints.h \
	%D%/core/chrome-call.c \
	%D%/core/chrome-call.h \
	%D%/core/chrome-phase.c \
	%D%/core/chrome-socket.c \
	%D%/core/chrome-socket.h \
	%D%/core/chrome.c \
	%D%/core/chrome.h \
	%D%/core/columns.c \
	%D%/core/columns.h \
	%D%/core/digits.h \
	%D%/core/error.c \
	%D%/core/error.h \
	%D%/core/event-bytes.c \
	%D%/core/event-format.c \
	%D%/core/event-json.c \
	%D%/core/event-json.h \
	%D%/core/event-unknown.c \
	%D%/core/event-unknown.h \
	%D%/core/event.c \
	%D%/core/event.def \
	%D%/core/event.h \
	%D%/core/export-chrome.c \
	%D%/core/export-json.c \
	%D%/core/export-svg.c \
	%D%/core/export-text.c \
	%D%/core/export.c \
	%D%/core/export.h \
	%D%/core/exporting.c \
	%D%/core/exporting.h \
	%D%/core/file.c \
	%D%/core/file.h \
	%D%/core/figures.c \
	%D%/core/figures.h \
	%D%/core/flags.def \
	%D%/core/header.def \
	%D%/core/header-json.c \
	%D%/core/header-json.h \
	%D%/core/i18n.h \
	%D%/core/json-scan.c \
	%D%/core/json.c \
	%D%/core/json.h \
	%D%/core/judge-done.c \
	%D%/core/judge-match.c \
	%D%/core/judge-match.h \
	%D%/core/judge-reason.c \
	%D%/core/judge-span.c \
	%D%/core/judge-span.h \
	%D%/core/judge-steps.c \
	%D%/core/judge.c \
	%D%/core/judge.h \
	%D%/core/ladder-call.c \
	%D%/core/ladder-call.h \
	%D%/core/ladder.c \
	%D%/core/ladder.h \
	%D%/core/lanes.c \
	%D%/core/lanes.h \
	%D%/core/lesson-act.c \
	%D%/core/lesson-pattern.c \
	%D%/core/lesson-read.c \
	%D%/core/lesson-read.h \
	%D%/core/lesson-step.c \
	%D%/core/lesson-translate.c \
	%D%/core/lesson.c \
	%D%/core/lesson.h \
	%D%/core/memory.h \
	%D%/core/narrate-call.c \
	%D%/core/narrate-call.h \
	%D%/core/output.c \
	%D%/core/output.h \
	%D%/core/player.c \
	%D%/core/player.h \
	%D%/core/pool.c \
	%D%/core/pool.h \
	%D%/core/replay.c \
	%D%/core/scripts.def \
	%D%/core/search-read.c \
	%D%/core/search-token.c \
	%D%/core/search-token.h \
	%D%/core/search.c \
	%D%/core/search.h \
	%D%/core/session.h \
	%D%/core/svg-call.c \
	%D%/core/svg-call.h \
	%D%/core/stats.c \
	%D%/core/stats.def \
	%D%/core/stats.h \
	%D%/core/svg-figure.h \
	%D%/core/svg-ladder.c \
	%D%/core/svg-lanes.c \
	%D%/core/svg-lanes.h \
	%D%/core/svg-row.c \
	%D%/core/svg-row.h \
	%D%/core/svg-task.c \
	%D%/core/svg-time.c \
	%D%/core/svg.c \
	%D%/core/svg.h \
	%D%/core/text-add.c \
	%D%/core/text-add.h \
	%D%/core/trace-compare.c \
	%D%/core/trace-compare.h \
	%D%/core/trace-json.h \
	%D%/core/trace-line.c \
	%D%/core/trace-line.h \
	%D%/core/trace-pack.c \
	%D%/core/trace-pack.h \
	%D%/core/trace-read-document.c \
	%D%/core/trace-read-event.c \
	%D%/core/trace-read-event.h \
	%D%/core/trace-read-header.c \
	%D%/core/trace-read.c \
	%D%/core/trace-reader.h \
	%D%/core/trace-shape.c \
	%D%/core/trace-shape.h \
	%D%/core/trace-source.c \
	%D%/core/trace-source.h \
	%D%/core/trace-text.c \
	%D%/core/trace-text.h \
	%D%/core/trace-walk.h \
	%D%/core/trace-unknown.c \
	%D%/core/trace-unknown.h \
	%D%/core/trace.c \
	%D%/core/trace.h \
	%D%/core/unknown-json.c \
	%D%/core/unknown-json.h \
	%D%/core/world-ready.c \
	%D%/core/world-ready.h \
	%D%/core/world-save.c \
	%D%/core/world-save.h \
	%D%/core/world.c \
	%D%/core/world.h \
	%D%/core/writer.c \
	%D%/core/writer.h

# lab: runs the real thing.
liblab_a_CPPFLAGS = $(LAB_FLAGS)
liblab_a_SOURCES = \
	%D%/lab/arena.c \
	%D%/lab/arena.h \
	%D%/lab/call.c \
	%D%/lab/call.h \
	%D%/lab/client.c \
	%D%/lab/client.h \
	%D%/lab/crowd.c \
	%D%/lab/crowd.h \
	%D%/lab/descriptors.c \
	%D%/lab/descriptors.h \
	%D%/lab/evidence-offer.c \
	%D%/lab/evidence-offer.h \
	%D%/lab/loopback.c \
	%D%/lab/loopback.h \
	%D%/lab/stamps.c \
	%D%/lab/stamps.h \
	%D%/lab/evidence-proc.c \
	%D%/lab/evidence.h \
	%D%/lab/experiment.c \
	%D%/lab/experiment.h \
	%D%/lab/kernel-call.c \
	%D%/lab/kernel-call.h \
	%D%/lab/lab.h \
	%D%/lab/live.c \
	%D%/lab/measure.c \
	%D%/lab/measure.h \
	%D%/lab/measurement.c \
	%D%/lab/measurement.h \
	%D%/lab/moments.c \
	%D%/lab/moments.h \
	%D%/lab/net.c \
	%D%/lab/net.h \
	%D%/lab/perf-ring.c \
	%D%/lab/perf-ring.h \
	%D%/lab/record.c \
	%D%/lab/record.h \
	%D%/lab/recorder-switch.c \
	%D%/lab/recorder-tracepoint.c \
	%D%/lab/recorder.c \
	%D%/lab/recorder.h \
	%D%/lab/run-collect.c \
	%D%/lab/run-collect.h \
	%D%/lab/run-descriptors.c \
	%D%/lab/run-moments.c \
	%D%/lab/run-moments.h \
	%D%/lab/run.c \
	%D%/lab/run.h \
	%D%/lab/scale.c \
	%D%/lab/scale.h \
	%D%/lab/switches.c \
	%D%/lab/switches.h \
	%D%/lab/tally.c \
	%D%/lab/tally.h \
	%D%/lab/task.c \
	%D%/lab/task.h \
	%D%/lab/tracefs.c \
	%D%/lab/tracefs.h \
	%D%/lab/tracepoints.c \
	%D%/lab/tracepoints.h \
	%D%/lab/ticks.c \
	%D%/lab/ticks.h \
	%D%/lab/traced-io.c \
	%D%/lab/traced-process.c \
	%D%/lab/traced-ready.c \
	%D%/lab/traced-socket.c \
	%D%/lab/traced.h

# servers: one I/O model a page. A page X.c is compiled as traced-X.c, three lines made here: they map
# its system calls to traced ones, and its own text stays that of an ordinary program.
PAGES = \
	%D%/servers/blocking.c \
	%D%/servers/epoll-edge-once.c \
	%D%/servers/epoll-edge.c \
	%D%/servers/epoll-level-out.c \
	%D%/servers/epoll-level.c \
	%D%/servers/epoll-oneshot.c \
	%D%/servers/nonblocking-skip.c \
	%D%/servers/nonblocking.c \
	%D%/servers/poll-closed.c \
	%D%/servers/poll-count.c \
	%D%/servers/poll.c \
	%D%/servers/receiver.c \
	%D%/servers/select-write.c \
	%D%/servers/select.c \
	%D%/servers/sender-nonblocking.c \
	%D%/servers/sender.c \
	%D%/servers/sigio-once.c \
	%D%/servers/sigio-queue.c \
	%D%/servers/sigio.c \
	%D%/servers/timeout-select.c \
	%D%/servers/timeout.c
libservers_a_CPPFLAGS = $(LAB_FLAGS)
# A traced call reports __FILE__: the name that the page has among its like.
libservers_a_CFLAGS = $(AM_CFLAGS) -fmacro-prefix-map=$(top_srcdir)/%D%/servers/=
libservers_a_SOURCES = \
	%D%/servers/servers.c \
	%D%/servers/servers.def \
	%D%/servers/servers.h
nodist_libservers_a_SOURCES = \
	%D%/servers/traced-blocking.c \
	%D%/servers/traced-epoll-edge-once.c \
	%D%/servers/traced-epoll-edge.c \
	%D%/servers/traced-epoll-level-out.c \
	%D%/servers/traced-epoll-level.c \
	%D%/servers/traced-epoll-oneshot.c \
	%D%/servers/traced-nonblocking-skip.c \
	%D%/servers/traced-nonblocking.c \
	%D%/servers/traced-poll-closed.c \
	%D%/servers/traced-poll-count.c \
	%D%/servers/traced-poll.c \
	%D%/servers/traced-receiver.c \
	%D%/servers/traced-select-write.c \
	%D%/servers/traced-select.c \
	%D%/servers/traced-sender-nonblocking.c \
	%D%/servers/traced-sender.c \
	%D%/servers/traced-sigio-once.c \
	%D%/servers/traced-sigio-queue.c \
	%D%/servers/traced-sigio.c \
	%D%/servers/traced-timeout-select.c \
	%D%/servers/traced-timeout.c
CLEANFILES += $(nodist_libservers_a_SOURCES)
dist_servers_DATA = $(PAGES)
EXTRA_DIST += %D%/servers/.clang-format

%D%/servers/traced-%.c: %D%/servers/%.c
	$(AM_V_GEN)$(MKDIR_P) $(@D) && { \
	  echo '#include "traced.h"'; \
	  echo "#define main server_$$(echo '$*' | tr - _)"; \
	  echo '#include "$*.c"'; } >$@.tmp && mv $@.tmp $@

# The program: the files that know all layers.
WAITSCOPE_FLAGS = $(LAB_FLAGS) $(UI_FLAGS) -iquote $(top_srcdir)/%D% \
	-DLESSONSDIR='"$(lessonsdir)"' -DSERVERSDIR='"$(serversdir)"' -DLOCALEDIR='"$(localedir)"' \
	-DSOURCEDIR='"$(abs_top_srcdir)"' -DBUILDDIR='"$(abs_top_builddir)"'
bin_PROGRAMS += waitscope
waitscope_CPPFLAGS = $(WAITSCOPE_FLAGS)
waitscope_LDADD = $(ALL_LIBS)
waitscope_SOURCES = \
	%D%/cli.c \
	%D%/cli.def \
	%D%/cli.h \
	%D%/command-check.c \
	%D%/command-compare.c \
	%D%/command-evidence.c \
	%D%/command-export.c \
	%D%/command-list.c \
	%D%/command-play.c \
	%D%/command-scale.c \
	%D%/command-stats.c \
	%D%/commands.c \
	%D%/curriculum.c \
	%D%/curriculum.h \
	%D%/export.def \
	%D%/formats.c \
	%D%/formats.h \
	%D%/kept.c \
	%D%/kept.h \
	%D%/language.c \
	%D%/language.h \
	%D%/library.c \
	%D%/library.h \
	%D%/main.c \
	%D%/nearest.c \
	%D%/nearest.h \
	%D%/page-text.c \
	%D%/page-text.h \
	%D%/paths.c \
	%D%/paths.h \
	%D%/print-json.c \
	%D%/print-json.h \
	%D%/program-run.c \
	%D%/program.h \
	%D%/progress.c \
	%D%/progress.h \
	%D%/stats-json.c \
	%D%/stats-print.h \
	%D%/stats-text.c \
	%D%/terminal.c \
	%D%/terminal.h

# What to link with to have a layer and all below it.
CORE_LIBS = libcore.a $(CJSON_LIBS)
VIEW_LIBS = libview.a $(CORE_LIBS)
LAB_LIBS = liblab.a libservers.a liblab.a $(CORE_LIBS)
ALL_LIBS = libapp.a libview.a $(NCURSESW_LIBS) $(LAB_LIBS)
