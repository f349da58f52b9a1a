-- title: Expectations not met
-- page: diagnostic
-- note: Warnings of the guards; a critical failure would have stopped the run.
select
    input_table as "table",
    expectation as "expectation",
    severity as "severity",
    unexpected_count as "rows",
    row_count as "of",
    example as "example"
from marts.rpt_input_quality
where not is_success
order by unexpected_count desc nulls last, input_table, expectation
limit 20
