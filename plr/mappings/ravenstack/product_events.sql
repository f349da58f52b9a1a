-- A row says that a feature was used so often on a day; it stands at the end of that day. The ids are
-- taken as they are: some name two rows, and the warehouse finds them.
select
    usage_id as event_id,
    cast(usage_date as timestamp) + interval '1' day - interval '1' second as occurred_at,
    subscription_id as workspace_id,
    feature_name as event_name,
    usage_count as quantity,
    false as is_bot
from read_csv('{source}/ravenstack_feature_usage.csv')
