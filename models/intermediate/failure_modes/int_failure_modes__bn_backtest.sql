with verdicts as (

    select * from {{ ref('int_failure_modes__bn_verdicts') }}
    where is_base and state <> 'not_assessable' and has_held

),

months as (

    select * from {{ ref('int_failure_modes__months') }}
    where is_current

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

tests as (

    select * from {{ ref('int_failure_modes__bn_tests') }}
    where is_base

),

settings as (

    select * from {{ ref('int_failure_modes__bn_settings') }}

),

-- The verdicts of a year ago against what became of the accounts: less ARR, or a costly renewal.
outcomes as (

    select
        verdicts.account_id,
        verdicts.peer_group,
        verdicts.is_present,
        coalesce(later.arr, 0) < earlier.arr or coalesce(tests.has_concession, false) as has_lost
    from verdicts
    inner join months
        on verdicts.as_of_month = {{ dbt.dateadd('month', -12, 'months.as_of_month') }}
    inner join accounts as earlier
        on verdicts.as_of_month = earlier.as_of_month and verdicts.account_id = earlier.account_id
    left join accounts as later
        on months.as_of_month = later.as_of_month and verdicts.account_id = later.account_id
    left join tests
        on months.as_of_month = tests.as_of_month and verdicts.account_id = tests.account_id

),

sizes as (

    select
        peer_group,
        count(case when is_present then 1 end) as flagged,
        count(case when is_present and has_lost then 1 end) as flagged_lost,
        count(case when not is_present then 1 end) as compared,
        count(case when not is_present and has_lost then 1 end) as compared_lost
    from outcomes
    group by peer_group

),

-- The others count with the sizes of the flagged, so that like is held against like.
totals as (

    select
        coalesce(sum(flagged), 0) as n_flagged,
        coalesce(sum(compared), 0) as n_other,
        coalesce(sum(flagged_lost), 0) as flagged_lost,
        coalesce(sum(compared_lost), 0) as compared_lost,
        cast(sum(flagged_lost) as double) / nullif(sum(flagged), 0) as rate_flagged,
        sum(
            case when compared > 0 then flagged * cast(compared_lost as double) / compared end
        )
        / nullif(sum(case when compared > 0 then flagged end), 0) as rate_other
    from sizes

),

lifted as (

    select
        totals.*,
        settings.min_cell_n,
        rate_flagged / nullif(rate_other, 0) as lift,
        cast(settings.interval_z as double) * sqrt(
            (1 - rate_flagged) / nullif(flagged_lost, 0)
            + (1 - rate_other) / nullif(compared_lost, 0)
        ) as half_width
    from totals
    cross join settings

),

final as (

    select
        'borrowed_nrr' as failure_mode,
        months.as_of_on as measured_on,
        cast(lifted.n_flagged as bigint) as n_flagged,
        cast(lifted.n_other as bigint) as n_other,
        round(lifted.rate_flagged, 8) as rate_flagged,
        round(lifted.rate_other, 8) as rate_other,
        round(lifted.lift, 8) as lift,
        round(lifted.lift * exp(-lifted.half_width), 8) as lift_low,
        round(lifted.lift * exp(lifted.half_width), 8) as lift_high,
        coalesce(
            lifted.n_flagged >= lifted.min_cell_n
            and lifted.n_other >= lifted.min_cell_n
            and lifted.lift * exp(-lifted.half_width) > 1, false
        ) as is_validated,
        concat_ws(
            '', 'Less ARR or a costly renewal within the year after the verdict; ',
            case
                when lifted.n_flagged < lifted.min_cell_n or lifted.n_other < lifted.min_cell_n
                    then 'not validated: too few accounts were judged a year ago'
                when lifted.half_width is null then 'not validated: nothing was lost'
                when lifted.lift * exp(-lifted.half_width) > 1
                    then 'borrowed accounts lost more often'
                else 'not validated: the interval of the lift reaches down to one'
            end, '.'
        ) as reason
    from months
    cross join lifted

)

select * from final
