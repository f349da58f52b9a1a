with value_days as (

    select * from {{ ref('int_product__value_days') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

profiles as (

    select * from {{ ref('int_identity__account_profiles') }}

),

-- Where no value event says of which line it is, all of them speak of the one line there is.
naming as (

    select max(case when product_line is not null then 1 else 0 end) as has_lines
    from value_days

),

placed as (

    select
        workspace_accounts.account_id,
        case when naming.has_lines = 1 then value_days.product_line else 'all' end as product_line,
        value_days.value_on,
        value_days.first_value_at,
        value_days.workspace_id,
        value_days.value_events
    from value_days
    cross join naming
    inner join workspace_accounts on value_days.workspace_id = workspace_accounts.workspace_id
    inner join profiles on workspace_accounts.account_id = profiles.account_id
    where not profiles.is_internal
        and (naming.has_lines = 0 or value_days.product_line is not null)

),

ranked as (

    select
        *,
        row_number() over (
            partition by account_id, product_line, value_on
            order by first_value_at asc nulls last, workspace_id asc nulls last
        ) as place
    from placed

),

days as (

    select
        account_id,
        product_line,
        value_on,
        min(first_value_at) as first_value_at,
        max(case when place = 1 then workspace_id end) as workspace_id,
        cast(sum(value_events) as bigint) as value_events
    from ranked
    group by account_id, product_line, value_on

),

final as (

    select
        account_id,
        product_line,
        value_on,
        lead(value_on) over (
            partition by account_id, product_line order by value_on asc nulls last
        ) as next_value_on,
        row_number() over (
            partition by account_id, product_line order by value_on asc nulls last
        ) as day_number,
        first_value_at,
        workspace_id,
        value_events
    from days

)

select * from final
