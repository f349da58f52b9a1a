with orders as (

    select * from {{ ref('int_growth__first_orders') }}

),

committees as (

    select * from {{ ref('int_growth__committees') }}

),

cycles as (

    select
        quarter,
        concat_ws('', value_class, ' value, started by ', initiated_by) as deal_name,
        median(days_from_opportunity) as days_from_opportunity,
        median(case when days_from_first_use >= 0 then days_from_first_use end)
            as days_from_first_use
    from orders
    where won_on is not null
    group by quarter, value_class, initiated_by

),

classes as (

    select
        quarter,
        value_class,
        count(*) as account_count,
        sum(first_arr) as first_arr
    from orders
    group by quarter, value_class

),

closed as (

    select
        cast({{ dbt.date_trunc('quarter', 'closed_on') }} as date) as quarter,
        case
            when is_complex then 'complex'
            when committee_size >= 3 then 'middle'
            else 'small'
        end as committee_class,
        count(*) as deal_count,
        count(case when is_won then 1 end) as won_count,
        median({{ dbt.datediff('created_at', 'closed_on', 'day') }}) as days_to_close
    from committees
    where closed_on is not null
    group by
        cast({{ dbt.date_trunc('quarter', 'closed_on') }} as date),
        case
            when is_complex then 'complex'
            when committee_size >= 3 then 'middle'
            else 'small'
        end

),

final as (

    select
        {{ figure(
            "'M68'", 'quarter', "quarter", "concat_ws('', deal_name, ', from opportunity')",
            'days', value="days_from_opportunity"
        ) }}
    from cycles
    union all
    select
        {{ figure(
            "'M68'", 'quarter', "quarter", "concat_ws('', deal_name, ', from first use')", 'days',
            value="days_from_first_use",
            reason="case when days_from_first_use is null then 'none of them used it before' end"
        ) }}
    from cycles
    union all
    select
        {{ figure(
            "'M91'", 'quarter', "quarter",
            "concat_ws('', value_class, ' value, ARR per new account')", 'dollars',
            numerator="first_arr", denominator="account_count"
        ) }}
    from classes
    union all
    select
        {{ figure(
            "'M79'", 'quarter', "quarter",
            "concat_ws('', committee_class, ' committee, won of closed')", 'share',
            numerator="won_count", denominator="deal_count"
        ) }}
    from closed
    union all
    select
        {{ figure(
            "'M79'", 'quarter', "quarter",
            "concat_ws('', committee_class, ' committee, median days to close')", 'days',
            value="days_to_close"
        ) }}
    from closed

)

select * from final
