with target_market as (

    select * from {{ ref('stg_config__target_market') }}

),

domain_accounts as (

    select * from {{ ref('int_identity__domain_accounts') }}

),

revenue_accounts as (

    select * from {{ ref('int_revenue__accounts') }}

),

account_milestones as (

    select * from {{ ref('int_product__account_milestones') }}

),

months as (

    select * from {{ ref('int_growth__months') }}

),

targets as (

    select
        target_market.target_account_key,
        coalesce(target_market.segment, 'unknown') as segment_name,
        domain_accounts.account_id
    from target_market
    left join domain_accounts on lower(trim(target_market.domain)) = domain_accounts.mail_domain

),

quarters as (

    select
        quarter,
        max(ends_on) as ends_on
    from months
    group by quarter

),

reached as (

    select
        quarters.quarter,
        targets.segment_name,
        count(case
            when revenue_accounts.first_paid_on <= quarters.ends_on then 1
        end) as ever_paid_count,
        count(case
            when cast(account_milestones.activated_at as date) <= quarters.ends_on then 1
        end) as activated_count,
        count(*) as target_count
    from quarters
    cross join targets
    left join revenue_accounts on targets.account_id = revenue_accounts.account_id
    left join account_milestones on targets.account_id = account_milestones.account_id
    group by quarters.quarter, targets.segment_name

),

penetration as (

    select
        max(quarters.quarter) as quarter,
        targets.segment_name,
        count(distinct case when revenue_accounts.is_paying then targets.target_account_key end)
            as paying_count,
        count(distinct targets.target_account_key) as target_count
    from targets
    cross join quarters
    left join revenue_accounts on targets.account_id = revenue_accounts.account_id
    group by targets.segment_name

),

curve as (

    select
        quarter,
        sum(ever_paid_count) as ever_paid_count,
        sum(activated_count) as activated_count,
        sum(target_count) as target_count
    from reached
    group by quarter

),

-- Stages of adoption are cut at 2.5, 16, 50 and 84 of a hundred.
staged as (

    select
        curve.*,
        case
            when activated_count < 0.025 * target_count then 'innovators'
            when activated_count < 0.16 * target_count then 'early adopters'
            when activated_count < 0.5 * target_count then 'early majority'
            when activated_count < 0.84 * target_count then 'late majority'
            else 'laggards'
        end as adoption_stage
    from curve

),

final as (

    select
        {{ figure(
            "'M87'", 'quarter', "quarter", "'paying today'", 'share', numerator="paying_count",
            denominator="target_count", segment="segment_name"
        ) }}
    from penetration
    union all
    select
        {{ figure(
            "'M105'", 'quarter', "quarter", "concat_ws('', 'activated, stage ', adoption_stage)",
            'share', numerator="activated_count", denominator="target_count"
        ) }}
    from staged

)

select * from final
