"""What accepting costs: nothing is delivered here, or only as far as its first byte."""
