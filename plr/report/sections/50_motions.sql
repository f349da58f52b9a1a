-- title: Does the motion fit the account?
-- page: diagnostic
-- note: Paying accounts by the motion assigned and the one that their size and use indicate.
select
    coalesce(motion_assigned, 'none assigned') as "assigned",
    coalesce(motion_indicated, 'unknown') as "indicated",
    motion_assigned = motion_indicated as "fits",
    count(*) as "accounts",
    sum(current_arr) as "ARR"
from marts.dim_accounts
where is_paying
group by motion_assigned, motion_indicated
order by sum(current_arr) desc
