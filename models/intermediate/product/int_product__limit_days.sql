with usage_meters as (

    select * from {{ ref('stg_product__usage_meters') }}

),

entitlements as (

    select * from {{ ref('stg_product__entitlements') }}

),

-- The last day of an entitlement may be the first of the next: the later one then holds.
rights_of_the_day as (

    select
        usage_meters.workspace_id,
        usage_meters.limit_key,
        usage_meters.usage_date,
        usage_meters.quantity,
        entitlements.product_line,
        entitlements.limit_value,
        entitlements.is_hard_limit,
        row_number() over (
            partition by
                usage_meters.workspace_id,
                usage_meters.limit_key,
                usage_meters.usage_date,
                entitlements.product_line
            order by entitlements.valid_from desc nulls last
        ) as right_number
    from usage_meters
    inner join entitlements
        on
            usage_meters.workspace_id = entitlements.workspace_id
            and usage_meters.limit_key = entitlements.limit_key
            and usage_meters.usage_date >= entitlements.valid_from
    where
        coalesce(usage_meters.product_line, entitlements.product_line) = entitlements.product_line
        and usage_meters.usage_date <= coalesce(entitlements.valid_to, usage_meters.usage_date)

),

final as (

    select
        workspace_id,
        limit_key,
        product_line,
        usage_date as used_on,
        quantity,
        limit_value,
        is_hard_limit,
        quantity > 0 and quantity >= limit_value as is_at_limit
    from rights_of_the_day
    where right_number = 1

)

select * from final
