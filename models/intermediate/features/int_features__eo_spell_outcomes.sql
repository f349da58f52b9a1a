with spells as (

    select * from {{ ref('int_failure_modes__eo_spells') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__eo_thresholds') }}
    where is_base

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

motions as (

    select * from {{ ref('int_motions__motions') }}

),

expansions as (

    select * from {{ ref('int_failure_modes__eo_expansions') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

base_spells as (

    select
        spells.account_id,
        spells.product_line,
        spells.onset_on,
        spells.ends_on
    from spells
    inner join thresholds
        on spells.eo_ready_score = thresholds.eo_ready_score
            and spells.spell_gap_days = thresholds.spell_gap_days

),

first_expansions as (

    select
        base_spells.account_id,
        base_spells.product_line,
        base_spells.onset_on,
        min(expansions.expanded_on) as expanded_on
    from base_spells
    inner join expansions
        on base_spells.account_id = expansions.account_id
            and base_spells.onset_on < expansions.expanded_on
    group by base_spells.account_id, base_spells.product_line, base_spells.onset_on

),

-- The first motion that can be an answer; an order that the customer places alone is one too.
first_motions as (

    select
        base_spells.account_id,
        base_spells.product_line,
        base_spells.onset_on,
        min(cast(motions.motion_at as date)) as motion_on,
        min_by(
            motions.actor_kind, concat_ws(
                '|', cast(motions.motion_at as varchar), motions.motion_kind, motions.motion_id
            )
        ) as motion_actor
    from base_spells
    cross join settings
    inner join motions
        on base_spells.account_id = motions.account_id
            and {{ dbt.dateadd('day', '-settings.eo_prior_motion_days', 'base_spells.onset_on') }}
            <= cast(motions.motion_at as date)
    group by base_spells.account_id, base_spells.product_line, base_spells.onset_on

),

final as (

    select
        base_spells.account_id,
        base_spells.product_line,
        base_spells.onset_on,
        base_spells.ends_on,
        accounts.peer_group,
        first_motions.motion_on,
        first_motions.motion_actor,
        first_expansions.expanded_on
    from base_spells
    inner join accounts
        on base_spells.account_id = accounts.account_id
            and cast({{ dbt.date_trunc('month', 'base_spells.onset_on') }} as date)
            = accounts.as_of_month
    left join first_motions
        on base_spells.account_id = first_motions.account_id
            and base_spells.product_line = first_motions.product_line
            and base_spells.onset_on = first_motions.onset_on
    left join first_expansions
        on base_spells.account_id = first_expansions.account_id
            and base_spells.product_line = first_expansions.product_line
            and base_spells.onset_on = first_expansions.onset_on

)

select * from final
