"""The whole pipeline on one core, from the door to the vendor, beside what others do of it."""
