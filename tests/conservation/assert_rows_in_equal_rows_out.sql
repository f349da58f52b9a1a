{{ config(group="warehouse") }}

-- What it is: for every input table, rows that arrived = rows staged + rows quarantined.
-- When it matters: a row lost on the way is money or usage lost in silence.
-- How to fix: compare the base view of the table with its staged view; a join that drops or
-- multiplies rows is the usual cause.
select
    input_table,
    arrived_rows,
    staged_rows,
    quarantined_rows
from {{ ref('rpt_input_counts') }}
where arrived_rows <> staged_rows + quarantined_rows
