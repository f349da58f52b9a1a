-- title: What if people log too little?
-- page: diagnostic
-- note: The headline if only a part of the human starts had left a record.
select
    assumed_logging_rate as "recorded %",
    share_of_events as "share of events %",
    share_of_arr as "share of dollars %",
    is_possible as "possible on this book"
from marts.rpt_logging_sensitivity
order by assumed_logging_rate desc
