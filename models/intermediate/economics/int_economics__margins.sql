with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

gross_margins as (

    select * from {{ ref('int_economics__gross_margins') }}

),

-- The last month that is over on the day.
dated as (

    select
        as_of_month,
        as_of_on,
        cast(
            {{ dbt.dateadd(
                'month', -1, dbt.date_trunc('month', dbt.dateadd('day', 1, 'as_of_on'))
            ) }} as date
        ) as margin_month
    from months

),

pivoted as (

    select
        month,
        max(case when cs_basis = 'as_set' then gross_margin_ttm end) as gross_margin_share,
        max(case when cs_basis = 'none' then gross_margin_ttm end) as gross_margin_share_cs_0,
        max(case when cs_basis = 'half' then gross_margin_ttm end) as gross_margin_share_cs_50,
        max(case when cs_basis = 'full' then gross_margin_ttm end) as gross_margin_share_cs_100,
        max(case when cs_basis = 'as_set' then gross_profit_ttm end) as gross_profit_ttm,
        max(case when cs_basis = 'as_set' then recurring_revenue_ttm end) as recurring_revenue_ttm,
        max(case when cs_basis = 'as_set' then reason end) as reason
    from gross_margins
    group by month

),

final as (

    select
        dated.as_of_month,
        dated.as_of_on,
        dated.margin_month,
        pivoted.gross_margin_share,
        pivoted.gross_margin_share_cs_0,
        pivoted.gross_margin_share_cs_50,
        pivoted.gross_margin_share_cs_100,
        pivoted.gross_profit_ttm,
        pivoted.recurring_revenue_ttm,
        case
            when pivoted.month is null then 'the ledger says nothing about the month'
            else pivoted.reason
        end as reason
    from dated
    left join pivoted on dated.margin_month = pivoted.month

)

select * from final
