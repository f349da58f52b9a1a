-- title: What each lever adds
-- page: diagnostic
-- note: Credit is shown beside it and is not cause.
select
    lever as "lever",
    method as "method",
    effect as "effect, points of share",
    low as "at least",
    high as "at most",
    sample_size as "units",
    verdict as "reading",
    credit_share_not_causal as "share of credit, not causal %"
from marts.rpt_incrementality
order by lever, method
