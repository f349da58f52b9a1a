with limit_days as (

    select * from {{ ref('int_product__limit_days') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

-- Near or at any limit, hard or soft, save one of nothing, to which all use is near.
final as (

    select
        'limit_proximity' as signal_type,
        workspace_accounts.account_id,
        limit_days.workspace_id,
        limit_days.product_line,
        limit_days.limit_key,
        limit_days.used_on as holds_from_on,
        cast({{ dbt.dateadd('day', 1, 'limit_days.used_on') }} as date) as holds_until_on,
        concat_ws(
            '',
            limit_days.limit_key,
            ' at ',
            cast(cast(limit_days.quantity as decimal(38, 2)) as varchar),
            ' of ',
            cast(cast(limit_days.limit_value as decimal(38, 2)) as varchar)
        ) as evidence
    from limit_days
    cross join parameters
    inner join workspace_accounts on limit_days.workspace_id = workspace_accounts.workspace_id
    where
        limit_days.limit_value > 0
        and limit_days.quantity >= parameters.limit_proximity_share * limit_days.limit_value

)

select * from final
