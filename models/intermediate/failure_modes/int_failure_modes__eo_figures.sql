with quarters as (

    select * from {{ ref('int_failure_modes__eo_quarters') }}

),

companies as (

    select * from {{ ref('int_failure_modes__eo_company') }}
    where is_base

),

answers as (

    select * from {{ ref('int_failure_modes__eo_answers') }}

),

wait_medians as (

    select * from {{ ref('eo_wait_medians') }}

),

quarter_revenue as (

    select * from {{ ref('int_failure_modes__eo_quarter_revenue') }}

),

capacity as (

    select * from {{ ref('int_failure_modes__eo_capacity') }}

),

books as (

    select * from {{ ref('int_failure_modes__eo_books') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

book_rates as (

    select
        {%- for quartile in range(1, 5) %}
        max(
            case
                when book_quartile = {{ quartile }}
                    then cast(orphan_accounts as double) / nullif(ready_accounts, 0)
            end
        ) as book_{{ quartile }},
        {%- endfor %}
        as_of_month
    from books
    group by as_of_month

),

-- A share of too few is no share; what is of the whole company has no row per group of peers.
final as (

    select
        quarters.quarter,
        companies.peer_group as segment,
        companies.missing_inputs,
        cast(companies.orphan_accounts as double) as orphan_accounts,
        companies.orphan_arr,
        case when answers.matured_spells >= settings.min_cell_n
                then cast(answers.answered_spells as double) / answers.matured_spells
        end as ready_with_motion_rate,
        case when answers.answered_spells > 0 and answers.matured_spells >= settings.min_cell_n
                then cast(answers.product_answered_spells as double) / answers.answered_spells
        end as ready_motion_product_share,
        case when answers.matured_spells >= settings.min_cell_n
                then cast(answers.caught_spells as double) / answers.matured_spells
        end as expansion_capture_rate,
        case when wait_medians.cases >= settings.min_cell_n then wait_medians.median_days end
            as signal_to_motion_days,
        quarter_revenue.product_started_share as expansion_started_by_product,
        quarter_revenue.nrr,
        cast(quarter_revenue.expansion_arr as double) / nullif(cast(capacity.csm_fte as double), 0)
            as expansion_arr_per_csm_fte,
        case when capacity.months >= settings.eo_capacity_months then capacity.arr_per_csm_fte end
            as capacity_arr_per_csm_fte,
        case when capacity.months >= settings.eo_capacity_months
                then capacity.arr_per_ready_account
        end as capacity_arr_per_ready_account,
        book_rates.book_1 as orphan_rate_smallest_books,
        book_rates.book_2 as orphan_rate_second_books,
        book_rates.book_3 as orphan_rate_third_books,
        book_rates.book_4 as orphan_rate_largest_books
    from quarters
    cross join settings
    inner join companies on quarters.as_of_month = companies.as_of_month
    left join answers
        on quarters.quarter = answers.quarter and companies.peer_group = answers.peer_group
    left join wait_medians
        on quarters.quarter = cast(wait_medians.quarter as date)
            and companies.peer_group = wait_medians.peer_group
    left join quarter_revenue on quarters.quarter = quarter_revenue.quarter
    left join capacity on quarters.as_of_month = capacity.as_of_month
    left join book_rates on quarters.as_of_month = book_rates.as_of_month

)

select * from final
