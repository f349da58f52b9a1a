-- title: Does the product fit product-led growth?
-- page: diagnostic
-- note: Four questions.
select
    question as "question",
    verdict as "answer",
    first_value as "first measure",
    first_threshold as "its limit",
    second_value as "second measure",
    second_threshold as "limit of the second",
    reason as "why unknown"
from marts.rpt_plg_fit
order by question_number
