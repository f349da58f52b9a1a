with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}
    where is_won

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

signal_motions as (

    select * from {{ ref('int_motions__signal_motions') }}

),

signals as (

    select * from {{ ref('int_product__signals') }}
    where origin = 'recorded' and can_start

),

placed as (

    select
        cast({{ dbt.date_trunc('quarter', 'as_of_month') }} as date) as quarter,
        as_of_month,
        as_of_on,
        row_number() over (
            partition by {{ dbt.date_trunc('quarter', 'as_of_month') }}
            order by as_of_month desc nulls last
        ) as place
    from months

),

quarters as (

    select
        quarter,
        as_of_month,
        as_of_on
    from placed
    where place = 1

),

-- Deals won in the year, by the ARR of the account in the month in which they were.
cycles as (

    select
        opportunities.closed_on,
        coalesce(accounts.peer_group, 'unknown') as peer_group,
        {{ dbt.datediff('opportunities.created_at', 'opportunities.closed_on', 'day') }}
            as cycle_days
    from opportunities
    inner join crm_accounts on opportunities.crm_account_id = crm_accounts.crm_account_id
    left join accounts
        on crm_accounts.account_id = accounts.account_id
            and accounts.as_of_month = {{ dbt.date_trunc('month', 'opportunities.closed_on') }}
    where opportunities.closed_on >= cast(opportunities.created_at as date)

),

cycle_medians as (
    {% for peer_group in ["'all'", 'cycles.peer_group'] %}
    select
        quarters.quarter,
        {{ peer_group }} as peer_group,
        cast(median(cycles.cycle_days) as double) as value
    from quarters
    inner join cycles
        on quarters.as_of_on >= cycles.closed_on
            and {{ dbt.dateadd('month', -12, 'quarters.as_of_on') }} < cycles.closed_on
    group by quarters.quarter{{ ', ' ~ peer_group if not loop.first }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

handoffs as (

    select
        quarters.quarter,
        'all' as peer_group,
        cast(median(signal_motions.lag_days) as double) as value
    from quarters
    inner join signal_motions
        on
            {{ dbt.dateadd('day', 1, 'quarters.as_of_on') }} > signal_motions.motion_at
            and {{ dbt.dateadd('month', -12, 'quarters.as_of_on') }} < signal_motions.motion_at
    inner join signals on signal_motions.signal_id = signals.signal_id
    where signal_motions.actor_kind = 'human'
    group by quarters.quarter

),

final as (

    select
        'cycle_days' as metric,
        quarter,
        peer_group,
        value
    from cycle_medians
    union all
    select
        'handoff_days' as metric,
        quarter,
        peer_group,
        value
    from handoffs

)

select * from final
