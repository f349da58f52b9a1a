-- title: The company
-- page: board
-- note: The last quarter that is over; money in the reporting currency.
select
    quarter as "quarter from",
    arr as "ARR",
    nrr as "NRR %",
    grr as "GRR %",
    gross_margin as "gross margin %",
    revenue_per_employee as "revenue per employee",
    cost_to_serve_share as "cost to serve, % of revenue",
    product_share_of_events as "started by the product, % of events",
    product_share_of_arr as "started by the product, % of dollars"
from marts.rpt_board
where is_complete
order by quarter desc
limit 1
