with renewing as (

    select * from {{ ref('int_failure_modes__hu_renewing') }}

),

as_of_dates as (

    select * from {{ ref('int_features__as_of_dates') }}

),

verdicts as (

    select * from {{ ref('int_failure_modes__hu_verdicts') }}
    where is_base

),

usage_index as (

    select * from {{ ref('int_failure_modes__usage_index') }}

),

rates as (

    select * from {{ ref('renewal_loss_rates') }}

),

renewal_loss_models as (

    select * from {{ ref('renewal_loss_models') }}
    where measure = 'definition'

),

-- The mean of a month, for whoever has no cell and for months whose rates are not used.
month_means as (

    select
        as_of_month,
        round(sum(p_loss * renewals) / nullif(sum(renewals), 0), 8) as mean_loss,
        max(trained_on) as trained_on_renewals
    from rates
    group by as_of_month

),

serving as (

    select
        as_of_dates.as_of_on,
        models.model_version,
        models.is_shipped,
        row_number() over (
            partition by as_of_dates.as_of_on order by models.trained_on desc nulls last
        ) as model_number
    from as_of_dates
    inner join renewal_loss_models as models on models.trained_on <= as_of_dates.as_of_on

),

placed as (

    select
        renewing.account_id,
        renewing.subscription_id,
        renewing.product_line,
        renewing.as_of_on,
        renewing.due_on,
        renewing.arr,
        usage_index.peer_group,
        cast(ceil(5 * usage_index.usage_percentile) as bigint) as usage_quintile,
        case
            when verdicts.state in ('hollow_diverging', 'hollow_unproven') then 'hollow'
            when verdicts.state = 'proven' then 'proven'
            when verdicts.state is not null then 'other'
        end as hu_class,
        verdicts.state,
        renewing.as_of_month
    from renewing
    inner join as_of_dates on renewing.as_of_on = as_of_dates.as_of_on
    left join usage_index
        on
            renewing.account_id = usage_index.account_id
            and renewing.as_of_month = usage_index.as_of_month
    left join verdicts
        on
            renewing.account_id = verdicts.account_id
            and renewing.as_of_month = verdicts.as_of_month

),

final as (

    select
        placed.account_id,
        placed.subscription_id,
        placed.as_of_on as scored_on,
        placed.product_line,
        placed.due_on,
        placed.arr,
        case
            when coalesce(serving.is_shipped, false) and rates.p_loss is not null then rates.p_loss
            else month_means.mean_loss
        end as expected_loss_share,
        concat_ws(
            '; ',
            'usage ' || coalesce(replace(placed.state, '_', ' '), 'not judged'),
            'usage fifth ' || coalesce(cast(placed.usage_quintile as varchar), 'unknown'),
            coalesce(placed.peer_group, 'unknown') || ' account'
        ) as top_reasons,
        case
            when month_means.mean_loss is null then 'none'
            when coalesce(serving.is_shipped, false) and rates.p_loss is not null then rates.method
            else 'mean'
        end as method,
        coalesce(serving.model_version, 'renewal_loss-none') as model_version
    from placed
    left join serving on placed.as_of_on = serving.as_of_on and serving.model_number = 1
    left join month_means on placed.as_of_month = month_means.as_of_month
    left join rates
        on
            placed.as_of_month = rates.as_of_month
            and placed.peer_group = rates.peer_group
            and placed.usage_quintile = rates.usage_quintile
            and placed.hu_class = rates.hu_class

)

select * from final
