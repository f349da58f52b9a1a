with month_sums as (

    select * from {{ ref('int_revenue__month_sums') }}

),

months as (

    select * from {{ ref('int_revenue__months') }}

),

final as (

    select
        month_sums.account_id,
        months.month,
        cast(
            month_sums.closing_mrr
            - case when months.month = month_sums.month then month_sums.mrr_delta else 0 end
            as decimal(28, 8)
        ) as opening_mrr,
        {%- for type in ['new', 'expansion', 'price', 'contraction', 'churn', 'reactivation', 'fx'] %}
        cast(
            case when months.month = month_sums.month then month_sums.{{ type }}_mrr else 0 end
            as decimal(28, 8)
        ) as {{ type }}_mrr,
        {%- endfor %}
        month_sums.closing_mrr
    from month_sums
    inner join months
        on month_sums.month <= months.month
            and (month_sums.next_month is null or month_sums.next_month > months.month)

)

select * from final
