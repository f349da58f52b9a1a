with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

account_states as (

    select * from {{ ref('int_failure_modes__eo_account_states') }}

),

dollars as (

    select * from {{ ref('int_failure_modes__eo_dollars') }}

),

scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where failure_mode = 'expansion_orphans'

),

peers as (

    select * from {{ ref('int_failure_modes__eo_peers') }}

),

openings as (

    select
        cast({{ dbt.dateadd('month', 12, 'as_of_month') }} as date) as as_of_month,
        peer_group,
        sum(arr) as opening_arr
    from accounts
    group by as_of_month, peer_group

),

opening_sums as (

    select
        openings.as_of_month,
        peers.peer_group,
        sum(openings.opening_arr) as opening_arr
    from openings
    inner join peers on openings.peer_group = peers.member
    group by openings.as_of_month, peers.peer_group

),

state_sums as (

    select
        account_states.scenario_id,
        account_states.as_of_month,
        peers.peer_group,
        sum(case when account_states.is_ready then 1 else 0 end) as ready_accounts,
        sum(case when account_states.is_orphan then 1 else 0 end) as orphan_accounts,
        sum(case when account_states.is_orphan then account_states.account_arr else 0 end)
            as orphan_arr
    from account_states
    inner join peers on account_states.peer_group = peers.member
    group by account_states.scenario_id, account_states.as_of_month, peers.peer_group

),

-- Groups share their rates, so that their errors go together: the ends of intervals are summed.
dollar_sums as (

    select
        dollars.scenario_id,
        dollars.as_of_month,
        peers.peer_group,
        count(*) as orphan_lines,
        count(dollars.impact_arr) as priced_lines,
        sum(dollars.impact_arr) as impact_arr,
        sum(dollars.impact_gm) as impact_gm,
        sum(dollars.impact_low) as impact_low,
        sum(dollars.impact_high) as impact_high
    from dollars
    inner join peers on dollars.peer_group = peers.member
    group by dollars.scenario_id, dollars.as_of_month, peers.peer_group

),

segments as (

    select peer_group
    from peers
    group by peer_group

),

final as (

    select
        scenario_months.scenario_id,
        scenario_months.is_base,
        scenario_months.as_of_month,
        segments.peer_group,
        cast(opening_sums.opening_arr as decimal(28, 8)) as opening_arr,
        cast(coalesce(state_sums.ready_accounts, 0) as bigint) as ready_accounts,
        cast(coalesce(state_sums.orphan_accounts, 0) as bigint) as orphan_accounts,
        cast(coalesce(state_sums.orphan_arr, 0) as decimal(28, 8)) as orphan_arr,
        coalesce(dollar_sums.orphan_lines, 0) - coalesce(dollar_sums.priced_lines, 0)
            as unpriced_lines,
        {%- for column in ['impact_arr', 'impact_gm', 'impact_low'] %}
        cast(
            case when dollar_sums.orphan_lines is null then 0 else dollar_sums.{{ column }} end
            as decimal(28, 8)
        ) as {{ column }},
        {%- endfor %}
        cast(
            case when dollar_sums.orphan_lines is null then 0 else dollar_sums.impact_high end
            as decimal(28, 8)
        ) as impact_high
    from scenario_months
    cross join segments
    left join opening_sums
        on scenario_months.as_of_month = opening_sums.as_of_month
            and segments.peer_group = opening_sums.peer_group
    left join state_sums
        on scenario_months.scenario_id = state_sums.scenario_id
            and scenario_months.as_of_month = state_sums.as_of_month
            and segments.peer_group = state_sums.peer_group
    left join dollar_sums
        on scenario_months.scenario_id = dollar_sums.scenario_id
            and scenario_months.as_of_month = dollar_sums.as_of_month
            and segments.peer_group = dollar_sums.peer_group

)

select * from final
