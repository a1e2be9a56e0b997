-- Removes one entry that turned out to be useless, unless it was replaced meanwhile.
-- KEYS[1] the hash
-- ARGV    variant, the first bytes of the entry
-- Returns the headers of the entries that went.

local old = find(KEYS[1], ARGV[1], ARGV[2])
if not old then
  return {}
end
redis.call('HDEL', KEYS[1], ARGV[1])
return {string.sub(old, 1, HEADER_LENGTH)}
