-- One row per failure mode: whether it holds for the company, and what was said of the last month.
-- A mixture has no truth about the company. Parameters: folder of the truth. Attached: the built
-- warehouse.
with patterns as (

    select * from read_parquet($truth || '/patterns.parquet')

),

said as (

    select
        *,
        max(as_of_month) over () as last_month
    from marts.rpt_pattern_read
    where segment = 'all'

),

final as (

    select
        patterns.failure_mode,
        patterns.is_present as actual,
        case when said.is_measurable then said.is_present end as said,
        said.grade
    from patterns
    left join said
        on patterns.failure_mode = said.failure_mode
            and said.as_of_month = said.last_month
    order by patterns.failure_mode

)

select * from final
