with margin_months as (

    select * from {{ ref('int_economics__margin_months') }}

),

-- Every month beside the year that ends in it.
pairs as (

    select
        margin_months.month,
        margin_months.cs_basis,
        earlier.recurring_revenue,
        earlier.gross_profit,
        {{ dbt.datediff('earlier.month', 'margin_months.month', 'month') }} as months_back
    from margin_months
    inner join margin_months as earlier
        on margin_months.cs_basis = earlier.cs_basis
            and margin_months.month >= earlier.month
            and {{ dbt.dateadd('month', -12, 'margin_months.month') }} < earlier.month
            and earlier.is_known

),

-- A window with an unknown month is unknown, never a shorter window.
windows as (

    select
        month,
        cs_basis,
        count(*) as months_known,
        case
            when count(case when months_back < 3 then 1 end) = 3
                then sum(case when months_back < 3 then recurring_revenue end)
        end as recurring_revenue_3m,
        case
            when count(case when months_back < 3 then 1 end) = 3
                then sum(case when months_back < 3 then gross_profit end)
        end as gross_profit_3m,
        case when count(*) = 12 then sum(recurring_revenue) end as recurring_revenue_ttm,
        case when count(*) = 12 then sum(gross_profit) end as gross_profit_ttm
    from pairs
    group by month, cs_basis

),

final as (

    select
        margin_months.month,
        margin_months.cs_basis,
        margin_months.cs_cogs_share,
        margin_months.recurring_revenue,
        margin_months.cost_of_revenue,
        cast(windows.recurring_revenue_ttm as decimal(28, 8)) as recurring_revenue_ttm,
        cast(windows.gross_profit_ttm as decimal(28, 8)) as gross_profit_ttm,
        cast(margin_months.gross_profit as double)
        / cast(margin_months.recurring_revenue as double) as gross_margin,
        cast(windows.gross_profit_3m as double)
        / cast(windows.recurring_revenue_3m as double) as gross_margin_3m,
        cast(windows.gross_profit_ttm as double)
        / cast(windows.recurring_revenue_ttm as double) as gross_margin_ttm,
        coalesce(
            margin_months.reason,
            case
                when windows.recurring_revenue_ttm is null
                    then concat_ws(
                            '', 'of the twelve months only ', windows.months_known, ' are known'
                        )
            end
        ) as reason
    from margin_months
    left join windows
        on margin_months.month = windows.month and margin_months.cs_basis = windows.cs_basis

)

select * from final
