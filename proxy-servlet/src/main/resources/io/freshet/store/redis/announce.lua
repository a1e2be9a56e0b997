-- Says in the log what does not count any more.
-- KEYS[1] the log
-- KEYS[2] since where everything does not count
-- KEYS[3] and on: for each table since where each of its names does not count, and these names by when that was
-- ARGV    most events to be kept, milliseconds these keys are to live, which table (1 for the first, 0 for none), most names in it, what
--         this is about, its name, since which place in the log (empty for this one)
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
local table = tonumber(ARGV[3])
if table > 0 then
  remember(KEYS[1 + 2 * table], KEYS[2 + 2 * table], id, tonumber(ARGV[4]))
elseif kind == 'all' and ARGV[7] == '' then
  raise_position(KEYS[2], id, ARGV[2])
  redis.call('UNLINK', unpack(KEYS, 3))
end
return {id, last and last[1] or '0-0'}
