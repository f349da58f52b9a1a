-- title: What the figures stand on
-- page: diagnostic
-- note: Rows that arrived, that could be used, and that are in quarantine with their reason.
select
    count(case when is_present then 1 end) as "tables there",
    count(*) as "tables of the contract",
    sum(arrived_rows) as "rows arrived",
    sum(staged_rows) as "rows used",
    sum(quarantined_rows) as "rows in quarantine"
from marts.rpt_input_counts
