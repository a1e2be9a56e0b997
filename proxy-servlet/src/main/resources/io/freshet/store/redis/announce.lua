-- Says in the log what does not count any more.
-- KEYS[1] the log
-- KEYS[2] since where everything does not count
-- KEYS[3] since where each tag does not, KEYS[4] the tags by when that was
-- KEYS[5] since where each prefix does not, KEYS[6] the prefixes by when that was
-- ARGV    most events to be kept, milliseconds these keys are to live, most tags, most prefixes, what this is about ('key', 'tag',
--         'prefix' or 'all'), its name, since which place in the log (empty for this one)
-- Returns the event's place, and that of the one before it.

local kind, name = ARGV[5], ARGV[6]

local function require_kind(key, kind)
  local found = redis.call('TYPE', key).ok
  if found ~= kind and found ~= 'none' then
    redis.call('UNLINK', key)
  end
end

-- Remembers the place of one name; where there are too many, the oldest goes, and counts for all: that of the empty name.
local function remember(places, order, place, most)
  require_kind(places, 'hash')
  require_kind(order, 'zset')
  redis.call('HSET', places, name, place)
  redis.call('ZADD', order, string.match(place, '^%d+'), name)
  while redis.call('ZCARD', order) > most do
    local oldest = redis.call('ZPOPMIN', order)[1]
    local went = redis.call('HGET', places, oldest) or place
    local floor = redis.call('HGET', places, '')
    if not (floor and is_before(went, floor)) then
      redis.call('HSET', places, '', went)
    end
    redis.call('HDEL', places, oldest)
  end
  redis.call('PEXPIRE', places, ARGV[2])
  redis.call('PEXPIRE', order, ARGV[2])
end

require_kind(KEYS[1], 'stream')
-- The first command that writes may not need memory: then Redis lets the others through when it is full.
redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[1])
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local id = redis.call('XADD', KEYS[1], '*', kind, name, 'since', ARGV[7])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if kind == 'tag' then
  remember(KEYS[3], KEYS[4], id, tonumber(ARGV[3]))
elseif kind == 'prefix' then
  remember(KEYS[5], KEYS[6], id, tonumber(ARGV[4]))
elseif kind == 'all' and ARGV[7] == '' then
  raise_position(KEYS[2], id, ARGV[2])
  redis.call('UNLINK', KEYS[3], KEYS[4], KEYS[5], KEYS[6])
end
return {id, last and last[1] or '0-0'}
