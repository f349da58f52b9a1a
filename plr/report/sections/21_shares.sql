-- title: How much the product starts, against the design
-- page: diagnostic
-- note: Standard reading over four quarters, by stage; low and high put every unknown event on one side.
select
    stage as "stage",
    events as "events",
    share_of_events as "share %",
    share_low as "at least %",
    share_high as "at most %",
    share_of_arr as "share of dollars %",
    known_share as "known %",
    design_target as "target %",
    gap_to_target_arr as "gap to target, ARR",
    is_provisional as "provisional"
from marts.rpt_product_share as shares
where shares."window" = 'ttm' and segment = 'all' and reading = 'standard'
    and quarter = (
        select max(quarter) from marts.rpt_product_share as whole
        where whole."window" = 'ttm' and is_complete
    )
order by case stage when 'all' then 0 when 'acquisition' then 1 when 'conversion' then 2
    when 'expansion' then 3 else 4 end
