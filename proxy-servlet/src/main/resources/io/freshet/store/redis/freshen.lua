-- Gives a stored response a new head, unless it was replaced meanwhile. Removes it if a part of its body is gone.
-- KEYS[1]  the hash
-- KEYS[2+] the parts of its body
-- ARGV     variant, the first bytes of the entry to be freshened, entry, now (Unix milliseconds), most variants,
--          milliseconds the parts are to live
-- Returns the headers of the entries that went.

local old = find(KEYS[1], ARGV[1], ARGV[2])
if not old then
  return {}
end
local went = {}
if keep_parts(2, ARGV[6]) then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
else
  redis.call('HDEL', KEYS[1], ARGV[1])
  went[1] = string.sub(old, 1, HEADER_LENGTH)
end
for _, header in ipairs(settle(KEYS[1], tonumber(ARGV[4]), tonumber(ARGV[5]))) do
  went[#went + 1] = header
end
return went
