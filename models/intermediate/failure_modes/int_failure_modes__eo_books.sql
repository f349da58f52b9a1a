with account_states as (

    select * from {{ ref('int_failure_modes__eo_account_states') }}
    where is_base

),

csm_assignments as (

    select * from {{ ref('stg_success__csm_assignments') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

assigned as (

    select
        account_states.as_of_month,
        account_states.account_id,
        min(csm_assignments.csm_id) as csm_id,
        bool_or(account_states.is_ready) as is_ready,
        bool_or(account_states.is_orphan) as is_orphan
    from account_states
    inner join crm_accounts on account_states.account_id = crm_accounts.account_id
    inner join csm_assignments
        on crm_accounts.crm_account_id = csm_assignments.crm_account_id
            and account_states.as_of_on >= csm_assignments.valid_from
            and (
                csm_assignments.valid_to is null
                or account_states.as_of_on <= csm_assignments.valid_to
            )
    group by account_states.as_of_month, account_states.account_id

),

books as (

    select
        as_of_month,
        csm_id,
        count(*) as book_size,
        sum(case when is_ready then 1 else 0 end) as ready_accounts,
        sum(case when is_orphan then 1 else 0 end) as orphan_accounts
    from assigned
    group by as_of_month, csm_id

),

placed as (

    select
        *,
        ntile(4) over (
            partition by as_of_month order by book_size asc nulls last, csm_id asc nulls last
        ) as book_quartile
    from books

),

-- Managers by the size of their book, a quarter of them each, the smallest books first.
final as (

    select
        as_of_month,
        book_quartile,
        count(*) as managers,
        min(book_size) as smallest_book,
        max(book_size) as largest_book,
        cast(sum(ready_accounts) as bigint) as ready_accounts,
        cast(sum(orphan_accounts) as bigint) as orphan_accounts
    from placed
    group by as_of_month, book_quartile

)

select * from final
