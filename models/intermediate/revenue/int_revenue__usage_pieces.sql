{{ config(materialized='view') }}

with usage_steps as (

    select * from {{ ref('int_revenue__usage_steps') }}

),

line_presence as (

    select * from {{ ref('int_revenue__line_presence') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- Usage is valued at month ends, and on the day the last subscription of the line ends.
events as (

    select
        account_id,
        product_line,
        stands_on,
        overage_step,
        cast(0 as bigint) as presence_step,
        cast(0 as bigint) as subscription_rows
    from usage_steps
    union all
    select
        account_id,
        product_line,
        stands_on,
        cast(0 as decimal(28, 8)) as overage_step,
        presence_step,
        cast(1 as bigint) as subscription_rows
    from line_presence
    union all
    select
        account_id,
        product_line,
        {{ dbt.last_day('stands_on', 'month') }} as stands_on,
        cast(0 as decimal(28, 8)) as overage_step,
        cast(0 as bigint) as presence_step,
        cast(0 as bigint) as subscription_rows
    from line_presence

),

days as (

    select
        account_id,
        product_line,
        stands_on,
        sum(overage_step) as overage_step,
        sum(presence_step) as presence_step,
        sum(subscription_rows) as subscription_rows
    from events
    group by account_id, product_line, stands_on

),

running as (

    select
        account_id,
        product_line,
        stands_on,
        cast(sum(overage_step) over (
            partition by account_id, product_line order by stands_on asc nulls last
            rows between unbounded preceding and current row
        ) as decimal(28, 8)) as trailing_overage,
        sum(presence_step) over (
            partition by account_id, product_line order by stands_on asc nulls last
            rows between unbounded preceding and current row
        ) as subscriptions_there,
        sum(subscription_rows) over (partition by account_id, product_line) as subscription_rows
    from days

),

valued as (

    select
        running.account_id,
        running.product_line,
        running.stands_on,
        cast(case
            when running.subscription_rows > 0 and running.subscriptions_there = 0 then 0
            when running.trailing_overage < 0 then 0
            else {{ money_quotient(
                'running.trailing_overage', 'parameters.usage_trailing_months'
            ) }}
        end as decimal(28, 8)) as usage_mrr
    from running
    cross join parameters
    cross join as_of
    where running.stands_on <= as_of.as_of_on
        and (
            running.stands_on = {{ dbt.last_day('running.stands_on', 'month') }}
            or (running.subscription_rows > 0 and running.subscriptions_there = 0)
        )

),

changed as (

    select
        *,
        usage_mrr - coalesce(
            lag(usage_mrr) over (
                partition by account_id, product_line order by stands_on asc nulls last
            ),
            0
        ) as usage_delta
    from valued

),

final as (

    select
        concat_ws('', 'usage:', account_id, ':', product_line, ':', cast(stands_on as varchar))
            as change_id,
        'usage' as row_kind,
        account_id,
        product_line,
        stands_on as moved_on,
        cast(usage_delta as decimal(28, 8)) as mrr_delta
    from changed
    where usage_delta <> 0

)

select * from final
