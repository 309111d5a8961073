# The order of the lessons stands in curriculum.json alone.
dist_lessons_DATA = \
	%D%/blocking.json \
	%D%/catalogue.schema.json \
	%D%/curriculum.json \
	%D%/lesson.schema.json \
	%D%/phases.json \
	%D%/select.json \
	%D%/send-blocks.json \
	%D%/trace.schema.json
dist_zhlessons_DATA = \
	%D%/zh/blocking.json \
	%D%/zh/curriculum.json \
	%D%/zh/phases.json \
	%D%/zh/select.json \
	%D%/zh/send-blocks.json
