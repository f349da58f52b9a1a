with verdicts as (

    select * from {{ ref('int_failure_modes__cbh_verdicts') }}

),

exceptions as (

    select * from {{ ref('int_failure_modes__exceptions') }}
    where failure_mode = 'conversion_black_holes'

),

paid_lines as (

    select * from {{ ref('int_failure_modes__paid_lines') }}

),

paid as (

    select
        as_of_month,
        account_id,
        product_line,
        arr
    from paid_lines
    union all
    select
        as_of_month,
        account_id,
        'all' as product_line,
        sum(arr) as arr
    from paid_lines
    group by as_of_month, account_id

),

final as (

    select
        verdicts.scenario_id,
        verdicts.is_base,
        verdicts.as_of_month,
        verdicts.as_of_on,
        verdicts.account_id,
        verdicts.product_line,
        verdicts.peer_group,
        verdicts.icp_grade,
        verdicts.value_reached_on,
        verdicts.days_since_value,
        verdicts.state,
        verdicts.state in ('black_hole', 'black_hole_weak', 'lost_in_hole')
        and exceptions.reason is null as is_present,
        case when exceptions.reason is not null then 'exception' end as blocked_by,
        case when verdicts.state_since_on is not null then verdicts.onset_on end as onset_on,
        {{ dbt.datediff('verdicts.state_since_on', 'verdicts.as_of_on', 'day') }} as days_in_state,
        cast(coalesce(paid.arr, 0) as decimal(28, 8)) as arr,
        concat_ws(
            '',
            'Value reached on ', cast(verdicts.value_reached_on as varchar), ', ',
            cast(verdicts.days_since_value as varchar), ' days ago. ',
            case
                when verdicts.missing_inputs is not null
                    then concat_ws('', 'Not judged: needs ', verdicts.missing_inputs, '.')
                when verdicts.state = 'not_assessable'
                    then 'Not judged: fit below grade C. Grade C or better would be judged.'
                when verdicts.state = 'none' then 'The line was bought before.'
                when verdicts.state = 'rescued_by_human'
                    then
                        'Paid; a person acted first and the product had not spoken. A prompt that '
                        || 'was used or a delivered signal before would have changed it.'
                when verdicts.state = 'converted_by_product'
                    then 'Paid; the product started the order and no person had acted first.'
                when verdicts.state = 'converted_other'
                    then
                        'Paid; neither the product started the order, nor a person acted first and '
                        || 'unprompted: a customer who asked, a person informed by the product, or '
                        || 'a start that nobody knows.'
                when verdicts.state = 'fresh'
                    then
                        concat_ws(
                            '', 'Left in peace for ', cast(verdicts.grace_days as varchar), ' days.'
                        )
                when verdicts.state = 'dormant'
                    then
                        concat_ws(
                            '', 'Unpaid for longer than ', cast(verdicts.max_age_days as varchar),
                            ' days; reported apart.'
                        )
                when verdicts.state = 'prompted_no_convert'
                    then
                        'Unpaid, but a motion ran, so that it is no hole. Without, it would be one.'
                when verdicts.state = 'lost_in_hole'
                    then
                        concat_ws(
                            '', 'Unpaid, no motion, and no value for ',
                            cast(verdicts.days_since_last_value as varchar),
                            ' days: left unasked. A motion would have changed it.'
                        )
                when verdicts.state = 'black_hole_weak'
                    then 'Unpaid; a prompt was shown and not used. Used, it would be a motion.'
                else
                    'Unpaid, active, and no motion: no prompt used, no deal, no commercial touch, '
                    || 'no order. Any of them would have changed it.'
            end,
            case
                when verdicts.icp_grade = 'unknown' then ' Fit is unknown and passes.'
            end,
            ' ' || exceptions.reason
        ) as reason,
        concat_ws(
            '; ',
            'value_reached_at=' || cast(verdicts.value_reached_at as varchar),
            'last_value_on=' || cast(verdicts.last_value_on as varchar),
            'entry_model=' || verdicts.entry_model,
            'grace_days=' || cast(verdicts.grace_days as varchar),
            'icp_grade=' || verdicts.icp_grade,
            {%- for act in ['motion', 'signal', 'ask', 'shown'] %}
            'first_{{ act }}=' || verdicts.first_{{ act }}_id || ' at '
            || cast(verdicts.first_{{ act }}_at as varchar),
            {%- endfor %}
            case
                when verdicts.bought_at is not null
                    then
                        concat_ws(
                            '', 'order=', verdicts.order_id, ' at ',
                            cast(verdicts.bought_at as varchar), ' by ', verdicts.initiation
                        )
            end
        ) as evidence
    from verdicts
    left join exceptions
        on verdicts.account_id = exceptions.account_id
            and verdicts.as_of_on <= exceptions.valid_until
    left join paid
        on verdicts.as_of_month = paid.as_of_month
            and verdicts.account_id = paid.account_id
            and verdicts.product_line = paid.product_line

)

select * from final
