-- Says that a node is there, and tells of all that are.
-- KEYS[1] what each node last said: the time, a blank, and its own words
-- ARGV    who says so, what (nothing to say goodbye), milliseconds after which who is silent counts as gone, most nodes
-- Returns for each node who it is, how many milliseconds it has been silent, and its words.

if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then
  redis.call('UNLINK', KEYS[1])
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HDEL', KEYS[1], ARGV[1])
if ARGV[2] == '' then
  return {}
end
local gone_after = tonumber(ARGV[3])
local all = redis.call('HGETALL', KEYS[1])
local there = {ARGV[1], '0', ARGV[2]}
for i = 1, #all, 2 do
  local at, words = string.match(all[i + 1], '^(%d+) (.*)$')
  local silent = now - (tonumber(at) or 0)
  if silent > gone_after or silent < 0 then
    redis.call('HDEL', KEYS[1], all[i])
  elseif #there < 3 * ARGV[4] then
    there[#there + 1] = all[i]
    there[#there + 1] = string.format('%.0f', silent)
    there[#there + 1] = words
  end
end
if #all < 2 * ARGV[4] then
  redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f %s', now, ARGV[2]))
  redis.call('PEXPIRE', KEYS[1], gone_after)
end
return there
