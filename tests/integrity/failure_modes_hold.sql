-- Laws that no verdict may break, each with the rows that do.
with accounts as (

    select * from {{ ref('fct_failure_mode_accounts') }}

),

pattern_read as (

    select * from {{ ref('rpt_pattern_read') }}

),

orphans as (

    select * from accounts
    where failure_mode = 'expansion_orphans' and is_present

),

holes as (

    select * from accounts
    where failure_mode = 'conversion_black_holes' and is_present

),

diverging as (

    select * from accounts
    where failure_mode = 'hollow_usage' and state = 'hollow_diverging' and is_present

)

select
    'an orphan and a black hole on one line' as broken,
    orphans.account_id || '/' || orphans.product_line as subject,
    orphans.as_of_month
from orphans
inner join holes
    on orphans.as_of_month = holes.as_of_month
        and orphans.account_id = holes.account_id
        and orphans.product_line = holes.product_line
union all
select
    'an orphan and a diverging account at once' as broken,
    orphans.account_id as subject,
    orphans.as_of_month
from orphans
inner join diverging
    on orphans.as_of_month = diverging.as_of_month and orphans.account_id = diverging.account_id
union all
select
    'an impact below zero or outside its interval' as broken,
    failure_mode || '/' || account_id as subject,
    as_of_month
from accounts
where
    impact_gm < 0
    or impact_arr < 0
    or overlapped_gm < impact_gm
    or impact_low > impact_gm + 0.005
    or impact_high < impact_gm - 0.005
union all
select
    'dollars where the mode does not hold' as broken,
    failure_mode || '/' || account_id as subject,
    as_of_month
from accounts
where not is_present and (impact_arr is not null or impact_gm is not null)
union all
select
    'a mode holds although something blocks it' as broken,
    failure_mode || '/' || account_id as subject,
    as_of_month
from accounts
where is_present and blocked_by is not null
union all
select
    'more than one heaviest pattern' as broken,
    segment as subject,
    as_of_month
from pattern_read
group by segment, as_of_month
having sum(case when is_heaviest then 1 else 0 end) > 1
union all
select
    'a verdict where the mode is not measurable, or a severity out of range' as broken,
    failure_mode || '/' || segment as subject,
    as_of_month
from pattern_read
where
    (not is_measurable and (is_present is not null or missing_inputs is null))
    or severity < 0
    or severity > 100
