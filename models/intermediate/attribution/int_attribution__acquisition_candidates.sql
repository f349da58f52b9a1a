with acquisitions as (

    select * from {{ ref('int_attribution__acquisitions') }}

),

signals as (

    select * from {{ ref('int_product__signals') }}

),

human_touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

marketing_touches as (

    select * from {{ ref('int_motions__marketing_touches') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

-- Who came by an invitation or by something shared came by the product.
brought as (

    select
        acquisitions.account_id,
        signals.signal_id as candidate_id,
        'product' as side,
        signals.origin as trigger_kind,
        signals.source_id as trigger_id,
        signals.signalled_at as started_at
    from acquisitions
    inner join signals
        on acquisitions.first_user_id = signals.resulting_user_id
            and acquisitions.created_at >= signals.signalled_at
    where signals.origin in ('invite', 'exposure')

),

touched as (

    select
        acquisitions.account_id,
        concat_ws(':', human_touches.source_table, human_touches.touch_id) as candidate_id,
        human_touches.side,
        human_touches.trigger_kind,
        human_touches.touch_id as trigger_id,
        human_touches.touched_at as started_at
    from acquisitions
    inner join human_touches
        on acquisitions.account_id = human_touches.account_id
            and acquisitions.created_at >= human_touches.touched_at
    where human_touches.trigger_kind is not null
        and (
            human_touches.is_commercial
            or human_touches.trigger_kind not in ('outbound_touch', 'inbound_touch')
        )

),

campaigned as (

    select
        acquisitions.account_id,
        concat_ws(':', 'marketing_touches', marketing_touches.marketing_touch_id) as candidate_id,
        'marketing' as side,
        'campaign' as trigger_kind,
        marketing_touches.marketing_touch_id as trigger_id,
        marketing_touches.touched_at as started_at
    from acquisitions
    inner join marketing_touches
        on acquisitions.account_id = marketing_touches.account_id
            and acquisitions.created_at >= marketing_touches.touched_at
    where marketing_touches.is_paid or marketing_touches.campaign is not null

),

combined as (
    {% for relation in ['brought', 'touched', 'campaigned'] %}
    select
        account_id,
        candidate_id,
        side,
        trigger_kind,
        trigger_id,
        started_at
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        combined.account_id,
        row_number() over (
            partition by combined.account_id
            order by
                combined.started_at asc nulls last,
                combined.side asc nulls last,
                combined.candidate_id asc nulls last
        ) as evidence_number,
        combined.candidate_id,
        combined.side,
        combined.trigger_kind,
        combined.trigger_id,
        combined.started_at
    from combined
    inner join acquisitions on combined.account_id = acquisitions.account_id
    cross join parameters
    where combined.started_at >= {{ dbt.dateadd(
        'day', '-parameters.lookback_days_acquisition', 'acquisitions.created_at'
    ) }}

)

select * from final
