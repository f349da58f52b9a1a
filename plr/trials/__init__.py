"""Trials: how often the started-by ledger and the failure modes are right on simulated companies.

Each trial simulates a company (for the ledger its people log all, three quarters or half of what
they do; for the modes it has some and not others), builds the project on the exports that result,
and holds the verdicts against the planted truth.
Nothing here is read by a model; the table of confidences that ``fit`` writes is a seed.
"""
