-- Takes a lease unless another one has it.
-- KEYS[1] the lease
-- ARGV    token, milliseconds, the group of the request, its likeness
-- Returns 'elected', 'other' or 'everybody'; and after 'elected' whether a request of the group that was not like this one
-- was told last that its response is not shared.

local held = redis.call('TYPE', KEYS[1]).ok == 'string' and redis.call('GET', KEYS[1])
local unshared = held and string.sub(held, 1, 1) == '-'
if held and not unshared then
  return {'other'}
end
local all = '-' .. ARGV[3]
if held == all or held == all .. ARGV[4] then
  return {'everybody'}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {'elected', (unshared and string.sub(held, 1, 2) == all) and 'unlike' or ''}
