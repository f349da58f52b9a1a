with verdicts as (

    select * from {{ ref('int_failure_modes__verdicts') }}
    where is_base and is_present and failure_mode <> 'product_passive_growth'

),

dollar_ledger as (

    select * from {{ ref('int_failure_modes__dollar_ledger') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}
    where is_current

),

plays as (

    select * from {{ ref('failure_mode_plays') }}

),

rule_actions as (

    select * from {{ ref('int_failure_modes__rule_actions') }}

),

-- The id outlives the day, so that an answer given to it finds it again.
account_actions as (

    select
        concat_ws(
            '/',
            verdicts.failure_mode,
            verdicts.account_id,
            verdicts.product_line,
            cast(verdicts.onset_on as varchar)
        ) as action_id,
        verdicts.account_id,
        verdicts.failure_mode,
        plays.suggested_trigger,
        plays.suggested_motion,
        plays.human_keeps,
        case
            when verdicts.failure_mode in ('hollow_usage', 'borrowed_nrr') then 'success'
            when verdicts.failure_mode = 'architecture_drift' then 'revenue operations'
            else 'sales'
        end as owner_function,
        dollar_ledger.counted_gm as impact_gm,
        verdicts.evidence
    from verdicts
    inner join months on verdicts.as_of_month = months.as_of_month
    inner join dollar_ledger
        on verdicts.failure_mode = dollar_ledger.failure_mode
            and verdicts.as_of_month = dollar_ledger.as_of_month
            and verdicts.account_id = dollar_ledger.account_id
            and verdicts.product_line = dollar_ledger.product_line
    inner join plays
        on verdicts.failure_mode = plays.failure_mode and verdicts.state = plays.state

),

final as (

    select
        action_id,
        account_id,
        failure_mode,
        suggested_trigger,
        suggested_motion,
        human_keeps,
        owner_function,
        impact_gm,
        evidence
    from account_actions
    union all
    select
        action_id,
        cast(null as varchar) as account_id,
        failure_mode,
        suggested_trigger,
        suggested_motion,
        human_keeps,
        'revenue operations' as owner_function,
        cast(null as decimal(28, 8)) as impact_gm,
        evidence
    from rule_actions

)

select * from final
