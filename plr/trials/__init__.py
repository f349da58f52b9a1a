"""Trials: how often the started-by ledger is right, measured on simulated companies.

Each trial simulates a company, lets its people log all, three quarters or half of what they do,
builds the project on the exports that result, and holds the verdicts against the planted truth.
Nothing here is read by a model; the table of confidences that ``fit`` writes is a seed.
"""
