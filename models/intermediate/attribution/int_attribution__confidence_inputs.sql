with event_verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}

),

logging_days as (

    select * from {{ ref('int_attribution__logging_days') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

-- The nearest act of another side, earlier or later than the one that decided.
rivals as (

    select
        *,
        case when initiated_by <> 'product' and rule_step <> '5' then first_product_signal_at end
            as product_rival_at,
        case when initiated_by <> 'human' or rule_step = '5' then first_human_touch_at end
            as human_rival_at,
        case when initiated_by <> 'customer' then first_customer_act_at end as customer_rival_at
    from event_verdicts

),

distances as (

    select
        *,
        least(
            abs({{ dbt.datediff('triggered_at', 'product_rival_at', 'second') }}),
            abs({{ dbt.datediff('triggered_at', 'human_rival_at', 'second') }}),
            abs({{ dbt.datediff('triggered_at', 'customer_rival_at', 'second') }})
        ) as margin_seconds
    from rivals

),

final as (

    select
        distances.revenue_event_id,
        distances.stage,
        distances.initiated_by,
        concat_ws(
            '_',
            case distances.rule_step
                when '1' then concat_ws('_', 'contract', distances.contract_kind)
                when '2' then concat_ws(
                    '_', 'performed', distances.trigger_kind,
                    case when distances.is_prompt_shown_only then 'shown' end
                )
                when '3' then 'performed_unprompted'
                when '4' then 'opened_itself'
                when '5' then concat_ws('_', 'informed', distances.trigger_kind)
                when '5b' then concat_ws('_', 'alone', distances.initiated_by)
                when '6' then concat_ws('_', 'began', distances.trigger_kind)
                when '7' then concat_ws('_', 'asked', distances.trigger_kind)
                when '8' then 'nothing_found'
                when 'metered' then concat_ws('_', 'metered', distances.initiated_by)
                else concat_ws('_', 'acquired', distances.trigger_kind, distances.initiated_by)
            end,
            case when distances.is_trigger_linked then 'linked' end
        ) as evidence_class,
        case
            when distances.margin_seconds is null then 'alone'
            when distances.margin_seconds <= parameters.margin_close_days * 86400 then 'close'
            when distances.margin_seconds >= parameters.margin_clear_days * 86400 then 'clear'
            else 'near'
        end as margin_band,
        cast(distances.margin_seconds as double) / 86400 as margin_days,
        case
            when distances.stage = 'acquisition' then 'unmeasured'
            else coalesce(logging_days.logging_band, 'unmeasured')
        end as logging_band
    from distances
    cross join parameters
    left join logging_days on cast(distances.started_by_at as date) = logging_days.ordered_on

)

select * from final
