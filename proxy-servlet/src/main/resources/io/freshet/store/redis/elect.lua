-- Takes a lease unless another one has it.
-- KEYS[1] the lease
-- ARGV    token, milliseconds, what stands in place of a token when everybody may fetch
-- Returns 'elected', 'other' or 'everybody'.

local held = redis.call('TYPE', KEYS[1]).ok == 'string' and redis.call('GET', KEYS[1])
if held then
  return {held == ARGV[3] and 'everybody' or 'other'}
end
redis.call('UNLINK', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {'elected'}
