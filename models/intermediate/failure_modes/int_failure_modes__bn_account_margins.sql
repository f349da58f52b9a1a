with window_margins as (

    select * from {{ ref('int_failure_modes__bn_window_margins') }}
    where cs_basis <> 'half'

),

settings as (

    select * from {{ ref('int_failure_modes__bn_settings') }}

),

-- A margin of a few months says nothing about a year; that of a quarter stands on any month.
usable as (

    select
        window_margins.as_of_month,
        window_margins.account_id,
        window_margins.recurring_revenue,
        window_margins.cost_to_serve,
        window_margins.contribution_margin,
        case
            when
                window_margins.window_name in ('quarter', 'prior_year_quarter')
                or window_margins.paid_months >= settings.bn_min_margin_months
                then concat_ws('_', window_margins.window_name, window_margins.cs_basis)
        end as place
    from window_margins
    cross join settings

),

final as (

    select
        as_of_month,
        account_id,
        max(case when place = 'year_as_set' then recurring_revenue end) as revenue_ttm,
        max(case when place = 'prior_year_as_set' then recurring_revenue end) as revenue_prior,
        max(case when place = 'year_as_set' then cost_to_serve end) as cost_ttm,
        max(case when place = 'prior_year_as_set' then cost_to_serve end) as cost_prior,
        max(case when place = 'year_as_set' then contribution_margin end) as margin_ttm,
        max(case when place = 'prior_year_as_set' then contribution_margin end) as margin_prior,
        max(case when place = 'year_none' then contribution_margin end) as margin_ttm_cs_0,
        max(case when place = 'prior_year_none' then contribution_margin end) as margin_prior_cs_0,
        max(case when place = 'year_full' then contribution_margin end) as margin_ttm_cs_100,
        max(case when place = 'prior_year_full' then contribution_margin end)
            as margin_prior_cs_100,
        max(case when place = 'quarter_as_set' then contribution_margin end) as margin_quarter,
        max(case when place = 'prior_year_quarter_as_set' then contribution_margin end)
            as margin_quarter_prior
    from usable
    group by as_of_month, account_id

)

select * from final
