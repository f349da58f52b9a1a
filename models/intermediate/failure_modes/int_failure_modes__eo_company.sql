with counts as (

    select * from {{ ref('int_failure_modes__eo_counts') }}

),

measurability as (

    select * from {{ ref('int_failure_modes__eo_measurability') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

ratios as (

    select
        counts.*,
        measurability.is_measurable,
        measurability.missing_inputs,
        settings.eo_flag_arr_share,
        settings.eo_flag_nrr_points,
        cast(counts.orphan_arr as double) / nullif(counts.opening_arr, 0) as orphan_arr_share,
        100 * cast(counts.impact_arr as double) / nullif(counts.opening_arr, 0)
            as nrr_points_forgone,
        cast(counts.orphan_accounts as double) / nullif(counts.ready_accounts, 0) as orphan_share
    from counts
    cross join measurability
    cross join settings

),

judged as (

    select
        *,
        coalesce(orphan_arr_share >= eo_flag_arr_share, false) as is_by_share,
        coalesce(nrr_points_forgone >= eo_flag_nrr_points, false) as is_by_points
    from ratios

),

-- What is not measured is unknown: no figure of it is zero.
final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        peer_group,
        is_measurable,
        missing_inputs,
        is_measurable and (is_by_share or is_by_points) as is_present,
        case
            when not is_measurable then null
            when is_by_share and is_by_points then 'arr_share_and_nrr_points'
            when is_by_share then 'arr_share'
            when is_by_points then 'nrr_points'
        end as grade,
        case when is_measurable then nrr_points_forgone end as impact_ratio,
        case when is_measurable then orphan_share end as prevalence,
        case when is_measurable then impact_arr end as impact_arr,
        case when is_measurable then impact_gm end as impact_gm,
        case when is_measurable then impact_low end as impact_low,
        case when is_measurable then impact_high end as impact_high,
        case when is_measurable then ready_accounts end as ready_accounts,
        case when is_measurable then orphan_accounts end as orphan_accounts,
        case when is_measurable then orphan_arr end as orphan_arr,
        case when is_measurable then orphan_arr_share end as orphan_arr_share,
        opening_arr,
        case
            when not is_measurable then concat_ws('', 'needs ', missing_inputs)
            when opening_arr is null then 'no ARR a year before to measure against'
            else concat_ws(
                    '',
                    cast(orphan_accounts as varchar),
                    ' orphans of ',
                    cast(ready_accounts as varchar),
                    ' ready accounts; their ARR is ',
                    cast(cast(orphan_arr_share * 100 as decimal(38, 1)) as varchar),
                    '% of the opening ARR (flag ',
                    cast(cast(eo_flag_arr_share * 100 as decimal(38, 1)) as varchar),
                    '%); forgone ',
                    case
                        when nrr_points_forgone is null then 'unknown'
                        else concat_ws(
                                '',
                                cast(cast(nrr_points_forgone as decimal(38, 2)) as varchar),
                                ' points'
                            )
                    end,
                    ' (flag ', cast(cast(eo_flag_nrr_points as decimal(38, 2)) as varchar), ')',
                    case
                        when unpriced_lines > 0
                            then concat_ws(
                                    '',
                                    '; ',
                                    cast(unpriced_lines as varchar),
                                    ' orphans are not priced'
                                )
                        else ''
                    end
                )
        end as reason
    from judged

)

select * from final
