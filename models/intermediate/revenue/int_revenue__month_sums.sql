{% set types = ['new', 'expansion', 'price', 'contraction', 'churn', 'reactivation', 'fx'] %}

with change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}

),

monthly as (

    select
        account_id,
        cast({{ dbt.date_trunc('month', 'moved_on') }} as date) as month,
        movement_type,
        mrr_delta
    from change_pieces

),

summed as (

    select
        account_id,
        month,
        {%- for type in types %}
        cast(
            sum(case when movement_type = '{{ type }}' then mrr_delta else 0 end)
            as decimal(28, 8)
        ) as {{ type }}_mrr,
        {%- endfor %}
        cast(sum(mrr_delta) as decimal(28, 8)) as mrr_delta
    from monthly
    group by account_id, month

),

-- What an account pays at the end of a month holds until the next month that moves it.
final as (

    select
        account_id,
        month,
        lead(month) over (partition by account_id order by month asc nulls last) as next_month,
        {%- for type in types %}
        {{ type }}_mrr,
        {%- endfor %}
        mrr_delta,
        cast(sum(mrr_delta) over (
            partition by account_id order by month asc nulls last
            rows between unbounded preceding and current row
        ) as decimal(28, 8)) as closing_mrr
    from summed

)

select * from final
