"""The guards: what arrived, held against the input contract, one row per expectation.

`checks` turns the contract into expectations, `beyond` adds those that need more than one table or
the seeds, `profile` counts large tables in SQL, `engine` is the only place that knows Great
Expectations, and `run` puts a domain's report together.
"""
