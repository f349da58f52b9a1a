-- title: Do retention, margin and revenue per employee move together?
-- page: board
-- note: 1 up, 0 still, -1 down against the quarter before. Co-movement is the share of the last eight quarters in which all three went the same way.
select
    quarter as "quarter from",
    nrr as "NRR %",
    gross_margin as "gross margin %",
    revenue_per_employee as "revenue per employee",
    nrr_move as "NRR moved",
    gross_margin_move as "margin moved",
    revenue_per_employee_move as "revenue per employee moved",
    co_movement as "co-movement",
    is_drifting_apart as "drifting apart"
from marts.rpt_board
where is_complete
order by quarter desc
limit 8
