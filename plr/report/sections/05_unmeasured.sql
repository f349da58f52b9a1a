-- title: What cannot be measured
-- page: board
-- note: Metrics that lack an input are unknown, never zero.
select
    missing_inputs as "missing tables",
    count(*) as "metrics",
    string_agg(metric_id, ', ' order by metric_id) as "which"
from marts.rpt_measurability
where not is_measurable
group by missing_inputs
order by count(*) desc, missing_inputs
