"""Benchmarks: what the ledger costs at scale, beside the plain way of deriving it."""
