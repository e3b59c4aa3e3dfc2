"""Templates: restricted Liquid for the note that a person reads, with a ledger of what it printed.

``python-liquid`` only parses, and only when a mapping is compiled. Names are then resolved
against the handoff's types and the tree becomes closures of our own: every printed value is
traced to its leaves, nothing a customer wrote is evaluated, and each limit is kept here.
"""
