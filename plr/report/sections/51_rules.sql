-- title: How old are the rules?
-- page: diagnostic
-- note: A rule is stale past its age, or once revenue has left the size that it was made for.
select
    kind as "rule",
    rule_version as "version",
    effective_on as "in force since",
    age_days as "days",
    max_age_days as "allowed",
    stage_ratio as "ARR per ARR at the redesign",
    is_stale as "stale"
from marts.rpt_motion_rules
where is_in_force
order by kind
