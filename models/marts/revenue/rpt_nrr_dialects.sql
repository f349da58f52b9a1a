with dialects as (

    select distinct dialect from {{ ref('nrr_dialects') }}

),

retention_accounts as (

    select * from {{ ref('int_revenue__retention_accounts') }}

),

differences as (

    select * from {{ ref('int_revenue__nrr_differences') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

headline as (

    select
        month,
        cast(sum(opening_arr) as decimal(28, 8)) as opening_arr,
        cast(sum(closing_arr) as decimal(28, 8)) as closing_arr
    from retention_accounts
    where is_in_cohort
    group by month

),

deviations as (

    select
        month,
        dialect,
        why,
        cast(sum(arr_difference) as decimal(28, 8)) as arr_difference,
        count(distinct account_id) as account_count
    from differences
    group by month, dialect, why

),

worded as (

    select
        deviations.*,
        concat_ws(
            '', deviations.why, ' (', case when deviations.arr_difference < 0 then '-' else '+' end,
            cast(cast(round(abs(deviations.arr_difference), 0) as bigint) as varchar), ' ',
            parameters.reporting_currency, ', ',
            cast(deviations.account_count as varchar), ' accounts)'
        ) as wording
    from deviations
    cross join parameters

),

explained as (

    select
        month,
        dialect,
        cast(sum(arr_difference) as decimal(28, 8)) as arr_difference,
        {{ dbt.listagg('wording', "'; '", 'order by wording asc nulls last') }} as wording
    from worded
    group by month, dialect

),

final as (

    select
        headline.month,
        dialects.dialect,
        headline.opening_arr,
        cast(headline.closing_arr + coalesce(explained.arr_difference, 0) as decimal(28, 8))
            as counted_arr,
        cast(coalesce(explained.arr_difference, 0) as decimal(28, 8)) as arr_difference,
        cast(headline.closing_arr + coalesce(explained.arr_difference, 0) as double)
        / cast(headline.opening_arr as double) as nrr,
        cast(coalesce(explained.arr_difference, 0) as double)
        / cast(headline.opening_arr as double) as difference_to_headline,
        case
            when dialects.dialect = 'cohort_point_to_point' then 'the headline'
            else coalesce(explained.wording, 'no difference this month')
        end as reason
    from headline
    cross join dialects
    left join explained
        on headline.month = explained.month and dialects.dialect = explained.dialect

)

select * from final
