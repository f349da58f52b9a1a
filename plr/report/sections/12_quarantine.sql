-- title: Why rows are in quarantine
-- page: diagnostic
-- note: The first reason in a fixed order.
select
    input_table as "table",
    reason as "reason",
    sum(quarantined_rows) as "rows"
from marts.rpt_quarantine
group by input_table, reason
order by sum(quarantined_rows) desc, input_table, reason
limit 20
