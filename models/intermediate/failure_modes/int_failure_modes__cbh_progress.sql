with quarters as (

    select * from {{ ref('int_failure_modes__cbh_quarters') }}

),

companies as (

    select * from {{ ref('int_failure_modes__cbh_company') }}
    where is_base

),

rate_gaps as (

    select * from {{ ref('cbh_rate_gaps') }}

),

wait_medians as (

    select * from {{ ref('value_wait_medians') }}
    where period_kind = 'quarter'

),

product_starts as (

    select * from {{ ref('int_failure_modes__cbh_product_starts') }}

),

pqls as (

    select * from {{ ref('int_failure_modes__cbh_pqls') }}

),

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

),

-- A share of too few is no share.
wide as (

    select
        quarters.quarter,
        companies.peer_group as segment,
        companies.missing_inputs,
        companies.reason as company_reason,
        rate_gaps.reason as gap_reason,
        cast(companies.holes as double) as black_holes,
        cast(companies.impact_arr as double) as black_hole_potential_arr,
        companies.cbh_rate,
        companies.human_rescue_share,
        case when wait_medians.cases >= settings.min_cell_n then wait_medians.median_days end
            as median_days_to_first_commercial,
        case
            when product_starts.cases >= settings.min_cell_n
                then cast(product_starts.started as double) / product_starts.cases
        end as product_started_share_14d,
        case
            when rate_gaps.with_motion + rate_gaps.without_motion >= settings.min_cell_n
                then
                    cast(rate_gaps.with_motion_paid + rate_gaps.without_motion_paid as double)
                    / (rate_gaps.with_motion + rate_gaps.without_motion)
        end as value_to_paid_rate,
        case
            when rate_gaps.with_motion >= settings.min_cell_n
                then cast(rate_gaps.with_motion_paid as double) / rate_gaps.with_motion
        end as value_to_paid_rate_with_motion,
        case
            when rate_gaps.without_motion >= settings.min_cell_n
                then cast(rate_gaps.without_motion_paid as double) / rate_gaps.without_motion
        end as value_to_paid_rate_without_motion,
        case
            when companies.peer_group = 'all' and pqls.leads >= settings.min_cell_n
                then cast(pqls.paid_leads as double) / pqls.leads
        end as pql_conversion
    from quarters
    cross join settings
    inner join companies on quarters.as_of_month = companies.as_of_month
    left join rate_gaps
        on quarters.as_of_month = rate_gaps.as_of_month
            and companies.peer_group = rate_gaps.peer_group
            and rate_gaps.method = 'observed'
    left join wait_medians
        on quarters.quarter = wait_medians.period_from
            and companies.peer_group = wait_medians.peer_group
    left join product_starts
        on quarters.quarter = product_starts.quarter
            and companies.peer_group = product_starts.peer_group
    left join pqls on quarters.quarter = pqls.quarter

),

long as (
    {% for metric, unit, why in [
        ('black_holes', 'accounts', 'company_reason'),
        ('black_hole_potential_arr', 'dollars', 'company_reason'),
        ('cbh_rate', 'share', 'company_reason'),
        ('human_rescue_share', 'share', 'company_reason'),
        ('median_days_to_first_commercial', 'days', "'too few cases, or more than half still wait'"),
        ('product_started_share_14d', 'share', "'too few cases'"),
        ('value_to_paid_rate', 'share', "'too few matured cases'"),
        ('value_to_paid_rate_with_motion', 'share', "'too few matured cases'"),
        ('value_to_paid_rate_without_motion', 'share', "'too few matured cases'"),
        ('pql_conversion', 'share', "'too few matured leads; of the company as a whole alone'")
    ] %}
    select
        '{{ metric }}' as metric,
        quarter,
        segment,
        case when missing_inputs is null then {{ metric }} end as value,
        '{{ unit }}' as unit,
        case
            when missing_inputs is not null then concat_ws('', 'needs ', missing_inputs)
            when {{ metric }} is null then {{ why }}
        end as reason
    from wide
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        metric,
        quarter,
        segment,
        value,
        unit,
        reason
    from long

)

select * from final
