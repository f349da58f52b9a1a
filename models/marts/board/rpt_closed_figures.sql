{%- set board_columns = ['arr', 'nrr', 'grr', 'gross_margin', 'revenue_per_employee',
    'product_share_of_events', 'product_share_of_arr', 'headcount_growth', 'revenue_growth',
    'cost_to_serve_share', 'cac'] -%}
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

),

product_share as (

    select * from {{ ref('rpt_product_share') }}

),

board as (

    select * from {{ ref('rpt_board') }}

),

metrics as (

    select * from {{ ref('rpt_metrics') }}

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
    {%- for figure in ['arr', 'paying_accounts'] %}
    select
        'fct_account_mrr_months' as mart,
        '{{ figure }}' as figure,
        'month' as period,
        month as period_start,
        'all' as slice,
        cast({{ figure }} as decimal(28, 10)) as value
    from ledger
    union all
    {%- endfor %}
    select
        'fct_mrr_movements' as mart,
        'moved_arr' as figure,
        'month' as period,
        month as period_start,
        movement_type as slice,
        cast(moved_arr as decimal(28, 10)) as value
    from moved
    {%- for figure in ['nrr', 'grr', 'logo_retention'] %}
    union all
    select
        'rpt_retention' as mart,
        '{{ figure }}' as figure,
        'month' as period,
        month as period_start,
        'all' as slice,
        cast({{ figure }} as decimal(28, 10)) as value
    from retention
    where segment = 'all'
    {%- endfor %}
    {%- for figure in ['share_of_events', 'share_of_arr'] %}
    union all
    select
        'rpt_product_share' as mart,
        'product_{{ figure }}' as figure,
        'quarter' as period,
        quarter as period_start,
        concat("window", ', ', stage, ', ', reading) as slice,
        cast({{ figure }} as decimal(28, 10)) as value
    from product_share
    where segment = 'all'
    {%- endfor %}
    {%- for figure in board_columns %}
    union all
    select
        'rpt_board' as mart,
        'board_{{ figure }}' as figure,
        'quarter' as period,
        quarter as period_start,
        'all' as slice,
        cast({{ figure }} as decimal(28, 10)) as value
    from board
    {%- endfor %}
    union all
    select
        'rpt_metrics' as mart,
        metric_id as figure,
        period,
        period_start,
        slice,
        cast(value as decimal(28, 10)) as value
    from metrics
    where segment = 'all' and period in ('month', 'quarter')

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
            {%- for mart in ['fct_account_mrr_months', 'fct_mrr_movements', 'rpt_retention',
                'rpt_product_share', 'rpt_board', 'rpt_metrics'] %}
            when '{{ mart }}' then '{{ stands_on(mart) }}'
            {%- endfor %}
        end as stands_on
    from together
    cross join as_of
    where {{ dbt.dateadd('month', "case together.period when 'quarter' then 3 else 1 end", 'together.period_start') }}
        <= {{ dbt.dateadd('day', 1, 'as_of.as_of_on') }}

)

select * from final
