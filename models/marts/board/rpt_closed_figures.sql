{#- Mart, its rows, their period and first day, what a figure's name begins with, slice, figures -#}
{%- set parts = [
    ('fct_account_mrr_months', 'ledger', 'month', 'month', '', "'all'", ['arr', 'paying_accounts']),
    ('fct_mrr_movements', 'moved', 'month', 'month', '', 'movement_type', ['moved_arr']),
    ('rpt_retention', 'retention', 'month', 'month', '', "'all'", ['nrr', 'grr', 'logo_retention']),
    ('rpt_product_share', 'product_share', 'quarter', 'quarter', 'product_',
        "concat(product_share.window, ', ', stage, ', ', reading)", ['share_of_events', 'share_of_arr']),
    ('rpt_board', 'board', 'quarter', 'quarter', 'board_', "'all'", ['arr', 'nrr', 'grr',
        'gross_margin', 'revenue_per_employee', 'product_share_of_events', 'product_share_of_arr',
        'headcount_growth', 'revenue_growth', 'cost_to_serve_share', 'cac']),
] -%}
with as_of as (

    select * from {{ ref('as_of') }}

),

mrr_months as (

    select * from {{ ref('fct_account_mrr_months') }}

),

movements as (

    select * from {{ ref('fct_mrr_movements') }}

),

retention as (

    select * from {{ ref('rpt_retention') }}
    where segment = 'all'

),

product_share as (

    select * from {{ ref('rpt_product_share') }}
    where segment = 'all'

),

board as (

    select * from {{ ref('rpt_board') }}

),

metric_values as (

    select * from {{ ref('rpt_metrics') }}

),

metrics as (

    select * from {{ ref('metrics') }}

),

ledger as (

    select
        month,
        sum(closing_mrr) * 12 as arr,
        sum(case when closing_mrr > 0 then 1 else 0 end) as paying_accounts
    from mrr_months
    group by month

),

moved as (

    select
        {{ dbt.date_trunc('month', 'moved_on') }} as month,
        movement_type,
        sum(mrr_delta) * 12 as moved_arr
    from movements
    group by {{ dbt.date_trunc('month', 'moved_on') }}, movement_type

),

together as (
    {%- for mart, rows, period, starts_on, prefix, slice, figures in parts %}
    {%- for figure in figures %}
    select
        '{{ mart }}' as mart,
        '{{ prefix ~ figure }}' as figure,
        '{{ period }}' as period,
        {{ starts_on }} as period_start,
        {{ slice }} as slice,
        cast({{ figure }} as decimal(28, 10)) as value
    from {{ rows }}
    union all
    {%- endfor %}
    {%- endfor %}
    select
        'rpt_metrics' as mart,
        metric_values.metric_id as figure,
        metric_values.period,
        metric_values.period_start,
        metric_values.slice,
        cast(metric_values.value as decimal(28, 10)) as value
    from metric_values
    inner join metrics on metric_values.metric_id = metrics.metric_id
    where
        metric_values.segment = 'all'
        and metric_values.period in ('month', 'quarter')
        and metrics.grain <> 'cohort'

),

final as (

    select
        together.figure,
        together.period,
        cast(together.period_start as date) as period_start,
        together.slice,
        together.value,
        together.mart,
        case together.mart
            {%- for mart in parts | map('first') | list + ['rpt_metrics'] %}
            when '{{ mart }}' then '{{ components_of(mart) }}'
            {%- endfor %}
        end as made_of
    from together
    cross join as_of
    where
        case
            when together.period = 'quarter'
                then {{ dbt.dateadd('month', 3, 'together.period_start') }}
            else {{ dbt.dateadd('month', 1, 'together.period_start') }}
        end <= {{ dbt.dateadd('day', 1, 'as_of.as_of_on') }}

)

select * from final
