with touches as (

    select * from {{ ref('int_motions__touch_accounts') }}
    where source_table in ('tickets', 'cs_activities') and not is_after_as_of

),

service_hours as (

    select * from {{ ref('stg_success__service_hours') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

items as (

    select
        cast({{ dbt.date_trunc('month', 'touched_at') }} as date) as month,
        case when source_table = 'tickets' then 'support' else 'success' end as cost_line,
        account_id,
        false as is_billed,
        minutes
    from touches
    union all
    select
        service_hours.month,
        case
            when service_hours.kind = 'onboarding' then 'onboarding'
            else 'professional_services'
        end as cost_line,
        crm_accounts.account_id,
        false as is_billed,
        60 * greatest(service_hours.hours - service_hours.billed_hours, 0) as minutes
    from service_hours
    left join crm_accounts on service_hours.crm_account_id = crm_accounts.crm_account_id
    union all
    select
        service_hours.month,
        case
            when service_hours.kind = 'onboarding' then 'onboarding'
            else 'professional_services'
        end as cost_line,
        crm_accounts.account_id,
        true as is_billed,
        60 * service_hours.billed_hours as minutes
    from service_hours
    left join crm_accounts on service_hours.crm_account_id = crm_accounts.crm_account_id

),

summed as (

    select
        month,
        cost_line,
        account_id,
        is_billed,
        count(*) as item_count,
        count(minutes) as timed_count,
        cast(coalesce(sum(minutes), 0) as decimal(28, 8)) as timed_minutes
    from items
    group by month, cost_line, account_id, is_billed

),

-- What a piece of work takes on average in the month stands for one whose time nobody wrote down.
means as (

    select
        month,
        cost_line,
        cast(sum(timed_minutes) as double) / nullif(sum(timed_count), 0) as mean_minutes
    from summed
    group by month, cost_line

),

final as (

    select
        summed.month,
        summed.cost_line,
        summed.account_id,
        summed.is_billed,
        summed.item_count,
        summed.timed_count,
        cast(
            cast(summed.timed_minutes as double)
            + (summed.item_count - summed.timed_count) * means.mean_minutes
            as decimal(28, 8)
        ) as minutes
    from summed
    inner join means on summed.month = means.month and summed.cost_line = means.cost_line

)

select * from final
