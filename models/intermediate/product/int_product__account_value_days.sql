with value_days as (

    select * from {{ ref('int_product__value_days') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

account_days as (

    select
        workspace_accounts.account_id,
        value_days.value_on,
        min(value_days.first_value_at) as first_value_at,
        sum(value_days.value_events) as value_events
    from value_days
    inner join workspace_accounts on value_days.workspace_id = workspace_accounts.workspace_id
    group by workspace_accounts.account_id, value_days.value_on

),

final as (

    select
        account_id,
        value_on,
        row_number() over (partition by account_id order by value_on asc nulls last) as day_number,
        first_value_at,
        cast(value_events as bigint) as value_events,
        cast(sum(value_events) over (
            partition by account_id order by value_on asc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as events_so_far
    from account_days

)

select * from final
