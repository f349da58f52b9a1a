with margins as (

    select * from {{ ref('int_economics__margins') }}

),

margin_months as (

    select * from {{ ref('int_economics__margin_months') }}
    where cs_basis = 'as_set' and is_known

),

spans as (

    select
        'year' as window_name,
        0 as first_back,
        12 as months
    union all
    select
        'prior_year' as window_name,
        12 as first_back,
        12 as months
    union all
    select
        'quarter' as window_name,
        0 as first_back,
        3 as months
    union all
    select
        'prior_year_quarter' as window_name,
        12 as first_back,
        3 as months

),

backs as (

    select
        margins.as_of_month,
        margin_months.month,
        {{ dbt.datediff('margin_months.month', 'margins.margin_month', 'month') }} as months_back
    from margins
    inner join margin_months
        on margins.margin_month >= margin_months.month
            and {{ dbt.dateadd('month', -24, 'margins.margin_month') }} < margin_months.month

),

placed as (

    select
        backs.as_of_month,
        spans.window_name,
        backs.month,
        spans.months,
        count(*) over (partition by backs.as_of_month, spans.window_name) as known_months
    from backs
    inner join spans
        on backs.months_back >= spans.first_back
            and backs.months_back < spans.first_back + spans.months

),

final as (

    select
        as_of_month,
        window_name,
        month
    from placed
    where known_months = months

)

select * from final
