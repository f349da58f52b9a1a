with spend as (

    select * from {{ ref('stg_finance__marketing_spend') }}

),

leads as (

    select * from {{ ref('int_growth__leads') }}

),

members as (

    select * from {{ ref('int_growth__cohort_members') }}
    where unit = 'account'

),

lead_months as (

    select
        cast({{ dbt.date_trunc('month', 'created_at') }} as date) as month,
        count(*) as lead_count
    from leads
    group by cast({{ dbt.date_trunc('month', 'created_at') }} as date)

),

activated as (

    select
        cohort_month,
        count(activated_at) as activated_count
    from members
    group by cohort_month

),

spend_months as (

    select
        month,
        sum(amount) as amount
    from spend
    group by month

),

yields as (

    select
        spend_months.month,
        activated.activated_count,
        spend_months.amount / 1000 as thousands
    from spend_months
    inner join activated on spend_months.month = activated.cohort_month

),

final as (

    select
        {{ figure(
            "'M102'", 'month', "month", "'leads created, for information'", 'count',
            value="lead_count"
        ) }}
    from lead_months
    union all
    select
        {{ figure(
            "'M102'", 'month', "month", "'activated sign-ups per thousand of marketing spend'",
            'count', numerator="activated_count", denominator="thousands"
        ) }}
    from yields

)

select * from final
