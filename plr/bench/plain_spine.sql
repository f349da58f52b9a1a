-- The plain way to a ledger, as the usual public MRR models write it (one table per step): every
-- subscription times every month, the revenue of each looked up, summed per account and month with
-- its first and last active month, compared with the month before by window functions, and sorted
-- into categories; then the same per subscription, for the line and the driver of each movement.
-- Reads the staged tables of a warehouse attached as `staged`; each statement is timed on its own.

-- step: months
create table months as
select month.month::date as month
from range(
    (select date_trunc('month', min(effective_on))
     from staged.staging.stg_billing__subscription_changes),
    (select as_of_on + interval 1 day from staged.staging.as_of),
    interval 1 month
) as month (month);

-- step: subscription_periods
create table subscription_periods as
with changes as (
    select
        changes.subscription_id,
        accounts.account_id,
        subscriptions.product_line,
        changes.order_id,
        changes.change_type,
        changes.plan_after as plan,
        changes.quantity_after as quantity,
        cast(
            changes.unit_price_after
            / case changes.billing_interval when 'year' then 12 else 1 end
            as decimal(18, 8)
        ) as unit_mrr,
        changes.effective_on as starts_on,
        lead(changes.effective_on) over (
            partition by changes.subscription_id
            order by changes.effective_on, changes.ordered_at, changes.change_id
        ) as ends_on
    from staged.staging.stg_billing__subscription_changes as changes
    inner join staged.staging.stg_billing__subscriptions as subscriptions
        on changes.subscription_id = subscriptions.subscription_id
    inner join staged.intermediate.int_identity__customer_accounts as accounts
        on subscriptions.customer_id = accounts.customer_id
)
select
    *,
    case
        when change_type in ('cancel', 'pause') then 0
        else cast(quantity * unit_mrr as decimal(28, 8))
    end as mrr
from changes;

-- step: subscription_months
create table subscription_months as
with subscriptions as (
    select
        subscription_id,
        min(account_id) as account_id,
        min(product_line) as product_line,
        min(starts_on) as first_month
    from subscription_periods
    group by subscription_id
),
spine as (
    select subscriptions.*, months.month
    from subscriptions
    inner join months on months.month >= subscriptions.first_month
)
select
    spine.subscription_id,
    spine.account_id,
    spine.product_line,
    spine.month,
    periods.order_id,
    periods.change_type,
    periods.plan,
    periods.quantity,
    periods.unit_mrr,
    coalesce(periods.mrr, 0) as mrr
from spine
left join subscription_periods as periods
    on spine.subscription_id = periods.subscription_id
    and spine.month >= periods.starts_on
    and (spine.month < periods.ends_on or periods.ends_on is null);

-- step: account_months
create table account_months as
with summed as (
    select account_id, month, cast(sum(mrr) as decimal(28, 8)) as mrr
    from subscription_months
    group by account_id, month
),
flagged as (
    select
        *,
        mrr > 0 as is_active,
        min(case when mrr > 0 then month end) over (partition by account_id)
            as first_active_month,
        max(case when mrr > 0 then month end) over (partition by account_id) as last_active_month
    from summed
)
select
    *,
    month = first_active_month as is_first_month,
    month = last_active_month as is_last_month
from flagged;

-- step: account_changes
create table account_changes as
with compared as (
    select
        *,
        coalesce(lag(is_active) over by_month, false) as previous_month_is_active,
        coalesce(lag(mrr) over by_month, 0) as previous_month_mrr
    from account_months
    window by_month as (partition by account_id order by month)
)
select
    md5(concat_ws('|', account_id, month)) as account_month_id,
    *,
    mrr - previous_month_mrr as mrr_change,
    case
        when is_first_month then 'new'
        when not is_active and previous_month_is_active then 'churn'
        when is_active and not previous_month_is_active then 'reactivation'
        when mrr > previous_month_mrr then 'upgrade'
        when mrr < previous_month_mrr then 'downgrade'
    end as change_category
from compared;

-- step: movements
create table fct_mrr_movements as
with compared as (
    select
        *,
        coalesce(lag(mrr) over by_month, 0) as previous_mrr,
        coalesce(lag(quantity) over by_month, 0) as previous_quantity,
        lag(unit_mrr) over by_month as previous_unit_mrr,
        lag(plan) over by_month as previous_plan
    from subscription_months
    window by_month as (partition by subscription_id order by month)
),
changed as (
    select
        compared.*,
        account_changes.previous_month_is_active as was_paying,
        account_changes.change_category
    from compared
    inner join account_changes
        on compared.account_id = account_changes.account_id
        and compared.month = account_changes.month
    where compared.mrr <> compared.previous_mrr
),
pieces as (
    select
        *,
        case
            when previous_mrr = 0 and change_type = 'resume' then 'resume'
            when previous_mrr = 0 and was_paying then 'addon'
            when previous_mrr = 0 then 'start'
            when mrr = 0 and change_type = 'pause' then 'pause'
            when mrr = 0 then 'stop'
            when plan <> previous_plan then 'tier'
            else 'seats'
        end as driver,
        case
            when previous_mrr = 0 or mrr = 0 or plan <> previous_plan then mrr - previous_mrr
            else cast((quantity - previous_quantity) * previous_unit_mrr as decimal(28, 8))
        end as amount
    from changed
    union all
    select
        *,
        'price' as driver,
        cast(
            mrr - previous_mrr - (quantity - previous_quantity) * previous_unit_mrr
            as decimal(28, 8)
        ) as amount
    from changed
    where previous_mrr > 0 and mrr > 0 and plan = previous_plan
),
typed as (
    select
        *,
        case
            when change_category in ('new', 'reactivation', 'churn') then change_category
            when amount < 0 then 'contraction'
            when driver = 'price' then 'price'
            else 'expansion'
        end as movement_type
    from pieces
    where amount <> 0
)
select
    md5(concat_ws('|', account_id, product_line, month, movement_type, driver)) as movement_id,
    account_id,
    product_line,
    month as moved_on,
    movement_type,
    driver,
    'committed' as arr_basis,
    cast(sum(amount) as decimal(28, 8)) as mrr_delta,
    max(order_id) as order_id
from typed
group by account_id, product_line, month, movement_type, driver;

-- step: months_of_accounts
create table fct_account_mrr_months as
with sums as (
    select
        account_id,
        moved_on as month,
        sum(case when movement_type = 'new' then mrr_delta else 0 end) as new_mrr,
        sum(case when movement_type = 'expansion' then mrr_delta else 0 end) as expansion_mrr,
        sum(case when movement_type = 'price' then mrr_delta else 0 end) as price_mrr,
        sum(case when movement_type = 'contraction' then mrr_delta else 0 end) as contraction_mrr,
        sum(case when movement_type = 'churn' then mrr_delta else 0 end) as churn_mrr,
        sum(case when movement_type = 'reactivation' then mrr_delta else 0 end)
            as reactivation_mrr
    from fct_mrr_movements
    group by account_id, moved_on
)
select
    account_changes.account_id,
    account_changes.month,
    account_changes.previous_month_mrr as opening_mrr,
    cast(coalesce(sums.new_mrr, 0) as decimal(28, 8)) as new_mrr,
    cast(coalesce(sums.expansion_mrr, 0) as decimal(28, 8)) as expansion_mrr,
    cast(coalesce(sums.price_mrr, 0) as decimal(28, 8)) as price_mrr,
    cast(coalesce(sums.contraction_mrr, 0) as decimal(28, 8)) as contraction_mrr,
    cast(coalesce(sums.churn_mrr, 0) as decimal(28, 8)) as churn_mrr,
    cast(coalesce(sums.reactivation_mrr, 0) as decimal(28, 8)) as reactivation_mrr,
    cast(0 as decimal(28, 8)) as fx_mrr,
    account_changes.mrr as closing_mrr
from account_changes
left join sums
    on account_changes.account_id = sums.account_id
    and account_changes.month = sums.month
where account_changes.month >= account_changes.first_active_month;
