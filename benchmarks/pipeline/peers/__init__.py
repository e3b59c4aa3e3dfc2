"""What others make of the same job, as one would write it with their tools: none is durable."""
