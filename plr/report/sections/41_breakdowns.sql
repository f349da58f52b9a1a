-- title: Where product-led growth breaks down
-- page: diagnostic
-- note: Three break-downs against their limits.
select
    breakdown as "break-down",
    value as "value",
    threshold as "limit",
    unit as "unit",
    is_present as "holds",
    reason as "reading"
from marts.rpt_plg_breakdowns
where quarter = (select max(quarter) from marts.rpt_plg_breakdowns)
order by breakdown
