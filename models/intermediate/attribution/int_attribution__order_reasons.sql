{{ config(materialized='view') }}

with order_verdicts as (

    select * from {{ ref('int_attribution__order_verdicts') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

worded as (

    select
        order_verdicts.*,
        cast(cast(order_verdicts.triggered_at as date) as varchar) as trigger_day,
        cast(cast(order_verdicts.first_product_signal_at as date) as varchar) as product_day,
        cast(cast(order_verdicts.first_human_touch_at as date) as varchar) as human_day,
        cast(cast(order_verdicts.first_customer_act_at as date) as varchar) as customer_day,
        replace(order_verdicts.trigger_kind, '_', ' ') as trigger_words,
        replace(coalesce(order_verdicts.contract_kind, ''), '_', ' ') as contract_words,
        cast(parameters.self_serve_quiet_days as varchar) as quiet_days,
        cast(parameters.signal_response_days as varchar) as response_days
    from order_verdicts
    cross join parameters

),

final as (

    select
        account_id,
        order_id,
        case rule_step
            when '1' then concat_ws('', 'Fixed by contract: ', contract_words, '; nobody acted for it.')
            when 'metered' then case
                when initiated_by = 'product' then concat_ws(
                    '', 'Metered usage after a ', trigger_words, ' (', trigger_id, ') on ',
                    trigger_day, '.'
                )
                else 'Metered usage grew and the product had not spoken: the customer used more.'
            end
            when '2' then concat_ws(
                '', 'Ordered without a seller after a ', trigger_words, ' (', trigger_id, ') on ',
                trigger_day, case
                    when late_human_at is null
                        then concat_ws('', '; no person acted in the ', quiet_days, ' days before.')
                    else concat_ws('', '; the first person acted later, on ', human_day, '.')
                end
            )
            when '3' then concat_ws(
                '', 'Ordered without a seller; no signal was found and no person acted in the ',
                quiet_days, ' days before.'
            )
            when '4' then concat_ws(
                '', 'A ', trigger_words, ' (', trigger_id, ') on ', trigger_day,
                ' came first and opened the motion by itself; people ran it',
                coalesce(concat_ws('', ' from ', human_day), ''), '.'
            )
            when '5' then concat_ws(
                '', 'A ', trigger_words, ' (', trigger_id, ') on ', trigger_day,
                ' came first; a person began within ', response_days, ' days, on ', human_day,
                ', but nothing had opened by itself.'
            )
            when '5b' then concat_ws(
                '', 'The product spoke on ', product_day, ' and no person or customer act was found; ',
                case
                    when initiated_by = 'product' then 'its prompt was completed.'
                    else 'its prompt was not completed, so who started it is not known.'
                end
            )
            when '6' then concat_ws(
                '', 'A person began: ', trigger_words, ' (', trigger_id, ') on ', trigger_day, case
                    when product_day is null then '; no product signal was found.'
                    else concat_ws(
                        '', '; the first product signal, on ', product_day,
                        ', came later or was older than ', response_days, ' days.'
                    )
                end
            )
            when '7' then concat_ws(
                '', 'The customer asked: ', trigger_words, ' (', trigger_id, ') on ', trigger_day,
                coalesce(concat_ws('', '; the first person acted on ', human_day), ''), '.'
            )
            else 'No signal, prompt, limit, touch, opportunity, ticket or form was found in the look-back.'
        end as reason,
        case rule_step
            when '1' then 'A touch about this renewal or linked to this order, or a completed renewal prompt.'
            when 'metered' then 'A delivered signal or an engaged prompt in the look-back, or its absence.'
            when '2' then concat_ws(
                '', 'A commercial touch in the ', quiet_days, ' days before the order and before ',
                trigger_day, '.'
            )
            when '3' then concat_ws(
                '', 'A prompt, limit or signal in the look-back, or a touch in the ', quiet_days,
                ' days before the order.'
            )
            when '4' then concat_ws(
                '', 'A touch or request before ', trigger_day,
                ', or a motion that no signal had opened.'
            )
            when '5' then concat_ws(
                '', 'A motion opened by the signal itself, a first touch more than ', response_days,
                ' days after it, or a touch or request before it.'
            )
            when '5b' then 'A touch, an opportunity or a request of the customer in the look-back.'
            when '6' then concat_ws(
                '', 'A product signal before ', trigger_day, ' and at most ', response_days,
                ' days older, or a request of the customer before it.'
            )
            when '7' then concat_ws('', 'A product signal or a touch before ', trigger_day, '.')
            else 'Any evidence in the look-back.'
        end as would_change
    from worded

)

select * from final
