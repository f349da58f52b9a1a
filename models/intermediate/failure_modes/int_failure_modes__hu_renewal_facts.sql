with quarters as (

    select * from {{ ref('int_failure_modes__hu_quarters') }}

),

renewal_proofs as (

    select * from {{ ref('int_failure_modes__hu_renewal_proofs') }}

),

renewal_losses as (

    select * from {{ ref('int_features__renewal_losses') }}

),

early_proofs as (

    select * from {{ ref('int_failure_modes__hu_early_proofs') }}

),

losses as (

    select * from {{ ref('int_failure_modes__hu_losses') }}

),

-- Of the table of usage and proof the four quarters that end with this one.
year_renewals as (

    select
        quarters.quarter,
        renewal_losses.peer_group,
        concat_ws(
            '_', 'renewal_rate',
            concat_ws('', 'q', cast(renewal_losses.usage_quartile as varchar)),
            case when renewal_losses.has_proof then 'proven' else 'unproven' end
        ) as metric,
        case when renewal_losses.loss_share < 1 then 1 else 0 end as is_renewed
    from quarters
    inner join renewal_losses
        on
            quarters.as_of_on >= renewal_losses.matures_on
            and {{ dbt.dateadd('month', -12, 'quarters.as_of_on') }} < renewal_losses.matures_on
    where renewal_losses.usage_quartile is not null and renewal_losses.loss_share is not null

),

final as (

    select
        'renewals_with_measured_outcome' as metric,
        cast({{ dbt.date_trunc('quarter', 'renewed_on') }} as date) as quarter,
        peer_group,
        cast(case when has_proof then 1 else 0 end as decimal(28, 8)) as numerator,
        cast(1 as decimal(28, 8)) as denominator
    from renewal_proofs
    union all
    select
        'renewed_arr_with_measured_outcome' as metric,
        cast({{ dbt.date_trunc('quarter', 'renewed_on') }} as date) as quarter,
        peer_group,
        case when has_proof then renewed_arr else 0 end as numerator,
        renewed_arr as denominator
    from renewal_proofs
    union all
    select
        metric,
        quarter,
        peer_group,
        is_renewed as numerator,
        1 as denominator
    from year_renewals
    union all
    select
        'early_proof_lead' as metric,
        cast({{ dbt.date_trunc('quarter', 'due_on') }} as date) as quarter,
        peer_group,
        lead_days as numerator,
        1 as denominator
    from early_proofs
    where lead_days is not null
    union all
    select
        'at_risk_renewals_flagged_first' as metric,
        cast({{ dbt.date_trunc('quarter', 'due_on') }} as date) as quarter,
        peer_group,
        case when is_first then 1 else 0 end as numerator,
        1 as denominator
    from early_proofs
    union all
    select
        'surprise_churn' as metric,
        cast({{ dbt.date_trunc('quarter', 'lost_on') }} as date) as quarter,
        peer_group,
        case when colour = 'green' then arr_lost else 0 end as numerator,
        arr_lost as denominator
    from losses

)

select * from final
