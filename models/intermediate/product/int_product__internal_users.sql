with product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

internal_domains as (

    select * from {{ ref('stg_config__internal_domains') }}

),

-- What the export says of a user counts; where it says nothing, whose domain the address has.
final as (

    select
        product_users.workspace_id,
        product_users.user_id
    from product_users
    left join internal_domains
        on product_users.email_domain = lower(trim(internal_domains.email_domain))
    where
        product_users.is_internal
        or (product_users.is_internal is null and internal_domains.email_domain is not null)
    group by product_users.workspace_id, product_users.user_id

)

select * from final
