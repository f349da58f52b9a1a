-- One row per revenue event of the ledger that the truth knows: what was said, what is true.
-- Parameters: folder of the truth, folder of the inputs. Attached: the built warehouse.
with identity as (

    select * from read_parquet($truth || '/identity.parquet')

),

starts as (

    select * from read_parquet($truth || '/initiation.parquet')

),

changes as (

    select * from read_parquet($inputs || '/subscription_changes.parquet')

),

-- The group of companies that an account is: that of most of its records.
records as (

    select
        bridge.account_id,
        identity.root_company_id,
        count(*) as record_count
    from marts.bridge_account_identities as bridge
    inner join identity
        on bridge.source_system = identity.source_system
            and bridge.source_id = identity.source_id
    group by all

),

ranked as (

    select
        *,
        row_number() over (
            partition by account_id order by record_count desc, root_company_id
        ) as place
    from records

),

-- The channels that the exports state, before any model has filled a gap.
stated as (

    select
        order_id,
        bool_or(order_channel in ('self_serve', 'api')) as is_self_serve
    from changes
    where order_id is not null
    group by order_id

),

verdicts as (

    select
        events.revenue_event_id,
        ranked.root_company_id,
        events.product_line,
        events.order_id,
        case when events.event_type = 'save' then 'renewal' else events.event_type end as kind,
        events.stage,
        events.effective_on,
        initiation.initiation,
        initiation.initiated_by,
        initiation.rule_step,
        initiation.confidence,
        initiation.confidence_band,
        -- Of several accounts of one group the earliest is the one that the truth is about.
        case when events.event_type = 'account_created' then row_number() over (
            partition by ranked.root_company_id, events.event_type
            order by events.effective_on, events.revenue_event_id
        ) else 1 end as copy
    from marts.fct_revenue_event_initiation as initiation
    inner join intermediate.int_revenue__events as events
        on initiation.revenue_event_id = events.revenue_event_id
    inner join ranked on events.account_id = ranked.account_id and ranked.place = 1

),

truths as (

    select
        starts.*,
        case when event_type = 'save' then 'renewal' else event_type end as kind,
        stated.order_id is not null as has_stated_order,
        coalesce(stated.is_self_serve, false) as is_self_serve
    from starts
    left join stated on starts.order_id = stated.order_id

),

-- Two events of one day without an order are alike in who started them: one truth is enough.
found as (

    select
        verdicts.revenue_event_id,
        row_number() over (
            partition by verdicts.revenue_event_id order by truths.order_id
        ) as truth_place,
        verdicts.stage,
        truths.event_type,
        truths.case_name,
        verdicts.rule_step,
        verdicts.initiation as said_class,
        verdicts.initiated_by as said,
        truths.initiation as actual_class,
        truths.initiated_by as actual,
        truths.is_ambiguous,
        truths.is_deciding_evidence_lost as is_lost,
        truths.is_self_serve,
        cast(verdicts.confidence as double) as confidence,
        verdicts.confidence_band,
        inputs.evidence_class,
        inputs.margin_band,
        inputs.logging_band
    from verdicts
    inner join truths
        on verdicts.root_company_id = truths.company_id
            and verdicts.product_line = truths.product_line
            and verdicts.kind = truths.kind
            and case
                when truths.event_type = 'account_created' then true
                when truths.has_stated_order then verdicts.order_id = truths.order_id
                else verdicts.effective_on = truths.effective_on
            end
    inner join intermediate.int_attribution__confidence_inputs as inputs
        on verdicts.revenue_event_id = inputs.revenue_event_id
    where verdicts.copy = 1

),

final as (

    select * exclude (truth_place)
    from found
    where truth_place = 1
    order by revenue_event_id

)

select * from final
