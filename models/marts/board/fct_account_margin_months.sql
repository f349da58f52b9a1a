with account_months as (

    select * from {{ ref('int_economics__account_months') }}

),

unallocated_months as (

    select * from {{ ref('int_economics__unallocated_months') }}

),

combined as (

    select
        account_id,
        month,
        recurring_revenue,
        infrastructure_cost,
        third_party_cost,
        support_cost,
        success_cost,
        services_cost,
        payment_cost,
        concession_amount
    from account_months
    union all
    select
        'unallocated' as account_id,
        month,
        recurring_revenue,
        infrastructure_cost,
        third_party_cost,
        support_cost,
        success_cost,
        services_cost,
        payment_cost,
        cast(null as decimal(28, 8)) as concession_amount
    from unallocated_months

),

totalled as (

    select
        account_id,
        month,
        cast(recurring_revenue as decimal(28, 8)) as recurring_revenue,
        cast(infrastructure_cost as decimal(28, 8)) as infrastructure_cost,
        cast(third_party_cost as decimal(28, 8)) as third_party_cost,
        cast(support_cost as decimal(28, 8)) as support_cost,
        cast(success_cost as decimal(28, 8)) as success_cost,
        cast(services_cost as decimal(28, 8)) as services_cost,
        cast(payment_cost as decimal(28, 8)) as payment_cost,
        cast(concession_amount as decimal(28, 8)) as concession_amount,
        cast(
            infrastructure_cost + third_party_cost + support_cost + success_cost + services_cost
            + payment_cost as decimal(28, 8)
        ) as cost_to_serve
    from combined

),

final as (

    select
        account_id,
        month,
        recurring_revenue,
        infrastructure_cost,
        third_party_cost,
        support_cost,
        success_cost,
        services_cost,
        payment_cost,
        concession_amount,
        cost_to_serve,
        case
            when account_id <> 'unallocated' and recurring_revenue > 0
                then 1 - cast(cost_to_serve as double) / cast(recurring_revenue as double)
        end as contribution_margin
    from totalled

)

select * from final
