with facts as (

    select * from {{ ref('int_growth__breakdowns') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

tables as (

    select
        max(case when input_table = 'opportunity_contacts' and is_present then 1 else 0 end) = 1
            as has_committees,
        max(case when input_table = 'motion_assignments' and is_present then 1 else 0 end) = 1
            as has_motions
    from row_counts

),

judged as (

    select
        facts.*,
        settings.plg_ttv_slow_minutes,
        settings.plg_first_session_min,
        settings.plg_drop_off_min,
        settings.plg_committee_arr_share,
        settings.plg_activation_gap_max,
        thresholds.min_cell_n,
        tables.has_committees,
        tables.has_motions
    from facts
    cross join settings
    cross join thresholds
    cross join tables

),

final as (

    select
        quarter,
        'plg_breakdown_long_time_to_value' as breakdown,
        median_hours as value,
        cast(plg_ttv_slow_minutes as double) / 60 as threshold,
        'hours' as unit,
        window_count as member_count,
        case
            when window_count >= min_cell_n
                then
                    (
                        coalesce(
                            median_hours * 60 > plg_ttv_slow_minutes, true
                        )
                        or first_session_share < plg_first_session_min
                    )
                    and drop_off_share >= plg_drop_off_min
        end as is_present,
        case
            when window_count = 0 then 'not applicable: no self-serve sign-up old enough'
            when window_count < min_cell_n then 'too few self-serve sign-ups'
            else
                concat_ws(
                    '', cast(cast(100 * first_session_share as decimal(9, 1)) as varchar),
                    ' % with value in the first session, ',
                    cast(cast(100 * drop_off_share as decimal(9, 1)) as varchar),
                    ' % lost before value',
                    case when median_hours is null then ', fewer than half activated' end
                )
        end as reason
    from judged
    union all
    select
        quarter,
        'plg_breakdown_complex_committee' as breakdown,
        case
            when has_committees and known_deals > 0 then complex_arr_share
        end as value,
        plg_committee_arr_share as threshold,
        'share' as unit,
        self_serve_accounts as member_count,
        case
            when
                has_committees and known_deals > 0
                and self_serve_accounts >= min_cell_n
                then complex_arr_share > plg_committee_arr_share
        end as is_present,
        case
            when not has_motions then 'not applicable: needs motion_assignments'
            when not has_committees then 'not applicable: needs opportunity_contacts'
            when self_serve_accounts = 0 then 'not applicable: no self-serve account pays'
            when known_deals = 0 then 'no deal with people in it is on record'
            when self_serve_accounts < min_cell_n
                then 'too few self-serve accounts'
            else 'share of self-serve ARR in accounts with a complex committee'
        end as reason
    from judged
    union all
    select
        quarter,
        'plg_breakdown_activation_gap' as breakdown,
        gap_share as value,
        plg_activation_gap_max as threshold,
        'share' as unit,
        gap_base as member_count,
        case
            when gap_base >= min_cell_n
                then gap_share > plg_activation_gap_max
        end as is_present,
        case
            when gap_base = 0 then 'not applicable: no self-serve sign-up old enough'
            when gap_base < min_cell_n then 'too few self-serve sign-ups'
            else 'self-serve sign-ups that tried, got no value and left'
        end as reason
    from judged

)

select * from final
