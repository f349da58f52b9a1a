with quarters as (

    select * from {{ ref('int_economics__board_quarters') }}

),

margins as (

    select * from {{ ref('int_economics__margins') }}

),

parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}

),

settings as (

    select
        cast(max(case when parameter = 'board_dead_band' then value end) as double) as dead_band,
        cast(max(case when parameter = 'board_quarters' then value end) as bigint) as quarters_back
    from parameter_values

),

together as (

    select
        quarters.quarter,
        quarters.nrr,
        margins.gross_margin_share as gross_margin,
        quarters.revenue_per_employee,
        row_number() over (order by quarters.quarter asc nulls last) as place
    from quarters
    left join margins on quarters.as_of_on = margins.as_of_on

),

-- Each quarter beside those of its window, itself the last of them; nothing later is looked at.
windows as (

    select
        together.quarter,
        together.place,
        round(stddev_pop(earlier.nrr), 12) as nrr_sd,
        round(stddev_pop(earlier.gross_margin), 12) as gross_margin_sd,
        round(stddev_pop(earlier.revenue_per_employee), 6) as revenue_per_employee_sd
    from together
    cross join settings
    inner join together as earlier
        on earlier.place <= together.place
            and earlier.place > together.place - settings.quarters_back
    group by together.quarter, together.place

),

changes as (

    select
        together.quarter,
        together.place,
        together.nrr,
        together.gross_margin,
        together.revenue_per_employee,
        (together.nrr - earlier.nrr) / nullif(windows.nrr_sd, 0) as nrr_change,
        (together.gross_margin - earlier.gross_margin) / nullif(windows.gross_margin_sd, 0)
            as gross_margin_change,
        (together.revenue_per_employee - earlier.revenue_per_employee)
        / nullif(windows.revenue_per_employee_sd, 0) as revenue_per_employee_change
    from together
    inner join windows on together.quarter = windows.quarter
    left join together as earlier on together.place = earlier.place + 1

),

-- Up, down, or not moved: a change within the dead band is none. Unknown is neither.
final as (

    select
        changes.quarter,
        changes.place,
        changes.nrr,
        changes.gross_margin,
        changes.revenue_per_employee,
        changes.nrr_change,
        changes.gross_margin_change,
        changes.revenue_per_employee_change,
        case
            when changes.nrr_change is null then null
            when changes.nrr_change > settings.dead_band then 1
            when changes.nrr_change < -settings.dead_band then -1
            else 0
        end as nrr_move,
        case
            when changes.gross_margin_change is null then null
            when changes.gross_margin_change > settings.dead_band then 1
            when changes.gross_margin_change < -settings.dead_band then -1
            else 0
        end as gross_margin_move,
        case
            when changes.revenue_per_employee_change is null then null
            when changes.revenue_per_employee_change > settings.dead_band then 1
            when changes.revenue_per_employee_change < -settings.dead_band then -1
            else 0
        end as revenue_per_employee_move
    from changes
    cross join settings

)

select * from final
