with components as (

    select * from {{ ref('int_revenue__nrr_components') }}

),

compounded_accounts as (

    select * from {{ ref('int_revenue__compounded_accounts') }}

),

retention_accounts as (

    select * from {{ ref('int_revenue__retention_accounts') }}

),

dialects as (

    select * from {{ ref('nrr_dialects') }}

),

headline as (

    select
        component,
        is_counted
    from dialects
    where dialect = 'cohort_point_to_point'

),

-- Where a dialect counts what the headline leaves out, or the other way round.
deviations as (

    select
        dialects.dialect,
        dialects.component,
        dialects.why,
        case when dialects.is_counted then 1 else -1 end as direction
    from dialects
    inner join headline on dialects.component = headline.component
    where dialects.is_counted <> headline.is_counted

),

counted as (

    select
        components.month,
        deviations.dialect,
        components.account_id,
        components.component,
        deviations.direction * components.arr as arr_difference,
        deviations.why
    from components
    inner join deviations on components.component = deviations.component

),

-- The compounded reading takes the account's own change out and puts the chained one in.
compounding as (

    select
        month,
        account_id,
        compounded_arr as arr_difference
    from compounded_accounts
    union all
    select
        month,
        account_id,
        opening_arr - closing_arr as arr_difference
    from retention_accounts
    where is_in_cohort

),

chained as (

    select
        compounding.month,
        dialects.dialect,
        compounding.account_id,
        dialects.component,
        sum(compounding.arr_difference) as arr_difference,
        dialects.why
    from compounding
    inner join dialects on dialects.component = 'compounding'
    group by
        compounding.month,
        dialects.dialect,
        compounding.account_id,
        dialects.component,
        dialects.why

),

final as (

    select
        month,
        dialect,
        account_id,
        component,
        cast(arr_difference as decimal(28, 8)) as arr_difference,
        why
    from counted
    where arr_difference <> 0
    union all
    select
        month,
        dialect,
        account_id,
        component,
        cast(arr_difference as decimal(28, 8)) as arr_difference,
        why
    from chained
    where arr_difference <> 0

)

select * from final
