with pair_tests as (

    select * from {{ ref('int_failure_modes__bn_pair_tests') }}
    where cs_basis = 'as_set'

),

group_sums as (

    select * from {{ ref('int_failure_modes__bn_group_sums') }}

),

retention as (

    select * from {{ ref('int_failure_modes__bn_retention') }}

),

margins as (

    select * from {{ ref('int_economics__margins') }}

),

row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}
    where not is_present and input_table in ('gl_months', 'revenue_months')

),

absent as (

    select {{ dbt.listagg("input_table", "', '", "order by input_table nulls last") }}
        as absent_tables
    from row_counts

),

joined as (

    select
        group_sums.*,
        pair_tests.quarters,
        pair_tests.nrr_slope,
        pair_tests.margin_drop_points,
        pair_tests.durability_drop_points,
        pair_tests.is_present as is_split,
        pair_tests.grade,
        retention.borrow_gap_points,
        retention.covered_share,
        margins.gross_margin_share,
        absent.absent_tables,
        case
            when absent.absent_tables is not null then absent.absent_tables
            when pair_tests.is_present is null then 'enough quarters of gl_months, revenue_months'
        end as missing_inputs
    from group_sums
    cross join absent
    left join pair_tests
        on group_sums.scenario_id = pair_tests.scenario_id
            and group_sums.as_of_month = pair_tests.as_of_month
            and group_sums.peer_group = pair_tests.peer_group
    left join retention
        on group_sums.as_of_month = retention.as_of_month
            and group_sums.peer_group = retention.peer_group
    left join margins on group_sums.as_of_month = margins.as_of_month

),

worded as (

    select
        *,
        missing_inputs is null as is_measurable,
        cast(cast(nrr_slope as decimal(18, 2)) as varchar) as slope_text,
        cast(cast(margin_drop_points as decimal(18, 2)) as varchar) as drop_text,
        cast(cast(durability_drop_points as decimal(18, 1)) as varchar) as durability_text,
        cast(cast(borrow_gap_points as decimal(18, 2)) as varchar) as gap_text
    from joined

),

final as (

    select
        scenario_id,
        as_of_month,
        peer_group,
        is_measurable,
        missing_inputs,
        case when is_measurable then is_split end as is_present,
        case when is_measurable then grade end as grade,
        case when is_measurable then borrow_gap_points end as impact_ratio,
        case when is_measurable then prevalence end as prevalence,
        case
            when is_measurable
                then cast(cast(impact_gm as double) / gross_margin_share as decimal(28, 8))
        end as impact_arr,
        case when is_measurable then impact_gm end as impact_gm,
        case when is_measurable then impact_low end as impact_low,
        case when is_measurable then impact_high end as impact_high,
        case
            when not is_measurable then concat_ws('', 'Not measurable: ', missing_inputs, '.')
            else concat_ws(
                    '', 'Over ', cast(quarters as varchar), ' quarters NRR moved by ', slope_text,
                    ' points a quarter and gross margin fell by ', drop_text, ' points',
                    '; durability of renewals fell by ' || durability_text || ' points',
                    '; NRR stands ' || gap_text || ' points above net gross-profit retention', '.'
                )
        end as reason
    from worded

)

select * from final
