-- title: Six failure modes, the costliest first
-- page: board
-- note: Dollars are gross margin a year. Only modes that hold are ranked as the heaviest. Product-Passive Growth is the umbrella and is never added to the others.
select
    failure_mode_name as "pattern",
    case
        when not is_measurable then 'not measurable: ' || missing_inputs
        when is_present then 'holds'
        else 'does not hold'
    end as "verdict",
    severity as "severity, 0 to 100",
    severity_label as "reads",
    impact_gm as "dollars a year",
    impact_low as "at least",
    impact_high as "at most",
    quarters_true as "quarters in a row",
    capped_metric as "what it caps",
    coalesce(is_validated, false) as "borne out by the past"
from marts.rpt_pattern_read
where segment = 'all' and as_of_month = (select max(as_of_month) from marts.rpt_pattern_read)
order by rank asc nulls last, failure_mode
