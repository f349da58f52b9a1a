with fits as (

    select * from {{ ref('int_failure_modes__ad_fits') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__ad_thresholds') }}

),

scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where failure_mode = 'architecture_drift'

),

exceptions as (

    select * from {{ ref('int_failure_modes__exceptions') }}
    where failure_mode = 'architecture_drift'

),

judged as (

    select
        scenario_months.scenario_id,
        scenario_months.is_base,
        fits.*,
        thresholds.mismatch_days,
        exceptions.reason as exception_reason,
        case
            when fits.direction is null then 'not_assessable'
            when fits.days_in_direction >= thresholds.mismatch_days then fits.direction
            else 'fits'
        end as state
    from scenario_months
    inner join fits on scenario_months.as_of_month = fits.as_of_month
    inner join thresholds on scenario_months.scenario_id = thresholds.scenario_id
    left join exceptions
        on fits.account_id = exceptions.account_id and fits.as_of_on <= exceptions.valid_until

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        account_id,
        'all' as product_line,
        peer_group,
        state,
        state in ('over_served', 'under_served') and exception_reason is null as is_present,
        case when exception_reason is not null then 'exception' end as blocked_by,
        case when state in ('over_served', 'under_served') then onset_on end as onset_on,
        case when state in ('over_served', 'under_served') then days_in_direction end
            as days_in_state,
        motion_indicated,
        motion_in_use,
        is_inferred,
        arr,
        case
            when motion_indicated is null
                then 'No fact points to a motion: neither ARR nor people in its deals are known.'
            when motion_in_use is null
                then
                    'Facts point to ' || motion_indicated
                    || '; no motion is assigned and no order tells which one it has.'
            when state in ('over_served', 'under_served')
                then
                    'Facts point to ' || motion_indicated || ', served by ' || motion_in_use
                    || case when is_inferred then ' (inferred from orders)' else '' end
                    || ' for ' || cast(days_in_direction as varchar)
                    || ' days; a motion that fits, or less than '
                    || cast(mismatch_days as varchar) || ' days, would have changed it.'
            when direction in ('over_served', 'under_served')
                then
                    'Facts point to ' || motion_indicated || ', served by ' || motion_in_use
                    || case when is_inferred then ' (inferred from orders)' else '' end
                    || ' for only ' || cast(days_in_direction as varchar) || ' of '
                    || cast(mismatch_days as varchar) || ' days.'
            else
                'Facts point to ' || motion_indicated || ' and it is served by ' || motion_in_use
                || case when is_inferred then ' (inferred from orders)' else '' end || '.'
        end
        || case
            when exception_reason is not null then ' Excepted: ' || exception_reason
            else ''
        end as reason,
        'arr=' || cast(cast(arr as decimal(28, 0)) as varchar)
        || '; committee=' || coalesce(cast(committee_size as varchar), 'unknown')
        || '; procurement=' || case when has_procurement then 'yes' else 'no' end
        || '; indicated=' || coalesce(motion_indicated, 'unknown')
        || '; in_use=' || coalesce(motion_in_use, 'unknown')
        || '; inferred=' || case when is_inferred then 'yes' else 'no' end
        || case
            when is_inferred
                then
                    '; people_orders=' || cast(people_orders as varchar)
                    || '/' || cast(order_count as varchar)
            else ''
        end
        || '; human_cost_ttm='
        || coalesce(cast(cast(human_cost as decimal(28, 0)) as varchar), 'unknown')
            as evidence
    from judged

)

select * from final
