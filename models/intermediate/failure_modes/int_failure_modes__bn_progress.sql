{%- set company_metrics = [
    ('nrr', 'nrr_points', 'points'),
    ('gross_margin', 'gross_margin_points', 'points'),
    ('grr', 'grr_points', 'points'),
    ('net_gross_profit_retention', 'ngpr_points', 'points'),
    ('borrow_gap', 'borrow_gap_points', 'points'),
    ('moves_together', 'moves_together', 'yes or no'),
    ('nrr_margin_correlation', 'correlation', 'correlation'),
    ('durable_nrr', 'durable_nrr_points', 'points'),
    ('renewal_durability', 'durability_points', 'points'),
    ('renewals_without_concession', 'share_without_concession', 'share')
] -%}
{%- set account_metrics = [
    ('cost_to_serve', 'cost_to_serve_share', 'share'),
    ('price_share_of_expansion', 'price_share_of_expansion', 'share'),
    ('expansion_margin', 'expansion_margin', 'share'),
    ('base_margin_of_expanders', 'base_margin', 'share'),
    ('expansion_above_base_margin', 'expansion_above_base_share', 'share'),
    ('arr_with_value_cost_and_proof', 'seen_arr_share', 'share')
] -%}

with quarters as (

    select * from {{ ref('int_failure_modes__bn_quarters') }}

),

company_progress as (

    select * from {{ ref('int_failure_modes__bn_company_progress') }}

),

account_progress as (

    select * from {{ ref('int_failure_modes__bn_account_progress') }}

),

discounts as (

    select * from {{ ref('int_failure_modes__bn_discounts') }}

),

measured as (
    {% for metric, column, unit in company_metrics %}
    select
        as_of_month,
        peer_group,
        '{{ metric }}' as metric,
        cast({{ column }} as double) as value,
        '{{ unit }}' as unit
    from company_progress
    {% if metric == 'durable_nrr' -%} where peer_group = 'all' {%- endif %}
    union all
    {%- endfor %}
    {% for metric, column, unit in account_metrics %}
    select
        as_of_month,
        peer_group,
        '{{ metric }}' as metric,
        cast({{ column }} as double) as value,
        '{{ unit }}' as unit
    from account_progress
    union all
    {%- endfor %}
    select
        as_of_month,
        peer_group,
        'discount_depth' as metric,
        discount_depth as value,
        'share' as unit
    from discounts

),

final as (

    select
        measured.metric,
        quarters.quarter,
        measured.peer_group as segment,
        measured.value,
        measured.unit,
        case
            when measured.value is not null then null
            when measured.metric in ('renewal_durability', 'renewals_without_concession')
                then 'no renewal in the quarter, or no table of concessions'
            when measured.metric = 'nrr_margin_correlation' then 'fewer quarters than it needs'
            when measured.metric like '%expan%' then 'nothing added that is large enough to judge'
            when measured.metric = 'discount_depth' then 'no list price is known'
            else 'revenue, ledger or a year of history is missing'
        end as reason
    from measured
    inner join quarters on measured.as_of_month = quarters.as_of_month

)

select * from final
