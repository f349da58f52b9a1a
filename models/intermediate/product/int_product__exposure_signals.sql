with external_exposures as (

    select * from {{ ref('stg_product__external_exposures') }}

),

final as (

    select
        exposure_id as source_id,
        workspace_id,
        'exposure_' || kind as signal_type,
        exposed_at as signalled_at,
        resulting_user_id,
        case when resulting_user_id is not null then 'strong' else 'weak' end as strength,
        concat_ws(
            '',
            replace(kind, '_', ' '),
            ' seen by somebody outside',
            case when resulting_user_id is not null then ', who signed up' end
        ) as evidence
    from external_exposures

)

select * from final
