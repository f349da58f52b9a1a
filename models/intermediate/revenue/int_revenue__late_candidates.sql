{{ config(materialized='view') }}

with lives as (

    select * from {{ ref('int_revenue__subscription_lives') }}

),

replacements as (

    select * from {{ ref('int_revenue__replacements') }}

),

expired as (

    select lives.*
    from lives
    left join replacements on lives.subscription_id = replacements.predecessor_id
    where lives.expired_on is not null and replacements.predecessor_id is null

),

unclaimed as (

    select lives.*
    from lives
    left join replacements on lives.subscription_id = replacements.successor_id
    where replacements.successor_id is null

),

-- A start on the same account and line while the late signature is still waited for.
final as (

    select
        expired.account_id,
        expired.product_line,
        expired.subscription_id as predecessor_id,
        expired.expired_on,
        unclaimed.subscription_id as successor_id,
        unclaimed.first_on as continued_on
    from expired
    inner join unclaimed
        on expired.account_id = unclaimed.account_id
            and expired.product_line = unclaimed.product_line
            and expired.expired_on <= unclaimed.first_on
            and expired.drops_on >= unclaimed.first_on
            and expired.first_on < unclaimed.first_on

)

select * from final
