with time_claims as (

    select * from {{ ref('int_economics__time_claims') }}

),

infra_costs as (

    select * from {{ ref('stg_finance__infra_costs') }}
    where workspace_id is not null

),

event_days as (

    select * from {{ ref('int_product__event_days') }}

),

account_payments as (

    select * from {{ ref('int_economics__account_payments') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

tagged as (

    select
        infra_costs.month,
        workspace_accounts.account_id,
        cast(sum(infra_costs.amount) as decimal(28, 8)) as amount
    from infra_costs
    left join workspace_accounts on infra_costs.workspace_id = workspace_accounts.workspace_id
    group by infra_costs.month, workspace_accounts.account_id

),

used as (

    select
        cast({{ dbt.date_trunc('month', 'used_on') }} as date) as month,
        account_id,
        cast(sum(event_count) as decimal(28, 8)) as weight
    from event_days
    group by cast({{ dbt.date_trunc('month', 'used_on') }} as date), account_id

),

shared_lines as (

    select 'hosting' as cost_line
    union all
    select 'third_party' as cost_line

),

final as (

    select
        month,
        cost_line,
        account_id,
        is_billed,
        direct_amount,
        weight
    from time_claims
    union all
    select
        month,
        'hosting' as cost_line,
        account_id,
        false as is_billed,
        amount as direct_amount,
        cast(0 as decimal(28, 8)) as weight
    from tagged
    union all
    select
        used.month,
        shared_lines.cost_line,
        used.account_id,
        false as is_billed,
        cast(0 as decimal(28, 8)) as direct_amount,
        used.weight
    from used
    cross join shared_lines
    union all
    select
        month,
        'payments' as cost_line,
        account_id,
        false as is_billed,
        cast(0 as decimal(28, 8)) as direct_amount,
        paid_amount as weight
    from account_payments

)

select * from final
