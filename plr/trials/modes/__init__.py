"""Trials of the failure modes: planted accounts in their true state, companies in their verdict."""
