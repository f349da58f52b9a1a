with verdicts as (

    select * from {{ ref('int_failure_modes__verdicts') }}
    where is_base

),

dollar_ledger as (

    select * from {{ ref('int_failure_modes__dollar_ledger') }}

),

plays as (

    select * from {{ ref('failure_mode_plays') }}

),

managers as (

    select * from {{ ref('int_failure_modes__managers') }}

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

final as (

    select
        verdicts.failure_mode,
        verdicts.account_id,
        verdicts.product_line,
        verdicts.as_of_month,
        verdicts.as_of_on,
        verdicts.state,
        verdicts.is_present,
        verdicts.blocked_by,
        verdicts.onset_on,
        cast(verdicts.days_in_state as bigint) as days_in_state,
        verdicts.arr,
        dollar_ledger.counted_arr as impact_arr,
        dollar_ledger.counted_gm as impact_gm,
        dollar_ledger.counted_low as impact_low,
        dollar_ledger.counted_high as impact_high,
        dollar_ledger.overlapped_arr,
        dollar_ledger.overlapped_gm,
        dollar_ledger.counted_in,
        coalesce(dollar_ledger.is_summed, false) as is_summed,
        verdicts.dollars_reason,
        verdicts.reason,
        verdicts.evidence,
        plays.suggested_trigger,
        plays.suggested_motion,
        case
            when not verdicts.is_present then null
            when verdicts.failure_mode in ('expansion_orphans', 'hollow_usage', 'borrowed_nrr')
                then coalesce(managers.csm_id, account_classes.owner_id)
            else coalesce(account_classes.owner_id, managers.csm_id)
        end as owner_id
    from verdicts
    left join dollar_ledger
        on verdicts.failure_mode = dollar_ledger.failure_mode
            and verdicts.as_of_month = dollar_ledger.as_of_month
            and verdicts.account_id = dollar_ledger.account_id
            and verdicts.product_line = dollar_ledger.product_line
    left join plays
        on verdicts.is_present
            and verdicts.failure_mode = plays.failure_mode
            and verdicts.state = plays.state
    left join managers
        on verdicts.as_of_month = managers.as_of_month
            and verdicts.account_id = managers.account_id
    left join account_classes on verdicts.account_id = account_classes.account_id

)

select * from final
