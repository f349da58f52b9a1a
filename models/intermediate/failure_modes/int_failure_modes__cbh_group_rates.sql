with scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where failure_mode = 'conversion_black_holes'

),

counts as (

    select * from {{ ref('int_failure_modes__cbh_counts') }}

),

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

),

-- A month before the first case has a row for the company all the same.
spine as (

    select
        scenario_months.scenario_id,
        scenario_months.is_base,
        scenario_months.as_of_month,
        scenario_months.as_of_on,
        peers.peer_group
    from scenario_months
    cross join (
        select peer_group from counts
        union
        select 'all' as peer_group
    ) as peers

),

final as (

    select
        spine.scenario_id,
        spine.is_base,
        spine.as_of_month,
        spine.as_of_on,
        spine.peer_group,
        coalesce(counts.holes, 0) as holes,
        coalesce(counts.holes_of_unknown_fit, 0) as holes_of_unknown_fit,
        coalesce(counts.matured, 0) as matured,
        coalesce(counts.matured_converted, 0) as matured_converted,
        case
            when counts.matured >= settings.min_cell_n
                then cast(counts.matured_holes as double) / counts.matured
        end as cbh_rate,
        case
            when counts.matured_converted >= settings.min_cell_n
                then cast(counts.matured_rescued as double) / counts.matured_converted
        end as human_rescue_share,
        settings.flag_rate,
        settings.flag_rescue_share,
        settings.min_cell_n
    from spine
    cross join settings
    left join counts
        on spine.scenario_id = counts.scenario_id
            and spine.as_of_month = counts.as_of_month
            and spine.peer_group = counts.peer_group

)

select * from final
