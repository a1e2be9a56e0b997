-- Remembers when a group was invalidated, unless that was later.
-- KEYS[1] the mark
-- ARGV    when (Unix milliseconds), milliseconds the mark is to live
-- Returns nothing.

raise_mark(KEYS[1], tonumber(ARGV[1]), ARGV[2])
return {}
