-- The trace that a handoff belongs to, as W3C Trace Context writes it.
ALTER TABLE handoffs ADD COLUMN traceparent TEXT;
