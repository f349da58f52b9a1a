-- title: Parameters
-- page: diagnostic
-- note: Every value in force; those of your own are marked.
select
    parameter as "parameter",
    value as "value",
    unit as "unit",
    is_overridden as "own",
    basis as "basis",
    description as "what it does"
from marts.rpt_parameters
order by is_overridden desc, parameter
