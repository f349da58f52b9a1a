-- title: What to do first
-- page: board
-- note: The ten actions that rank first. People decide; nothing is sent.
select
    queue.rank as "rank",
    coalesce(accounts.account_name, queue.account_id) as "account",
    names.failure_mode_name as "pattern",
    queue.suggested_trigger as "trigger",
    queue.suggested_motion as "motion",
    queue.human_keeps as "what stays with people",
    queue.owner_function as "owner",
    queue.due_on as "due",
    queue.impact_gm as "dollars a year"
from marts.fct_action_queue as queue
left join marts.dim_accounts as accounts on queue.account_id = accounts.account_id
left join (
    select distinct failure_mode, failure_mode_name
    from marts.rpt_pattern_read
) as names on queue.failure_mode = names.failure_mode
order by queue.rank
limit 10
