# The order of the lessons stands in curriculum.json alone.
dist_lessons_DATA = \
	%D%/blocking.json \
	%D%/catalogue.schema.json \
	%D%/compare.schema.json \
	%D%/curriculum.json \
	%D%/epoll-edge.json \
	%D%/epoll-level.json \
	%D%/five-models.json \
	%D%/lesson.schema.json \
	%D%/nonblocking-cost.json \
	%D%/nonblocking.json \
	%D%/phases.json \
	%D%/poll-bits.json \
	%D%/poll.json \
	%D%/scale.json \
	%D%/select.json \
	%D%/send-blocks.json \
	%D%/sigio.json \
	%D%/timeout.json \
	%D%/stats.schema.json \
	%D%/trace.schema.json
dist_zhlessons_DATA = \
	%D%/zh/blocking.json \
	%D%/zh/curriculum.json \
	%D%/zh/epoll-edge.json \
	%D%/zh/epoll-level.json \
	%D%/zh/five-models.json \
	%D%/zh/nonblocking-cost.json \
	%D%/zh/nonblocking.json \
	%D%/zh/phases.json \
	%D%/zh/poll-bits.json \
	%D%/zh/poll.json \
	%D%/zh/scale.json \
	%D%/zh/select.json \
	%D%/zh/send-blocks.json \
	%D%/zh/sigio.json \
	%D%/zh/timeout.json
