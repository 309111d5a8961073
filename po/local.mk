# The program's own words in other languages: one catalogue a language, compiled by msgfmt. It is
# built where the program finds it before it is installed. Lessons have theirs in lessons/LANG/.
EXTRA_DIST += %D%/POTFILES %D%/zh.po

if HAVE_MSGFMT
CATALOGUES = locale/zh/LC_MESSAGES/waitscope.mo
endif
CLEANFILES += $(CATALOGUES)

all-local: $(CATALOGUES)

locale/%/LC_MESSAGES/waitscope.mo: %D%/%.po
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(MSGFMT) --check-format --check-domain -o $@ $<

install-data-local: $(CATALOGUES)
	@for mo in $(CATALOGUES); do \
	  to="$(DESTDIR)$(localedir)/$${mo#locale/}"; \
	  $(MKDIR_P) "$$(dirname "$$to")" && $(INSTALL_DATA) "$$mo" "$$to" || exit 1; \
	done

uninstall-local:
	@for mo in $(CATALOGUES); do rm -f "$(DESTDIR)$(localedir)/$${mo#locale/}"; done

# For people who translate: collects the messages of the sources and merges them into each catalogue.
update-po:
	cd $(top_srcdir) && \
	  xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --add-comments=TRANSLATORS \
	    --no-location --package-name=waitscope --files-from=%D%/POTFILES -o %D%/waitscope.pot && \
	  for po in %D%/*.po; do \
	    msgmerge --quiet --update --backup=none --no-fuzzy-matching "$$po" %D%/waitscope.pot; \
	  done; \
	  rm -f %D%/waitscope.pot
.PHONY: update-po
