-- title: {name}: the twenty accounts that cost most
-- page: diagnostic
-- each: failure_mode
-- note: With the evidence of each.
select
    coalesce(accounts.account_name, found.account_id) as "account",
    found.product_line as "line",
    found.state as "state",
    found.onset_on as "since",
    found.arr as "ARR",
    found.impact_gm as "dollars a year",
    found.reason as "why"
from marts.fct_failure_mode_accounts as found
left join marts.dim_accounts as accounts on found.account_id = accounts.account_id
where found.failure_mode = $failure_mode and found.is_present
    and found.as_of_month = (select max(as_of_month) from marts.fct_failure_mode_accounts)
order by found.impact_gm desc nulls last, found.arr desc, found.account_id
limit 20
