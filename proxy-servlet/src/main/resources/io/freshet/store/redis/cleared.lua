-- Remembers since which place in the log everything is removed, unless that was later.
-- KEYS[1] the mark
-- ARGV    the place, milliseconds the mark is to live
-- Returns nothing.

raise_position(KEYS[1], ARGV[1], ARGV[2])
return {}
