-- The rows of the dollar ledger sum to the company's figure of each mode and month, to the cent.
with ledger as (

    select
        failure_mode,
        as_of_month,
        sum(overlapped_gm) as overlapped_gm,
        sum(counted_gm) as counted_gm
    from {{ ref('rpt_failure_mode_dollars') }}
    group by failure_mode, as_of_month

),

pattern_read as (

    select * from {{ ref('rpt_pattern_read') }}
    where segment = 'all' and impact_gm is not null

)

select
    pattern_read.failure_mode,
    pattern_read.as_of_month,
    pattern_read.overlapped_gm,
    ledger.overlapped_gm as overlapped_by_account,
    pattern_read.impact_gm,
    ledger.counted_gm as counted_by_account
from pattern_read
left join ledger
    on pattern_read.failure_mode = ledger.failure_mode
        and pattern_read.as_of_month = ledger.as_of_month
where
    abs(pattern_read.overlapped_gm - coalesce(ledger.overlapped_gm, 0)) > 0.005
    or abs(pattern_read.impact_gm - coalesce(ledger.counted_gm, 0)) > 0.005
