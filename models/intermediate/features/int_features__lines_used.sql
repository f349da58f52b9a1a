with event_days as (

    select * from {{ ref('int_product__event_days') }}

),

line_naming as (

    select * from {{ ref('int_product__line_naming') }}

),

as_of_dates as (

    select * from {{ ref('int_features__as_of_dates') }}

),

settings as (

    select * from {{ ref('int_features__settings') }}

),

used_months as (

    select
        event_days.workspace_id,
        case when line_naming.is_named then event_days.product_line else 'all' end as product_line,
        cast({{ dbt.date_trunc('month', 'event_days.used_on') }} as date) as used_month,
        max(event_days.used_on) as used_until_on
    from event_days
    cross join line_naming
    where event_days.product_line is not null or not line_naming.is_named
    group by
        event_days.workspace_id,
        case when line_naming.is_named then event_days.product_line else 'all' end,
        cast({{ dbt.date_trunc('month', 'event_days.used_on') }} as date)

),

final as (

    select
        used_months.workspace_id,
        used_months.product_line,
        as_of_dates.as_of_on,
        max(used_months.used_until_on) as used_until_on
    from used_months
    cross join settings
    inner join as_of_dates
        on
            used_months.used_until_on <= as_of_dates.as_of_on
            and {{ dbt.dateadd('day', 'settings.pql_active_days', 'used_months.used_until_on') }}
            > as_of_dates.as_of_on
    group by used_months.workspace_id, used_months.product_line, as_of_dates.as_of_on

)

select * from final
