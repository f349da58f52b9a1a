"""The guards: what arrived, held against the input contract."""
