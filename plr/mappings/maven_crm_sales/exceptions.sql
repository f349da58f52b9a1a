-- A table of which more than a twentieth cannot be used stops the build, unless the company knows why.
select
    'rows_are_usable' as rule,
    'opportunities' as key,
    'Two thirds of the open deals have no account yet; they are kept in quarantine until they do.'
        as reason
