with group_sums as (

    select * from {{ ref('int_failure_modes__hu_group_sums') }}

),

surprises as (

    select * from {{ ref('int_failure_modes__hu_surprises') }}

),

retention as (

    select * from {{ ref('int_failure_modes__hu_retention') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__hu_thresholds') }}

),

missing as (

    select * from {{ ref('int_failure_modes__hu_missing_inputs') }}

),

tested as (

    select
        group_sums.*,
        case
            when missing.missing_inputs is not null then missing.missing_inputs
            when group_sums.compared_accounts = 0 then 'two windows of product_events'
            when not group_sums.has_any_outcomes then 'outcome_readings'
        end as missing_inputs,
        cast(group_sums.hollow_arr_renewing as double)
        / nullif(cast(group_sums.arr_renewing as double), 0) as hollow_share,
        surprises.surprise_share,
        case
            when 100 * (1 - retention.grr) >= thresholds.hu_flag_usage_edge_points
                then retention.usage_edge_points
        end as usage_edge_points,
        100 * (1 - retention.grr) < thresholds.hu_flag_usage_edge_points as is_at_ceiling,
        thresholds.hu_flag_hollow_share,
        thresholds.hu_flag_surprise_share,
        thresholds.hu_flag_usage_edge_points
    from group_sums
    inner join thresholds on group_sums.scenario_id = thresholds.scenario_id
    cross join missing
    left join surprises
        on
            group_sums.as_of_month = surprises.as_of_month
            and group_sums.peer_group = surprises.peer_group
    left join retention
        on
            group_sums.as_of_month = retention.as_of_month
            and group_sums.peer_group = retention.peer_group

),

graded as (

    select
        *,
        concat_ws(
            '+',
            case when hollow_share >= hu_flag_hollow_share then 'hollow_share' end,
            case when surprise_share >= hu_flag_surprise_share then 'surprise_churn' end,
            case when usage_edge_points < hu_flag_usage_edge_points then 'usage_edge' end
        ) as tests_met,
        cast(cast(100 * hollow_share as decimal(18, 1)) as varchar) as hollow_text,
        cast(cast(100 * surprise_share as decimal(18, 1)) as varchar) as surprise_text,
        cast(cast(usage_edge_points as decimal(18, 1)) as varchar) as edge_text,
        cast(cast(100 * hu_flag_hollow_share as decimal(18, 1)) as varchar) as hollow_limit,
        cast(cast(100 * hu_flag_surprise_share as decimal(18, 1)) as varchar) as surprise_limit,
        cast(cast(hu_flag_usage_edge_points as decimal(18, 1)) as varchar) as edge_limit,
        missing_inputs is null as is_measurable
    from tested

),

final as (

    select
        scenario_id,
        as_of_month,
        peer_group,
        is_measurable,
        missing_inputs,
        case when is_measurable then tests_met <> '' end as is_present,
        case when is_measurable then coalesce(nullif(tests_met, ''), 'none') end as grade,
        case
            when is_measurable and unpriced_accounts = 0
                then 100 * cast(impact_arr as double) / nullif(cast(arr as double), 0)
        end as impact_ratio,
        case when is_measurable then hollow_share end as prevalence,
        case when is_measurable and unpriced_accounts = 0 then impact_arr end as impact_arr,
        case when is_measurable and accounts_without_margin = 0 then impact_gm end as impact_gm,
        case when is_measurable and accounts_without_margin = 0 then impact_low end as impact_low,
        case when is_measurable and accounts_without_margin = 0 then impact_high end
            as impact_high,
        case
            when not is_measurable then concat_ws('', 'Not measurable: needs ', missing_inputs, '.')
            else concat_ws(
                    '', hollow_text, ' % of the ARR that renews is hollow (flags from ',
                    hollow_limit, ' %); ',
                    coalesce(
                        surprise_text || ' % of the ARR lost in a year was green before',
                        'what was lost in a year cannot be held against health'
                    ), ' (flags from ', surprise_limit, ' %); ',
                    coalesce(
                        'heavy users retained ' || edge_text || ' points more than all',
                        case
                            when is_at_ceiling then 'so little was lost that no edge can show'
                            else 'too few heavy users to hold against all'
                        end
                    ), ' (flags below ', edge_limit, ').'
                )
        end as reason
    from graded

)

select * from final
