with accounts as (

    select * from {{ ref('int_features__lifetime_value') }}

),

margins as (

    select * from {{ ref('int_economics__margins') }}

),

account_months as (

    select * from {{ ref('int_economics__account_months') }}

),

year_sums as (

    select
        accounts.account_id,
        accounts.as_of_on,
        count(*) as months_known,
        sum(account_months.recurring_revenue) as recurring_revenue,
        sum(account_months.cost_to_serve) as cost_to_serve
    from accounts
    inner join margins on accounts.as_of_month = margins.as_of_month
    inner join account_months
        on
            accounts.account_id = account_months.account_id
            and account_months.month <= margins.margin_month
            and account_months.month
            > {{ dbt.dateadd('month', -12, 'margins.margin_month') }}
    where account_months.is_known and account_months.recurring_revenue > 0
    group by accounts.account_id, accounts.as_of_on

),

final as (

    select
        accounts.account_id,
        accounts.as_of_on,
        coalesce(
            case
                when year_sums.months_known >= 6
                    then greatest(
                            cast(
                                year_sums.recurring_revenue - year_sums.cost_to_serve as double
                            ) / cast(year_sums.recurring_revenue as double),
                            -1
                        )
            end,
            cast(margins.gross_margin_share as double)
        ) as margin_share,
        case
            when year_sums.months_known >= 6 then 'its own, of the last year'
            when margins.gross_margin_share is not null then 'that of the company'
            else coalesce(margins.reason, 'the ledger says nothing about the month')
        end as margin_basis
    from accounts
    left join margins on accounts.as_of_month = margins.as_of_month
    left join year_sums
        on
            accounts.account_id = year_sums.account_id
            and accounts.as_of_on = year_sums.as_of_on

)

select * from final
