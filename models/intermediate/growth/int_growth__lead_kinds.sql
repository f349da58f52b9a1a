with facts as (

    select * from {{ ref('int_growth__pql_facts') }}
    where scope_kind = 'account' and is_matured

),

leads as (

    select * from {{ ref('int_growth__leads') }}
    where mql_at is not null and account_id is not null

),

revenue_accounts as (

    select * from {{ ref('int_revenue__accounts') }}

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

first_mqls as (

    select
        account_id,
        min(mql_at) as qualified_at
    from leads
    group by account_id

),

-- The same window and the same unit: accounts, unpaid when they qualified.
mqls as (

    select
        first_mqls.account_id,
        first_mqls.qualified_at,
        revenue_accounts.first_paid_mrr,
        revenue_accounts.first_paid_on,
        cast(
            {{ dbt.dateadd('day', 'settings.pql_conversion_days', 'first_mqls.qualified_at') }}
            as date
        ) as paid_until_on,
        {{ dbt.dateadd('day', 'settings.pql_conversion_days', 'first_mqls.qualified_at') }}
        <= as_of.as_of_at as is_matured
    from first_mqls
    cross join settings
    cross join as_of
    left join revenue_accounts on first_mqls.account_id = revenue_accounts.account_id
    where
        revenue_accounts.first_paid_on is null
        or revenue_accounts.first_paid_on >= cast(first_mqls.qualified_at as date)

),

final as (

    select
        'pql' as lead_kind,
        account_id,
        usage_qualified_at as qualified_at,
        icp_grade,
        is_paid_in_time,
        first_arr
    from facts
    union all
    select
        'mql' as lead_kind,
        mqls.account_id,
        mqls.qualified_at,
        coalesce(account_classes.icp_grade, 'unknown') as icp_grade,
        coalesce(mqls.first_paid_on <= mqls.paid_until_on, false) as is_paid_in_time,
        case
            when mqls.first_paid_on <= mqls.paid_until_on
                then cast(12 * mqls.first_paid_mrr as decimal(28, 8))
        end as first_arr
    from mqls
    left join account_classes on mqls.account_id = account_classes.account_id
    where mqls.is_matured

)

select * from final
