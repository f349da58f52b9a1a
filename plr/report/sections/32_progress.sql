-- title: {name}: is it getting better?
-- page: diagnostic
-- each: failure_mode
-- note: The metrics of progress at the last quarter, and a year before.
select
    now.metric as "metric",
    now.value as "last quarter",
    before.value as "a year before",
    now.unit as "unit",
    coalesce(now.reason, '') as "why unknown"
from marts.rpt_failure_mode_progress as now
left join marts.rpt_failure_mode_progress as before
    on now.failure_mode = before.failure_mode and now.metric = before.metric
        and now.segment = before.segment and before.quarter = now.quarter - interval 12 month
where now.failure_mode = $failure_mode and now.segment = 'all'
    and now.quarter = (select max(quarter) from marts.rpt_failure_mode_progress)
order by now.metric
