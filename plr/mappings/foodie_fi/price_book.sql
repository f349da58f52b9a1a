-- The plans that can be bought. An annual plan is paid once a year; the trial is free.
select
    'streaming' as product_line,
    plan_name as plan,
    plan_id as tier_rank,
    price as list_price,
    case when plan_name like '%annual' then 'year' else 'month' end as billing_interval,
    'flat' as quantity_unit,
    false as is_addon,
    'USD' as currency,
    date '2020-01-01' as valid_from
from read_csv('{source}/plans.csv')
where price is not null
