with pair_tests as (

    select * from {{ ref('int_failure_modes__bn_pair_tests') }}
    where is_base and peer_group = 'all'

),

pairs as (

    select * from {{ ref('int_failure_modes__bn_pairs') }}
    where peer_group = 'all'

),

cs_shares as (

    select * from {{ ref('int_economics__cs_shares') }}

),

quarters as (

    select * from {{ ref('int_failure_modes__bn_quarters') }}

),

judged as (

    select
        quarters.quarter,
        cs_shares.cs_basis,
        cs_shares.cs_cogs_share,
        pairs.gross_margin_points / 100 as gross_margin,
        pair_tests.margin_drop_points,
        pair_tests.is_present,
        pair_tests.grade
    from quarters
    cross join cs_shares
    left join pairs
        on quarters.as_of_month = pairs.as_of_month and cs_shares.cs_basis = pairs.cs_basis
    left join pair_tests
        on quarters.as_of_month = pair_tests.as_of_month
            and cs_shares.cs_basis = pair_tests.cs_basis

),

final as (

    select
        judged.quarter,
        judged.cs_cogs_share,
        judged.gross_margin,
        judged.margin_drop_points,
        judged.is_present as bn_is_present,
        judged.grade,
        judged.is_present <> as_set.is_present as flips
    from judged
    inner join judged as as_set
        on judged.quarter = as_set.quarter and as_set.cs_basis = 'as_set'
    where judged.cs_basis <> 'as_set'

)

select * from final
