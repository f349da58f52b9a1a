-- title: How the headline moves with its assumptions
-- page: diagnostic
-- note: Each look-back, tie rule and touch definition judged anew; the conclusion says on which side of the limit the share lies.
select
    tie_rule as "tie rule",
    touch_definition as "touches that count",
    min(share_of_events) as "lowest share %",
    max(share_of_events) as "highest share %",
    any_value(base_share_of_events) as "base share %",
    count(case when holds then 1 end) as "conclusion holds",
    count(*) as "of scenarios"
from marts.rpt_product_share_sensitivity
where quarter = (select max(quarter) from marts.rpt_board where is_complete)
group by tie_rule, touch_definition
order by tie_rule, touch_definition
