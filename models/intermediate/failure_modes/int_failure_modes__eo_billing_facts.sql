with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

notices as (

    select * from {{ ref('int_failure_modes__eo_notices') }}

),

payments as (

    select * from {{ ref('stg_billing__payments') }}
    where status <> 'void'

),

customer_accounts as (

    select * from {{ ref('int_identity__customer_accounts') }}

),

expansions as (

    select * from {{ ref('int_failure_modes__eo_expansions') }}

),

open_notices as (

    select
        accounts.as_of_month,
        accounts.account_id,
        min(notices.given_on) as notice_given_on
    from accounts
    inner join notices
        on accounts.account_id = notices.account_id
            and accounts.as_of_on >= notices.given_on
            and (notices.open_until_on is null or accounts.as_of_on < notices.open_until_on)
    group by accounts.as_of_month, accounts.account_id

),

overdues as (

    select
        accounts.as_of_month,
        accounts.account_id,
        max({{ dbt.datediff('payments.due_on', 'accounts.as_of_on', 'day') }}) as days_overdue
    from accounts
    inner join customer_accounts on accounts.account_id = customer_accounts.account_id
    inner join payments
        on customer_accounts.customer_id = payments.customer_id
            and accounts.as_of_on > payments.due_on
            and (payments.paid_on is null or accounts.as_of_on < payments.paid_on)
    group by accounts.as_of_month, accounts.account_id

),

last_expansions as (

    select
        accounts.as_of_month,
        accounts.account_id,
        max(expansions.expanded_on) as last_expanded_on
    from accounts
    inner join expansions
        on accounts.account_id = expansions.account_id
            and accounts.as_of_on >= expansions.expanded_on
    group by accounts.as_of_month, accounts.account_id

),

final as (

    select
        accounts.as_of_month,
        accounts.account_id,
        open_notices.notice_given_on,
        coalesce(overdues.days_overdue, 0) as days_overdue,
        last_expansions.last_expanded_on
    from accounts
    left join open_notices
        on accounts.as_of_month = open_notices.as_of_month
            and accounts.account_id = open_notices.account_id
    left join overdues
        on accounts.as_of_month = overdues.as_of_month
            and accounts.account_id = overdues.account_id
    left join last_expansions
        on accounts.as_of_month = last_expansions.as_of_month
            and accounts.account_id = last_expansions.account_id

)

select * from final
