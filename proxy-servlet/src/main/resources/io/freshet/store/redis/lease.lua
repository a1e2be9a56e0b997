-- Changes a lease if its holder still has it.
-- KEYS[1] the lease
-- ARGV    the holder's token, what is to stand there (nothing to give it back), milliseconds
-- Returns nothing.

if redis.call('TYPE', KEYS[1]).ok == 'string' and redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('UNLINK', KEYS[1])
  if ARGV[2] ~= '' then
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  end
end
return {}
