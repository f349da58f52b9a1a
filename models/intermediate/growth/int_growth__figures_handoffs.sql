with handoffs as (

    select * from {{ ref('int_growth__handoffs') }}

),

touches as (

    select * from {{ ref('int_growth__handoff_touches') }}

),

outcomes as (

    select * from {{ ref('int_growth__handoff_outcomes') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

timed as (

    select
        cast({{ dbt.date_trunc('quarter', 'handoffs.delivered_at') }} as date) as quarter,
        handoffs.account_id,
        cast(
            {{ dbt.datediff('handoffs.delivered_at', 'touches.first_touched_at', 'second') }}
            as double
        ) / 3600 as hours_to_touch,
        outcomes.accepted_at is not null as is_accepted,
        touches.handoff_id is not null and outcomes.accepted_at is null as is_recycled,
        coalesce(touches.is_collision, false) as is_collision,
        settings.handoff_sla_hours_1,
        settings.handoff_sla_hours_2
    from handoffs
    cross join settings
    left join touches on handoffs.handoff_id = touches.handoff_id
    left join outcomes on handoffs.handoff_id = outcomes.handoff_id
    where not handoffs.is_open

),

counted as (

    select
        quarter,
        count(*) as handoff_count,
        count(distinct account_id) as account_count,
        count(distinct case when is_collision then account_id end) as collision_count,
        count(case when is_accepted then 1 end) as accepted_count,
        count(case when is_recycled then 1 end) as recycled_count,
        count(case when hours_to_touch <= handoff_sla_hours_1 then 1 end) as sla_1_count,
        count(case when hours_to_touch <= handoff_sla_hours_2 then 1 end) as sla_2_count,
        median(hours_to_touch) as median_hours
    from timed
    group by quarter

),

final as (

    select
        {{ figure(
            "'M74'", 'quarter', "quarter", "'median time from delivery to the first human touch'",
            'days', value="median_hours / 24",
            reason="case when median_hours is null then 'none was touched' end"
        ) }}
    from counted
    union all
    select
        {{ figure(
            "'M74'", 'quarter', "quarter", "'touched within the first limit'", 'share',
            numerator="sla_1_count", denominator="handoff_count"
        ) }}
    from counted
    union all
    select
        {{ figure(
            "'M74'", 'quarter', "quarter", "'touched within the second limit'", 'share',
            numerator="sla_2_count", denominator="handoff_count"
        ) }}
    from counted
    union all
    select
        {{ figure(
            "'M74'", 'quarter', "quarter", "'accepted'", 'share', numerator="accepted_count",
            denominator="handoff_count"
        ) }}
    from counted
    union all
    select
        {{ figure(
            "'M74'", 'quarter', "quarter", "'recycled'", 'share', numerator="recycled_count",
            denominator="handoff_count"
        ) }}
    from counted
    union all
    select
        {{ figure(
            "'M75'", 'quarter', "quarter", "'accounts with a collision'", 'share',
            numerator="collision_count", denominator="account_count"
        ) }}
    from counted

)

select * from final
