"""A storm between the gateway and its vendors, and a count of what it did: lost, doubled, lied."""
