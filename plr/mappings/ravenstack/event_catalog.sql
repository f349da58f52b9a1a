-- What an event is worth is the company's own decision. Nothing in the files tells the forty
-- features apart, so that each counts as value.
select
    feature_name as event_name,
    feature_name as feature_key,
    'action' as event_kind,
    true as is_value_event,
    false as is_vanity
from read_csv('{source}/ravenstack_feature_usage.csv')
group by feature_name
