-- title: What each threshold decides
-- page: diagnostic
-- note: A quarter up and down; the ten that move most dollars.
select
    replace(failure_mode, '_', ' ') as "pattern",
    parameter as "threshold",
    change as "moved by",
    accounts_base as "accounts",
    accounts as "accounts then",
    impact_gm_base as "dollars",
    impact_gm as "dollars then"
from marts.rpt_parameter_sensitivity
order by abs(impact_gm - impact_gm_base) desc nulls last, parameter, change
limit 10
