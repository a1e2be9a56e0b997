-- Removes one entry that turned out to be useless, unless it was replaced meanwhile.
-- KEYS[1] the entries
-- ARGV    variant, the first bytes of the entry
-- Returns the headers of the entries that went.

local entries = read_entries(KEYS[1])
local place = find(entries, ARGV[1], ARGV[2])
if not place then
  return {}
end
local old = table.remove(entries, place).value
write_entries(KEYS[1], entries, 'KEEPTTL')
return {string.sub(old, 1, HEADER_LENGTH)}
