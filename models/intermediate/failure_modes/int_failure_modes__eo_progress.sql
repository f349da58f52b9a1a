with figures as (

    select * from {{ ref('int_failure_modes__eo_figures') }}

),

long as (
    {% for metric, unit, is_company, why in [
        ('orphan_accounts', 'accounts', false, 'not known'),
        ('orphan_arr', 'dollars', false, 'not known'),
        ('ready_with_motion_rate', 'share', false, 'too few matured spells'),
        ('ready_motion_product_share', 'share', false, 'too few matured spells with a motion'),
        ('expansion_capture_rate', 'share', false, 'too few matured spells'),
        ('signal_to_motion_days', 'days', false, 'too few spells, or more than half still wait'),
        ('expansion_started_by_product', 'share', true, 'no expansion whose start is known'),
        ('nrr', 'share', true, 'no ARR a year before'),
        ('expansion_arr_per_csm_fte', 'dollars', true, 'needs headcount_months of success'),
        ('capacity_arr_per_csm_fte', 'dollars', true, 'too few months with headcount'),
        ('capacity_arr_per_ready_account', 'dollars', true, 'too few months with headcount'),
        ('orphan_rate_smallest_books', 'share', true, 'no ready account with a manager'),
        ('orphan_rate_second_books', 'share', true, 'no ready account with a manager'),
        ('orphan_rate_third_books', 'share', true, 'no ready account with a manager'),
        ('orphan_rate_largest_books', 'share', true, 'no ready account with a manager')
    ] %}
    select
        '{{ metric }}' as metric,
        quarter,
        segment,
        case when missing_inputs is null then cast({{ metric }} as double) end as value,
        '{{ unit }}' as unit,
        case
            when missing_inputs is not null then concat_ws('', 'needs ', missing_inputs)
            when {{ metric }} is null then '{{ why }}'
        end as reason
    from figures{{ " where segment = 'all'" if is_company }}
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
