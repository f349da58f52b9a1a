with invites as (

    select * from {{ ref('stg_product__invites') }}

),

final as (

    select
        invite_id as source_id,
        workspace_id,
        sent_at as signalled_at,
        accepted_user_id as resulting_user_id,
        case when accepted_at is not null then 'strong' else 'weak' end as strength,
        concat_ws(
            '',
            case
                when is_external then 'invite to somebody outside'
                when not is_external then 'invite to a colleague'
                else 'invite'
            end,
            case when accepted_at is not null then ', accepted' else ', not accepted so far' end
        ) as evidence
    from invites

)

select * from final
