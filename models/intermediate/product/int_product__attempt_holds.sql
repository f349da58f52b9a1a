with gate_days as (

    select * from {{ ref('int_product__gate_days') }}

),

invites as (

    select * from {{ ref('stg_product__invites') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

attempts as (

    select
        'premium_gate_attempts' as signal_type,
        account_id,
        product_line,
        used_on,
        attempts as hits
    from gate_days
    union all
    select
        'invite_burst' as signal_type,
        workspace_accounts.account_id,
        cast(null as varchar) as product_line,
        cast(invites.sent_at as date) as used_on,
        1 as hits
    from invites
    inner join workspace_accounts on invites.workspace_id = workspace_accounts.workspace_id

),

-- What comes in on a day goes out when the days are over, so that a running sum is the window's.
steps as (

    select
        signal_type,
        account_id,
        product_line,
        used_on as changed_on,
        hits
    from attempts
    union all
    select
        attempts.signal_type,
        attempts.account_id,
        attempts.product_line,
        cast(
            {{ dbt.dateadd('day', 'parameters.active_user_days', 'attempts.used_on') }} as date
        ) as changed_on,
        -attempts.hits as hits
    from attempts
    cross join parameters

),

days as (

    select
        steps.signal_type,
        steps.account_id,
        steps.product_line,
        steps.changed_on,
        sum(steps.hits) as hits
    from steps
    cross join as_of
    where steps.changed_on <= as_of.as_of_on
    group by steps.signal_type, steps.account_id, steps.product_line, steps.changed_on

),

levels as (

    select
        signal_type,
        account_id,
        product_line,
        changed_on,
        lead(changed_on) over (
            partition by signal_type, account_id, product_line order by changed_on asc nulls last
        ) as changes_next_on,
        sum(hits) over (
            partition by signal_type, account_id, product_line order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as hits_in_window
    from days

),

final as (

    select
        levels.signal_type,
        levels.account_id,
        levels.product_line,
        levels.changed_on as holds_from_on,
        levels.changes_next_on as holds_until_on,
        concat_ws(
            '',
            cast(levels.hits_in_window as varchar),
            case
                when levels.signal_type = 'invite_burst' then ' invites sent within '
                else ' attempts at gated features within '
            end,
            cast(parameters.active_user_days as varchar),
            ' days'
        ) as evidence
    from levels
    cross join parameters
    where
        levels.hits_in_window
        >= case
            when levels.signal_type = 'invite_burst' then parameters.eo_invite_hits
            else parameters.eo_gate_hits
        end

)

select * from final
