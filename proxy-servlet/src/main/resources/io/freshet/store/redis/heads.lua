-- What is stored, without content.
-- KEYS[1] the hash
-- Returns variant and value up to its content, of each that is ours.

local heads = {}
if redis.call('TYPE', KEYS[1]).ok == 'hash' then
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    if read_header(all[i + 1]) then
      heads[#heads + 1] = all[i]
      heads[#heads + 1] = without_content(all[i + 1])
    end
  end
end
return heads
