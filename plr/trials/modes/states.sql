-- One row per planted account, mode and line: the state it is in and the state that was said.
-- Parameters: folder of the truth. Attached: the built warehouse.
with planted as (

    select * from read_parquet($truth || '/modes.parquet')

),

identity as (

    select * from read_parquet($truth || '/identity.parquet')

),

-- What a company pays is on the account of most of its records; a case of Conversion Black Holes
-- is on that of its workspace.
records as (

    select
        identity.root_company_id,
        bridge.account_id,
        count(*) as record_count
    from marts.bridge_account_identities as bridge
    inner join identity
        on bridge.source_system = identity.source_system
            and bridge.source_id = identity.source_id
    where bridge.account_id is not null
    group by all

),

accounts as (

    select
        root_company_id,
        account_id
    from records
    qualify row_number() over (
        partition by root_company_id order by record_count desc, account_id
    ) = 1

),

workspaces as (

    select
        source_id as workspace_id,
        account_id
    from marts.bridge_account_identities
    where source_system = 'workspace' and account_id is not null and not is_quarantined

),

found as (

    select
        planted.*,
        coalesce(workspaces.account_id, accounts.account_id) as account_id
    from planted
    left join workspaces
        on planted.workspace_id = workspaces.workspace_id
            and planted.failure_mode = 'conversion_black_holes'
    left join accounts on planted.company_id = accounts.root_company_id

),

final as (

    select
        found.failure_mode,
        found.company_id,
        found.case_name,
        found.state as actual,
        verdicts.state as said,
        found.is_near_threshold,
        found.is_ambiguous
    from found
    left join marts.fct_failure_mode_accounts as verdicts
        on found.failure_mode = verdicts.failure_mode
            and found.account_id = verdicts.account_id
            and found.product_line = verdicts.product_line
            and found.as_of_month = verdicts.as_of_month
    order by found.failure_mode, found.company_id, found.product_line

)

select * from final
