with movements as (

    select * from {{ ref('fct_mrr_movements') }}

),

months as (

    select * from {{ ref('int_revenue__months') }}

),

month_sums as (

    select
        account_id,
        cast({{ dbt.date_trunc('month', 'moved_on') }} as date) as month,
        sum(case when movement_type = 'new' then mrr_delta else 0 end) as new_mrr,
        sum(case when movement_type = 'expansion' then mrr_delta else 0 end) as expansion_mrr,
        sum(case when movement_type = 'price' then mrr_delta else 0 end) as price_mrr,
        sum(case when movement_type = 'contraction' then mrr_delta else 0 end) as contraction_mrr,
        sum(case when movement_type = 'churn' then mrr_delta else 0 end) as churn_mrr,
        sum(case when movement_type = 'reactivation' then mrr_delta else 0 end)
            as reactivation_mrr,
        sum(case when movement_type = 'fx' then mrr_delta else 0 end) as fx_mrr,
        sum(mrr_delta) as mrr_delta
    from movements
    group by account_id, cast({{ dbt.date_trunc('month', 'moved_on') }} as date)

),

-- What an account pays at the end of a month holds until the next month that moves it.
held as (

    select
        *,
        cast(sum(mrr_delta) over (
            partition by account_id order by month asc nulls last
            rows between unbounded preceding and current row
        ) as decimal(28, 8)) as closing_mrr,
        lead(month) over (partition by account_id order by month asc nulls last) as next_month
    from month_sums

),

final as (

    select
        held.account_id,
        months.month,
        cast(case when months.month = held.month then held.closing_mrr - held.mrr_delta
            else held.closing_mrr end as decimal(28, 8)) as opening_mrr,
{%- for type in ['new', 'expansion', 'price', 'contraction', 'churn', 'reactivation', 'fx'] %}
        cast(case when months.month = held.month then held.{{ type }}_mrr else 0 end
            as decimal(28, 8)) as {{ type }}_mrr,
{%- endfor %}
        held.closing_mrr
    from held
    inner join months
        on held.month <= months.month
        and (held.next_month is null or held.next_month > months.month)

)

select * from final
