-- Agents and the managers of their teams; all of them people who sell.
with people as (

    select
        sales_agent as name,
        regional_office
    from read_csv('{source}/sales_teams.csv')
    union
    select
        manager as name,
        regional_office
    from read_csv('{source}/sales_teams.csv')

)

select
    name as crm_user_id,
    'sales' as function,
    min(regional_office) as team,
    false as is_integration
from people
group by name
