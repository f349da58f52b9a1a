-- title: The Quick Test, by data and by people
-- page: diagnostic
-- note: 0 the product carries it, 3 nothing does. The gap is the answer less the data: below zero people think better of it than the figures do.
select
    question_number as "question",
    question as "asked",
    respondent as "respondent",
    data_score as "by data",
    person_score as "by the person",
    perception_gap as "gap",
    is_gap_a_finding as "a finding"
from marts.rpt_quick_test
order by question_number, respondent
