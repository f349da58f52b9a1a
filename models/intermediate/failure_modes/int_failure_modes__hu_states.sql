with verdicts as (

    select * from {{ ref('int_failure_modes__hu_verdicts') }}

),

words as (

    select * from {{ ref('int_failure_modes__hu_words') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

onsets as (

    select * from {{ ref('int_failure_modes__hu_onsets') }}

),

marks as (

    select * from {{ ref('int_failure_modes__hu_marks') }}

),

renewing as (

    select * from {{ ref('int_failure_modes__hu_renewing_accounts') }}

),

exceptions as (

    select * from {{ ref('int_failure_modes__exceptions') }}
    where failure_mode = 'hollow_usage'

),

joined as (

    select
        verdicts.scenario_id,
        verdicts.is_base,
        verdicts.as_of_month,
        verdicts.as_of_on,
        verdicts.account_id,
        verdicts.state,
        verdicts.state in ('hollow_diverging', 'hollow_unproven') as is_hollow,
        accounts.arr,
        case when onsets.state = verdicts.state then onsets.onset_on else verdicts.as_of_on end
            as onset_on,
        exceptions.reason as exception_reason,
        words.reason,
        concat_ws(
            '; ',
            words.figures,
            'proof=' || verdicts.proof_id,
            'renews_on=' || cast(renewing.next_due_on as varchar),
            'arr_renewing=' || cast(cast(renewing.arr_renewing as decimal(28, 0)) as varchar),
            'arr_urgent=' || cast(cast(renewing.arr_urgent as decimal(28, 0)) as varchar),
            case when marks.has_no_owner then 'mark=no_owner' end,
            case
                when marks.is_champion_gone
                    then concat_ws(
                            '', 'mark=champion_gone',
                            ', left ' || cast(marks.champion_left_on as varchar),
                            ', last sign ' || cast(marks.champion_last_sign_on as varchar)
                        )
            end,
            case
                when marks.is_review_activity_only
                    then concat_ws('', 'mark=activity_only_review, ', marks.last_review_id)
            end,
            case
                when marks.is_health_green
                    then concat_ws('', 'mark=health_green, ', cast(marks.health_on as varchar))
            end
        ) as evidence
    from verdicts
    inner join words
        on
            verdicts.scenario_id = words.scenario_id
            and verdicts.as_of_month = words.as_of_month
            and verdicts.account_id = words.account_id
    inner join accounts
        on
            verdicts.as_of_month = accounts.as_of_month
            and verdicts.account_id = accounts.account_id
    left join onsets
        on
            verdicts.as_of_month = onsets.as_of_month
            and verdicts.account_id = onsets.account_id
    left join marks
        on
            verdicts.as_of_month = marks.as_of_month
            and verdicts.account_id = marks.account_id
    left join renewing
        on
            verdicts.scenario_id = renewing.scenario_id
            and verdicts.as_of_month = renewing.as_of_month
            and verdicts.account_id = renewing.account_id
    left join exceptions
        on
            verdicts.account_id = exceptions.account_id
            and verdicts.as_of_on <= exceptions.valid_until

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        account_id,
        'all' as product_line,
        state,
        is_hollow and exception_reason is null as is_present,
        case when is_hollow and exception_reason is not null then 'exception' end as blocked_by,
        onset_on,
        {{ dbt.datediff('onset_on', 'as_of_on', 'day') }} as days_in_state,
        arr,
        concat_ws(' ', reason, 'Taken out: ' || exception_reason || '.') as reason,
        evidence
    from joined

)

select * from final
