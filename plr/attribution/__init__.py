"""Attribution by game and chain: what each kind of touch adds, learnt over all journeys.

Everything here is arithmetic on counted journeys: exact, without simulation, seed or iteration. It
says how credit is shared, not what caused an order: touches that come along with orders earn credit
whether they helped or not (DECISIONS.md, "Credit is not cause").

- ``journeys``: touches in order, journey by journey, as arrays.
- ``markov``: removal effects of an absorbing chain of any order, from one factorisation.
- ``shapley``: Shapley values of a game given as a table of worths, and the worths of journeys.
- ``effects``: the tables that the models in models/scoring return.
"""
