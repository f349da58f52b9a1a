with milestones as (

    select * from {{ ref('int_product__account_milestones') }}
    where activated_at is not null

),

account_value_days as (

    select * from {{ ref('int_product__account_value_days') }}

),

users as (

    select * from {{ ref('int_growth__users') }}
    where first_value_at is not null

),

value_days as (

    select * from {{ ref('int_product__value_days') }}
    where user_id is not null

),

as_of as (

    select * from {{ ref('as_of') }}

),

weeks as (

    select 4 as week_number
    union all
    select 8 as week_number
    union all
    select 12 as week_number

),

members as (

    select
        'account' as unit,
        account_id as member_id,
        cast(activated_at as date) as activated_on
    from milestones
    union all
    select
        'user' as unit,
        user_id as member_id,
        cast(first_value_at as date) as activated_on
    from users

),

member_days as (

    select
        'account' as unit,
        account_id as member_id,
        value_on
    from account_value_days
    union all
    select
        'user' as unit,
        user_id as member_id,
        value_on
    from value_days
    group by user_id, value_on

),

-- Week number n are the seven days that end 7 n days after activation.
met as (

    select
        members.unit,
        members.member_id,
        weeks.week_number
    from members
    cross join weeks
    inner join member_days
        on
            members.unit = member_days.unit
            and members.member_id = member_days.member_id
    where
        {{ dbt.datediff('members.activated_on', 'member_days.value_on', 'day') }}
        between 7 * weeks.week_number - 7 and 7 * weeks.week_number - 1
    group by members.unit, members.member_id, weeks.week_number

),

matured as (

    select
        members.unit,
        members.member_id,
        weeks.week_number,
        cast({{ dbt.date_trunc('month', 'members.activated_on') }} as date) as cohort_month
    from members
    cross join weeks
    cross join as_of
    where
        {{ dbt.datediff('members.activated_on', 'as_of.as_of_on', 'day') }}
        >= 7 * weeks.week_number - 1

),

counted as (

    select
        matured.cohort_month,
        matured.unit,
        matured.week_number,
        count(met.member_id) as numerator,
        count(*) as denominator
    from matured
    left join met
        on
            matured.unit = met.unit
            and matured.member_id = met.member_id
            and matured.week_number = met.week_number
    group by matured.cohort_month, matured.unit, matured.week_number

),

final as (

    select
        {{ figure(
            "'M100'", 'month', "cohort_month",
            "concat_ws('', unit, ', week ', cast(week_number as varchar))", 'share',
            numerator="numerator", denominator="denominator"
        ) }}
    from counted

)

select * from final
