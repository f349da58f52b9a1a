with usage_lines as (

    select * from {{ ref('int_revenue__usage_lines') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

overages as (

    select
        account_id,
        product_line,
        month,
        cast(sum(overage) as decimal(28, 8)) as overage
    from usage_lines
    where exclusion_reason is null
    group by account_id, product_line, month

),

-- A month's overage enters the trailing sum at its end and leaves it a window later.
steps as (

    select
        account_id,
        product_line,
        {{ dbt.last_day('month', 'month') }} as stands_on,
        overage
    from overages
    union all
    select
        overages.account_id,
        overages.product_line,
        {{ dbt.last_day(
            dbt.dateadd('month', 'parameters.usage_trailing_months', 'overages.month'), 'month'
        ) }} as stands_on,
        -overages.overage as overage
    from overages
    cross join parameters

),

final as (

    select
        account_id,
        product_line,
        stands_on,
        cast(sum(overage) as decimal(28, 8)) as overage_step
    from steps
    group by account_id, product_line, stands_on

)

select * from final
