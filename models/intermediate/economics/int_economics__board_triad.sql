with moves as (

    select * from {{ ref('int_economics__board_moves') }}

),

parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}

),

settings as (

    select cast(max(value) as bigint) as quarters_back
    from parameter_values
    where parameter = 'board_quarters'

),

judged as (

    select
        *,
        case
            when nrr_move is null or gross_margin_move is null or revenue_per_employee_move is null
                then null
            when nrr_move = gross_margin_move and nrr_move = revenue_per_employee_move then 1
            else 0
        end as is_together,
        case
            when
                nrr_move is null
                or (gross_margin_move is null and revenue_per_employee_move is null)
                then null
            when nrr_move = 1 and least(gross_margin_move, revenue_per_employee_move) = -1 then 1
            else 0
        end as is_apart
    from moves

),

-- What the three did over the window that ends with each quarter.
windows as (

    select
        judged.quarter,
        judged.place,
        judged.is_apart,
        count(earlier.is_together) as judged_quarters,
        sum(earlier.is_together) as together_quarters,
        corr(earlier.nrr, earlier.gross_margin) as nrr_margin_correlation,
        corr(earlier.nrr, earlier.revenue_per_employee) as nrr_people_correlation,
        corr(earlier.gross_margin, earlier.revenue_per_employee) as margin_people_correlation,
        max(case when earlier.place = judged.place - 1 then earlier.is_apart end)
            as was_apart_before
    from judged
    cross join settings
    inner join judged as earlier
        on earlier.place <= judged.place and earlier.place > judged.place - settings.quarters_back
    group by judged.quarter, judged.place, judged.is_apart

),

final as (

    select
        windows.quarter,
        moves.nrr_move,
        moves.gross_margin_move,
        moves.revenue_per_employee_move,
        windows.judged_quarters,
        cast(windows.together_quarters as double) / nullif(windows.judged_quarters, 0)
            as co_movement,
        round(
            (
                windows.nrr_margin_correlation
                + windows.nrr_people_correlation
                + windows.margin_people_correlation
            ) / 3,
            9
        ) as mean_correlation,
        case
            when windows.is_apart is null or windows.was_apart_before is null then null
            else windows.is_apart = 1 and windows.was_apart_before = 1
        end as is_drifting_apart
    from windows
    inner join moves on windows.quarter = moves.quarter

)

select * from final
