"""The independent reference of the revenue ledger, and random books to try it on."""
