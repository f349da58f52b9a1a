with dollar_ledger as (

    select * from {{ ref('int_failure_modes__dollar_ledger') }}

),

companies as (

    select * from {{ ref('int_failure_modes__companies') }}
    where peer_group = 'all'

),

sums as (

    select
        failure_mode,
        as_of_month,
        sum(overlapped_gm) as overlapped_gm,
        sum(counted_gm) as counted_gm
    from dollar_ledger
    group by failure_mode, as_of_month

),

-- What the company's figure differs from its accounts by: improvements, and cost of no account.
remainders as (

    select
        companies.failure_mode,
        companies.as_of_month,
        companies.impact_gm - coalesce(sums.overlapped_gm, 0) as remainder_gm
    from companies
    left join sums
        on companies.failure_mode = sums.failure_mode
            and companies.as_of_month = sums.as_of_month
    where companies.impact_gm is not null

),

rows_together as (

    select
        failure_mode,
        as_of_month,
        account_id,
        product_line,
        overlapped_gm,
        counted_gm,
        counted_in,
        is_summed
    from dollar_ledger
    union all
    select
        failure_mode,
        as_of_month,
        'company' as account_id,
        'all' as product_line,
        remainder_gm as overlapped_gm,
        remainder_gm as counted_gm,
        cast(null as varchar) as counted_in,
        failure_mode <> 'product_passive_growth' as is_summed
    from remainders
    where remainder_gm <> 0

),

final as (

    select
        failure_mode,
        as_of_month,
        account_id,
        product_line,
        cast(overlapped_gm as decimal(28, 8)) as overlapped_gm,
        cast(counted_gm as decimal(28, 8)) as counted_gm,
        counted_in,
        is_summed
    from rows_together

)

select * from final
