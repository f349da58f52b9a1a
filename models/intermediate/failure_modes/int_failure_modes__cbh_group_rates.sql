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

peers as (

    select peer_group
    from counts
    union
    select 'all' as peer_group

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
    cross join peers

),

rated as (

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

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        peer_group,
        holes,
        matured,
        cbh_rate,
        human_rescue_share,
        flag_rate,
        flag_rescue_share,
        min_cell_n,
        concat_ws(
            '',
            'holes: ', cast(holes as varchar),
            case
                when holes_of_unknown_fit > 0
                    then
                        concat_ws(
                            '', ' (', cast(holes_of_unknown_fit as varchar), ' of unknown fit)'
                        )
            end,
            '; of ', cast(matured as varchar), ' matured cases ',
            case
                when cbh_rate is null
                    then concat_ws('', 'fewer than ', cast(min_cell_n as varchar), ': no rate')
                else
                    concat_ws(
                        '', cast(cast(cbh_rate as decimal(9, 3)) as varchar), ' in a hole (flag ',
                        cast(cast(flag_rate as decimal(9, 2)) as varchar), ')'
                    )
            end,
            '; of ', cast(matured_converted as varchar), ' conversions ',
            case
                when human_rescue_share is null then 'too few for a share of rescues'
                else
                    concat_ws(
                        '', cast(cast(human_rescue_share as decimal(9, 3)) as varchar),
                        ' rescued by a person (flag ',
                        cast(cast(flag_rescue_share as decimal(9, 2)) as varchar), ')'
                    )
            end
        ) as rates_in_words
    from rated

)

select * from final
