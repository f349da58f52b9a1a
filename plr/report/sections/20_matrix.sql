-- title: Who starts what
-- page: diagnostic
-- note: Events and ARR of the last four quarters that are over, by stage and initiator. Contract and unknown are shown and stay out of every share.
with recent as (
    select matrix.*
    from marts.rpt_initiation_matrix as matrix
    inner join (
        select quarter
        from marts.rpt_board
        where is_complete
        order by quarter desc
        limit 4
    ) as quarters on matrix.quarter = quarters.quarter
)
select
    stage as "stage",
    sum(case when initiated_by = 'product' then events else 0 end) as "product",
    sum(case when initiated_by = 'human' then events else 0 end) as "human",
    sum(case when initiated_by = 'customer' then events else 0 end) as "customer",
    sum(case when initiated_by = 'marketing' then events else 0 end) as "marketing",
    sum(case when initiated_by = 'contract' then events else 0 end) as "contract",
    sum(case when initiated_by = 'unknown' then events else 0 end) as "unknown",
    sum(case when initiated_by = 'product' then arr else 0 end) as "product, ARR",
    sum(case when initiated_by = 'human' then arr else 0 end) as "human, ARR",
    sum(arr) as "all, ARR"
from recent
group by stage
order by stage
