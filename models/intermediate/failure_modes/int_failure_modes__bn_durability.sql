with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

renewals as (

    select * from {{ ref('int_failure_modes__bn_renewals') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

expected_losses as (

    select * from {{ ref('int_failure_modes__bn_expected_losses') }}

),

settings as (

    select * from {{ ref('int_failure_modes__bn_settings') }}

),

row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}
    where input_table = 'concessions'

),

-- The renewals of the three months that end on the day, with what was known of them then. Where no
-- renewal has matured yet, nothing is expected, and the other three criteria decide.
placed as (

    select
        months.as_of_month,
        coalesce(accounts.peer_group, 'unknown') as peer_group,
        renewals.renewed_arr,
        renewals.concession_on is null or renewals.concession_on > months.as_of_on
            as is_without_concession,
        renewals.is_on_time and renewals.is_term_kept
        and (renewals.concession_on is null or renewals.concession_on > months.as_of_on)
        and coalesce(expected_losses.expected_loss < settings.bn_expected_loss_max, true)
            as is_durable
    from months
    cross join settings
    inner join renewals
        on months.as_of_on >= renewals.renewed_on
            and {{ dbt.dateadd('month', -2, 'months.as_of_month') }} <= renewals.renewed_on
    left join accounts
        on months.as_of_month = accounts.as_of_month and renewals.account_id = accounts.account_id
    left join expected_losses
        on
            months.as_of_month = expected_losses.as_of_month
            and renewals.account_id = expected_losses.account_id

),

grouped as (

    select * from placed
    union all
    select
        as_of_month,
        'all' as peer_group,
        renewed_arr,
        is_without_concession,
        is_durable
    from placed

),

summed as (

    select
        as_of_month,
        peer_group,
        count(*) as renewal_count,
        count(case when is_without_concession then 1 end) as free_count,
        sum(case when is_durable is not null then renewed_arr end) as judged_arr,
        sum(case when is_durable then renewed_arr else 0 end) as durable_arr
    from grouped
    group by as_of_month, peer_group

),

final as (

    select
        summed.as_of_month,
        summed.peer_group,
        summed.renewal_count,
        case
            when row_counts.is_present
                then 100 * cast(summed.durable_arr as double) / cast(summed.judged_arr as double)
        end as durability_points,
        case
            when row_counts.is_present
                then cast(summed.free_count as double) / summed.renewal_count
        end as share_without_concession
    from summed
    left join row_counts on true

)

select * from final
