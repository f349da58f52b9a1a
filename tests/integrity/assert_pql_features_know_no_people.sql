{{ config(group="warehouse") }}

-- What it is: a table of acts of people of the company among what the PQL features are made of,
-- found by the graph itself, or a feature listed as such. Identity, configuration and revenue are
-- where an account, a threshold and a first payment come from; they are not looked behind.
-- When it matters: the score would learn whom people already chase, not who is ready.
-- How to fix: take it out of int_features__lead_facts; what people did may serve other scores.
{%- set parts = made_of(
    ['int_features__lead_facts', 'int_features__lead_standing'],
    ('int_identity__', 'int_config__', 'int_revenue__', 'int_motions__', 'int_attribution__')
) -%}
{%- set acts = ('int_motions__', 'int_attribution__', 'stg_crm__', 'stg_success__') %}

-- depends_on: {{ ref('int_features__lead_facts') }}
-- depends_on: {{ ref('int_features__lead_standing') }}
with listed as (

    select feature
    from {{ ref('score_features') }}
    where score = 'pql' and kind = 'human'

)

select
    feature as problem,
    'is listed as what people did' as reason
from listed
{% for name in parts if name.startswith(acts) %}
    union all
    select
        '{{ name }}' as problem,
        'holds acts of people and feeds the PQL features' as reason
{% endfor %}
