with motion_months as (

    select * from {{ ref('int_growth__motion_months') }}

),

months as (

    select * from {{ ref('int_growth__months') }}

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

quarter_ends as (

    select
        quarter,
        max(month) as last_month
    from months
    group by quarter

),

mix as (

    select
        quarter_ends.quarter,
        motion_months.motion,
        coalesce(account_classes.segment, 'unknown') as segment_name,
        sum(motion_months.closing_arr) as closing_arr,
        count(*) as account_count
    from quarter_ends
    inner join motion_months on quarter_ends.last_month = motion_months.month
    left join account_classes on motion_months.account_id = account_classes.account_id
    group by
        quarter_ends.quarter,
        motion_months.motion,
        coalesce(account_classes.segment, 'unknown')

),

totals as (

    select
        mix.*,
        sum(closing_arr) over (partition by quarter, segment_name) as segment_arr,
        sum(account_count) over (partition by quarter, segment_name) as segment_count
    from mix

),

final as (

    select
        {{ figure(
            "'M73'", 'quarter', "quarter", "concat_ws('', motion, ', ARR')", 'share',
            numerator="closing_arr", denominator="segment_arr", segment="segment_name"
        ) }}
    from totals
    union all
    select
        {{ figure(
            "'M73'", 'quarter', "quarter", "concat_ws('', motion, ', accounts')", 'share',
            numerator="account_count", denominator="segment_count", segment="segment_name"
        ) }}
    from totals

)

select * from final
