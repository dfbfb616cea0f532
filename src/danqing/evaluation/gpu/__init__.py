"""``danqing bench gpu``: what a card does with models of full size and random weights, beside plain diffusers.

Each row of the table is a module with a ``ROW``; ``rows`` has them in their order.
"""
