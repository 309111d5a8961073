UI_FLAGS = $(CORE_FLAGS) -iquote $(top_srcdir)/%D%

noinst_LIBRARIES += libview.a libapp.a

# view: paints a grid of cells. No I/O, no curses.
libview_a_CPPFLAGS = $(UI_FLAGS)
libview_a_SOURCES = \
	%D%/ansi.c \
	%D%/ansi.h \
	%D%/canvas.c \
	%D%/canvas.h \
	%D%/cast.c \
	%D%/cast.h \
	%D%/compare-names.c \
	%D%/compare-names.h \
	%D%/compare.def \
	%D%/compare.h \
	%D%/finder.c \
	%D%/finder.h \
	%D%/gauge.c \
	%D%/gauge.h \
	%D%/glyph.def \
	%D%/kernel-words.c \
	%D%/kernel-words.def \
	%D%/kernel-words.h \
	%D%/keymap.c \
	%D%/keymap.def \
	%D%/keymap.h \
	%D%/ladder-past.c \
	%D%/ladder-past.h \
	%D%/ladder-row.c \
	%D%/ladder-row.h \
	%D%/ladder-rungs.c \
	%D%/ladder-rungs.h \
	%D%/layout.c \
	%D%/layout.h \
	%D%/measured.c \
	%D%/measured.h \
	%D%/moment.c \
	%D%/moment.h \
	%D%/narrate-client.c \
	%D%/narrate-measure.c \
	%D%/narrate-part.h \
	%D%/narrate-phase.c \
	%D%/narrate-return.c \
	%D%/narrate.c \
	%D%/narrate.h \
	%D%/pace.c \
	%D%/pace.h \
	%D%/page.c \
	%D%/page.h \
	%D%/question.c \
	%D%/question.h \
	%D%/screen.c \
	%D%/stage-changed.c \
	%D%/stage-changed.h \
	%D%/stage-client.c \
	%D%/stage-client.h \
	%D%/stage-columns.c \
	%D%/stage-columns.h \
	%D%/stage-entries.c \
	%D%/stage-entries.h \
	%D%/stage-motion.c \
	%D%/stage-motion.h \
	%D%/stage-queue.c \
	%D%/stage-queue.h \
	%D%/stage-ready.c \
	%D%/stage-ready.h \
	%D%/style.c \
	%D%/style.def \
	%D%/style.h \
	%D%/task-signals.c \
	%D%/task-signals.h \
	%D%/tell.c \
	%D%/tell.h \
	%D%/text.c \
	%D%/text.h \
	%D%/time-scale.c \
	%D%/time-scale.h \
	%D%/view-ask.c \
	%D%/view-code.c \
	%D%/view-compare.c \
	%D%/view-entry.c \
	%D%/view-help.c \
	%D%/view-keys.c \
	%D%/view-ladder.c \
	%D%/view-menu.c \
	%D%/view-scale.c \
	%D%/view-stage.c \
	%D%/view-story.c \
	%D%/view-task.c \
	%D%/view-task.h \
	%D%/view-time.c \
	%D%/view-title.c \
	%D%/view-why.c \
	%D%/view.h \
	%D%/walk.c \
	%D%/walk.h \
	%D%/why-asleep.c \
	%D%/why-asleep.h \
	%D%/why-returned.c \
	%D%/why-returned.h \
	%D%/woken.c \
	%D%/woken.h

# app: what turns keys into moves and cells into a terminal's bytes. One file includes curses.h.
libapp_a_CPPFLAGS = $(UI_FLAGS) $(NCURSESW_CFLAGS)
libapp_a_SOURCES = \
	%D%/app-compare.c \
	%D%/app-compare.h \
	%D%/app-entry.c \
	%D%/app-export.c \
	%D%/app-find.c \
	%D%/app-keys.c \
	%D%/app-lesson.c \
	%D%/app-marks.c \
	%D%/app-menu.c \
	%D%/app-paint.c \
	%D%/app-state.h \
	%D%/app.c \
	%D%/app.h \
	%D%/deadline.h \
	%D%/host.h \
	%D%/plain-find.c \
	%D%/plain-menu.c \
	%D%/plain-menu.h \
	%D%/plain-state.h \
	%D%/plain-tell.c \
	%D%/plain-write.c \
	%D%/plain-write.h \
	%D%/plain.c \
	%D%/plain.h \
	%D%/term-curses.c \
	%D%/term-script.c \
	%D%/term.h
