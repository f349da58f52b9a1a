with account_days as (

    select * from {{ ref('int_revenue__account_days') }}
    where day_type = 'churn'

),

health_days as (

    select * from {{ ref('int_failure_modes__health_days') }}

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

lost as (

    select
        account_days.account_id,
        account_days.moved_on as lost_on,
        account_days.opening_mrr * 12 as arr_lost,
        cast(
            {{ dbt.dateadd('day', '-settings.hu_surprise_days', 'account_days.moved_on') }}
            as date
        ) as read_on
    from account_days
    cross join settings
    cross join as_of
    where account_days.moved_on <= as_of.as_of_on

),

final as (

    select
        lost.account_id,
        lost.lost_on,
        case
            when lost.arr_lost < parameters.peer_small_max_arr then 'small'
            when lost.arr_lost < parameters.peer_medium_max_arr then 'medium'
            else 'large'
        end as peer_group,
        cast(lost.arr_lost as decimal(28, 8)) as arr_lost,
        health_days.snapshot_on as health_on,
        health_days.colour
    from lost
    cross join parameters
    left join health_days
        on
            lost.account_id = health_days.account_id
            and lost.read_on >= health_days.snapshot_on
            and (
                health_days.next_snapshot_on is null
                or lost.read_on < health_days.next_snapshot_on
            )

)

select * from final
