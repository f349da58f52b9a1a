{{ config(group='warehouse') }}
-- Every workspace is a sign-up or left out with a reason; stages come in order; the funnel counts
-- what the cohorts count; the two grains of activation agree where an account has one workspace;
-- no stage is later than the as-of day; points of a crossing suffice.
with signups as (

    select * from {{ ref('int_growth__signups') }}

),

workspaces as (

    select * from {{ ref('stg_product__workspaces') }}

),

funnel as (

    select * from {{ ref('fct_funnel_workspaces') }}

),

cohorts as (

    select * from {{ ref('rpt_funnel_cohorts') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

lone_accounts as (

    select account_id
    from signups
    group by account_id
    having count(*) = 1

),

counts as (

    select
        'workspaces' as what,
        count(*) as row_count
    from workspaces
    union all
    select
        'signups' as what,
        count(*) as row_count
    from signups
    union all
    select
        'counted' as what,
        count(case when exclusion_reason is null then 1 end) as row_count
    from signups
    union all
    select
        'funnel' as what,
        count(*) as row_count
    from funnel
    union all
    select
        'first workspaces' as what,
        count(case when is_first_of_account then 1 end) as row_count
    from funnel
    union all
    select
        'cohorts' as what,
        sum(case when unit = 'account' then signups else 0 end) as row_count
    from cohorts

),

totals as (

    select
        max(case when what = 'workspaces' then row_count end) as all_workspaces,
        max(case when what = 'signups' then row_count end) as all_signups,
        max(case when what = 'counted' then row_count end) as counted_signups,
        max(case when what = 'funnel' then row_count end) as funnel_rows,
        max(case when what = 'first workspaces' then row_count end) as funnel_accounts,
        max(case when what = 'cohorts' then row_count end) as cohort_accounts
    from counts

),

final as (

    select
        'all' as scope_id,
        'workspaces, sign-ups and funnel do not add up' as finding
    from totals
    where
        all_workspaces <> all_signups
        or counted_signups <> funnel_rows
        or funnel_accounts <> coalesce(cohort_accounts, 0)
    union all
    select
        funnel.workspace_id as scope_id,
        'stages out of order, or later than today' as finding
    from funnel
    cross join as_of
    where
        funnel.opportunity_at < funnel.signed_up_at
        or funnel.pql_at <> funnel.pql_usage_at
        or (funnel.pql_at is not null and funnel.pql_usage_at is null)
        or funnel.pqa_at > funnel.pql_at
        or (funnel.has_first_session_value and funnel.first_session_at is null)
        or coalesce(funnel.activated_at, funnel.signed_up_at) > as_of.as_of_at
        or funnel.pql_usage_at > as_of.as_of_at
        or funnel.opportunity_at > as_of.as_of_at
    union all
    select
        funnel.workspace_id as scope_id,
        'workspace and account were activated at different times' as finding
    from funnel
    inner join lone_accounts on funnel.account_id = lone_accounts.account_id
    where
        funnel.activated_at is distinct from funnel.account_activated_at
        or funnel.value_reached_at is distinct from funnel.account_value_reached_at
    union all
    select
        concat_ws('/', entry_model, unit, cast(cohort_month as varchar)) as scope_id,
        'a part is larger than its whole, or a rate stands before its time' as finding
    from cohorts
    where
        activated > signups
        or paid_in_time > paid
        or paid > free_signups
        or free_signups > signups
        or pqls_matured > pqls
        or (activation_rate is not null and not is_activation_closed)
        or (is_mature and not is_activation_closed)
        or ttv_median_hours > ttv_p90_hours

)

select * from final
