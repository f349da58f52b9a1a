with lifetime_values as (

    select * from {{ ref('lifetime_values') }}

),

account_margins as (

    select * from {{ ref('int_features__account_margins') }}

),

features as (

    select * from {{ ref('int_features__lifetime_value') }}

),

final as (

    select
        lifetime_values.account_id,
        lifetime_values.as_of_on as scored_on,
        features.peer_group,
        features.entry_model,
        features.bought_alone = 1 as has_bought_alone,
        cast(lifetime_values.clv as decimal(28, 8)) as clv,
        cast(lifetime_values.clv_low as decimal(28, 8)) as clv_low,
        cast(lifetime_values.clv_high as decimal(28, 8)) as clv_high,
        cast(lifetime_values.clv_simple as decimal(28, 8)) as clv_simple,
        lifetime_values.expected_months,
        lifetime_values.monthly_churn,
        account_margins.margin_share,
        account_margins.margin_basis,
        lifetime_values.method,
        lifetime_values.model_version
    from lifetime_values
    inner join account_margins
        on
            lifetime_values.account_id = account_margins.account_id
            and lifetime_values.as_of_on = account_margins.as_of_on
    inner join features
        on
            lifetime_values.account_id = features.account_id
            and lifetime_values.as_of_on = features.as_of_on

)

select * from final
