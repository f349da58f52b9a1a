with headcount_rows as (

    select * from {{ ref('stg_people__headcount_months') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

final as (

    select
        headcount_rows.month,
        cast(sum(
            headcount_rows.fte
            + case
                when parameters.include_contractors = 'true'
                    then coalesce(headcount_rows.contractor_fte, 0)
                else 0
            end
        ) as decimal(28, 8)) as fte
    from headcount_rows
    cross join parameters
    cross join as_of
    where
        {{ dbt.dateadd('day', -1, dbt.dateadd('month', 1, 'headcount_rows.month')) }}
        <= as_of.as_of_on
    group by headcount_rows.month

)

select * from final
