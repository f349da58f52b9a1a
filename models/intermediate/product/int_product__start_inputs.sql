{{ config(materialized='view') }}

with row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

present as (

    select
        max(
            case
                when input_table in (
                    'product_signals', 'in_product_prompts', 'invites', 'external_exposures'
                ) and is_present then 1
            end
        ) as tells,
        max(case when input_table = 'usage_meters' and is_present then 1 end) as meters,
        max(case when input_table = 'entitlements' and is_present then 1 end) as limits
    from row_counts

),

-- A limit is reached only where both the use and what was granted are known.
final as (

    select
        coalesce(tells = 1 or (meters = 1 and limits = 1), false) as has_starts,
        case when not coalesce(tells = 1 or (meters = 1 and limits = 1), false)
                then 'product_signals'
        end as missing_inputs
    from present

)

select * from final
