with headcount_rows as (

    select * from {{ ref('stg_people__headcount_months') }}

),

headcount_months as (

    select * from {{ ref('int_economics__headcount_months') }}

),

company_arr as (

    select * from {{ ref('int_economics__company_arr') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

-- The months that the totals count as complete; the last of a quarter is its end.
placed as (

    select
        month,
        cast({{ dbt.date_trunc('quarter', 'month') }} as date) as quarter,
        {{ dbt.last_day('month', 'month') }} as ends_on,
        row_number() over (
            partition by {{ dbt.date_trunc('quarter', 'month') }} order by month desc nulls last
        ) as place
    from headcount_months

),

by_function as (

    select
        headcount_rows.month,
        headcount_rows.function,
        sum(
            headcount_rows.fte
            + case
                when parameters.include_contractors = 'true'
                    then coalesce(headcount_rows.contractor_fte, 0)
                else 0
            end
        ) as fte
    from headcount_rows
    cross join parameters
    group by headcount_rows.month, headcount_rows.function
    union all
    select
        month,
        'all' as function,
        fte
    from headcount_months

),

quarters as (

    select
        placed.quarter,
        placed.month,
        by_function.function,
        cast(by_function.fte as decimal(28, 8)) as fte,
        company_arr.arr
    from placed
    inner join by_function on placed.month = by_function.month
    left join company_arr
        on placed.ends_on >= company_arr.from_on
            and (company_arr.until_on is null or placed.ends_on < company_arr.until_on)
    where placed.place = 1

),

-- Four quarters back is the same month of the year before, so that an open quarter has one too.
year_ago as (

    select
        by_function.month,
        by_function.function,
        by_function.fte,
        company_arr.arr
    from by_function
    left join company_arr
        on {{ dbt.last_day('by_function.month', 'month') }} >= company_arr.from_on
            and (
                company_arr.until_on is null
                or {{ dbt.last_day('by_function.month', 'month') }} < company_arr.until_on
            )

),

final as (

    select
        quarters.quarter,
        quarters.month,
        quarters.function,
        quarters.fte,
        cast(quarters.fte - year_ago.fte as decimal(28, 8)) as added_fte,
        cast(quarters.arr - year_ago.arr as decimal(28, 8)) as net_new_arr,
        case
            when quarters.arr > year_ago.arr
                then cast(quarters.fte - year_ago.fte as double)
                    / (cast(quarters.arr - year_ago.arr as double) / 1000000)
        end as fte_per_million,
        case
            when year_ago.fte is null then 'no headcount four quarters ago'
            when quarters.arr is null or year_ago.arr is null then 'no book four quarters ago'
            when quarters.arr <= year_ago.arr then 'ARR did not grow'
        end as reason
    from quarters
    left join year_ago
        on quarters.function = year_ago.function
            and {{ dbt.dateadd('month', -12, 'quarters.month') }} = year_ago.month

)

select * from final
