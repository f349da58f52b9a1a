with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

headcount_months as (

    select * from {{ ref('stg_people__headcount_months') }}
    where function = 'success'

),

expansions as (

    select * from {{ ref('int_failure_modes__eo_expansions') }}

),

counts as (

    select * from {{ ref('int_failure_modes__eo_counts') }}
    where is_base and peer_group = 'all'

),

csm_months as (

    select
        cast({{ dbt.date_trunc('month', 'month') }} as date) as as_of_month,
        sum(fte + coalesce(contractor_fte, 0)) as csm_fte
    from headcount_months
    group by cast({{ dbt.date_trunc('month', 'month') }} as date)

),

expansion_months as (

    select
        cast({{ dbt.date_trunc('month', 'expanded_on') }} as date) as as_of_month,
        sum(expansion_arr) as expansion_arr
    from expansions
    group by cast({{ dbt.date_trunc('month', 'expanded_on') }} as date)

),

observed as (

    select
        months.as_of_month,
        cast(coalesce(expansion_months.expansion_arr, 0) as decimal(16, 2)) as expansion_arr,
        cast(csm_months.csm_fte as decimal(10, 4)) as csm_fte,
        cast(counts.ready_accounts as decimal(10, 0)) as ready_accounts
    from months
    inner join counts on months.as_of_month = counts.as_of_month
    left join csm_months on months.as_of_month = csm_months.as_of_month
    left join expansion_months on months.as_of_month = expansion_months.as_of_month

),

-- Sums of squares and products about the means, over the months up to each month.
moments as (

    select
        ends.as_of_month,
        max(ends.csm_fte) as csm_fte,
        max(ends.expansion_arr) as expansion_arr,
        count(*) as n,
        cast(sum(observed.csm_fte * observed.csm_fte) as double)
        - cast(sum(observed.csm_fte) as double)
        * cast(sum(observed.csm_fte) as double)
        / count(*) as ff,
        cast(sum(observed.ready_accounts * observed.ready_accounts) as double)
        - cast(sum(observed.ready_accounts) as double)
        * cast(sum(observed.ready_accounts) as double)
        / count(*) as rr,
        cast(sum(observed.csm_fte * observed.ready_accounts) as double)
        - cast(sum(observed.csm_fte) as double)
        * cast(sum(observed.ready_accounts) as double)
        / count(*) as fr,
        cast(sum(observed.csm_fte * observed.expansion_arr) as double)
        - cast(sum(observed.csm_fte) as double)
        * cast(sum(observed.expansion_arr) as double)
        / count(*) as fy,
        cast(sum(observed.ready_accounts * observed.expansion_arr) as double)
        - cast(sum(observed.ready_accounts) as double)
        * cast(sum(observed.expansion_arr) as double)
        / count(*) as ry
    from observed as ends
    inner join observed
        on ends.as_of_month >= observed.as_of_month and observed.csm_fte is not null
    group by ends.as_of_month

),

final as (

    select
        as_of_month,
        csm_fte,
        cast(n as bigint) as months,
        round((fy * rr - ry * fr) / nullif(ff * rr - fr * fr, 0), 2) as arr_per_csm_fte,
        round((ry * ff - fy * fr) / nullif(ff * rr - fr * fr, 0), 2) as arr_per_ready_account
    from moments

)

select * from final
