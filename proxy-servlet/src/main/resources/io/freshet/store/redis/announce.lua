-- Says in the log what has been removed.
-- KEYS[1] the log
-- ARGV    most events to be kept, milliseconds the log is to live, the cache key that was removed (empty for everything), since
--         which place in the log (empty for this one)
-- Returns the event's place.

if redis.call('TYPE', KEYS[1]).ok ~= 'stream' then
  redis.call('UNLINK', KEYS[1])
end
-- The first command that writes may not need memory: then Redis lets the others through when it is full.
redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[1])
local id = redis.call('XADD', KEYS[1], '*', 'key', ARGV[3], 'since', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {id}
