{{ config(group="warehouse", severity="warn") }}

-- What it is: a model in which one feature carries more than all others could make up for, as what
-- is written down only after the outcome does.
-- When it matters: such a model is brilliant on the past and useless on the day.
-- How to fix: ask when the column is written; where after the outcome, take it out of score_features.
select
    score,
    model_version,
    reason
from {{ ref('rpt_score_quality') }}
where measure = 'leakage_suspects' and value > 0
