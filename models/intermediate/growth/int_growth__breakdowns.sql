with months as (

    select * from {{ ref('int_growth__months') }}

),

tests as (

    select * from {{ ref('int_growth__signup_tests') }}
    where not is_assisted

),

times_to_value as (

    select * from {{ ref('int_growth__times_to_value') }}
    where series = 'quarter' and entry_model = 'all' and unit = 'account' and not is_assisted

),

motion_months as (

    select * from {{ ref('int_growth__motion_months') }}
    where motion = 'self_serve'

),

committees as (

    select * from {{ ref('int_growth__committees') }}

),

quarters as (

    select
        quarter,
        max(month) as last_month,
        max(ends_on) as ends_on
    from months
    group by quarter

),

signup_tests as (

    select
        signup_quarter,
        count(case when metric_id = 'M39' then 1 end) as window_count,
        count(case when metric_id = 'M39' and is_met then 1 end) as first_session_count,
        count(case when metric_id = 'M80' then 1 end) as gap_base,
        count(case when metric_id = 'M80' and is_met then 1 end) as gap_count,
        count(case when question = 'lost before a second day of value' then 1 end) as valued_count
    from tests
    group by signup_quarter

),

-- Self-serve ARR at the end of the quarter, and what of it stands with a complex committee that
-- was known by then.
committee_accounts as (

    select
        quarters.quarter,
        motion_months.account_id,
        max(motion_months.closing_arr) as closing_arr,
        count(committees.opportunity_id) as deal_count,
        max(case when committees.is_complex then 1 else 0 end) as complex_count
    from quarters
    inner join motion_months on quarters.last_month = motion_months.month
    left join committees
        on
            motion_months.account_id = committees.account_id
            and quarters.ends_on >= cast(committees.created_at as date)
    group by quarters.quarter, motion_months.account_id

),

committee_quarters as (

    select
        quarter,
        count(*) as account_count,
        sum(deal_count) as deal_count,
        sum(closing_arr) as self_serve_arr,
        sum(case when complex_count = 1 then closing_arr else 0 end) as complex_arr
    from committee_accounts
    group by quarter

),

final as (

    select
        quarters.quarter,
        quarters.ends_on,
        coalesce(signup_tests.window_count, 0) as window_count,
        times_to_value.median_hours,
        cast(signup_tests.first_session_count as double) / nullif(signup_tests.window_count, 0)
            as first_session_share,
        1 - cast(signup_tests.valued_count as double) / nullif(signup_tests.window_count, 0)
            as drop_off_share,
        coalesce(signup_tests.gap_base, 0) as gap_base,
        cast(signup_tests.gap_count as double) / nullif(signup_tests.gap_base, 0) as gap_share,
        coalesce(committee_quarters.account_count, 0) as self_serve_accounts,
        coalesce(committee_quarters.deal_count, 0) as known_deals,
        cast(committee_quarters.complex_arr as double)
        / nullif(cast(committee_quarters.self_serve_arr as double), 0) as complex_arr_share
    from quarters
    left join signup_tests on quarters.quarter = signup_tests.signup_quarter
    left join times_to_value on quarters.quarter = times_to_value.starts_on
    left join committee_quarters on quarters.quarter = committee_quarters.quarter

)

select * from final
