{{ config(materialized='view') }}

with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

final as (

    select
        months.as_of_month,
        'index' as window_name,
        cast({{ dbt.dateadd(
            'day', '1 - settings.active_user_days', 'months.as_of_on'
        ) }} as date) as from_on,
        months.as_of_on as to_on
    from months
    cross join settings
    union all
    select
        months.as_of_month,
        'recent' as window_name,
        cast({{ dbt.dateadd('day', '1 - settings.window_days', 'months.as_of_on') }} as date)
            as from_on,
        months.as_of_on as to_on
    from months
    cross join settings
    union all
    select
        months.as_of_month,
        'prior' as window_name,
        cast({{ dbt.dateadd('day', '1 - 2 * settings.window_days', 'months.as_of_on') }} as date)
            as from_on,
        cast({{ dbt.dateadd('day', '-settings.window_days', 'months.as_of_on') }} as date)
            as to_on
    from months
    cross join settings

)

select * from final
