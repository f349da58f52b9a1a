with signals as (

    select * from {{ ref('int_product__signals') }}

),

signal_catalog as (

    select * from {{ ref('int_config__signal_catalog') }}

),

signal_definitions as (

    select * from {{ ref('signal_definitions') }}

),

revenue_accounts as (

    select * from {{ ref('int_revenue__accounts') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- The company's catalogue says of which stage a signal speaks; where it does not, the definition.
-- One that may be of a first purchase or of more is of what the account could buy at that time.
final as (

    select
        signals.signal_id,
        signals.account_id,
        signals.product_line,
        signals.origin,
        signals.signalled_at,
        case
            when signal_catalog.stage is not null then signal_catalog.stage
            when
                signal_definitions.stages like '%conversion%'
                and signal_definitions.stages like '%expansion%'
                then
                    case
                        when revenue_accounts.first_paid_on <= cast(signals.signalled_at as date)
                            then 'expansion'
                        else 'conversion'
                    end
            when signal_definitions.stages is not null
                then {{ dbt.split_part('signal_definitions.stages', "'|'", 1) }}
            else 'unknown'
        end as stage,
        parameters.window_days,
        {{ dbt.dateadd('day', 'parameters.window_days', 'signals.signalled_at') }} as ends_at,
        {{ dbt.dateadd('day', 'parameters.window_days', 'signals.signalled_at') }}
        <= as_of.as_of_at as is_matured,
        {{ dbt.datediff('signals.signalled_at', 'as_of.as_of_at', 'day') }} as days_passed
    from signals
    cross join parameters
    cross join as_of
    left join signal_catalog on signals.signal_type = signal_catalog.signal_type
    left join signal_definitions
        on
            signals.signal_type = signal_definitions.signal_type
            and signals.origin = signal_definitions.origin
    left join revenue_accounts on signals.account_id = revenue_accounts.account_id

)

select * from final
