"""What one post to a vendor costs in this process: our transport beside httpx's own."""
