{{ config(materialized='view') }}

with progress_inputs as (

    select * from {{ ref('progress_inputs') }}

),

row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

-- A need is met by any one of the tables that serve it.
final as (

    select
        progress_inputs.failure_mode,
        progress_inputs.metric,
        progress_inputs.need
    from progress_inputs
    inner join row_counts on progress_inputs.input_table = row_counts.input_table
    group by progress_inputs.failure_mode, progress_inputs.metric, progress_inputs.need
    having max(case when row_counts.is_present then 1 else 0 end) = 0

)

select * from final
