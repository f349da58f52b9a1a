-- title: {name}
-- page: diagnostic
-- each: failure_mode
-- note: What it reads, over the quarters.
select
    as_of_month as "month",
    is_present as "holds",
    severity as "severity, 0 to 100",
    prevalence as "of the book %",
    impact_gm as "dollars a year",
    impact_low as "at least",
    impact_high as "at most",
    grade as "grade",
    reason as "why"
from marts.rpt_pattern_read
where failure_mode = $failure_mode and segment = 'all'
    and (
        month(as_of_month) in (3, 6, 9, 12)
        or as_of_month = (select max(as_of_month) from marts.rpt_pattern_read)
    )
order by as_of_month desc
limit 6
