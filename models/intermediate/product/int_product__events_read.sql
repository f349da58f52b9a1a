-- What is kept must be there before the watermark says that it is.
-- depends_on: {{ ref('stg_product__quarantined_events') }}
-- depends_on: {{ ref('int_product__event_counts') }}
-- depends_on: {{ ref('int_product__deciding_events') }}
-- depends_on: {{ ref('int_product__first_sessions') }}
-- depends_on: {{ ref('stg_product__judged_workspaces') }}
with landing_days as (

    select * from {{ ref('stg_product__landing_days') }}

),

final as (

    select
        source_file,
        fingerprint,
        landed_on,
        occurred_on,
        row_count,
        undated_count,
        as_of_on,
        basis,
        run_id
    from landing_days
    where row_count > 0

)

select * from final
