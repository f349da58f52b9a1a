{{ config(group="warehouse", severity="warn") }}

-- What it is: types of recorded signals that neither the company's catalogue nor the definitions know.
-- When it matters: nobody can say of which stage they speak; their stage is unknown.
-- How to fix: add the type to config.signal_catalog.
select
    signal_type,
    count(*) as signals
from {{ ref('fct_product_signals') }}
where origin = 'recorded' and stage = 'unknown'
group by signal_type
