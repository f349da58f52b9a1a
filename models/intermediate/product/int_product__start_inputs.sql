{{ config(materialized='view') }}

with row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}
    where is_present and input_table in (
            'product_signals', 'in_product_prompts', 'invites', 'external_exposures',
            'usage_meters', 'entitlements'
        )

),

present as (

    select
        count(case when input_table not in ('usage_meters', 'entitlements') then 1 end) as tellers,
        count(case when input_table = 'usage_meters' then 1 end) as meters,
        count(case when input_table = 'entitlements' then 1 end) as limits
    from row_counts

),

-- A limit is reached only where both the use and what was granted are known.
final as (

    select
        tellers > 0 or (meters > 0 and limits > 0) as has_starts,
        case when tellers = 0 and (meters = 0 or limits = 0) then 'product_signals' end
            as missing_inputs
    from present

)

select * from final
