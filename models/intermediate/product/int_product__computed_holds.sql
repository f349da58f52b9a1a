{{ config(materialized='view') }}

with limit_holds as (

    select * from {{ ref('int_product__limit_holds') }}

),

seat_holds as (

    select * from {{ ref('int_product__seat_holds') }}

),

depth_holds as (

    select * from {{ ref('int_product__depth_holds') }}

),

adjacency_holds as (

    select * from {{ ref('int_product__adjacency_holds') }}

),

attempt_holds as (

    select * from {{ ref('int_product__attempt_holds') }}

),

dependency_holds as (

    select * from {{ ref('int_product__dependency_holds') }}

),

final as (

    select
        signal_type,
        account_id,
        workspace_id,
        product_line,
        concat_ws('/', workspace_id, limit_key, product_line) as subject,
        holds_from_on,
        holds_until_on,
        evidence
    from limit_holds
    union all
    select
        signal_type,
        account_id,
        cast(null as varchar) as workspace_id,
        product_line,
        product_line as subject,
        holds_from_on,
        holds_until_on,
        evidence
    from seat_holds
    union all
    select
        signal_type,
        account_id,
        cast(null as varchar) as workspace_id,
        product_line,
        product_line as subject,
        holds_from_on,
        holds_until_on,
        evidence
    from depth_holds
    union all
    select
        signal_type,
        account_id,
        cast(null as varchar) as workspace_id,
        product_line,
        subject,
        holds_from_on,
        cast(null as date) as holds_until_on,
        evidence
    from adjacency_holds
    union all
    select
        signal_type,
        account_id,
        cast(null as varchar) as workspace_id,
        product_line,
        coalesce(product_line, 'all') as subject,
        holds_from_on,
        holds_until_on,
        evidence
    from attempt_holds
    union all
    select
        signal_type,
        account_id,
        cast(null as varchar) as workspace_id,
        cast(null as varchar) as product_line,
        'all' as subject,
        holds_from_on,
        holds_until_on,
        evidence
    from dependency_holds

)

select * from final
