-- Removes all variants, or whatever else is there.
-- KEYS[1] the entries
-- KEYS[2] where in the log it was last removed
-- ARGV    where that is now, milliseconds this is to be known
-- Returns the headers of the entries that went.

local removed = {}
for i, entry in ipairs(read_entries(KEYS[1])) do
  removed[i] = string.sub(entry.value, 1, HEADER_LENGTH)
end
redis.call('UNLINK', KEYS[1])
raise_position(KEYS[2], ARGV[1], ARGV[2])
return removed
