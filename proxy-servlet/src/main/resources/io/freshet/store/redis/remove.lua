-- Removes all variants, or whatever else is there.
-- KEYS[1] the hash
-- KEYS[2] where in the log it was last removed
-- ARGV    where that is now, milliseconds this is to be known
-- Returns the headers of the entries that went.

local removed = {}
if redis.call('TYPE', KEYS[1]).ok == 'hash' then
  for _, value in ipairs(redis.call('HVALS', KEYS[1])) do
    local header = read_header(value)
    if header then
      removed[#removed + 1] = header.bytes
    end
  end
end
redis.call('UNLINK', KEYS[1])
raise_position(KEYS[2], ARGV[1], ARGV[2])
return removed
